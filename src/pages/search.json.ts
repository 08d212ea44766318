import type { APIRoute } from 'astro';
import { loadBook, pagePath } from '../book/book.ts';
import { standaloneLabel } from '../book/parts.ts';
import type { SearchEntry } from '../site/search-index.ts';

/** The text of the book by section, for the search dialogue to index in the reader's browser. */
export const GET: APIRoute = () => {
  const entries: SearchEntry[] = loadBook()
    .pages.filter(({ id }) => id !== '404')
    .flatMap((page) =>
      page.sections.map(({ id, title, text }) => ({
        href: `${pagePath(page.id)}${id && `#${id}`}`,
        page: standaloneLabel(page),
        title: title || page.title,
        text: title ? text : `${page.description} ${text}`,
      })),
    );
  return new Response(JSON.stringify(entries), {
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
  });
};
