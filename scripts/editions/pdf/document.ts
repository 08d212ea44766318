/** The whole book as one document for the browser to print. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Element } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { visit } from 'unist-util-visit';
import { LANGUAGE, TITLE } from '../book-facts.ts';
import { filesIn } from '../built-site.ts';
import { cover, coverStyle, PAGE } from '../cover.ts';
import { contents, type Entry } from '../paper/contents.ts';
import { paperBook, type Leaf } from '../paper/paper.ts';
import { element } from '../paper/rewrite.ts';
import { titleText } from '../paper/title.ts';
import { inlineFonts } from '../portable/fonts.ts';

/** Page numbers by the anchor they belong to. */
export type PageNumbers = ReadonlyMap<string, number>;

/** What the browser prints: once to learn the page numbers, then with them. */
export interface PrintDocument {
  /** Anchors that the table of contents names. */
  readonly anchors: readonly string[];
  /** The document with these page numbers in its table of contents; room is kept for those still unknown. */
  html(numbers: PageNumbers): string;
}

/** @param site folder of the built site. */
export async function printDocument(site: string, online?: string): Promise<PrintDocument> {
  const leaves = paperBook(site, { math: 'html', href: (id, at) => `#${anchor(id, at)}` });
  const body = leaves.map(sheet);
  const entries = contents(leaves, anchor);
  const style = await styles(site, leaves);
  return {
    anchors: flatten(entries).map(({ href }) => href),
    html: (numbers) =>
      `<!doctype html>\n${toHtml(
        element(
          'html',
          { lang: LANGUAGE },
          element(
            'head',
            {},
            element('meta', { charSet: 'utf-8' }),
            element('title', {}, TITLE),
            element('style', {}, style),
          ),
          element(
            'body',
            {},
            cover(site),
            element('section', { className: ['titlepage'] }, ...titleText(online)),
            element(
              'section',
              { className: ['toc'] },
              element('h1', {}, '目录'),
              list(entries, numbers),
            ),
            ...body,
          ),
        ),
      )}`,
  };
}

/** One name for an element of the whole document. */
function anchor(id: string, at: string): string {
  return id.replaceAll('/', '-') + (at && `--${at}`);
}

/** A page of the book with names that no other page has, and a running head of its own. */
function sheet({ id, content }: Leaf): Element {
  visit(content, 'element', (node) => {
    // Drawings have names of their own, which their styles point to.
    if (node.tagName === 'svg') return 'skip';
    const own = node.properties['id'];
    if (own !== undefined) node.properties['id'] = anchor(id, String(own));
    return undefined;
  });
  content.properties = { id: anchor(id, ''), className: ['sheet', `sheet-${anchor(id, '')}`] };
  return content;
}

function list(entries: readonly Entry[], numbers: PageNumbers): Element {
  return element(
    'ol',
    {},
    ...entries.map(({ title, href, children }) =>
      element(
        'li',
        {},
        element(
          'a',
          { href: `#${href}` },
          element('span', {}, title),
          element('i', {}),
          element('span', { className: ['page-number'] }, String(numbers.get(href) ?? '')),
        ),
        ...(children.length > 0 ? [list(children, numbers)] : []),
      ),
    ),
  );
}

function flatten(entries: readonly Entry[]): Entry[] {
  return entries.flatMap((entry) => [entry, ...flatten(entry.children)]);
}

async function styles(site: string, leaves: readonly Leaf[]): Promise<string> {
  const own = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
  const katex = filesIn(path.join(site, '_astro')).find((name) => /^katex.*\.css$/.test(name));
  if (!katex) throw new Error('the site has no stylesheet for formulas');
  const folder = path.join(site, '_astro');
  const heads = leaves.map(({ id, label }) => {
    const name = `sheet-${anchor(id, '')}`;
    // What stands in `content` is a string of CSS, which a quote would end.
    const text = label.replace(/["\\]/g, '');
    return `.${name} { page: ${name}; } @page ${name} { @top-right { content: "${text}"; } }`;
  });
  return [
    `@page { size: ${PAGE.width}mm ${PAGE.height}mm; }`,
    await inlineFonts(readFileSync(path.join(folder, katex), 'utf8'), folder),
    own('../paper/paper.css'),
    own('./pdf.css'),
    coverStyle,
    ...heads,
  ].join('\n');
}
