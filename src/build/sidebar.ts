/** The table of contents in the sidebar, made from the pages that exist. */
import { loadBook, type Page } from '../book/book.ts';
import { pageLabel, PARTS } from '../book/parts.ts';

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
  const groups = PARTS.map(({ number, name }, index) => ({
    label: `${number} ${name}`,
    items: pages.filter(({ part }) => part === index + 1).map(link),
  }));
  groups.push({ label: '附录', items: pages.filter(({ appendix }) => appendix).map(link) });
  return [
    ...pages.filter(({ part, appendix }) => !part && !appendix).map(link),
    ...groups.filter(({ items }) => items.length > 0),
  ];
}
