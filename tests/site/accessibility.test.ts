/** For eyes and ears that differ: a screen reader, less motion, forced colours, 400 %. */
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { demos, type DemoId } from '../../src/demos/registry.ts';
import { useBrowser } from '../browser.ts';
import { bringToLife, pageOf, reach, wakeDemos } from './demo-tools.ts';
import { heard, listen } from './listening.ts';

const site = inject('site');
const ids = Object.keys(demos) as DemoId[];
const withModel = ids.filter((id) => demos[id].models.length > 0);
const withoutModel = ids.filter((id) => demos[id].models.length === 0);

const open = useBrowser();

describe('a screen reader hears', () => {
  /** Waits until everything that belongs to the latest input is there. */
  const settled = (demo: Locator): Promise<void> =>
    expect.poll(() => demo.locator('[aria-busy=true]').count()).toBe(0);

  test.each(withModel)('one answer for each result of %s, and no progress', async (id) => {
    const { page } = await open({ reducedMotion: 'reduce' });
    await page.goto(`${site}embed/${id}/`);
    const demo = await reach(page, id);
    await listen(demo);
    await bringToLife(demo);
    await settled(demo);
    const first = await heard(demo);
    expect(first.filter((text) => text.includes('正在下载')).length).toBeLessThanOrEqual(1);
    expect(first).toEqual([...new Set(first)]);

    // Two more results; a second word on the first of them would be one too many.
    for (const i of [1, 2]) {
      await demo.locator('.demo-presets button').nth(i).press('Enter');
      await expect.poll(async () => (await heard(demo)).slice(first.length)).toHaveLength(i);
    }
    await settled(demo);
    expect((await heard(demo)).slice(first.length)).toHaveLength(2);
  });

  test.each(withModel)('once that %s failed', async (id) => {
    const { page } = await open();
    await page.route('**/runtime/**', (route) => route.abort());
    await page.goto(`${site}embed/${id}/`);
    const demo = await reach(page, id);
    await listen(demo);
    await demo.locator('.demo-run button').press('Enter');
    await demo.getByRole('button', { name: '重试' }).waitFor();
    const failures = async (): Promise<string[]> =>
      (await heard(demo)).filter((text) => text.includes('重试'));
    await expect.poll(failures).toHaveLength(1);
  });

  test.each(withModel)('once that the result of %s is older than the input', async (id) => {
    const { page } = await open({ reducedMotion: 'reduce' });
    await page.goto(`${site}embed/${id}/`);
    const demo = await reach(page, id);
    await listen(demo);
    await demo.locator('.demo-presets button').nth(1).press('Enter');
    await expect
      .poll(async () => (await heard(demo)).filter((text) => text.includes('在你的设备上运行')))
      .toHaveLength(1);
  });

  test.each(['text-classification', 'ner'])('one summary of a batch of %s', async (id) => {
    const { page } = await open();
    await page.goto(`${site}embed/${id}/`);
    const demo = await reach(page, id);
    await bringToLife(demo);
    await settled(demo);
    const batch = demo.locator('.demo-batch');
    await batch.locator('summary').press('Enter');
    await listen(demo);
    await batch.locator('textarea').fill('王小明在江州大学读书。\n今天股市大涨。');
    await batch.getByRole('button', { name: '全部判断' }).press('Enter');
    await batch.locator('tbody tr').nth(1).waitFor();
    expect(await heard(demo)).toEqual([expect.stringContaining('判断了2条')]);
  });

  test.each(withoutModel)('each result of %s once, and what is wrong with a number', async (id) => {
    const { page } = await open();
    await page.goto(`${site}embed/${id}/`);
    await wakeDemos(page);
    const demo = page.locator(`ai-demo[name="${id}"]`);
    await listen(demo);
    await demo.locator('.demo-presets button').nth(1).press('Enter');
    await expect.poll(() => heard(demo)).toHaveLength(1);
    await demo.locator('.demo-field [type=text]').first().fill('很大');
    await expect
      .poll(async () => (await heard(demo)).slice(1))
      .toEqual([expect.stringContaining('填得不对')]);
  });
});

test('who wants less motion gets none', async () => {
  const { page } = await open({ reducedMotion: 'reduce' });
  const moving: string[] = [];
  const embeds = ids.map((id) => `embed/${id}/`);
  for (const address of new Set(['', 'guide/', 'part-1/ch01/', ...ids.map(pageOf), ...embeds])) {
    await page.goto(site + address);
    await wakeDemos(page);
    moving.push(
      ...(await page.evaluate(() => {
        const lasting = (times: string): boolean =>
          times.split(',').some((time) => parseFloat(time) > 0.01);
        return [...document.querySelectorAll('*')].flatMap((element) => {
          const { animationName, animationDuration, transitionDuration, scrollBehavior } =
            getComputedStyle(element);
          const moves =
            (animationName !== 'none' && lasting(animationDuration)) ||
            lasting(transitionDuration) ||
            scrollBehavior === 'smooth';
          return moves ? [`${location.pathname} ${element.outerHTML.slice(0, 80)}`] : [];
        });
      })),
    );
    const running = await page.evaluate(() => document.getAnimations().length);
    if (running > 0) moving.push(`${address}: ${running} animations`);
  }
  expect(moving).toEqual([]);
});

describe('in forced colours', () => {
  let page: Page;
  beforeAll(async () => {
    ({ page } = await open({ forcedColors: 'active' }));
  });

  /** The looks of all elements that match, as their values of `properties`, each once. */
  const looks = (selector: string, ...properties: string[]): Promise<string[]> =>
    page
      .locator(selector)
      .evaluateAll(
        (elements, names) => [
          ...new Set(
            elements.map((element) =>
              names.map((name) => getComputedStyle(element).getPropertyValue(name)).join(' '),
            ),
          ),
        ],
        properties,
      );

  test.each([...new Set(['part-1/ch02/', ...ids.map(pageOf)])])(
    'bars of %s show',
    async (address) => {
      await page.goto(site + address);
      await wakeDemos(page);
      const bars = '.book-bars .bar, .demo-bars .track span, .demo-tornado :is(.low, .high)';
      const ground = await page.evaluate(() => {
        document.body.style.backgroundColor = 'Canvas';
        return getComputedStyle(document.body).backgroundColor;
      });
      const flat = (await looks(bars, 'background-color', 'background-image')).filter((look) =>
        [`${ground} none`, 'rgba(0, 0, 0, 0) none'].includes(look),
      );
      expect(flat).toEqual([]);
    },
  );

  test('ink shows on the paper', async () => {
    await page.goto(`${site}embed/handwriting/`);
    await wakeDemos(page);
    for (const paper of ['.demo-pad', '.demo-step'])
      expect(await looks(`${paper} svg`, 'stroke')).toEqual(await looks(paper, 'color'));
  });

  test('marks keep apart', async () => {
    // Its chapter has the marks of both demos of texts.
    await page.goto(site + pageOf('ner'));
    const lines = ['border-bottom-style', 'border-bottom-width'];
    const styles = await Promise.all(
      ['per', 'loc', 'org'].map((type) => looks(`.demo-legend mark.${type}`, ...lines)),
    );
    expect(new Set(styles.flat()).size).toBe(3);
    const [supports] = await looks('.marks .supports', ...lines);
    expect(supports).toContain('solid');
    expect(await looks('.marks .opposes', ...lines)).not.toContain(supports);
  });

  test('the chosen sample is told from the others', async () => {
    for (const id of ids) {
      await page.goto(site + pageOf(id));
      await wakeDemos(page);
      const chips = `#demo-${id} .demo-presets button`;
      const how = [
        'border-top-color',
        'border-top-width',
        'border-top-style',
        'outline-style',
        'background-color',
      ];
      const [pressed] = await looks(`${chips}[aria-pressed=true]`, ...how);
      expect(await looks(`${chips}[aria-pressed=false]`, ...how), id).not.toContain(pressed);
    }
  });
});

test('at 400 % what sticks to the edge leaves room to read', async () => {
  const { page } = await open({ viewport: { width: 320, height: 256 } });
  for (const address of ['guide/', pageOf('unit-economics')]) {
    await page.goto(site + address);
    await wakeDemos(page);
    const covered = await page.evaluate(() =>
      [...document.querySelectorAll('body *')].reduce((sum, element) => {
        const { position } = getComputedStyle(element);
        const sticks = position === 'sticky' || position === 'fixed';
        const { top, bottom, width, height } = element.getBoundingClientRect();
        const visible = element.checkVisibility({ visibilityProperty: true }) && width > 100;
        return sticks && visible && bottom > 0 && top < innerHeight ? sum + height : sum;
      }, 0),
    );
    expect(covered, address).toBeLessThan(256 / 2);
  }
});
