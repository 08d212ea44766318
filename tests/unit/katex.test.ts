import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { katexFonts } from '../../src/build/katex-fonts.ts';

// Pages import the stylesheet from here (see src/build/remark-book.ts).
const page = createRequire(path.resolve('content/index.mdx'));
const stylesheet = page.resolve('katex/dist/katex.min.css');

describe('the stylesheet of KaTeX', () => {
  test('is of the very version that rehype-katex renders with: with another, fractions overlap', () => {
    const plugin = createRequire(
      createRequire(path.resolve('package.json')).resolve('rehype-katex'),
    );
    const renderer = plugin.resolve('katex/package.json');
    expect(realpathSync(page.resolve('katex/package.json'))).toBe(realpathSync(renderer));
  });
});

describe('katexFonts', () => {
  const { transform } = katexFonts();
  const run = (code: string, id: string): unknown =>
    (transform as unknown as (code: string, id: string) => unknown)(code, id);
  const fonts = (css: string, type: string): number =>
    css.match(new RegExp(`\\.${type}\\b`, 'g'))?.length ?? 0;

  test('keeps every woff2 of the stylesheet and drops the other formats', () => {
    const before = readFileSync(stylesheet, 'utf8');
    expect(fonts(before, 'ttf')).toBeGreaterThan(0);
    const after = String(run(before, stylesheet));
    expect(fonts(after, 'woff2')).toBe(fonts(before, 'woff2'));
    expect(fonts(after, 'woff')).toBe(0);
    expect(fonts(after, 'ttf')).toBe(0);
    expect(after.match(/@font-face/g)?.length).toBe(before.match(/@font-face/g)?.length);
  });

  test('leaves other stylesheets alone', () => {
    expect(
      run('@font-face{src:url(a.woff2),url(a.ttf) format("truetype")}', '/src/site/theme.css'),
    ).toBeNull();
  });
});
