import { expect, test } from 'vitest';
import { loadBook } from '../../src/book/book.ts';
import { pageLabel, standaloneLabel } from '../../src/book/parts.ts';

const { pages } = loadBook();

test.each([
  ['index', undefined, '封面与目录'],
  ['part-2', '本部分导言', '第二部分导言'],
  ['part-2/ch03', /^3 ./, /^3 ./],
  ['part-4', '本部分导言', '第四部分导言'],
  ['appendix/glossary', /^[A-Z] ./, /^[A-Z] ./],
])('page %s has its names', (id, label, standalone) => {
  const page = pages.find((candidate) => candidate.id === id);
  if (!page) throw new Error(`no page ${id}`);
  if (label) expect(pageLabel(page)).toMatch(label);
  expect(standaloneLabel(page)).toMatch(standalone);
});
