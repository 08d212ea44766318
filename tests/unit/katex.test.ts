import { mkdtempSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fromHtml } from 'hast-util-from-html';
import { selectAll } from 'hast-util-select';
import { toHtml } from 'hast-util-to-html';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  characters,
  classes,
  formulaMarkup,
  katexFonts,
  usedRules,
  woff2Only,
} from '../../src/build/katex-fonts.ts';

// Pages import the stylesheet from here (see src/build/remark-book.ts).
const page = createRequire(path.resolve('content/index.mdx'));
const stylesheet = page.resolve('katex/dist/katex.min.css');
const css = readFileSync(stylesheet, 'utf8');

const formulas = formulaMarkup(path.resolve('content'));

const fonts = (code: string, type: string): number =>
  code.match(new RegExp(`\\.${type}\\b`, 'g'))?.length ?? 0;

describe('the stylesheet of KaTeX', () => {
  test('is of the very version that rehype-katex renders with: with another, fractions overlap', () => {
    const plugin = createRequire(
      createRequire(path.resolve('package.json')).resolve('rehype-katex'),
    );
    const renderer = plugin.resolve('katex/package.json');
    expect(realpathSync(page.resolve('katex/package.json'))).toBe(realpathSync(renderer));
  });

  test('keeps every woff2 and drops the other formats', () => {
    expect(fonts(css, 'ttf')).toBeGreaterThan(0);
    const after = woff2Only(css);
    expect(fonts(after, 'woff2')).toBe(fonts(css, 'woff2'));
    expect(fonts(after, 'woff')).toBe(0);
    expect(fonts(after, 'ttf')).toBe(0);
    expect(after.match(/@font-face/g)?.length).toBe(css.match(/@font-face/g)?.length);
  });
});

describe('the rules that formulas need', () => {
  const formula = '<span class="katex"><span class="mord mathnormal">x</span></span>';

  test('stay, in their order, with the fonts they name; the others go', () => {
    const short =
      '@font-face{font-family:KaTeX_Math;src:url(a)}@font-face{font-family:KaTeX_Script;src:url(b)}' +
      'body{counter-reset:x}.katex .mathnormal,.katex .mathscr{font-family:KaTeX_Math}' +
      '.mord:not(.full){top:0}' +
      '.katex .mathscr{font-family:KaTeX_Script}.katex-error{color:red}';
    expect(usedRules(short, classes(formula))).toBe(
      '@font-face{font-family:KaTeX_Math;src:url(a)}' +
        'body{counter-reset:x}.katex .mathnormal{font-family:KaTeX_Math}' +
        '.mord:not(.full){top:0}.katex-error{color:red}',
    );
  });

  test('are a small part of the whole stylesheet, and all that a rendered formula matches', () => {
    const after = usedRules(css, classes(formulas));
    expect(after.length).toBeLessThan(css.length / 2);
    for (const rule of ['.katex .mathnormal', '.katex .vlist-r', '.katex .katex-mathml'])
      expect(after).toContain(rule);
  });
});

/** How many parts MathML wants, by element; Firefox shows one with others as an error. */
const PARTS = {
  mfrac: 2,
  msub: 2,
  msup: 2,
  mroot: 2,
  mover: 2,
  munder: 2,
  msubsup: 3,
  munderover: 3,
};

test('every formula has the parts that MathML wants', () => {
  const mathml = fromHtml(formulaMarkup(path.resolve('content'), 'mathml'), { fragment: true });
  const found = selectAll(Object.keys(PARTS).join(), mathml);
  expect(found.length).toBeGreaterThan(100);
  // KaTeX makes two of \max, so that a bare C_{\max} has three.
  const wrong = found.filter(
    ({ tagName, children }) => children.length !== PARTS[tagName as keyof typeof PARTS],
  );
  expect(wrong.map((element) => toHtml(element))).toEqual([]);
});

describe('the fonts of the built book', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'katex-'));
  const original = path.join(path.dirname(stylesheet), 'fonts');
  let transform: (code: string, id: string) => Promise<string | null>;
  let after = '';

  beforeAll(async () => {
    ({ transform } = katexFonts(folder) as unknown as { transform: typeof transform });
    after = (await transform(css, stylesheet)) ?? '';
  });

  test('are all where the stylesheet looks for them, and smaller', () => {
    const urls = [...after.matchAll(/url\(([^)]+)\)/g)].map(([, url = '']) => url);
    expect(urls.length).toBeGreaterThan(0);
    for (const url of urls) {
      const file = path.resolve(path.dirname(stylesheet), url);
      expect(path.dirname(file)).toBe(folder);
      const { size } = statSync(path.join(original, path.basename(file)));
      expect(statSync(file).size).toBeLessThan(size);
    }
    expect(readdirSync(folder)).toHaveLength(fonts(css, 'woff2'));
  });

  test('have the letters that the formulas set', () => {
    const letters = characters(formulas);
    for (const character of ['x', '=', '∑', '1']) expect(letters).toContain(character);
  });

  test('leave other stylesheets alone', async () => {
    expect(await transform('a{color:red}', '/src/site/theme.css')).toBeNull();
  });
});
