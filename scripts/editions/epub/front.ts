/** Cover, title page and navigation of the EPUB. */
import { TITLE } from '../book-facts.ts';
import type { Entry } from '../paper/contents.ts';
import { element } from '../paper/rewrite.ts';
import { titleText } from '../paper/title.ts';
import { document_ } from './xhtml.ts';

/** Where the picture of the cover lies in the EPUB. */
export const COVER_IMAGE = 'cover.png';

/** The cover as an XHTML document. */
export function coverPage(): string {
  return document_(
    '封面',
    [element('img', { src: COVER_IMAGE, alt: `《${TITLE}》封面`, className: ['cover'] })],
    { 'epub:type': 'cover' },
  );
}

/** The title page as an XHTML document. @param online address of the online book, if somebody said it. */
export function titlePage(online: string | undefined): string {
  return document_(
    TITLE,
    [
      element(
        'section',
        { 'epub:type': 'titlepage', className: ['titlepage'] },
        ...titleText(online),
      ),
    ],
    { 'epub:type': 'frontmatter' },
  );
}

/** @param landmarks what stands where, as [epub:type, title, address]. */
export function navigation(
  contents: readonly Entry[],
  landmarks: readonly (readonly [type: string, title: string, href: string])[],
): string {
  const list = (entries: readonly Entry[]): ReturnType<typeof element> =>
    element(
      'ol',
      {},
      ...entries.map(({ title, href, children }) =>
        element(
          'li',
          {},
          element('a', { href }, title),
          ...(children.length > 0 ? [list(children)] : []),
        ),
      ),
    );
  return document_('目录', [
    element(
      'nav',
      { 'epub:type': 'toc', id: 'toc', role: 'doc-toc' },
      element('h1', {}, '目录'),
      list(contents),
    ),
    element(
      'nav',
      { 'epub:type': 'landmarks', id: 'landmarks', hidden: true },
      element('h2', {}, '要处'),
      element(
        'ol',
        {},
        ...landmarks.map(([type, title, href]) =>
          element('li', {}, element('a', { 'epub:type': type, href }, title)),
        ),
      ),
    ),
  ]);
}
