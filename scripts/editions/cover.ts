/** The cover in portrait: first page of the PDF, and the picture that reading devices show of the EPUB. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Element } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { select } from 'hast-util-select';
import { toHtml } from 'hast-util-to-html';
import { TITLE } from './book-facts.ts';
import { element } from './paper/rewrite.ts';

/** Width and height in millimetres, of a usual Chinese book (16开). */
export const PAGE = { width: 185, height: 260 } as const;

/** The cover as `npm run og` has drawn it. */
export const COVER_FILE = new URL('./cover.png', import.meta.url);

export const coverStyle = `
.cover { position: relative; box-sizing: border-box; width: ${PAGE.width}mm; height: ${PAGE.height}mm;
  margin: 0; padding: 16mm 18mm 0; overflow: hidden; background: #fbf8f1; color: #1f1c17;
  font-family: 'Songti SC', 'Noto Serif CJK SC', 'Source Han Serif SC', 'SimSun', serif; print-color-adjust: exact; }
.cover h1, .cover-title { margin: 0; font-size: 35pt; font-weight: 700; line-height: 1.3; }
.cover-subtitle { margin: 4mm 0 0; font-size: 24pt; font-weight: 700; color: #8a5a00; }
.cover svg { position: absolute; left: 0; bottom: 0; width: 100%; max-width: none; height: auto; }
`;

/** @param site folder of the built site, whose cover has the picture. */
export function cover(site: string): Element {
  const tree = fromHtml(readFileSync(path.join(site, 'index.html'), 'utf8'));
  const picture = select('svg.picture', tree);
  if (!picture) throw new Error('the cover of the site has no picture');
  picture.properties['preserveAspectRatio'] = 'xMidYMax meet';
  const [title = '', subtitle = ''] = TITLE.split('：');
  return element(
    'section',
    { className: ['cover'] },
    element('p', { className: ['cover-title'] }, title),
    element('p', { className: ['cover-subtitle'] }, subtitle),
    picture,
  );
}

/** A document with nothing but the cover. @param site folder of the built site. */
export function coverDocument(site: string): string {
  return `<!doctype html><style>body { margin: 0 }${coverStyle}</style>${toHtml(cover(site))}`;
}
