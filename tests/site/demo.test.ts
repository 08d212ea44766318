/** The first demo in its chapter on the built site, as a reader uses it. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { demoLabel } from '../../src/book/book.ts';
import { presets } from '../../src/demos/text-classification/presets.ts';
import type { Result } from '../../src/demos/text-classification/view.ts';
import { inFirefox, useBrowser } from '../browser.ts';

const ID = 'text-classification';
const chapter = demoLabel(ID)?.page ?? '';
const url = `${inject('site')}${chapter}/`;
const HEADLINE = '主场加时险胜 新秀砍下三十分十个篮板';

const open = useBrowser();

const find = (page: Page): Locator => page.locator(`ai-demo[name="${ID}"]`);
const runButton = (demo: Locator): Locator => demo.locator('.demo-run button');
const status = (demo: Locator): Locator => demo.locator('.demo-run [role=status]');

/** The demo in a fresh page, its live element in place. */
async function openDemo(hash = ''): Promise<{ page: Page; demo: Locator; problems: string[] }> {
  const { page, problems } = await open({ viewport: { width: 1000, height: 800 } });
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(globalThis, { shifts });
    // While a page arrives, a table finds its columns anew with every row.
    addEventListener('load', () =>
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          shifts.push((entry as PerformanceEntry & { value: number }).value);
      }).observe({ type: 'layout-shift' }),
    );
  });
  await page.goto(url + hash);
  const demo = find(page);
  await demo.scrollIntoViewIfNeeded();
  await demo.locator('.demo-run button:enabled').waitFor();
  return { page, demo, problems };
}

async function bringToLife(demo: Locator): Promise<void> {
  await runButton(demo).click();
  await status(demo).filter({ hasText: '现场结果' }).waitFor({ timeout: 60_000 });
}

/** Writes `text` into the live demo and waits for both models' answers to it. */
async function ask(demo: Locator, text: string): Promise<Result> {
  // The listener must be there before the text is: nothing is answered at once.
  const answered = await demo.evaluateHandle(
    (element, wanted) => ({
      result: new Promise<Result>((resolve) => {
        element.addEventListener('ai-demo:result', (event) => {
          const { detail } = event as CustomEvent<Result>;
          if (detail.text === wanted && (detail.linear || !wanted)) resolve(detail);
        });
      }),
    }),
    text.trim(),
  );
  await demo.locator(`#${ID}-headline`).fill(text);
  return answered.evaluate(({ result }) => result);
}

describe.skipIf(inFirefox)('without JavaScript', () => {
  test('the demo shows its recorded result and no controls', async () => {
    const { page } = await open({ javaScriptEnabled: false });
    await page.goto(url);
    const demo = find(page);
    expect(await demo.locator('.demo-input').innerText()).toBe(presets[0]?.text);
    expect(await demo.locator('.demo-answer').first().innerText()).toMatch(/\d%/);
    expect(await demo.locator('.demo-bars tr').count()).toBe(20);
    expect(await demo.locator('.demo-recorded').isVisible()).toBe(true);
    for (const controls of await demo.locator('button, textarea, input').all())
      expect(await controls.isVisible()).toBe(false);
  });
});

describe('the live demo', () => {
  let page: Page;
  let demo: Locator;
  let problems: string[];
  let recorded: string;

  beforeAll(async () => {
    ({ page, demo, problems } = await openDemo());
    recorded = await demo.locator('.demo-columns').innerText();
    await bringToLife(demo);
    await demo.locator('.demo-agreement', { hasText: '判为' }).waitFor();
  });

  test('says what it downloaded, how long it took and where it runs', async () => {
    expect(await status(demo).innerText()).toMatch(
      /^现场结果：推理.+秒；下载\d\.\dMB，装载.+秒，后台线程。$/,
    );
  });

  test('finds what was recorded, the model being the same', async () => {
    expect(await demo.locator('.demo-columns').innerText()).toBe(recorded);
  });

  test('moved nothing on the page by coming to life', async () => {
    const shifts = await page.evaluate(
      () => (globalThis as unknown as { shifts: number[] }).shifts,
    );
    expect(shifts).toEqual([]);
  });

  test('takes a preset at a press', async () => {
    const preset = presets[3];
    if (!preset) throw new Error('too few presets');
    await demo.getByRole('button', { name: preset.text }).click();
    await demo.locator('.demo-input', { hasText: preset.text }).waitFor();
    expect(await demo.locator('.demo-chip[aria-pressed=true]').innerText()).toContain(preset.text);
    expect(await demo.locator(`#${ID}-headline`).inputValue()).toBe(preset.text);
  });

  test('answers what a reader types, with probabilities that sum to one', async () => {
    const { neural } = await ask(demo, HEADLINE);
    expect(neural?.label).toBe('sports');
    const sum = Object.values(neural?.scores ?? {}).reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(1, 5);
    expect(await demo.locator('.demo-answer').first().innerText()).toContain('体育');
  });

  test('marks the characters that decided, and keeps the headline whole', async () => {
    // Between two topics, so that single characters do make a difference.
    const headline = presets[0]?.text ?? '';
    const { influences } = await ask(demo, headline);
    expect(influences.map(({ text }) => text).join('')).toBe(headline);
    const marks = demo.locator('.marks .supports');
    await marks.first().waitFor();
    expect(await marks.first().getAttribute('title')).toMatch(/^去掉它，概率−\d+个百分点$/);
    const words = await demo
      .locator('.marks')
      .evaluate((element) =>
        [...element.children]
          .map((piece) => [...piece.childNodes].find((node) => node.nodeType === 3)?.textContent)
          .join(''),
      );
    expect(words).toBe(headline);
  });

  const remarks = (): Promise<string> => demo.locator('.demo-remarks').innerText();

  test.each([
    ['nothing', '', '输入一条标题'],
    ['only space', ' \n　', '输入一条标题'],
    ['emoji', '😀🚀👩‍👩‍👧', '没有汉字'],
    ['Latin letters', 'Stocks rally after rate cut', '没有汉字'],
    ['one character', '股', '太短了'],
    ['100 kB', '央行宣布下调存款利率。'.repeat(9_200), '个字没有参与判断'],
    ['markup', '<img src=x onerror=alert(1)>股市大涨', '汉字不多'],
  ])('has a sensible word on %s', async (_, text, remark) => {
    const { neural } = await ask(demo, text);
    await demo.locator('.demo-remarks', { hasText: remark }).waitFor();
    if (text.trim()) expect(neural?.label).toBeTruthy();
    else expect(await demo.locator('.demo-answer').first().innerText()).toBe('等待输入');
    expect(await demo.locator('img').count()).toBe(0);
    const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
    expect(scrollWidth).toBe(clientWidth);
    expect((await demo.locator('.marks').innerText()).length).toBeLessThan(1000);
  });

  test('reads traditional characters as their simplified forms', async () => {
    const simplified = await ask(demo, '央行宣布下调存款利率 银行股大涨');
    const traditional = await ask(demo, '央行宣佈下調存款利率 銀行股大漲');
    expect(traditional.neural?.scores).toEqual(simplified.neural?.scores);
    expect(await remarks()).toBe('');
  });

  describe('with many headlines', () => {
    const batch = (): Locator => demo.locator('.demo-batch');
    const said = (text: string): Promise<void> =>
      batch().getByRole('status').filter({ hasText: text }).waitFor({ timeout: 30_000 });

    beforeAll(() => batch().locator('summary').click());

    test.skipIf(inFirefox)('judges pasted lines, and gives them back as CSV', async () => {
      const lines = [HEADLINE, '"双减"落地,学校怎么办', '=1+1 股市大涨'];
      await batch().locator('textarea').fill(lines.join('\n'));
      await batch().getByRole('button', { name: '全部判断' }).click();
      await said('判断了3条');
      const rows = await batch().locator('tbody tr td:first-child').allInnerTexts();
      expect(rows.map((row) => row.trim())).toEqual(lines);

      const [file] = await Promise.all([
        page.waitForEvent('download'),
        batch().getByRole('button', { name: '下载结果' }).click(),
      ]);
      expect(file.suggestedFilename()).toMatch(/\.csv$/);
      const csv = readFileSync(await file.path(), 'utf8');
      expect(csv).toMatch(/^\uFEFF标题,/);
      expect(csv.split('\r\n')).toHaveLength(4);
      expect(csv).toContain('体育');
      // A spreadsheet must not take a headline for a formula.
      expect(csv).toContain("'=1+1");
    });

    test('reads a CSV file', async () => {
      const csv = '\uFEFF标题,日期\r\n"甲,乙涨停",2024\r\n丙,2025\r\n';
      await batch()
        .locator('input[type=file]')
        .setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
      await expect.poll(() => batch().locator('textarea').inputValue()).toContain('涨停');
      await batch().getByRole('button', { name: '全部判断' }).click();
      await said('判断了2条');
      const rows = await batch().locator('tbody tr td:first-child').allInnerTexts();
      expect(rows.map((row) => row.trim())).toEqual(['甲,乙涨停', '丙']);
    });
  });

  test('had no trouble with any of this', () => expect(problems).toEqual([]));
});

describe('the link to a state', () => {
  test('brings the text back, says that the result is older, and runs it', async () => {
    const { page, demo } = await openDemo();
    await demo.locator(`#${ID}-headline`).fill('甲&乙=丙 #1 100%');
    await demo.getByRole('button', { name: '复制这一条的链接' }).click();
    await expect.poll(() => page.url()).toContain(`#demo-${ID}?`);

    const { demo: again } = await openDemo(new URL(page.url()).hash);
    expect(await again.locator(`#${ID}-headline`).inputValue()).toBe('甲&乙=丙 #1 100%');
    expect(await again.locator('.demo-remarks').innerText()).toContain('下面仍是上一条的结果');
    await bringToLife(again);
    await again.locator('.demo-input', { hasText: '甲&乙=丙 #1 100%' }).waitFor();
    expect(await again.locator('.demo-remarks').innerText()).not.toContain('上一条');

    // A link on the page itself, while the demo runs; the same one again brings its text back.
    const follow = (state: string): Promise<void> =>
      again.evaluate((_, hash) => void (location.hash = hash), `demo-${ID}?${state}`);
    const shown = again.locator('.demo-input');
    await follow(new URLSearchParams({ text: '另一条标题' }).toString());
    await shown.filter({ hasText: '另一条标题' }).waitFor();
    await again.locator(`#${ID}-headline`).fill('改过的标题');
    await shown.filter({ hasText: '改过的标题' }).waitFor();
    await follow('nothing=1');
    await again.locator('.demo-remarks').filter({ hasText: '读不出来' }).waitFor();
    await follow(new URLSearchParams({ text: '另一条标题' }).toString());
    await shown.filter({ hasText: '另一条标题' }).waitFor();
    expect(await again.locator('.demo-remarks').innerText()).not.toContain('读不出来');
  });
});

describe('with the keyboard alone', () => {
  test('a reader chooses, runs, and types', async () => {
    const { page, demo } = await openDemo();
    const focused = (): Promise<string> =>
      page.evaluate(() => {
        const { activeElement } = document;
        const control = activeElement?.matches('ai-demo :is(button, textarea, summary)');
        return control ? (activeElement?.textContent?.trim() ?? '') : '';
      });
    const tabTo = async (text: string, limit: number): Promise<void> => {
      for (let i = 0; i < limit && !(await focused()).includes(text); i++)
        await page.keyboard.press('Tab');
      expect(await focused()).toContain(text);
    };
    const chosen = presets[3]?.text ?? '';
    // From the last stop before the demo.
    await demo.evaluate((element) => {
      const stops = [...document.querySelectorAll<HTMLElement>('main a[href]')].filter(
        (stop) =>
          stop.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING &&
          stop.checkVisibility(),
      );
      stops.at(-1)?.focus();
    });
    await tabTo(chosen, 40);
    await page.keyboard.press('Enter');
    await tabTo('在你的设备上运行', 20);
    await page.keyboard.press('Enter');
    await status(demo).filter({ hasText: '现场结果' }).waitFor({ timeout: 60_000 });
    await demo.locator('.demo-input', { hasText: chosen }).waitFor();

    // The button that was pressed has nothing to do now, but keeps the focus.
    expect(await focused()).toContain('已在你的设备上运行');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe(`${ID}-headline`);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('GDP');
    await demo.locator('.demo-input', { hasText: 'GDP' }).waitFor();
    await tabTo('复制这一条的链接', 5);
  });
});
