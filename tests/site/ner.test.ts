/** The demo of named entities in the built site: whatever the model finds, the figure must handle it. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, inject, test } from 'vitest';
import { inFirefox, useBrowser } from '../browser.ts';

const address = `${inject('site')}part-2/ch03/`;
const open = useBrowser();

async function visit(page: Page, state = ''): Promise<void> {
  await page.goto(address + state, { waitUntil: 'load' });
  await page.locator('#demo-ner').scrollIntoViewIfNeeded();
  await page.waitForSelector('ai-demo-ner');
}

async function bringToLife(page: Page): Promise<void> {
  await page
    .locator('#demo-ner')
    .getByRole('button', { name: /在你的设备上运行/ })
    .press('Enter');
  await expect.poll(() => status(page), { timeout: 60_000 }).toContain('现场结果');
}

const status = (page: Page) => page.locator('#demo-ner .demo-run .demo-status').textContent();
const marked = (page: Page) => page.locator('#demo-ner .demo-marked').textContent();
const marks = (page: Page) => page.locator('#demo-ner .demo-marked mark');

describe('named entities', () => {
  test('come live as they were recorded, without moving the page', async () => {
    const { page, problems } = await open({ viewport: { width: 390, height: 844 } });
    await visit(page);
    const height = () => page.locator('#demo-ner').evaluate((figure) => figure.clientHeight);
    const before = { text: await marked(page), height: await height() };
    await bringToLife(page);
    expect(await marked(page)).toBe(before.text);
    expect(await height()).toBe(before.height);
    expect(problems).toEqual([]);
  });

  test('are marked by the model, by the rules, or where the two differ', async () => {
    const { page } = await open();
    await visit(page);
    const radio = page.locator('#demo-ner').getByRole('radio', { name: '模型' });
    await radio.focus();
    await radio.press('ArrowDown');
    await expect.poll(() => marked(page)).not.toContain('%');
    expect(await marks(page).count()).toBeGreaterThan(2);
    await page.locator('#demo-ner').getByRole('radio', { name: '规则' }).press('ArrowDown');
    await expect
      .poll(() => page.locator('#demo-ner .demo-legend').textContent())
      .toMatch(/一致\d+处/);
  });

  test('follow the text while it changes, also before the model runs', async () => {
    const { page } = await open();
    await visit(page);
    const count = await marks(page).count();
    const last = await marks(page).last().textContent();
    const field = page.locator('#ner-text');
    await field.focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('据说，');
    await expect.poll(() => marked(page)).toMatch(/^\s*据说，/);
    expect(await marks(page).count()).toBeGreaterThanOrEqual(count - 1);
    expect(await marks(page).last().textContent()).toBe(last);
    expect(await page.locator('#demo-ner .demo-remarks').textContent()).toContain('还没有识别');
  });

  test('of odd inputs come with a remark and break nothing', async () => {
    const { page, problems } = await open();
    await visit(page);
    await bringToLife(page);
    for (const [text, remark] of [
      ['', '输入一段文字'],
      ['😀😀', '没有汉字'],
      ['Tom lives in London', '没有汉字'],
      ['林曉芸在臺北開了一家書店', '繁体字'],
      ['<b>王小明</b> & "李雷"', ''],
    ] as const) {
      await page.locator('#ner-text').fill(text);
      await expect
        .poll(() => page.locator('#demo-ner .demo-remarks').textContent())
        .toContain(remark);
      await expect.poll(() => status(page)).toContain('现场结果');
    }
    expect(await page.locator('#demo-ner .demo-marked b').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test.skipIf(inFirefox)('of a whole book chapter of 100 kB leave the page alive', async () => {
    const { page, problems } = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    await visit(page);
    await bringToLife(page);
    const sentence = (i: number) => `第${i}天，林晓芸从杭州飞往苏州，拜访青禾科技的周启明。`;
    const text = Array.from({ length: 1300 }, (_, i) => sentence(i)).join('\n');
    expect(new TextEncoder().encode(text).length).toBeGreaterThan(100_000);
    await page.evaluate(() => {
      const gaps: number[] = [];
      let last = performance.now();
      setInterval(() => {
        gaps.push(performance.now() - last);
        last = performance.now();
      }, 20);
      Object.assign(window, { gaps });
    });
    // Pasted, as a reader would; typing it would fire an event for every line.
    await page.evaluate((content) => navigator.clipboard.writeText(content), text);
    await page.locator('#ner-text').press('Control+A');
    await page.keyboard.press('Control+V');
    await expect
      .poll(() => page.locator('#demo-ner .demo-remarks').textContent(), { timeout: 90_000 })
      .toContain('已识别');
    await expect
      .poll(() => page.locator('#demo-ner .demo-remarks').textContent(), { timeout: 90_000 })
      .not.toContain('已识别');
    expect(await marks(page).count()).toBeGreaterThan(1000);
    const longest = await page.evaluate(() =>
      Math.max(...(window as unknown as { gaps: number[] }).gaps),
    );
    expect(longest).toBeLessThan(3000);
    expect(problems).toEqual([]);
  });

  test.skipIf(inFirefox)('of many lines go into a table and a file', async () => {
    const { page } = await open();
    await visit(page);
    await bringToLife(page);
    await page.locator('#demo-ner .demo-batch summary').press('Enter');
    await page.locator('#ner-batch').fill('王小明在北京大学读书。\n今天晴。\n李雷去上海。');
    await page.locator('#demo-ner').getByRole('button', { name: '全部判断' }).press('Enter');
    const rows = page.locator('#demo-ner .demo-batch tbody tr');
    await expect.poll(() => rows.count()).toBe(3);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page
        .locator('#demo-ner')
        .getByRole('button', { name: /下载结果/ })
        .click(),
    ]);
    const csv = await readFile(await file.path(), 'utf8');
    expect(csv.startsWith('\uFEFF文字,名字,类型,起点,终点,把握')).toBe(true);
    expect(csv.trim().split('\n').length).toBeGreaterThan(3);
  });

  test('of a batch can be stopped; the rows so far stay', async () => {
    const { page } = await open();
    await visit(page);
    await bringToLife(page);
    await page.locator('#demo-ner .demo-batch summary').press('Enter');
    const lines = Array.from({ length: 2000 }, (_, i) => `第${i}天，王小明从北京去上海。`);
    // As a file: typed for a test, so many lines take a minute.
    const buffer = Buffer.from(lines.join('\n'));
    const file = { name: 'texts.txt', mimeType: 'text/plain', buffer };
    await page.locator('#demo-ner input[type=file]').setInputFiles(file);
    await expect.poll(() => page.locator('#ner-batch').inputValue()).toContain('第1999天');
    const said = page.locator('#demo-ner .demo-batch [role=status]');
    await page.locator('#demo-ner').getByRole('button', { name: '全部判断' }).press('Enter');
    await expect.poll(() => said.textContent()).toMatch(/已判断[1-9]/);
    await page.locator('#demo-ner').getByRole('button', { name: '停止' }).press('Enter');
    await expect.poll(() => said.textContent()).toMatch(/^已停止，判断了[1-9]\d*条，共2000条。/);
    expect(await page.locator('#demo-ner .demo-batch tbody tr').count()).toBeGreaterThan(0);
    const save = page.locator('#demo-ner').getByRole('button', { name: /下载结果/ });
    expect(await save.isEnabled()).toBe(true);
  });

  test.skipIf(inFirefox)('go to the clipboard as JSON with offsets that fit', async () => {
    const { page } = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    await visit(page);
    await page.locator('#demo-ner').getByRole('button', { name: '复制为JSON' }).click();
    await expect
      .poll(() => page.locator('#demo-ner').getByRole('button', { name: '已复制' }).count())
      .toBe(1);
    const { text, entities } = JSON.parse(
      await page.evaluate(() => navigator.clipboard.readText()),
    ) as { text: string; entities: { start: number; end: number; text: string }[] };
    expect(entities.length).toBeGreaterThan(0);
    for (const entity of entities) expect(text.slice(entity.start, entity.end)).toBe(entity.text);
  });
});

describe('a link', () => {
  test('restores text and reading', async () => {
    const { page } = await open();
    const state = new URLSearchParams({ text: '王小明在北京。', reading: 'rules' });
    await visit(page, `#demo-ner?${state}`);
    await expect.poll(() => page.locator('#ner-text').inputValue()).toBe('王小明在北京。');
    expect(await page.locator('#demo-ner').getByRole('radio', { name: '规则' }).isChecked()).toBe(
      true,
    );
    await page.locator('#demo-ner').getByRole('button', { name: '复制这一段的链接' }).click();
    expect(new URLSearchParams(new URL(page.url()).hash.split('?')[1]).get('reading')).toBe(
      'rules',
    );
  });

  test('that cannot be read is told', async () => {
    const { page } = await open();
    await visit(page, '#demo-ner?text=甲&reading=nonsense');
    await expect
      .poll(() => page.locator('#demo-ner .demo-remarks').textContent())
      .toContain('读不出来');
  });
});

test.skipIf(inFirefox)(
  'without script the recorded result stands, and no dead controls',
  async () => {
    const { page } = await open({ javaScriptEnabled: false });
    await page.goto(address);
    expect(await marks(page).count()).toBeGreaterThan(0);
    const figure = page.locator('#demo-ner');
    expect(await figure.locator('input:visible, button:visible, textarea:visible').count()).toBe(0);
  },
);
