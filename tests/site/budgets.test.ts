/** The budgets of bytes and layout shift hold on the built site; times belong in a benchmark. */
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { BROWSER_ARGS } from '../../scripts/find-browser.ts';
import { BUDGETS, measureDemo, measurePage } from '../../scripts/measure.ts';
import { demoLabel, loadBook, pagePath } from '../../src/book/book.ts';
import { collect } from '../../src/build/inference-assets.ts';
import { demos } from '../../src/demos/registry.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject('browserPath'), args: BROWSER_ARGS });
});
afterAll(() => browser?.close());

test('every page keeps to its bytes before any interaction', async () => {
  const over: string[] = [];
  for (const { id } of loadBook().pages.filter((page) => page.id !== '404')) {
    const { gzip } = await measurePage(browser, inject('site') + pagePath(id));
    if (gzip.script > BUDGETS.script) over.push(`${id}: ${gzip.script} bytes of script`);
    if (gzip.total > BUDGETS.page) over.push(`${id}: ${gzip.total} bytes`);
  }
  expect(over).toEqual([]);
});

describe('the first live result', () => {
  const withModels = Object.entries(demos).filter(([, { models }]) => models.length > 0);

  test.each(withModels)(
    'of %s costs no more than its budget and moves nothing',
    async (id, { models }) => {
      const page = demoLabel(id)?.page ?? '';
      const { cold, warm, layoutShift } = await measureDemo(
        browser,
        `${inject('site')}${page}/`,
        id,
        models.slice(1),
      );
      // The first demo of the book has a budget for everything; the others for their models, below.
      if (id === withModels[0]?.[0]) expect(cold).toBeLessThanOrEqual(BUDGETS.firstResult);
      expect(warm).toBe(BUDGETS.warm);
      expect(layoutShift).toBe(BUDGETS.shift);
    },
  );
});

test('every model keeps to its bytes on the wire', async () => {
  const { index } = await collect(path.resolve('.'));
  const over = Object.entries(index.models).filter(([, { graph }]) => graph.bytes > BUDGETS.model);
  expect(over).toEqual([]);
});
