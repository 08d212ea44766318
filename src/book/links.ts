/** Addresses inside the book, under whatever path the site lives. */
import { loadBook, pagePath, resolveLabel } from './book.ts';

/** The site's base with a trailing slash. */
export const base = import.meta.env.BASE_URL.replace(/\/?$/, '/');

/** The address of page `id`, with an optional anchor. */
export function pageHref(id: string, anchor = ''): string {
  return `${base}${pagePath(id)}${anchor && `#${anchor}`}`;
}

/**
 * Where the element with label `id` stands, as the page being rendered means it.
 * @throws {Error} when nothing has that id, or several pages have.
 */
export function findLabel(
  id: string,
  { locals }: { locals: App.Locals },
): { text: string; title: string; href: string } {
  const label = resolveLabel(loadBook(), id, locals.starlightRoute?.entry.id ?? '');
  const anchor = /^ch\d+$/.test(id) ? '' : id;
  return { text: label.text, title: label.title, href: pageHref(label.page, anchor) };
}
