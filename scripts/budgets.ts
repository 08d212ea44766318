/** `npm run budgets`: prints what pages and demos cost a reader beside what they may cost. */
import path from 'node:path';
import { chromium } from 'playwright-core';
import { loadBook } from '../src/book/book.ts';
import { demos } from '../src/demos/registry.ts';
import { BROWSER_ARGS, findBrowser } from './find-browser.ts';
import { measureDemo, measurePage } from './measure.ts';
import { buildSite, serve } from './site.ts';

/** Bytes, gzip where pages are meant; section 6 of the design. */
export const BUDGETS = { script: 40_000, page: 150_000, firstResult: 5_700_000, warm: 0, shift: 0 };

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
const mark = (value: number, budget: number): string => (value <= budget ? 'ok' : 'OVER');

const folder = path.resolve('dist');
buildSite(folder);
const { url, close } = await serve(folder);
const browser = await chromium.launch({ executablePath: findBrowser(), args: BROWSER_ARGS });

console.log('| page | script (gzip) | everything but pictures (gzip) | fonts among it | |');
console.log('|---|---|---|---|---|');
for (const { id } of loadBook().pages.filter((page) => page.id !== '404')) {
  const { gzip } = await measurePage(browser, url + (id === 'index' ? '' : `${id}/`));
  const verdict = [mark(gzip.script, BUDGETS.script), mark(gzip.total, BUDGETS.page)];
  console.log(
    `| ${id} | ${kB(gzip.script)} | ${kB(gzip.total)} | ${kB(gzip.font)} | ${verdict.join(' ')} |`,
  );
}

console.log('\n| demo | first live result, all bytes | second visit | layout shift | |');
console.log('|---|---|---|---|---|');
const { labels } = loadBook();
for (const id of Object.keys(demos)) {
  const label = labels.find((candidate) => candidate.id === `demo-${id}`);
  if (!label) continue;
  const { cold, warm, layoutShift } = await measureDemo(browser, `${url}${label.page}/`, id);
  const verdict = [
    mark(cold, BUDGETS.firstResult),
    mark(warm, BUDGETS.warm),
    mark(layoutShift, BUDGETS.shift),
  ];
  console.log(
    `| ${id} | ${kB(cold)} | ${kB(warm)} | ${layoutShift.toFixed(4)} | ${verdict.join(' ')} |`,
  );
}
await browser.close();
close();
