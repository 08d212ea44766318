/** The pages of the book in reading order, as the built site has them, with the cards of the models. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Element } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { select, selectAll } from 'hast-util-select';
import { toString } from 'hast-util-to-string';
import { loadBook, type Page } from '../../../src/book/book.ts';
import { pageLabel, partOf } from '../../../src/book/parts.ts';
import { filesIn } from '../built-site.ts';

/** A page of the book as it was built. */
export interface PaperPage {
  /** Its path in the site: `part-1/ch01`, `models/ner`. */
  readonly id: string;
  /** How the table of contents names it. */
  readonly label: string;
  /** Part of the book that begins with this page. */
  readonly opens: string | undefined;
  /** Depth in the table of contents: 1 for what stands under no part. */
  readonly level: 1 | 2 | 3;
  /** Its opener and its text. */
  readonly content: Element[];
}

/** A heading that the table of contents names. */
export interface Section {
  readonly id: string;
  readonly title: string;
}

/** Cards follow this page. */
const MODELS = 'appendix/models';

/** @param site folder of the built site. */
export function readPages(site: string): PaperPage[] {
  const pages = loadBook().pages.filter(({ id }) => id !== 'index' && id !== '404');
  const cards = filesIn(site)
    .map((file) => /^models\/[^/]+(?=\/index\.html$)/.exec(file)?.[0])
    .filter((id) => id !== undefined);
  return pages.flatMap((page) => [
    bookPage(site, page, pages),
    ...(page.id === MODELS ? cards.map((id) => card(site, id)) : []),
  ]);
}

function bookPage(site: string, page: Page, pages: readonly Page[]): PaperPage {
  const { id, part, appendix } = page;
  const opened = pages.find((other) => other.part === part) === page && partOf(page);
  const firstAppendix = appendix !== undefined && pages.find((other) => other.appendix) === page;
  const label = appendix ? `附录${pageLabel(page)}` : pageLabel(page);
  return {
    id,
    label: page.chapter ? `第${page.chapter}章 ${page.title}` : label,
    opens: opened ? `${opened.number} ${opened.name}` : firstAppendix ? '附录' : undefined,
    level: part || appendix ? 2 : 1,
    content: content(site, id),
  };
}

function card(site: string, id: string): PaperPage {
  const parts = content(site, id);
  const heading = parts.map((part) => select('h1', part)).find(Boolean);
  return {
    id,
    label: `模型卡：${heading ? toString(heading).trim() : id}`,
    opens: undefined,
    level: 3,
    content: parts,
  };
}

/** @throws {Error} when the page lacks what every page has: the site's layout has changed then. */
function content(site: string, id: string): Element[] {
  const tree = fromHtml(readFileSync(path.join(site, id, 'index.html'), 'utf8'));
  const opener = select('main .book-opener', tree);
  const text = select('main .sl-markdown-content', tree);
  if (!opener || !text) throw new Error(`${id}: the page has no opener or no text`);
  return [opener, text];
}

/** The sections of a page that has been made ready for paper. */
export function sections(content: Element): Section[] {
  return selectAll('h2[id]', content).map((heading) => ({
    id: String(heading.properties['id']),
    title: toString(heading).trim(),
  }));
}
