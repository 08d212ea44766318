import type { Element, ElementContent, Parents, Root, Text } from 'hast';

/** Where a browser may break a line: after an operator of a long sum, nowhere in a range of numbers. */
const SUM = /[\d(][\d.()%×+−=/≈]{9,}/g;
const OPERATOR = /(?<=[\d)%])[×+−=≈](?=[\d(−])/g;
const RANGE = /−?\d[\d.,]*%?～−?\d[\d.,]*%?/g;
const CLOSING = /^[，。、；：？！）」』》]+/;
const OPENING = /[（「『《]+$/;

/**
 * Rehype plugin, after KaTeX: line breaks that browsers get wrong in Chinese text with numbers. They break
 * before a comma and before a citation that follow a formula, after a bracket that opens before one, and
 * beside the wave dash of a range; a sum typed as text they break only where it does not fit, inside a number.
 */
export function rehypeLineBreaks() {
  return (tree: Root): void => {
    inside(tree);
  };
}

function inside(parent: Parents): void {
  if (leftAlone(parent)) return;
  const children: ElementContent[] = [];
  const queue = [...parent.children] as ElementContent[];
  for (let child = queue.shift(); child; child = queue.shift()) {
    if (isFormula(child)) children.push(withNeighbours(child, children, queue));
    else if (child.type === 'text') children.push(...breakable(child.value));
    else {
      if ('children' in child) inside(child);
      children.push(child);
    }
  }
  parent.children = children;
}

/** The formula together with the punctuation and the citations that touch it, which leave their own nodes. */
function withNeighbours(
  formula: Element,
  before: ElementContent[],
  after: ElementContent[],
): ElementContent {
  const kept: ElementContent[] = [formula];
  const last = before.at(-1);
  const opening = last?.type === 'text' && OPENING.exec(last.value);
  if (last?.type === 'text' && opening) {
    last.value = last.value.slice(0, opening.index);
    kept.unshift(text(opening[0]));
  }
  while (after[0] && isCitation(after[0])) kept.push(after.shift() as ElementContent);
  const next = after[0];
  const closing = next?.type === 'text' && CLOSING.exec(next.value);
  if (next?.type === 'text' && closing) {
    next.value = next.value.slice(closing[0].length);
    kept.push(text(closing[0]));
  }
  if (kept.length === 1) return formula;
  mayBreakInside(formula);
  return together(kept);
}

/** Between the parts of a formula, after a relation or an operator, lines may still break. */
function mayBreakInside(formula: Element): void {
  const parts = formula.children.find(
    (child): child is Element => child.type === 'element' && hasClass(child, 'katex-html'),
  );
  if (parts)
    parts.children = parts.children.flatMap((part, i) =>
      i > 0 ? [element('wbr', []), part] : part,
    );
}

function breakable(value: string): ElementContent[] {
  const parts: ElementContent[] = [];
  let from = 0;
  for (const { 0: found, index } of matches(value)) {
    if (index < from) continue;
    parts.push(text(value.slice(from, index)));
    if (found.includes('～')) parts.push(together([text(found)]));
    else
      for (const [i, term] of found.replace(OPERATOR, '$&\n').split('\n').entries())
        parts.push(...(i > 0 ? [element('wbr', [])] : []), text(term));
    from = index + found.length;
  }
  parts.push(text(value.slice(from)));
  return parts.filter((part) => part.type !== 'text' || part.value !== '');
}

const matches = (value: string): RegExpExecArray[] =>
  [...value.matchAll(SUM), ...value.matchAll(RANGE)].sort((a, b) => a.index - b.index);

const text = (value: string): Text => ({ type: 'text', value });
const element = (tagName: string, children: ElementContent[], className?: string): Element => ({
  type: 'element',
  tagName,
  properties: className ? { className: [className] } : {},
  children,
});
const together = (children: ElementContent[]): Element =>
  element('span', children, 'book-together');

const hasClass = (node: Element, name: string): boolean => {
  const { className } = node.properties;
  return Array.isArray(className) && className.includes(name);
};
const isFormula = (node: ElementContent): node is Element =>
  node.type === 'element' && hasClass(node, 'katex');
const isCitation = (node: ElementContent): boolean => 'name' in node && node.name === 'Cite';
/** Code is copied as it stands, drawings have no lines, and formulas break by rules of their own. */
const leftAlone = (node: Parents): boolean =>
  ['code', 'pre', 'svg', 'script', 'style'].includes(tagOf(node)) ||
  (node.type === 'element' && (hasClass(node, 'katex') || hasClass(node, 'katex-display')));
/** The tag of an element, also of one that is written as JSX in a chapter. */
const tagOf = (node: Parents): string => {
  if (node.type === 'element') return node.tagName;
  return 'name' in node && typeof node.name === 'string' ? node.name : '';
};
