/**
 * The book as data: its pages, the numbers of its figures, tables, equations, demos and exercises, what
 * each page cites, and its text for search. Read from the MDX sources, so that a reference can point to
 * a figure in a chapter that has not been rendered yet.
 */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Heading, Root, RootContent } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { SKIP, visit } from 'unist-util-visit';
import { parse as parseYaml } from 'yaml';
import { frontmatterSchema, type Frontmatter } from './frontmatter.ts';
import { attribute, isElement, mdxFiles, parseMdx, splitMdx, type Element } from './mdx.ts';

/** Something with an `id` that the text can refer to. */
export interface Label {
  readonly id: string;
  /** 「图1-2」「3.2节」「第3章」 */
  readonly text: string;
  readonly page: string;
  /** Caption or heading, shown when hovering a reference. */
  readonly title: string;
}

/** The text under one heading. */
export interface Section {
  /** Anchor on the page; empty for what stands before the first heading. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** A page of the book, as its source tells. */
export interface Page extends Frontmatter {
  /** `part-1/ch01`; the cover is `index`. */
  readonly id: string;
  readonly sections: readonly Section[];
  /** References in the order of their first citation on this page. */
  readonly cites: readonly string[];
  /** Terms of the glossary that are marked on this page. */
  readonly terms: readonly string[];
  /** Chinese characters plus western words. */
  readonly words: number;
}

/** All of the book that its pages must know of each other. */
export interface Book {
  readonly pages: readonly Page[];
  /** All labels. An id is unique on its page; chapters need not agree on ids. */
  readonly labels: readonly Label[];
  /** The number of each cited reference, by first citation in reading order. */
  readonly citationNumbers: ReadonlyMap<string, number>;
}

/** Element name in MDX -> what its number is called. */
const NUMBERED: Readonly<Record<string, string>> = {
  Figure: '图',
  Table: '表',
  Equation: '式',
  Demo: '演示',
  Exercise: '练习',
};

const ROMAN = ['Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ'];
const SECTION_HEADING = /^(\d+)\.(\d+)\s+(.+)$/;

/** Folder of the book's sources. */
export const CONTENT = path.resolve('content');

let memo: { stamp: string; book: Book } | undefined;

/** The book in `content/`; read again only when a file has changed, come or gone. */
export function loadBook(): Book {
  const files = mdxFiles(CONTENT);
  const stamp = files.map((file) => `${file} ${statSync(file).mtimeMs}`).join('\n');
  if (memo?.stamp !== stamp) {
    const sources = files.map((file) => ({
      id: pageId(path.relative(CONTENT, file)),
      source: readFileSync(file, 'utf8'),
    }));
    memo = { stamp, book: buildBook(sources) };
  }
  return memo.book;
}

/**
 * Builds the book from its sources.
 * @throws {Error} naming page and cause: a bad frontmatter, an id used twice, a wrong section number.
 */
export function buildBook(sources: readonly { id: string; source: string }[]): Book {
  const labels: Label[] = [];
  const citationNumbers = new Map<string, number>();
  const pages = sources
    .map(({ id, source }) => ({ id, ...split(id, source) }))
    .sort((a, b) => readingOrder(a) - readingOrder(b) || a.id.localeCompare(b.id))
    .map(({ id, frontmatter, body }): Page => {
      const tree = parseMdx(body);
      const add = (label: Label): void => {
        if (labels.some((other) => other.page === id && other.id === label.id))
          throw new Error(`${id}: the id "${label.id}" is used twice`);
        labels.push(label);
      };
      if (frontmatter.chapter)
        add({
          id: `ch${frontmatter.chapter}`,
          text: `第${frontmatter.chapter}章`,
          page: id,
          title: frontmatter.title,
        });
      collectHeadings(tree, id, frontmatter).forEach(add);
      collectNumbered(tree, id, frontmatter).forEach(add);
      const cites = collectIds(tree, 'Cite');
      for (const cite of cites)
        if (!citationNumbers.has(cite)) citationNumbers.set(cite, citationNumbers.size + 1);
      const sections = collectSections(tree);
      return {
        id,
        ...frontmatter,
        sections,
        cites,
        terms: collectIds(tree, 'Term'),
        words: sections.reduce((sum, { text }) => sum + countWords(text), 0),
      };
    });
  return { pages, labels, citationNumbers };
}

/**
 * The label `id` as page `from` means it: its own if it has one, else the only one in the book.
 * @throws {Error} when there is none, or several on other pages.
 */
export function resolveLabel({ labels }: Book, id: string, from: string): Label {
  const candidates = labels.filter((label) => label.id === id);
  const own = candidates.find(({ page }) => page === from);
  const [label, ...others] = own ? [own] : candidates;
  if (!label) throw new Error(`${from}: nothing in the book has the id "${id}"`);
  if (others.length > 0)
    throw new Error(
      `${from}: "${id}" is ambiguous: ${candidates.map(({ page }) => page).join(', ')}`,
    );
  return label;
}

/** The label of demo `id`, which says on what page it is; undefined where no chapter has it. */
export function demoLabel(id: string): Label | undefined {
  return loadBook().labels.find((label) => label.id === `demo-${id}`);
}

/** Cover, guide, parts with their opener, chapters and summary, appendices. */
function readingOrder({ id, frontmatter }: { id: string; frontmatter: Frontmatter }): number {
  if (id === 'index') return 0;
  const { part, chapter, appendix } = frontmatter;
  if (appendix) return 1000 + appendix.charCodeAt(0);
  if (!part) return 1;
  const within = chapter ?? (id.endsWith('/summary') ? 99 : 0);
  return part * 100 + within;
}

function split(id: string, source: string): { frontmatter: Frontmatter; body: string } {
  const { yaml, body } = splitMdx(source);
  if (!yaml) throw new Error(`${id}: no frontmatter`);
  const result = frontmatterSchema.safeParse(parseYaml(yaml));
  if (!result.success) throw new Error(`${id}: ${result.error.message}`);
  return { frontmatter: result.data, body };
}

/** Number prefix of a page: 3 for chapter 3, Ⅱ for part two's opener and summary, A for appendix A. */
function prefix({ chapter, part, appendix }: Frontmatter): string {
  return chapter?.toString() ?? appendix ?? (part ? (ROMAN[part - 1] ?? '') : '0');
}

function collectHeadings(tree: Root, page: string, frontmatter: Frontmatter): Label[] {
  const labels: Label[] = [];
  visit(tree, 'heading', (heading) => {
    const match = SECTION_HEADING.exec(toString(heading));
    if (heading.depth !== 2 || !match) return;
    const [, chapter, section, title = ''] = match;
    if (Number(chapter) !== frontmatter.chapter || Number(section) !== labels.length + 1)
      throw new Error(`${page}: section ${chapter}.${section} is out of order`);
    labels.push({
      id: `s${chapter}-${section}`,
      text: `${chapter}.${section}节`,
      page,
      title,
    });
  });
  return labels;
}

function collectNumbered(tree: Root, page: string, frontmatter: Frontmatter): Label[] {
  const counts = new Map<string, number>();
  const labels: Label[] = [];
  visit(tree, isElement, (element: Element) => {
    const kind = NUMBERED[element.name ?? ''];
    const id = attribute(element, 'id');
    if (!kind) return;
    if (!id) throw new Error(`${page}: <${element.name}> without an id`);
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    labels.push({
      id: element.name === 'Demo' ? `demo-${id}` : id,
      text: `${kind}${prefix(frontmatter)}-${count}`,
      page,
      title: attribute(element, 'caption') ?? '',
    });
  });
  return labels;
}

/** What the elements called `name` point to, each once. */
function collectIds(tree: Root, name: string): string[] {
  const ids = new Set<string>();
  visit(tree, isElement, (element: Element) => {
    const id = element.name === name ? attribute(element, 'id') : undefined;
    if (id) ids.add(id);
  });
  return [...ids];
}

/** The anchor of a heading: `s3-2` where it has a number, otherwise nothing stable to point to. */
export function headingId(heading: Heading): string | undefined {
  const match = SECTION_HEADING.exec(toString(heading));
  return match ? `s${match[1]}-${match[2]}` : undefined;
}

function collectSections(tree: Root): Section[] {
  const sections: { id: string; title: string; parts: string[] }[] = [
    { id: '', title: '', parts: [] },
  ];
  const take = (node: RootContent): void => {
    if (node.type === 'heading' && node.depth === 2)
      sections.push({ id: headingId(node) ?? '', title: toString(node), parts: [] });
    else if (!['mdxjsEsm', 'code', 'math'].includes(node.type))
      sections.at(-1)?.parts.push(searchText(node));
  };
  tree.children.forEach(take);
  return sections
    .map(({ id, title, parts }) => ({
      id,
      title,
      text: parts.join(' ').replace(/\s+/g, ' ').trim(),
    }))
    .filter(({ title, text }) => title || text);
}

/** A block's words without code, display mathematics and expressions. */
function searchText(node: RootContent): string {
  const words: string[] = [];
  visit(node, (child) => {
    if (child.type === 'code' || child.type === 'math' || child.type === 'mdxFlowExpression')
      return SKIP;
    if (isElement(child)) {
      for (const name of ['caption', 'question']) words.push(attribute(child, name) ?? '');
      if (child.type === 'mdxJsxFlowElement') words.push(' ');
    }
    if (child.type === 'text' || child.type === 'inlineCode' || child.type === 'inlineMath')
      words.push(child.value);
    if (child.type === 'paragraph' || child.type === 'tableCell') words.push(' ');
    return undefined;
  });
  return words.join('');
}

function countWords(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const western = text.match(/[A-Za-z0-9]+/g)?.length ?? 0;
  return han + western;
}

/** Where page `id` lies, relative to the site's base: `part-1/ch01/`; the cover is the base itself. */
export function pagePath(id: string): string {
  return id === 'index' ? '' : `${id}/`;
}

/** `part-1/index.mdx` -> `part-1`, `index.mdx` -> `index`; as Astro names its entries. */
function pageId(file: string): string {
  const id = file
    .split(path.sep)
    .join('/')
    .replace(/\.mdx$/, '');
  return id === 'index' ? id : id.replace(/\/index$/, '');
}
