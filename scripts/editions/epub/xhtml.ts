/** XHTML as EPUB wants it. */
import type { Element, ElementContent, Root } from 'hast';
import { select } from 'hast-util-select';
import { toXast } from 'hast-util-to-xast';
import { toXml } from 'xast-util-to-xml';
import { LANGUAGE } from '../book-facts.ts';
import { element } from '../paper/rewrite.ts';

/** Attributes of the body. */
type Body = Readonly<Record<string, string>>;

/** A whole document. */
export function document_(title: string, body: ElementContent[], properties: Body = {}): string {
  const root: Root = {
    type: 'root',
    children: [
      { type: 'doctype' },
      element(
        'html',
        {
          xmlns: 'http://www.w3.org/1999/xhtml',
          'xmlns:epub': 'http://www.idpf.org/2007/ops',
          lang: LANGUAGE,
          'xml:lang': LANGUAGE,
        },
        element(
          'head',
          {},
          element('title', {}, title),
          element('link', { rel: ['stylesheet'], href: 'style.css', type: 'text/css' }),
        ),
        element('body', { ...properties }, ...body),
      ),
    ],
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${toXml(toXast(root), { closeEmptyElements: true })}\n`;
}

/** `text` safe between tags and in attributes. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Whether there is formula or drawing in it, which the package must tell. */
export function properties(content: Element): string[] {
  return Object.entries({ mathml: 'math', svg: 'svg' })
    .filter(([, tag]) => select(tag, content))
    .map(([name]) => name);
}
