/** Demos as a reader meets them: bytes and seconds to the first live result, time of a run, memory. */
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { demoLabel } from '../../src/book/book.ts';
import { bundle } from '../../src/build/bundle.ts';
import { collect } from '../../src/build/inference-assets.ts';
import { demos } from '../../src/demos/registry.ts';
import { BROWSER_ARGS } from '../find-browser.ts';
import { measureDemo, type FirstResult, type Line } from '../measure.ts';
import { kB, table } from '../report.ts';
import { pagesMemory } from './memory.ts';
import { median, quantile } from './statistics.ts';

/** Visits of which the median counts. */
const VISITS = 3;
const WARM_UP = 20;
const RUNS = 200;

/** A middling mobile line. */
const LINE: Line = { bitsPerSecond: 10_000_000, latency: 50 };

/** One run of each model. */
const UNIT: Readonly<Record<string, string>> = {
  'text-classification': 'headline',
  ner: '100 characters',
  handwriting: 'drawing',
  'image-classification': 'picture',
};

/** @param url of the built site, on a static server that does not pack. */
export async function benchDemos(executablePath: string, url: string): Promise<string> {
  const script = await inPage();
  const rows: string[][] = [];
  for (const [id, { models }] of Object.entries(demos)) {
    const page = demoLabel(id)?.page;
    const [main, ...further] = models;
    if (!page || !main) continue;
    const address = `${url}${page}/`;
    const browser = await chromium.launch({ executablePath, args: BROWSER_ARGS });
    const visits: FirstResult[] = [];
    for (let i = 0; i < VISITS; i++) visits.push(await measureDemo(browser, address, id, further));
    const slow = await measureDemo(browser, address, id, further, LINE);
    await browser.close();
    const { times, memory } = await inside(executablePath, address, id, main, script, url);
    rows.push([
      id,
      kB(visits[0]?.cold ?? 0),
      kB(visits[0]?.warm ?? 0),
      seconds(median(visits.map((visit) => visit.seconds.cold))),
      seconds(median(visits.map((visit) => visit.seconds.warm))),
      seconds(slow.seconds.cold),
      `${milliseconds(median(times))} / ${milliseconds(quantile(times, 0.95))}`,
      UNIT[main] ?? '',
      `${(memory / 1e6).toFixed(0)} MB`,
    ]);
  }
  return [
    table(
      [
        'demo',
        'bytes, first visit',
        'bytes, second visit',
        'seconds, first visit',
        'second visit',
        'first visit at 10 Mbit/s',
        'a run: median / 95 %',
        'run',
        'memory',
      ],
      rows,
    ),
    `Bytes: page, code, runtime and model until the first live result, from a static server that does not pack; ` +
      `on the second visit runtime and model alone. Seconds: from the click on an open page to the live result, the ` +
      `median of ${VISITS} visits to a server on the same machine, and one over a line of 10 Mbit/s with ` +
      `${LINE.latency} ms there and back. A run: ${RUNS} of them in a page, pipeline included, after ${WARM_UP} to ` +
      `warm up. Memory: what the page's process holds with the live result more than before the click.`,
  ].join('\n\n');
}

/** Time of each run of a model in the page, and the bytes of memory that its demo adds. */
async function inside(
  executablePath: string,
  address: string,
  id: string,
  model: string,
  script: string,
  base: string,
): Promise<{ times: number[]; memory: number }> {
  const browser: Browser = await chromium.launch({ executablePath, args: BROWSER_ARGS });
  const page: Page = await browser.newPage();
  await page.goto(address, { waitUntil: 'networkidle' });
  const before = await pagesMemory(browser);
  const demo = page.locator(`ai-demo[name="${id}"]`);
  await demo.scrollIntoViewIfNeeded();
  await demo.locator('.demo-button.primary').first().click();
  await demo.locator('.demo-status', { hasText: '现场结果' }).first().waitFor();
  const memory = (await pagesMemory(browser)) - before;
  await page.evaluate(script);
  const times = await page.evaluate(
    ([name, root, warmUp, runs]) => timeModel(name, root, warmUp, runs),
    [model, base, WARM_UP, RUNS] as const,
  );
  await browser.close();
  return { times, memory };
}

/** `in-page.ts` with all it needs as one script. */
async function inPage(): Promise<string> {
  const { index } = await collect(path.resolve('.'));
  const script = await bundle({
    entryPoints: [path.join(import.meta.dirname, 'in-page.ts')],
    define: { ASSETS: JSON.stringify(index) },
  });
  return new TextDecoder().decode(script);
}

const seconds = (value: number): string => value.toFixed(2);
const milliseconds = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
