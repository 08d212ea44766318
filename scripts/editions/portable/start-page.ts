/** What a person sees who has unpacked the portable edition: one page to open, and what it is. */
import { LICENCES, TITLE } from '../book-facts.ts';

/** Folder of the book beside the page to open. */
export const BOOK = 'book';

/** Top folder of the ZIP file. */
export const TOP = 'AI大模型创业';

/** The page to open; it goes on to the book at once. */
export const startPage = `<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${TITLE}</title>
    <meta http-equiv="refresh" content="0; url=${BOOK}/index.html" />
  </head>
  <body>
    <p><a href="${BOOK}/index.html">开始阅读《${TITLE}》</a></p>
  </body>
</html>
`;

/** @param online address of the online book. */
export function readMe(online: string | undefined): string {
  const lines = [
    `《${TITLE}》离线版`,
    '',
    '先把压缩包整个解压，再双击「开始阅读.html」，用Chromium、Chrome、Edge或Firefox打开。',
    '不要在压缩包里直接打开：浏览器那时只拿到一个文件，看不到别的页面。',
    '',
    `书在「${BOOK}」文件夹里，请不要改动里面的文件名，也不要把「开始阅读.html」单独移走。`,
    '不需要服务器，不需要联网。演示的模型在你的浏览器里运行，写下的每一个字都不离开这台设备。',
    ...(online ? ['', `网页版：${online}`] : []),
    '',
    LICENCES,
  ];
  // A byte order mark and CRLF, for the plain editors of Windows.
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}
