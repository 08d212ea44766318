/**
 * `npm run build:pdf`: the whole book as one PDF, printed by an installed Chromium: cover, table of contents
 * with page numbers, bookmarks, links, demos as recorded results. With `SITE_URL` these link to the live ones.
 */
import { builtSite, onlineRoot } from './editions/built-site.ts';
import { writeEdition } from './editions/output.ts';
import { printDocument } from './editions/pdf/document.ts';
import { print } from './editions/pdf/print.ts';

writeEdition('ai-startup-book.pdf', await print(await printDocument(builtSite(), onlineRoot())));
