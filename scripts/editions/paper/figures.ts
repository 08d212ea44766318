/** Rules for figures, tables, charts, code and formulas. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Element, ElementContent } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { select, selectAll } from 'hast-util-select';
import { toString } from 'hast-util-to-string';
import { classes, element, remove, rewrite, unwrap, type Change, type Rule } from './rewrite.ts';

/** How formulas are set: MathML for readers of EPUB, KaTeX's HTML with its fonts for print. */
export type MathFormat = 'mathml' | 'html';

/** Rules that leave of each formula the one form that is wanted. */
export function mathRules(math: MathFormat): Rule[] {
  if (math === 'html') return [['.katex-mathml', remove]];
  return [
    ['.katex-html', remove],
    ['.katex, .katex-mathml, .katex-display', unwrap],
    ['msub, msup, munder, mover', twoChildren],
  ];
}

/** KaTeX lets the invisible sign after a function's name in an index stand beside it; MathML wants one child there. */
const twoChildren: Change = (script) => {
  const [base, ...index] = script.children;
  if (base && index.length > 1) script.children = [base, element('mrow', {}, ...index)];
  return undefined;
};

/** @param site folder of the built site, which has the diagrams. */
export function figureRules(site: string): Rule[] {
  return [
    ['img.dark-only', remove],
    ['img.light-only', inlineDiagram(site)],
    ['.book-figure', describeFigure],
    ['.book-scroll, .card-table, .confusion, .demo-table, .book-figure-body', unwrapBox],
    ['.expressive-code', plainCode],
    ['table', oneHead],
  ];
}

/** The light drawing itself in the place of its picture. */
function inlineDiagram(site: string): Change {
  return ({ properties }) => {
    const name = path.posix.basename(String(properties['src']));
    const source = readFileSync(path.join(site, 'diagrams', name), 'utf8');
    const [svg] = fromHtml(source, { fragment: true, space: 'svg' }).children;
    if (svg?.type !== 'element') throw new Error(`${name} is no SVG`);
    // Mermaid's own words for roles are none that a reading system knows.
    delete svg.properties['ariaRoleDescription'];
    Object.assign(svg.properties, { role: 'img', className: ['diagram'] });
    delete svg.properties['style'];
    // Mermaid leaves boxes without a size behind labels that have no box.
    rewrite(svg, [['rect', (box) => (box.properties['width'] === undefined ? [] : undefined)]]);
    return [svg];
  };
}

/** What tells a figure to who cannot see it goes to the drawing; tables and lists tell themselves. */
const describeFigure: Change = (figure) => {
  const alt = select('.sr-only', figure);
  const svg = select('svg', figure);
  if (alt && svg) {
    delete svg.properties['ariaHidden'];
    Object.assign(svg.properties, { role: 'img', ariaLabel: toString(alt).trim() });
  }
  rewrite(figure, [['.sr-only', remove]]);
  return undefined;
};

/** Boxes are there to scroll, which paper cannot. Some have an id that is pointed to, or a label worth keeping. */
const unwrapBox: Change = (box) => {
  const { id } = box.properties;
  if (id === undefined) return box.children;
  box.properties = { id };
  return undefined;
};

/** A table may have one head; a second is a row among the others. */
const oneHead: Change = (table) => {
  const [, ...further] = selectAll('thead', table);
  for (const head of further) head.tagName = 'tbody';
  return undefined;
};

/** Code with its title and without its colours and buttons. */
const plainCode: Change = (frame) => {
  const title = select('.title', frame);
  const lines = selectAll('.ec-line', frame).map((line) => toString(line).replace(/\n$/, ''));
  const caption = title && toString(title).trim();
  return [
    element(
      'figure',
      { className: ['code'] },
      ...(caption ? [element('figcaption', {}, caption)] : []),
      element('pre', {}, element('code', {}, lines.join('\n'))),
    ),
  ];
};

/** Widths and strengths that the site keeps in variables, which not every reading system knows. */
export const plainStyles: Rule = [
  '[style]',
  (element_) => {
    const style = String(element_.properties['style']);
    const width = /--width:\s*([\d.]+%)/.exec(style)?.[1];
    const strength = /--strength:\s*([\d.]+)(%?)/.exec(style);
    if (width) element_.properties['style'] = `width: ${width}`;
    else if (strength)
      element_.properties['style'] = shade(element_, Number(strength[1]) / (strength[2] ? 100 : 1));
    else if (/--/.test(style)) delete element_.properties['style'];
    return undefined;
  },
];

/** The darkest that black writing bears. */
const DARKEST = 0.45;

function shade(cell: Element, strength: number): string {
  const colour = classes(cell).includes('opposes') ? '28, 106, 168' : '168, 110, 0';
  const share = cell.tagName === 'td' ? strength : strength * DARKEST;
  return `background: rgba(${colour}, ${share.toFixed(2)})`;
}

/** A fold, opened: its summary as a line of its own. */
export const unfold: Change = (details) => {
  const [summary, ...rest] = details.children.filter(
    (child): child is ElementContent => child.type !== 'text' || child.value.trim() !== '',
  );
  const title = summary?.type === 'element' ? toString(summary).trim() : '';
  return [
    element(
      'div',
      { className: ['unfolded', ...classes(details)] },
      element('p', { className: ['unfolded-title'] }, title),
      ...rest,
    ),
  ];
};
