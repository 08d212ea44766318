/**
 * `npm run build:epub`: the whole book as an EPUB 3, with formulas in MathML and demos as recorded results.
 * With `SITE_URL` the demos link to the live ones.
 */
import { builtSite } from './editions/built-site.ts';
import { epubFiles, MIMETYPE } from './editions/epub/book.ts';
import { writeEdition } from './editions/output.ts';
import { zip } from './editions/zip.ts';

writeEdition('ai-startup-book.epub', zip(epubFiles(builtSite()), [MIMETYPE]));
