/** Some hundred runs of every model on one page leave nothing behind; `npm run endurance` does ten thousand of each demo's main model. */
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  answerMany,
  bringToLife,
  countingTab,
  MEASURING_ARGS,
  pagesWithModels,
  sample,
  serveIsolated,
} from '../../scripts/endurance/tab.ts';
import { BROWSER_ARGS } from '../../scripts/find-browser.ts';
import type { Served } from '../../scripts/site.ts';
import { demos } from '../../src/demos/registry.ts';

const WARM_UP = 50;
const INPUTS = 250;
/** All demos may take this much memory together. */
const MOST_BYTES = 200e6;
/** What 200 answers of each may add: texts and results that are remembered, and garbage not yet collected. */
const MOST_GROWTH = 5e6;

describe.runIf(inject('browserName') === 'chromium')('in one tab', () => {
  let browser: Browser;
  let served: Served;
  beforeAll(async () => {
    served = await serveIsolated(inject('dist'));
    browser = await chromium.launch({
      executablePath: inject('measuringBrowserPath'),
      args: [...BROWSER_ARGS, ...MEASURING_ARGS],
    });
  });
  afterAll(async () => {
    await browser?.close();
    served?.close();
  });

  test('all models together grow nothing, and the page goes on answering its reader', async () => {
    const places = pagesWithModels();
    const [first, ...others] = [...places.keys()];
    const ids = [...places.values()].flat();
    const page = await countingTab(browser, `${served.url}${first}/`);
    for (const other of others) await bringDemosFrom(page, `${served.url}${other}/`);
    for (const id of ids) await bringToLife(page, id);
    for (const id of ids) await answerMany(page, id, 0, WARM_UP);
    const warm = await sample(page);

    let working = true;
    const answers = Promise.all(ids.map((id) => answerMany(page, id, WARM_UP, INPUTS)));
    void answers.finally(() => (working = false));
    await page.locator('main details:not([open]) summary').first().click();
    await page.locator('main details[open]').first().waitFor();
    expect(working).toBe(true);
    await answers;
    const end = await sample(page);

    expect(end.runs - warm.runs).toBeGreaterThanOrEqual((INPUTS - WARM_UP) * ids.length);
    expect(end.workers).toBe(1);
    expect(end.sessions).toBe(warm.sessions);
    expect(end.sessions).toBeLessThanOrEqual(
      ids.reduce((sum, id) => sum + demos[id].models.length, 0),
    );
    expect(end.urls).toBe(0);
    expect(end.bytes - warm.bytes).toBeLessThan(MOST_GROWTH);
    expect(end.bytes).toBeLessThan(MOST_BYTES);
  });
});

/** Moves the figures with demos of another page to the end of `page`. */
async function bringDemosFrom(page: Page, address: string): Promise<void> {
  await page.evaluate(async (url) => {
    const html = await (await fetch(url)).text();
    const other = new DOMParser().parseFromString(html, 'text/html');
    const main = document.querySelector('.sl-markdown-content');
    for (const figure of other.querySelectorAll('figure:has(ai-demo)')) main?.append(figure);
  }, address);
}
