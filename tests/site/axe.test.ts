/** Every page and every state of every demo, for readers who see less: light and dark, and at 400 %. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { demos, type DemoId } from '../../src/demos/registry.ts';
import { inFirefox, useBrowser } from '../browser.ts';
import { flattenFormulas, LOOKS, violations } from './axe.ts';
import { states } from './demo-states.ts';
import { layOut, wakeDemos } from './demo-tools.ts';
import { lost } from './loss.ts';

const site = inject('site');
const ids = Object.keys(demos) as DemoId[];
const addresses = readdirSync(inject('dist'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.html'))
  .map((name) => name.split(path.sep).join('/'))
  .map((name) => name.replace(/(^|\/)index\.html$/, '$1'));

const LAPTOP = { width: 1280, height: 1024 };
/** What is left of a laptop's window at 400 %. */
const MAGNIFIED = { width: 320, height: 256 };

type Theme = 'light' | 'dark';

const open = useBrowser();

/** A page whose colours do not change by and by. */
async function still(): Promise<Page> {
  const permissions = inFirefox ? [] : ['clipboard-write'];
  const { page } = await open({ serviceWorkers: 'block', reducedMotion: 'reduce', permissions });
  return page;
}

async function show(page: Page, theme: Theme, size = LAPTOP): Promise<void> {
  await page.setViewportSize(size);
  await page.evaluate((name) => (document.documentElement.dataset['theme'] = name), theme);
}

/** What is wrong with `page`: in the light on a laptop, and what looks otherwise in the dark at 400 %. */
async function flaws(page: Page): Promise<string[]> {
  await show(page, 'dark', MAGNIFIED);
  const losses = await lost(page);
  await flattenFormulas(page);
  const dark = await violations(page, 'html', LOOKS);
  await show(page, 'light');
  return [
    ...losses.map((loss) => `at 400 %: ${loss}`),
    ...dark.map((violation) => `dark: ${violation}`),
    ...(await violations(page)).map((violation) => `light: ${violation}`),
  ];
}

describe('axe has no objection, and nothing is lost at 400 %', () => {
  let page: Page;
  beforeAll(async () => {
    page = await still();
  });

  test.each(addresses)('on page /%s', async (address) => {
    await show(page, 'light');
    await page.goto(site + address);
    await wakeDemos(page);
    await page.locator('main details').evaluateAll((all) => {
      for (const details of all as HTMLDetailsElement[]) details.open = true;
    });
    expect(await flaws(page)).toEqual([]);
  });

  // In its embed, since every look at a chapter takes in all its formulas.
  test.each(ids)('in any state of %s', async (id) => {
    await show(page, 'light');
    await page.goto(`${site}embed/${id}/`);
    await wakeDemos(page);
    const demo = page.locator(`ai-demo[name="${id}"]`);
    for await (const state of states[id](page, demo)) expect(await flaws(page), state).toEqual([]);
  });

  test.each(ids)('in the English embed of %s', async (id) => {
    await page.goto(`${site}embed/${id}/?lang=en`);
    await wakeDemos(page);
    expect(await flaws(page)).toEqual([]);
  });
});

describe('axe has no objection', () => {
  test.each(['light', 'dark'] as const)('to what all pages share, %s', async (theme) => {
    const page = await still();
    await page.goto(`${site}guide/`);
    await layOut(page);
    await show(page, theme);
    expect(await violations(page)).toEqual([]);
    await show(page, theme, MAGNIFIED);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: '菜单' }).press('Enter');
    await page.locator('.sidebar-content a').first().waitFor();
    expect(await violations(page, '.sidebar')).toEqual([]);
  });
});
