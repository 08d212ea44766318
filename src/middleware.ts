import { defineMiddleware } from 'astro:middleware';

/**
 * Starlight's static pages say `data-theme="dark"` until a script decides. Where no script runs, and in
 * print, a book is black on white.
 */
export const onRequest = defineMiddleware(async (_context, next) => {
  const response = await next();
  if (!response.headers.get('Content-Type')?.startsWith('text/html')) return response;
  const html = (await response.text()).replace(
    /(<html[^>]*?)data-theme="dark"/,
    '$1data-theme="light"',
  );
  return new Response(html, response);
});
