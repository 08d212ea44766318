/** The table of contents in the sidebar, made from the pages that exist. */
import { loadBook, type Page } from '../book/book.ts';

/** How the table of contents names the parts. */
export const PARTS = ['第一部分 基础', '第二部分 应用', '第三部分 风险与挑战', '第四部分 案例'];

interface Link {
  label: string;
  slug: string;
}

interface Group {
  label: string;
  items: Link[];
}

/** The entries as Starlight takes them: pages outside the parts, the parts, the appendices. */
export function sidebar(): (Link | Group)[] {
  const pages = loadBook().pages.filter(({ id }) => id !== 'index' && id !== '404');
  const link = (page: Page): Link => ({ label: pageLabel(page), slug: page.id });
  const groups = PARTS.map((label, index) => ({
    label,
    items: pages.filter(({ part }) => part === index + 1).map(link),
  }));
  groups.push({ label: '附录', items: pages.filter(({ appendix }) => appendix).map(link) });
  return [
    ...pages.filter(({ part, appendix }) => !part && !appendix).map(link),
    ...groups.filter(({ items }) => items.length > 0),
  ];
}

/** How the table of contents names a page. */
export function pageLabel({ id, title, part, chapter, appendix }: Page): string {
  if (chapter) return `${chapter} ${title}`;
  if (appendix) return `${appendix} ${title}`;
  return part && !id.endsWith('/summary') ? '本部分导言' : title;
}

/** What a page is called where its part is not at hand: 「第二部分导言」, 「封面与目录」, else its label. */
export function standaloneLabel(page: Page): string {
  if (page.id === 'index') return '封面与目录';
  const label = pageLabel(page);
  return page.part && label === '本部分导言' ? `第${'一二三四'[page.part - 1]}部分导言` : label;
}
