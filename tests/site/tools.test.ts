/** The calculators: numbers in, results at once, without a model. */
import type { Page } from 'playwright-core';
import { describe, expect, inject, test } from 'vitest';
import { inFirefox, useBrowser } from '../browser.ts';

const site = inject('site');
const open = useBrowser();

async function visit(page: Page, path: string, id: string): Promise<void> {
  await page.goto(`${site}${path}`, { waitUntil: 'load' });
  await page.locator(`#demo-${id}`).scrollIntoViewIfNeeded();
  await page.locator(`#demo-${id} .demo-controls input`).first().isEnabled();
  await page.waitForSelector(`ai-demo-${id}`);
}

function result(page: Page, id: string, row: string) {
  return page
    .locator(`#demo-${id} .demo-results tr`)
    .filter({ has: page.locator('th', { hasText: new RegExp(`^\\s*${row}\\s*$`) }) })
    .locator('td')
    .first();
}

describe('the cost of training', () => {
  const id = 'training-cost';
  const path = 'part-3/ch09/';

  test('compares its first example with the published figures', async () => {
    const { page, problems } = await open();
    await visit(page, path, id);
    const table = page.locator(`#demo-${id} .demo-results`);
    await expect.poll(() => table.textContent()).toContain('3.79×10²⁵');
    expect(await table.textContent()).toContain('3,084万');
    expect(problems).toEqual([]);
  });

  test('answers the keyboard: number, slider and example', async () => {
    const { page } = await open();
    await visit(page, path, id);
    await page.getByRole('button', { name: '70亿参数续训' }).press('Enter');
    await expect.poll(() => result(page, id, '卡时').textContent()).toBe('3,370');

    await page.getByLabel('训练利用率', { exact: true }).fill('20');
    await expect.poll(() => result(page, id, '卡时').textContent()).toBe('5,898');

    const slider = page.getByLabel('训练利用率，滑块');
    await slider.press('ArrowRight');
    expect(await page.getByLabel('训练利用率', { exact: true }).inputValue()).toBe('21');
    await expect.poll(() => result(page, id, '卡时').textContent()).not.toBe('5,898');

    await page.locator(`#demo-${id} summary`, { hasText: '显卡' }).press('Enter');
    await page.getByLabel('型号').selectOption('A100 80GB SXM');
    expect(await page.getByLabel('单卡峰值算力', { exact: true }).inputValue()).toBe('312');
    await page.getByLabel('单卡峰值算力', { exact: true }).fill('500');
    await expect.poll(() => page.getByLabel('型号').inputValue()).toBe('');
  });

  test('says what is wrong with a number and keeps the last good result', async () => {
    const { page } = await open();
    await visit(page, path, id);
    const field = page.getByLabel('参数量N', { exact: true });
    const before = await result(page, id, '卡时').textContent();
    for (const [text, message] of [
      ['很大', '要填一个数'],
      ['', '要填一个数'],
      ['-3', '之间'],
      ['999999999', '之间'],
    ] as const) {
      await field.fill(text);
      await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
      expect(await page.locator(`#${id}-n-hint`).textContent()).toContain(message);
      expect(await page.locator(`#demo-${id} .demo-remarks`).textContent()).toContain('参数量N');
      expect(await result(page, id, '卡时').textContent()).toBe(before);
    }
    await field.fill('１，７５０');
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('false');
    await expect.poll(() => result(page, id, '卡时').textContent()).not.toBe(before);
  });

  test('moves nothing on the page when the live one takes over', async () => {
    const { page } = await open({ viewport: { width: 390, height: 844 } });
    await page.goto(`${site}${path}`, { waitUntil: 'load' });
    const height = () => page.locator(`#demo-${id}`).evaluate((figure) => figure.clientHeight);
    // A page is laid out once its reader does anything.
    await page.mouse.move(1, 1);
    await page.locator('html.laid-out').waitFor();
    const before = await height();
    await page.locator(`#demo-${id}`).scrollIntoViewIfNeeded();
    await page.waitForSelector(`ai-demo-${id}`);
    expect(await height()).toBe(before);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
  });
});

describe('unit economics', () => {
  const id = 'unit-economics';
  const path = 'part-3/ch10/';

  test('gives the rows of the chapter’s table', async () => {
    const { page, problems } = await open();
    await visit(page, path, id);
    for (const [name, g, months] of [
      ['原样', '−9.1元', '永远收不回'],
      ['加路由', '30.8元', '8个月'],
      ['再加缓存', '39.8元', '6个月'],
      ['再加限额', '45.3元', '5个月'],
    ] as const) {
      await page.getByRole('button', { name, exact: true }).click();
      await expect.poll(() => result(page, id, '月毛利').textContent()).toBe(g);
      expect(await result(page, id, '回收期').textContent()).toBe(months);
    }
    expect(problems).toEqual([]);
  });

  test('restores its state from a link, and tells what it could not read', async () => {
    const { page } = await open();
    await page.goto(`${site}${path}#demo-${id}?p=60&routed=70&cached=60&churn=abc`);
    await page.waitForSelector(`ai-demo-${id}`);
    await expect.poll(() => result(page, id, '月毛利').textContent()).toBe('39.8元');
    expect(await page.locator(`#demo-${id} .demo-remarks`).textContent()).toContain('月流失率');

    await page.getByLabel('月流失率λ', { exact: true }).fill('23');
    await expect.poll(() => result(page, id, '回收期').textContent()).toBe('永远收不回');
    await page.locator(`#demo-${id}`).getByRole('button', { name: /复制/ }).click();
    await expect.poll(() => page.url()).toContain('churn=23');
    const link = page.url();
    const { page: other } = await open();
    await other.goto(link);
    await other.waitForSelector(`ai-demo-${id}`);
    await expect.poll(() => result(other, id, '回收期').textContent()).toBe('永远收不回');
    expect(await other.getByLabel('输入命中缓存', { exact: true }).inputValue()).toBe('60');

    // A link on a page that is open already; what was typed half-way gives way to it.
    await other.getByLabel('月流失率λ', { exact: true }).fill('abc');
    await other.evaluate((hash) => (location.hash = hash), `demo-${id}?p=60&routed=70&cached=60`);
    await expect.poll(() => result(other, id, '回收期').textContent()).not.toBe('永远收不回');
    expect(await other.getByLabel('月流失率λ', { exact: true }).inputValue()).not.toBe('abc');
  });
});

describe.skipIf(inFirefox).each([
  ['part-3/ch09/', 'training-cost', '2,662万'],
  ['part-3/ch10/', 'unit-economics', '−9.1元'],
])('without script, %s', (path, id, text) => {
  test('shows the result for the first example and no dead controls', async () => {
    const { page } = await open({ javaScriptEnabled: false });
    await page.goto(`${site}${path}`);
    const figure = page.locator(`#demo-${id}`);
    expect(await figure.locator('.demo-results').textContent()).toContain(text);
    expect(await figure.locator('input:visible, button:visible, select:visible').count()).toBe(0);
  });
});
