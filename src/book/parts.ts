/** What the book, its parts and its pages are called. */
import type { Page } from './book.ts';

export const TITLE = 'AI大模型创业：泡沫还是金矿？';

/** A part of the book; pages count them from 1. */
export interface Part {
  readonly number: string;
  /** In the table of contents. */
  readonly name: string;
  /** On the cover. */
  readonly title: string;
}

export const PARTS: readonly Part[] = [
  { number: '第一部分', name: '基础', title: 'AI大模型基础概述' },
  { number: '第二部分', name: '应用', title: 'AI大模型在不同领域的实际应用' },
  { number: '第三部分', name: '风险与挑战', title: 'AI大模型创业中的风险和挑战' },
  { number: '第四部分', name: '案例', title: 'AI大模型创业的案例' },
];

/** The part that `page` is in, if it is in one. */
export function partOf({ part }: Pick<Page, 'part'>): Part | undefined {
  return part === undefined ? undefined : PARTS[part - 1];
}

/** How the table of contents names a page. */
export function pageLabel(page: Page): string {
  const { title, chapter, appendix } = page;
  if (chapter) return `${chapter} ${title}`;
  if (appendix) return `${appendix} ${title}`;
  return isOpener(page) ? '本部分导言' : title;
}

/** What a page is called where its part is not at hand: 「第二部分导言」, 「封面与目录」, else its label. */
export function standaloneLabel(page: Page): string {
  if (page.id === 'index') return '封面与目录';
  return isOpener(page) ? `${partOf(page)?.number}导言` : pageLabel(page);
}

/** Whether a part begins with this page. */
export function isOpener({ id, part, chapter }: Page): boolean {
  return Boolean(part && !chapter && !id.endsWith('/summary'));
}
