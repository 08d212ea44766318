/** The book for paper and reading devices: every page without what only a screen with a script can do. */
import type { Element } from 'hast';
import { onlineRoot } from '../built-site.ts';
import { demoRules } from './demos.ts';
import { figureRules, mathRules, plainStyles, type MathFormat } from './figures.ts';
import { readPages, sections, type PaperPage, type Section } from './pages.ts';
import { element, rewrite } from './rewrite.ts';
import { mapLinks, textRules, tidy, xmlName } from './text.ts';

/** A page for paper: all it holds in one element, and the headings that the table of contents names. */
export interface Leaf extends Omit<PaperPage, 'content'> {
  readonly content: Element;
  readonly sections: readonly Section[];
}

export interface PaperOptions {
  readonly math: MathFormat;
  /** Address of element `anchor` (may be empty) on page `id` within the edition. */
  href(id: string, anchor: string): string;
}

/** @param site folder of the built site. */
export function paperBook(site: string, { math, href }: PaperOptions): Leaf[] {
  const pages = readPages(site);
  const ids = new Set(pages.map(({ id }) => id));
  const online = onlineRoot();
  return pages.map(({ content: parts, ...page }) => {
    const content = element('section', { className: ['page'] }, ...parts);
    rewrite(content, [
      // First, since most elements of a page are in its formulas.
      ...mathRules(math),
      ...textRules,
      ...demoRules((id) => online && `${online}${page.id}/#${id}`),
      ...figureRules(site),
      plainStyles,
    ]);
    tidy(content);
    mapLinks(content, (address) => {
      const base = `http://book/${page.id}/`;
      const { host, pathname, hash } = new URL(address, base);
      if (host !== 'book') return address;
      const target = decodeURIComponent(pathname).replace(/^\/|\/$/g, '');
      if (ids.has(target)) return href(target, xmlName(decodeURIComponent(hash.slice(1))));
      return online && new URL(pathname.slice(1), online).href + hash;
    });
    return { ...page, content, sections: sections(content) };
  });
}
