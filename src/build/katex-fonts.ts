/**
 * KaTeX's fonts and stylesheet, cut down to what the book's formulas use: only woff2, which every browser that
 * runs the book reads, and only the glyphs and the classes that occur. Saves a chapter with formulas about 50 kB.
 */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import katex from 'katex';
import type { InlineMath, Math } from 'mdast-util-math';
import subsetFont from 'subset-font';
import { visit } from 'unist-util-visit';
import type { Plugin } from 'vite';
import { mdxFiles, parseMdx } from '../book/mdx.ts';

/** Classes around formulas, which rehype-katex writes and `formulaMarkup` does not. */
const OUTER_CLASSES = ['katex-mathml', 'katex-error'];

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
      const formulas = formulaMarkup(path.resolve('content'));
      await writeSubsets(folder, characters(formulas));
      const relative = path.relative(path.dirname(file), folder).split(path.sep).join('/');
      return usedRules(woff2, classes(formulas)).replaceAll('url(fonts/', `url(${relative}/`);
    },
  };
}

/** The stylesheet without the fallbacks to older font formats. */
export function woff2Only(css: string): string {
  return css.replace(OLDER_FORMATS, '');
}

/**
 * The stylesheet without the rules that need a class not among `known`, and without the fonts that no rule is
 * left for.
 */
export function usedRules(css: string, known: ReadonlySet<string>): string {
  const rules = [...css.matchAll(/([^{}]+)(\{[^{}]*\})/g)].flatMap(
    ([, selectors = '', declarations = '']) => {
      const used = selectors
        .split(',')
        .filter((selector) => classesOf(selector).every((name) => known.has(name)));
      return used.length > 0 ? [used.join(',') + declarations] : [];
    },
  );
  const isFont = (rule: string): boolean => rule.startsWith('@font-face');
  const rest = rules.filter((rule) => !isFont(rule)).join('');
  const fonts = rules.filter(
    (rule) => isFont(rule) && rest.includes(/font-family:\s*"?(\w+)/.exec(rule)?.[1] ?? ''),
  );
  return fonts.join('') + rest;
}

/** The classes that an element must have for `selector`; those it must not have do not count. */
function classesOf(selector: string): string[] {
  return [...selector.replace(/:not\([^)]*\)/g, '').matchAll(/\.([\w-]+)/g)].flatMap(
    ([, name]) => name ?? [],
  );
}

/** What KaTeX makes of every formula of the MDX files in `content`. */
export function formulaMarkup(content: string, output: 'html' | 'mathml' = 'html'): string {
  const formulas: string[] = [];
  for (const file of mdxFiles(content))
    visit(parseMdx(readFileSync(file, 'utf8')), ['math', 'inlineMath'], (node) => {
      const { type, value } = node as Math | InlineMath;
      formulas.push(
        katex.renderToString(value, {
          displayMode: type === 'math',
          output,
          throwOnError: false,
          strict: 'ignore',
        }),
      );
    });
  return formulas.join('');
}

/** All characters in the text of `html`. */
export function characters(html: string): string {
  // The last five are what HTML writes as entities.
  return [...new Set(html.replace(/<[^>]*>/g, '')), '<', '>', '&', '"', "'"].join('');
}

/** All classes of formulas, those around them included. */
export function classes(html: string): ReadonlySet<string> {
  const found = [...html.matchAll(/class="([^"]*)"/g)].flatMap(([, list = '']) => list.split(' '));
  return new Set([...found, ...OUTER_CLASSES]);
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
