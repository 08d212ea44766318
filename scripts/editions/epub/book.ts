/** The whole book as the files of an EPUB 3. */
import { readFileSync } from 'node:fs';
import { onlineRoot } from '../built-site.ts';
import { COVER_FILE } from '../cover.ts';
import { contents } from '../paper/contents.ts';
import { paperBook, type Leaf } from '../paper/paper.ts';
import { coverPage, COVER_IMAGE, navigation, titlePage } from './front.ts';
import { packageDocument, type Item } from './package-document.ts';
import { extractPictures, mediaType } from './pictures.ts';
import { document_, properties } from './xhtml.ts';

const XHTML = 'application/xhtml+xml';
const FOLDER = 'EPUB/';

const CONTAINER = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="${FOLDER}package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
`;

/** First in the file and stored as it is, so that the format can be told from the first bytes. */
export const MIMETYPE = 'mimetype';

/** @param site folder of the built site. @returns content by path, in the order to store it. */
export function epubFiles(site: string): Map<string, Uint8Array> {
  const online = onlineRoot();
  const leaves = paperBook(site, { math: 'mathml', href });
  const own = (name: string): Uint8Array => readFileSync(new URL(name, import.meta.url));
  const pictures = new Map<string, Uint8Array>();
  const texts = new Map<string, string>([
    ['cover.xhtml', coverPage()],
    ['title.xhtml', titlePage(online)],
    ['nav.xhtml', navigation(contents(leaves, href), landmarks(leaves))],
  ]);
  const items: Item[] = [
    { href: 'cover.xhtml', type: XHTML, spine: true },
    { href: 'title.xhtml', type: XHTML, spine: true },
    { href: 'nav.xhtml', type: XHTML, spine: true, properties: ['nav'] },
  ];
  for (const { id, label, content } of leaves) {
    const name = href(id, '');
    extractPictures(content, pictures);
    markBibliography(id, content);
    texts.set(name, document_(label, [content], { 'epub:type': division(id) }));
    items.push({ href: name, type: XHTML, spine: true, properties: properties(content) });
  }
  items.push(
    { href: 'style.css', type: 'text/css' },
    { href: COVER_IMAGE, type: 'image/png', properties: ['cover-image'] },
    ...[...pictures.keys()].map((name) => ({ href: name, type: mediaType(name) })),
  );
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  return new Map([
    [MIMETYPE, bytes('application/epub+zip')],
    ['META-INF/container.xml', bytes(CONTAINER)],
    [`${FOLDER}package.opf`, bytes(packageDocument(items, online))],
    ...[...texts].map(([name, text]) => [FOLDER + name, bytes(text)] as const),
    [`${FOLDER}style.css`, Buffer.concat([own('../paper/paper.css'), own('./epub.css')])],
    [FOLDER + COVER_IMAGE, readFileSync(COVER_FILE)],
    ...[...pictures].map(([name, content]) => [FOLDER + name, content] as const),
  ]);
}

function href(id: string, anchor: string): string {
  return `${id.replaceAll('/', '-')}.xhtml${anchor && `#${anchor}`}`;
}

function division(id: string): string {
  return /^(appendix|models)\//.test(id) ? 'backmatter' : 'bodymatter';
}

function landmarks(leaves: readonly Leaf[]): (readonly [string, string, string])[] {
  const [first] = leaves;
  return [
    ['cover', '封面', 'cover.xhtml'],
    ['toc', '目录', 'nav.xhtml#toc'],
    ['bodymatter', '正文', href(first?.id ?? '', '')],
    ['glossary', '术语表', href('appendix/glossary', '')],
    ['bibliography', '参考文献', href('appendix/references', '')],
  ];
}

/** Tells reading systems what the glossary and the bibliography are. */
function markBibliography(id: string, content: Leaf['content']): void {
  const type = { 'appendix/glossary': 'glossary', 'appendix/references': 'bibliography' }[id];
  if (!type) return;
  content.properties['epub:type'] = type;
  content.properties['role'] = `doc-${type}`;
}
