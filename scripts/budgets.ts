/**
 * `npm run budgets`: what pages and demos cost a reader, beside what they may cost. With `--write` the
 * tables, and that of the models, go into README.md; without, to the terminal.
 */
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { demoLabel, loadBook, pagePath } from '../src/book/book.ts';
import { demos } from '../src/demos/registry.ts';
import { BROWSER_ARGS, findBrowser } from './find-browser.ts';
import { BUDGETS, measureDemo, measurePage } from './measure.ts';
import { modelsTable } from './models-table.ts';
import { kB, report, table } from './report.ts';
import { buildSite, serve } from './site.ts';

/** A measured value beside its budget, marked where it is over. */
const cell = (value: number, budget: number, show = kB): string =>
  value <= budget ? show(value) : `**${show(value)}** (over ${show(budget)})`;

async function pages(browser: Browser, url: string): Promise<string> {
  const rows: string[][] = [];
  for (const { id } of loadBook().pages.filter((page) => page.id !== '404')) {
    const { gzip } = await measurePage(browser, url + pagePath(id));
    rows.push([
      id,
      cell(gzip.script, BUDGETS.script),
      cell(gzip.total, BUDGETS.page),
      kB(gzip.font),
    ]);
  }
  return table(['page', 'script', 'everything but pictures', 'of which fonts'], rows);
}

async function firstResults(browser: Browser, url: string): Promise<string> {
  const rows: string[][] = [];
  for (const [id, { models: needed }] of Object.entries(demos)) {
    const label = demoLabel(id);
    if (!label || needed.length === 0) continue;
    const { cold, warm, layoutShift } = await measureDemo(
      browser,
      `${url}${label.page}/`,
      id,
      needed.slice(1),
    );
    rows.push([
      id,
      cell(cold, rows.length === 0 ? BUDGETS.firstResult : Infinity),
      cell(warm, BUDGETS.warm),
      cell(layoutShift, BUDGETS.shift, (shift) => shift.toFixed(4)),
    ]);
  }
  return table(
    ['demo', 'first live result', 'runtime and model, second visit', 'layout shift'],
    rows,
  );
}

const folder = path.resolve('dist');
buildSite(folder);
const { url, close } = await serve(folder);
const browser = await chromium.launch({ executablePath: findBrowser(), args: BROWSER_ARGS });
const sections = {
  models: modelsTable(),
  budgets: `${await pages(browser, url)}\n\n${await firstResults(browser, url)}`,
};
await browser.close();
close();
await report(sections);
