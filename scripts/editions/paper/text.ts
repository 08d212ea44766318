/** Rules for the running text: openers, notes, links, folds, and what only a screen needs. */
import type { Element } from 'hast';
import { select } from 'hast-util-select';
import { toString } from 'hast-util-to-string';
import { visit } from 'unist-util-visit';
import { unfold } from './figures.ts';
import { classes, element, remove, rewrite, unwrap, type Change, type Rule } from './rewrite.ts';

export const textRules: Rule[] = [
  ['script, noscript, style, template, link, nav, footer, book-shelf', remove],
  ['.meta', factsOnly],
  ['.book-term', termLink],
  ['.book-cite', citation],
  ['details', unfold],
  ['.live-embed', () => [element('p', {}, '（框架里的演示只在网页版与离线版里有。）')]],
  ['.glossary', unwrap],
];

/** Of how long a page takes, an author can only guess on paper; the day of its facts stays. */
function factsOnly(meta: Element): Element[] {
  const facts = /事实核对至\d{4}-\d{2}-\d{2}/.exec(toString(meta))?.[0];
  return facts ? [element('p', { className: ['meta'] }, facts)] : [];
}

/** The link inside a note that leads to `page`. */
function noteLink(note: Element, page: string): string {
  const link = select(`a[href*="${page}/#"]`, note);
  if (!link) throw new Error(`a note without a link to ${page}: ${toString(note)}`);
  return String(link.properties['href']);
}

/** A term as a link to the glossary. */
function termLink(term: Element): Element[] {
  const trigger = select('.trigger', term);
  const href = noteLink(term, 'glossary');
  return [
    element('dfn', {}, element('a', { href, className: ['term'] }, ...(trigger?.children ?? []))),
  ];
}

/** A citation as a link to its entry in the bibliography. */
function citation(cite: Element): Element[] {
  const trigger = select('.trigger', cite);
  const href = noteLink(cite, 'references');
  return [
    element(
      'sup',
      { className: ['cite'] },
      element('a', { href, role: 'doc-biblioref' }, ...(trigger?.children ?? [])),
    ),
  ];
}

/** `id` as XML allows it: a name does not begin with a digit. */
export function xmlName(id: string): string {
  return id.replace(/^(?=\d)/, '_');
}

/** What only a pointer, a keyboard or a scrolling box needs. */
const SCREEN_ONLY = /^(tabIndex|title|dir|ariaLive|data.*)$/;

/** Drops comments and attributes that mean nothing on paper, and makes ids names of XML. */
export function tidy(content: Element): void {
  visit(content, (node, index, parent) => {
    if (node.type === 'comment' && parent && index !== undefined) {
      parent.children.splice(index, 1);
      return index;
    }
    if (node.type !== 'element') return undefined;
    const properties: Element['properties'] = Object.fromEntries(
      Object.entries(node.properties).filter(([name]) => !SCREEN_ONLY.test(name)),
    );
    node.properties = properties;
    if (properties['id'] !== undefined) properties['id'] = xmlName(String(properties['id']));
    const kept = classes(node).filter((name) => !/^(astro-|not-content$|sl-)/.test(name));
    if (kept.length > 0) properties['className'] = kept;
    else delete properties['className'];
    if (properties['role'] === 'status' || properties['role'] === 'region')
      delete properties['role'];
    if (/^(p|div)$/.test(node.tagName) && !properties['role']) delete properties['ariaLabel'];
    return undefined;
  });
  rewrite(content, [['.sr-only', remove]]);
}

/** Replaces every address in `content` by what `map` makes of it; without one a link becomes plain text. */
export function mapLinks(content: Element, map: (address: string) => string | undefined): void {
  const relink: Change = (link) => {
    const href = map(String(link.properties['href']));
    if (href === undefined) return [element('span', {}, ...link.children)];
    link.properties = { ...link.properties, href };
    delete link.properties['download'];
    delete link.properties['target'];
    delete link.properties['rel'];
    return undefined;
  };
  rewrite(content, [['a[href]', relink]]);
}
