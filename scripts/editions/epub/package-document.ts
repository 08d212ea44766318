/** The package document: what the book is, which files it has, in which order they are read. */
import {
  AUTHOR,
  description,
  factsDay,
  LANGUAGE,
  LICENCES,
  modified,
  TITLE,
} from '../book-facts.ts';
import { escapeXml } from './xhtml.ts';

/** The same for every version of the book. */
const IDENTIFIER = 'urn:uuid:6d0c8f0e-4b57-4d0e-9c0b-6b3f4f5a2e71';

/** A file of the EPUB. */
export interface Item {
  readonly href: string;
  readonly type: string;
  /** `nav`, `cover-image`, `mathml`, `svg`. */
  readonly properties?: readonly string[];
  /** Place in the reading order; none for pictures and styles. */
  readonly spine?: boolean;
}

/** What a reader who cannot see or turn pages may rely on; schema.org's words. */
const ACCESSIBILITY: readonly (readonly [property: string, value: string])[] = [
  ...['textual', 'visual'].map((mode) => ['accessMode', mode] as const),
  ['accessModeSufficient', 'textual'],
  ...['alternativeText', 'MathML', 'readingOrder', 'structuralNavigation', 'tableOfContents'].map(
    (feature) => ['accessibilityFeature', feature] as const,
  ),
  ['accessibilityHazard', 'none'],
  [
    'accessibilitySummary',
    '公式是MathML，图都有文字替代，图中的数据另列成表，标题、目录与文献都可以跳转。',
  ],
];

/** The document as XML. @param online address of the online book, if somebody said it. */
export function packageDocument(items: readonly Item[], online: string | undefined): string {
  const id = (href: string): string => href.replace(/[^A-Za-z0-9-]/g, '_').replace(/^(?=\d)/, 'f');
  const time = modified()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z');
  const metadata = [
    `<dc:identifier id="book-id">${IDENTIFIER}</dc:identifier>`,
    `<dc:title>${escapeXml(TITLE)}</dc:title>`,
    `<dc:language>${LANGUAGE}</dc:language>`,
    `<dc:creator>${AUTHOR}</dc:creator>`,
    `<dc:date>${factsDay()}</dc:date>`,
    `<dc:description>${escapeXml(description())}</dc:description>`,
    `<dc:rights>${escapeXml(LICENCES)}</dc:rights>`,
    ...(online ? [`<dc:source>${escapeXml(online)}</dc:source>`] : []),
    `<meta property="dcterms:modified">${time}</meta>`,
    ...ACCESSIBILITY.map(
      ([property, value]) => `<meta property="schema:${property}">${escapeXml(value)}</meta>`,
    ),
    `<meta name="cover" content="cover_png"/>`,
  ];
  const manifest = items.map(({ href, type, properties }) => {
    const has = properties?.length ? ` properties="${properties.join(' ')}"` : '';
    return `<item id="${id(href)}" href="${escapeXml(href)}" media-type="${type}"${has}/>`;
  });
  const spine = items
    .filter((item) => item.spine)
    .map(({ href }) => `<itemref idref="${id(href)}"/>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book-id" xml:lang="${LANGUAGE}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
${metadata.join('\n')}
</metadata>
<manifest>
${manifest.join('\n')}
</manifest>
<spine>
${spine.join('\n')}
</spine>
</package>
`;
}
