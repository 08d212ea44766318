/**
 * `npm run endurance`: has the main model of every demo answer 10,000 inputs in a tab of the built site, and prints
 * what the tab holds after a warm-up and at the end. `-- 500` takes another number; `--write` puts the table into README.md.
 */
import path from 'node:path';
import { chromium } from 'playwright-core';
import {
  answerMany,
  bringToLife,
  countingTab,
  MEASURING_ARGS,
  pagesWithModels,
  sample,
  serveIsolated,
} from './endurance/tab.ts';
import { BROWSER_ARGS, findBrowser } from './find-browser.ts';
import { report, table } from './report.ts';
import { buildSite } from './site.ts';

const inputs = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 10_000);
/** After this share of the inputs everything that is made once has been made. */
const WARM_UP = 0.1;
/** Inputs sent to the page at once. */
const PORTION = 500;

const MB = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const folder = path.resolve('dist');
buildSite(folder);
const { url, close } = await serveIsolated(folder);
const browser = await chromium.launch({
  executablePath: findBrowser(),
  args: [...BROWSER_ARGS, ...MEASURING_ARGS],
});
const rows: string[][] = [];
for (const [place, ids] of pagesWithModels()) {
  for (const id of ids) {
    const page = await countingTab(browser, `${url}${place}/`);
    await bringToLife(page, id);
    const answer = async (from: number, to: number): Promise<void> => {
      for (let at = from; at < to; at += PORTION)
        await answerMany(page, id, at, Math.min(to, at + PORTION));
    };
    const warmUp = Math.round(inputs * WARM_UP);
    await answer(0, warmUp);
    const warm = await sample(page);
    await answer(warmUp, inputs);
    const end = await sample(page);
    rows.push([
      id,
      end.runs.toLocaleString('en-US'),
      MB(warm.bytes),
      MB(end.bytes),
      ...(['sessions', 'workers', 'urls'] as const).map((what) => `${warm[what]} → ${end[what]}`),
    ]);
    console.log(rows.at(-1)?.join(', '));
    await page.context().close();
  }
}
await browser.close();
close();

const head = [
  'demo',
  'runs',
  `memory after ${(inputs * WARM_UP).toLocaleString('en-US')} inputs`,
  `after ${inputs.toLocaleString('en-US')}`,
  'sessions',
  'workers',
  'object URLs',
];
await report({ endurance: table(head, rows) });
