/**
 * `npm run build:portable`: the book as a folder and as a ZIP file, to be opened by double click in Chromium
 * or Firefox, live demos included. With `SITE_URL` it links to the online book.
 */
import path from 'node:path';
import { builtSite, onlineRoot } from './editions/built-site.ts';
import { writeEdition, writeEditionFolder } from './editions/output.ts';
import { portableFiles } from './editions/portable/files.ts';
import { BOOK, readMe, startPage, TOP } from './editions/portable/start-page.ts';
import { zip } from './editions/zip.ts';

/** Bytes that the ZIP file may have. */
const LIMIT = 30e6;

const online = onlineRoot();
const book = await portableFiles(builtSite(), online);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const files = new Map([
  ['开始阅读.html', bytes(startPage)],
  ['说明.txt', bytes(readMe(online))],
  ...[...book].map(([name, content]): [string, Uint8Array] => [`${BOOK}/${name}`, content]),
]);

const folder = writeEditionFolder(path.join('portable', TOP), files);
const packed = zip(new Map([...files].map(([name, content]) => [`${TOP}/${name}`, content])));
if (packed.length > LIMIT)
  throw new Error(`the portable edition has ${packed.length} bytes, more than ${LIMIT}`);
writeEdition('ai-startup-book-portable.zip', packed);
console.log(
  `Unpacked: ${path.relative('.', folder)}, ${files.size} files. Open 开始阅读.html in it.`,
);
