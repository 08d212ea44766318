/** The portable edition, opened from its folder by a real browser: no server, no flags. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { demos, type DemoId } from '../../src/demos/registry.ts';
import { useBrowser } from '../browser.ts';
import { bringToLife, pageOf, reach } from '../site/demo-tools.ts';

const open = useBrowser();
const folder = path.join(inject('unpacked'), 'AI大模型创业');
const address = (file: string): string => pathToFileURL(path.join(folder, file)).href;

/** A page whose requests beyond the folder, and those that fail, are problems too. */
async function openFolder(): Promise<{ page: Page; problems: string[] }> {
  const { page, problems } = await open();
  page.on('request', (request) => {
    if (!/^(file|blob|data):/.test(request.url())) problems.push(`request to ${request.url()}`);
  });
  page.on('requestfailed', (request) => problems.push(`failed: ${request.url()}`));
  return { page, problems };
}

test('the ZIP file stays below 30 MB', () => {
  const file = path.join(inject('editions'), 'ai-startup-book-portable.zip');
  expect(statSync(file).size).toBeLessThan(30e6);
});

test('opens by its start page, and every page by links', async () => {
  const { page, problems } = await openFolder();
  await page.goto(address('开始阅读.html'));
  await page.waitForURL(/\/book\/index\.html$/);
  await page.getByRole('link', { name: '开始读' }).click();
  await page.waitForURL(/\/guide\/index\.html$/);
  await page.locator('a[rel=next]').click();
  await page.waitForURL(/\/part-1\/index\.html$/);
  const pages = readdirSync(path.join(folder, 'book'), { recursive: true, encoding: 'utf8' });
  for (const name of pages.filter((name) => name.endsWith('.html')))
    await page.goto(address(`book/${name}`));
  expect(problems).toEqual([]);
});

test('sets formulas in their fonts and shows diagrams', async () => {
  const { page, problems } = await openFolder();
  await page.goto(address('book/part-1/ch02/index.html'));
  const fonts = await page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.fonts].filter(({ status }) => status === 'loaded').map((f) => f.family);
  });
  expect(fonts.join()).toContain('KaTeX_Main');
  const diagram = page.locator('img.light-only').first();
  await diagram.scrollIntoViewIfNeeded();
  await expect
    .poll(() => diagram.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(0);
  expect(problems).toEqual([]);
});

test('finds Chinese words and goes to them', async () => {
  const { page, problems } = await openFolder();
  await page.goto(address('book/guide/index.html'));
  await page.locator('book-search .open').click();
  await page.locator('book-search input').fill('自注意力');
  const hit = page.locator('book-search .hits a').first();
  await hit.waitFor();
  expect(await hit.locator('mark').first().innerText()).toBe('自注意力');
  await hit.click();
  await page.waitForURL(/\/index\.html#/);
  expect(problems).toEqual([]);
});

const withModels = Object.entries(demos)
  .filter(([, { models }]) => models.length > 0)
  .map(([id]) => id as DemoId);

test.each(withModels)('%s runs on its model', async (id) => {
  const { page, problems } = await openFolder();
  await page.goto(address(`book/${pageOf(id)}index.html`));
  const demo = await reach(page, id);
  const button = demo.locator('.demo-run button');
  // Nothing is downloaded from a folder, so no size is announced.
  expect(await button.innerText()).not.toContain('下载');
  await bringToLife(demo);
  expect(problems).toEqual([]);
});

const calculators = Object.entries(demos)
  .filter(([, { models }]) => models.length === 0)
  .map(([id]) => id);

test.each(calculators)('%s follows what is typed', async (id) => {
  const { page, problems } = await openFolder();
  await page.goto(address(`book/${pageOf(id)}index.html`));
  const tool = page.locator(`ai-demo[name="${id}"]`);
  await tool.scrollIntoViewIfNeeded();
  const field = tool.locator('input[type=text]:enabled').first();
  await field.waitFor();
  const headline = tool.locator('.demo-headline');
  const before = await headline.innerText();
  await field.fill('7');
  await field.press('Tab');
  await expect.poll(() => headline.innerText()).not.toBe(before);
  expect(problems).toEqual([]);
});
