import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { modelsTable } from '../../scripts/models-table.ts';
import { section } from '../../scripts/report.ts';

/** The cells of a Markdown table, whatever Prettier has made of their widths. */
const cells = (table: string): string[][] =>
  table
    .trim()
    .split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim().replace(/^-+$/, '---')));

test('README.md gives the figures of the model cards: write them with `npm run budgets -- --write`', () => {
  const [table = ''] = section('models').exec(readFileSync('README.md', 'utf8')) ?? [];
  expect(cells(table)).toEqual(cells(modelsTable()));
});
