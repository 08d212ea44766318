import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Code, Root } from 'mdast';
import { visit } from 'unist-util-visit';
import { describe, expect, test } from 'vitest';
import { attribute, mdxFiles, parseMdx } from '../../src/book/mdx.ts';
import {
  diagramFile,
  diagramHash,
  findDiagrams,
  missingDiagrams,
  remarkDiagrams,
  THEMES,
} from '../../src/build/diagrams.ts';

const fence = (source: string): string => `\`\`\`mermaid\n${source}\n\`\`\`\n`;

function transformed(markdown: string, base = '/'): Root {
  const tree = parseMdx(markdown);
  remarkDiagrams({ base })(tree);
  return tree;
}

/** A folder with one chapter in it. */
function contentWith(markdown: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'content-'));
  writeFileSync(path.join(folder, 'ch01.mdx'), markdown);
  return folder;
}

const NEW = 'graph LR\n  a["没有画过"] --> b';
const drawn = [...findDiagrams()].find(([hash]) => existsSync(diagramFile(hash, 'light')));
if (!drawn) throw new Error('the book has no drawn diagram to test with');
const [hash, source] = drawn;

describe('the hash of a diagram', () => {
  test('stays what it is, or every drawn SVG would be lost', () => {
    expect(diagramHash('graph LR\n  a --> b')).toBe('80baf41df0aba5c4');
  });

  test('ignores space around the source, and nothing else', () => {
    expect(diagramHash('\n graph LR\n  a --> b\n\n')).toBe(diagramHash('graph LR\n  a --> b'));
    expect(diagramHash('graph LR\n  a --> c')).not.toBe(diagramHash('graph LR\n  a --> b'));
  });
});

describe('a fence that has an SVG', () => {
  test('becomes one image per theme, under the base of the site', () => {
    const images = transformed(fence(source), '/book').children.map((node) => {
      if (node.type !== 'mdxJsxFlowElement') throw new Error(`${node.type} instead of an image`);
      return { name: node.name, src: attribute(node, 'src'), class: attribute(node, 'class') };
    });
    expect(images).toEqual(
      THEMES.map((theme) => ({
        name: 'img',
        src: `/book/diagrams/${hash}.${theme}.svg`,
        class: `book-diagram ${theme}-only`,
      })),
    );
  });

  test('gives its images their size, so that nothing moves when they arrive', () => {
    for (const node of transformed(fence(source)).children) {
      if (node.type !== 'mdxJsxFlowElement') throw new Error(`${node.type} instead of an image`);
      expect(Number(attribute(node, 'width'))).toBeGreaterThan(0);
      expect(Number(attribute(node, 'height'))).toBeGreaterThan(0);
    }
  });
});

describe('a fence without an SVG', () => {
  test('stays a mermaid fence, for astro-mermaid to draw', () => {
    expect(transformed(fence(NEW)).children).toMatchObject([
      { type: 'code', lang: 'mermaid', value: NEW },
    ]);
  });

  test('counts as missing, which is what brings astro-mermaid into the build', () => {
    expect(missingDiagrams(contentWith(fence(NEW)))).toEqual([diagramHash(NEW)]);
    expect(missingDiagrams(contentWith(fence(source)))).toEqual([]);
  });

  test('of another language is left alone', () => {
    const markdown = `\`\`\`python\n${source}\n\`\`\`\n`;
    expect(transformed(markdown).children).toMatchObject([{ type: 'code', lang: 'python' }]);
  });
});

describe('the diagrams of the book', () => {
  test('are found with the very source that the page will look up', () => {
    const found = findDiagrams();
    const pages = readFences(path.resolve('content'));
    expect(pages.length).toBeGreaterThan(0);
    for (const fenceSource of pages)
      expect(found.get(diagramHash(fenceSource))).toBe(fenceSource.trim());
    expect(new Set(pages.map(diagramHash)).size).toBe(found.size);
  });

  test('are all drawn: run `npm run diagrams` after changing one', () => {
    expect(missingDiagrams().map((missing) => findDiagrams().get(missing))).toEqual([]);
  });
});

/** The Mermaid fences of all chapters, as the Markdown parser sees them. */
function readFences(folder: string): string[] {
  return mdxFiles(folder).flatMap((file) => {
    const fences: string[] = [];
    visit(parseMdx(readFileSync(file, 'utf8')), 'code', (node: Code) => {
      if (node.lang === 'mermaid') fences.push(node.value);
    });
    return fences;
  });
}
