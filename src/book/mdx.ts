/** The MDX sources of the book: their files, their syntax trees and the elements in them. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Root } from 'mdast';
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx-jsx';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

/** An element of MDX such as `<Cite>`. */
export type Element = MdxJsxFlowElement | MdxJsxTextElement;

const FRONTMATTER = /^---\n([\s\S]*?)\n---\n/;

const withoutTables = unified().use(remarkParse).use(remarkMdx).use(remarkMath);
const complete = withoutTables().use(remarkGfm);

/** Paths of all MDX files below `folder`. */
export function mdxFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.mdx'))
    .map((name) => path.join(folder, name));
}

/** The frontmatter of a page, if any, and its text, where blank lines stand for it: all others keep their number. */
export function splitMdx(source: string): { yaml: string | undefined; body: string } {
  const [matter = '', yaml] = FRONTMATTER.exec(source) ?? [];
  return { yaml, body: matter.replace(/[^\n]/g, '') + source.slice(matter.length) };
}

/** The syntax tree of a page, as Astro reads it. @throws {VFileMessage} where the MDX is malformed. */
export function parseMdx(source: string): Root {
  return complete.parse(splitMdx(source).body);
}

/** The same with each table as a paragraph of bars and dashes, for those who read its rows like sentences. */
export function parseWithoutTables(source: string): Root {
  return withoutTables.parse(splitMdx(source).body);
}

/** Whether a node is an element of MDX. */
export function isElement(node: { type: string }): node is Element {
  return node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement';
}

/** The string attribute `name` of an element, if it has one. */
export function attribute(element: Element, name: string): string | undefined {
  const found = element.attributes.find(
    (candidate) => candidate.type === 'mdxJsxAttribute' && candidate.name === name,
  );
  return typeof found?.value === 'string' ? found.value : undefined;
}
