/**
 * Mermaid diagrams as static SVG. A fence is looked up by the hash of its source in `public/diagrams/`
 * (light and dark); where it is missing the fence stays, and astro-mermaid draws it in the reader's
 * browser. `npm run diagrams` makes what is missing and removes what nothing uses.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Code, Root } from 'mdast';
import type { MdxJsxFlowElement } from 'mdast-util-mdx-jsx';
import { visit } from 'unist-util-visit';
import { mdxFiles } from '../book/mdx.ts';

/** Where the drawn diagrams are. */
export const DIAGRAMS = path.resolve('public/diagrams');

/** Every diagram is drawn once for each. */
export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The name under which the diagram with this source is kept. */
export function diagramHash(source: string): string {
  return createHash('sha256').update(source.trim()).digest('hex').slice(0, 16);
}

/** Path of the SVG of the diagram with this hash. */
export function diagramFile(hash: string, theme: Theme): string {
  return path.join(DIAGRAMS, `${hash}.${theme}.svg`);
}

/** Sources of all Mermaid fences in `content/`, by hash. */
export function findDiagrams(content = path.resolve('content')): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of mdxFiles(content)) {
    const fences = readFileSync(file, 'utf8').matchAll(/^```mermaid\n([\s\S]*?)^```/gm);
    for (const [, source = ''] of fences) found.set(diagramHash(source), source.trim());
  }
  return found;
}

/** Hashes of the fences in `content` that have no SVG yet. */
export function missingDiagrams(content = path.resolve('content')): string[] {
  return [...findDiagrams(content).keys()].filter((hash) =>
    THEMES.some((theme) => !existsSync(diagramFile(hash, theme))),
  );
}

/** Remark plugin: replaces fences that have an SVG by the two images; CSS shows the one that fits. */
export function remarkDiagrams({ base }: { base: string }) {
  return (tree: Root): void => {
    visit(tree, 'code', (node: Code, index, parent) => {
      if (node.lang !== 'mermaid' || !parent || index === undefined) return;
      const hash = diagramHash(node.value);
      if (THEMES.some((theme) => !existsSync(diagramFile(hash, theme)))) return;
      parent.children.splice(index, 1, ...THEMES.map((theme) => image(hash, theme, base)));
    });
  };
}

function image(hash: string, theme: Theme, base: string): MdxJsxFlowElement {
  const svg = readFileSync(diagramFile(hash, theme), 'utf8');
  const [, width = '', height = ''] = /viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  const attributes = {
    class: `book-diagram ${theme}-only`,
    src: `${base.replace(/\/?$/, '/')}diagrams/${hash}.${theme}.svg`,
    // The figure around it tells in words what the diagram shows.
    alt: '',
    width: String(Math.ceil(Number(width))),
    height: String(Math.ceil(Number(height))),
    loading: 'lazy',
    decoding: 'async',
  };
  return {
    type: 'mdxJsxFlowElement',
    name: 'img',
    attributes: Object.entries(attributes).map(([name, value]) => ({
      type: 'mdxJsxAttribute',
      name,
      value,
    })),
    children: [],
  };
}
