/** What the benchmark relies on: its statistics, and copies of chapters that still make a book. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { multiply } from '../../scripts/bench/build.ts';
import { median, quantile } from '../../scripts/bench/statistics.ts';
import { buildBook, resolveLabel } from '../../src/book/book.ts';

test('quantiles are values that were measured', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(quantile([4, 3, 2, 1], 0.95)).toBe(4);
  expect(() => median([])).toThrow();
});

test('a book with copies of its chapters is a book: every id is there once, every reference resolves', () => {
  const content = mkdtempSync(path.join(tmpdir(), 'bench-book-'));
  cpSync('content', content, { recursive: true });
  const read = () =>
    readdirSync(content, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.mdx'))
      .map((name) => ({
        id: name.replace(/(\/index)?\.mdx$/, ''),
        source: readFileSync(path.join(content, name), 'utf8'),
      }));
  const before = read().length;
  multiply(content, 5);
  const sources = read();
  rmSync(content, { recursive: true });
  expect(sources).toHaveLength(before + 5);
  const book = buildBook(sources);
  for (const { id, source } of sources)
    for (const [, label = ''] of source.matchAll(/<Ref id="([^"]+)"/g))
      expect(() => resolveLabel(book, label, id)).not.toThrow();
});
