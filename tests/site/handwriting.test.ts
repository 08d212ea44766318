/** The demo of handwriting on the built site: with mouse, finger and keyboard. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseHTML } from 'linkedom';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, inject, test } from 'vitest';
import { inFirefox, useBrowser } from '../browser.ts';
import { bringToLife, pageOf, reach, watchShifts } from './demo-tools.ts';

const ID = 'handwriting';
const open = useBrowser();

type Line = readonly (readonly [x: number, y: number])[];
const TWO: readonly Line[] = [
  [
    [0.3, 0.32],
    [0.7, 0.3],
  ],
  [
    [0.14, 0.74],
    [0.88, 0.72],
  ],
];

async function drawWithMouse(page: Page, demo: Locator, strokes: readonly Line[]): Promise<void> {
  const pad = demo.locator('.demo-pad');
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (!box) throw new Error('the pad is not shown');
  for (const stroke of strokes) {
    for (const [i, [x, y]] of stroke.entries()) {
      await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 12 });
      if (i === 0) await page.mouse.down();
    }
    await page.mouse.up();
  }
}

const strokes = (demo: Locator): Promise<number> => demo.locator('.demo-pad path').count();
const answer = async (demo: Locator): Promise<string> =>
  ((await demo.locator('.demo-answer').textContent()) ?? '').trim();
const button = (demo: Locator, name: string): Locator =>
  demo.getByRole('button', { name, exact: true });

/** Opens the demo, alone on its page where nothing else is said. */
async function visit(page: Page, address = `embed/${ID}/`): Promise<Locator> {
  await page.goto(inject('site') + address);
  return reach(page, ID);
}

describe('the recorded result', () => {
  test('stands in the page itself: the drawing, every step and what the model sees', () => {
    const html = readFileSync(path.join(inject('dist'), pageOf(ID), 'index.html'), 'utf8');
    const figure = parseHTML(html).document.querySelector(`#demo-${ID}`);
    expect(figure?.querySelectorAll('.demo-pad path')).toHaveLength(6);
    expect(figure?.querySelectorAll('.demo-step')).toHaveLength(6);
    expect(figure?.querySelectorAll('.demo-bars tr')).toHaveLength(15);
    expect(figure?.querySelector('.demo-answer')?.textContent).toContain('百');
    expect(figure?.querySelector('.demo-seen img')?.getAttribute('src')).toMatch(
      /^data:image\/png/,
    );
  });

  test.skipIf(inFirefox)('is shown without controls where no script runs', async () => {
    const { page } = await open({ javaScriptEnabled: false });
    await page.goto(inject('site') + pageOf(ID));
    const demo = page.locator(`ai-demo[name="${ID}"]`);
    expect(await demo.locator('.demo-pad').isVisible()).toBe(true);
    expect(
      await demo
        .locator('.demo-tools, .demo-run, .demo-presets')
        .evaluateAll(
          (found) => found.filter((element) => element.getClientRects().length > 0).length,
        ),
    ).toBe(0);
  });

  test('can be gone through step by step before anything is downloaded', async () => {
    const { page, problems } = await open();
    const demo = await visit(page);
    await demo.getByRole('button', { name: /第1笔之后/ }).press('Enter');
    await expect.poll(() => strokes(demo)).toBe(1);
    expect(await answer(demo)).toMatch(/^一/);
    expect(problems).toEqual([]);
  });
});

describe('drawing', () => {
  test('with the mouse is recognised as it goes, and moves nothing on the page', async () => {
    const { page, problems } = await open({ viewport: { width: 1000, height: 900 } });
    const shifts = await watchShifts(page);
    const demo = await visit(page, pageOf(ID));
    await bringToLife(demo);
    await button(demo, '清空').click();
    expect(await strokes(demo)).toBe(0);
    await drawWithMouse(page, demo, TWO);
    await expect.poll(() => answer(demo)).toMatch(/^二/);
    expect(await demo.locator('.demo-step').count()).toBe(2);
    await expect.poll(() => demo.locator('.demo-steps').textContent()).not.toContain('…');

    await button(demo, '撤销一笔').click();
    await expect.poll(() => answer(demo)).toMatch(/^一/);
    expect(await strokes(demo)).toBe(1);
    expect(await shifts()).toEqual([]);
    expect(problems).toEqual([]);
  });

  test("on a sample begins a new drawing; on what is left of it, and on one's own, it goes on", async () => {
    const { page } = await open({ reducedMotion: 'reduce' });
    const demo = await visit(page);
    const [first, second] = TWO;
    if (!first || !second) throw new Error('no strokes to draw');
    await drawWithMouse(page, demo, [first]);
    expect(await strokes(demo)).toBe(1);
    await drawWithMouse(page, demo, [second]);
    expect(await strokes(demo)).toBe(2);
    await button(demo, '撤销一笔').click();
    expect(await strokes(demo)).toBe(1);

    await button(demo, '三').click();
    await expect.poll(() => strokes(demo)).toBe(3);
    await button(demo, '撤销一笔').click();
    await drawWithMouse(page, demo, [second]);
    expect(await strokes(demo)).toBe(3);

    await button(demo, '三').click();
    await demo.getByRole('button', { name: /第1笔之后/ }).click();
    await drawWithMouse(page, demo, [second]);
    expect(await strokes(demo)).toBe(1);
    await button(demo, '清空').click();
    await drawWithMouse(page, demo, TWO);
    expect(await strokes(demo)).toBe(2);
  });

  test('gives answers while the pen is still down', async () => {
    const { page } = await open();
    const demo = await visit(page);
    await bringToLife(demo);
    await button(demo, '清空').click();
    const pad = demo.locator('.demo-pad');
    await pad.scrollIntoViewIfNeeded();
    const box = await pad.boundingBox();
    if (!box) throw new Error('the pad is not shown');
    await page.mouse.move(box.x + 0.15 * box.width, box.y + 0.5 * box.height);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.85 * box.width, box.y + 0.5 * box.height, { steps: 20 });
    await expect.poll(() => answer(demo)).toMatch(/^一/);
    await page.mouse.up();
  });

  test.skipIf(inFirefox)('with a finger draws instead of scrolling', async () => {
    const { page } = await open({ viewport: { width: 360, height: 740 }, hasTouch: true });
    const demo = await visit(page);
    await button(demo, '清空').click();
    const pad = demo.locator('.demo-pad');
    await pad.scrollIntoViewIfNeeded();
    // A touch is aimed once the page stands still.
    const scrolled = () => page.evaluate(() => scrollY);
    let top = NaN;
    await expect.poll(async () => top === (top = await scrolled()), { interval: 200 }).toBe(true);
    const box = await pad.boundingBox();
    if (!box) throw new Error('the pad is not shown');
    const client = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', part: number) =>
      client.send('Input.dispatchTouchEvent', {
        type,
        touchPoints:
          type === 'touchEnd'
            ? []
            : [{ x: box.x + box.width / 2, y: box.y + part * box.height, id: 1 }],
      });
    await touch('touchStart', 0.2);
    for (const part of [0.3, 0.4, 0.5, 0.6, 0.7]) await touch('touchMove', part);
    await touch('touchEnd', 0.7);
    await expect.poll(() => strokes(demo)).toBe(1);
    expect(await demo.locator('.demo-pad path').getAttribute('d')).toMatch(/L/);
    expect(await scrolled()).toBe(top);
  });

  test('works in a page that came over plain HTTP', async () => {
    const { page, problems } = await open();
    await page.context().route('http://book.test/**', async (route) => {
      const { pathname } = new URL(route.request().url());
      const file = pathname.replace(/\/$/, '/index.html');
      await route.fulfill({ path: path.join(inject('dist'), file) });
    });
    await page.goto(`http://book.test/embed/${ID}/`);
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    const demo = await reach(page, ID);
    await button(demo, '清空').click();
    await drawWithMouse(page, demo, TWO);
    expect(await strokes(demo)).toBe(2);
    expect(await demo.locator('.demo-pad path').last().getAttribute('d')).toMatch(/L/);
    expect(problems.filter((problem) => !problem.startsWith('request to book.test'))).toEqual([]);
  });

  test('before the model is there asks for it', async () => {
    const { page } = await open();
    const demo = await visit(page);
    await drawWithMouse(page, demo, TWO);
    await expect.poll(() => demo.locator('.demo-remarks').textContent()).toContain('还没有识别');
    await bringToLife(demo);
    expect(await demo.locator('.demo-remarks').textContent()).toBe('');
  });
});

describe('samples, by keyboard', () => {
  test('are written stroke by stroke, the answers following', async () => {
    const { page } = await open();
    const demo = await visit(page);
    await bringToLife(demo);
    await button(demo, '千').press('Enter');
    const counts = new Set<number>();
    await expect
      .poll(
        async () => {
          counts.add(await strokes(demo));
          return answer(demo);
        },
        { interval: 20 },
      )
      .toMatch(/^千/);
    expect(counts.size).toBeGreaterThan(1);
    await expect
      .poll(() => demo.locator('.demo-step').allTextContents())
      .toEqual([/一/, /二/, /千/].map((label) => expect.stringMatching(label)));
  });

  test.skipIf(inFirefox)('appear at once where the reader wants less motion', async () => {
    const { page } = await open({ reducedMotion: 'reduce' });
    const demo = await visit(page);
    await button(demo, '零').press('Enter');
    expect(await strokes(demo)).toBe(13);
  });

  test('that are no numeral are met with doubt', async () => {
    const { page } = await open({ reducedMotion: 'reduce' });
    const demo = await visit(page);
    await bringToLife(demo);
    await demo.getByRole('button', { name: '〇' }).press('Enter');
    await expect.poll(() => answer(demo)).toMatch(/^不确定/);
  });
});

describe('a link', () => {
  test('brings the very drawing to another page', async () => {
    const { page } = await open();
    const demo = await visit(page, pageOf(ID));
    await button(demo, '清空').click();
    await drawWithMouse(page, demo, TWO);
    const paths = () =>
      demo.locator('.demo-pad path').evaluateAll((all) => all.map((one) => one.getAttribute('d')));
    const drawn = await paths();
    await button(demo, '复制这个字的链接').click();
    await expect.poll(() => page.url()).toContain('#demo-handwriting?strokes=');

    const { page: other } = await open();
    await other.goto(page.url());
    const copy = await reach(other, ID);
    expect(
      await copy
        .locator('.demo-pad path')
        .evaluateAll((all) => all.map((one) => one.getAttribute('d'))),
    ).toEqual(drawn);
    await bringToLife(copy);
    await expect.poll(() => answer(copy)).toMatch(/^二/);
  });

  test.each([
    ['has other letters', 'strokes=!!!'],
    ['is cut short', 'strokes=AQX'],
    ['is too long', `strokes=${'A'.repeat(5000)}`],
    ['names no sample', 'preset=nobody'],
  ])('that %s is said to be unreadable', async (_, state) => {
    const { page, problems } = await open();
    const demo = await visit(page, `${pageOf(ID)}#demo-${ID}?${state.slice(0, 6000)}`);
    expect(await demo.locator('.demo-remarks').textContent()).toContain('读不出来');
    expect(await strokes(demo)).toBe(6);
    expect(problems).toEqual([]);
  });
});

test.each(['light', 'dark'] as const)(
  'on a phone, in the %s theme, nothing is in the way',
  async (colorScheme) => {
    const { page } = await open({ viewport: { width: 360, height: 740 }, colorScheme });
    const demo = await visit(page, pageOf(ID));
    expect(await demo.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  },
);
