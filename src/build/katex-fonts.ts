/**
 * KaTeX's fonts, cut down to what the book's formulas use: only woff2, which every browser that runs the
 * book reads, and only the glyphs that occur. Saves a chapter with formulas about 50 kB.
 */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import katex from 'katex';
import type { InlineMath, Math } from 'mdast-util-math';
import remarkMath from 'remark-math';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import subsetFont from 'subset-font';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import type { Plugin } from 'vite';

/** Matches the stylesheet's fallbacks to older font formats. */
const OLDER_FORMATS = /,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\(["'](?:woff|truetype)["']\)/g;

/**
 * Vite plugin: points KaTeX's stylesheet to the smaller fonts.
 * @param folder where they are written.
 */
export function katexFonts(folder = path.resolve('.cache/katex-fonts')): Plugin {
  let subset = true;
  return {
    name: 'katex-fonts',
    enforce: 'pre',
    configResolved({ command }) {
      // While an author types, every glyph may be the next.
      subset = command === 'build';
    },
    async transform(code, id) {
      const file = id.split('?')[0] ?? '';
      if (!/katex(\.min)?\.css$/.test(file)) return null;
      const woff2 = woff2Only(code);
      if (!subset) return woff2;
      await writeSubsets(folder, formulaCharacters(path.resolve('content')));
      const relative = path.relative(path.dirname(file), folder).split(path.sep).join('/');
      return woff2.replaceAll('url(fonts/', `url(${relative}/`);
    },
  };
}

/** The stylesheet without the fallbacks to older font formats. */
export function woff2Only(css: string): string {
  return css.replace(OLDER_FORMATS, '');
}

/** All characters that KaTeX sets for the formulas of the MDX files in `content`. */
export function formulaCharacters(content: string): string {
  const parser = unified().use(remarkParse).use(remarkMdx).use(remarkMath);
  const characters = new Set<string>();
  for (const name of readdirSync(content, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.mdx')) continue;
    const source = readFileSync(path.join(content, name), 'utf8').replace(
      /^---\n[\s\S]*?\n---\n/,
      '',
    );
    visit(parser.parse(source), ['math', 'inlineMath'], (node) => {
      const { type, value } = node as Math | InlineMath;
      const html = katex.renderToString(value, {
        displayMode: type === 'math',
        output: 'html',
        throwOnError: false,
        strict: 'ignore',
      });
      for (const character of html.replace(/<[^>]*>/g, '')) characters.add(character);
    });
  }
  // What HTML writes as entities.
  return [...characters, '<', '>', '&', '"', "'"].join('');
}

async function writeSubsets(folder: string, characters: string): Promise<void> {
  const require = createRequire(import.meta.url);
  const fonts = path.join(path.dirname(require.resolve('katex/package.json')), 'dist/fonts');
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(fonts).filter((file) => file.endsWith('.woff2'))) {
    const font = await subsetFont(readFileSync(path.join(fonts, name)), characters, {
      targetFormat: 'woff2',
      // Instructions for coarse screens, 2 kB in each font; macOS and FreeType's light mode ignore them.
      noHinting: true,
    });
    writeFileSync(path.join(folder, name), font);
  }
}
