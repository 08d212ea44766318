/** For eyes, ears and hands that differ: the keyboard alone, a screen reader, less motion, forced colours, 400 %. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { demos, type DemoId } from '../../src/demos/registry.ts';
import { useBrowser } from '../browser.ts';
import { bringToLife, pageOf, reach } from './demo-tools.ts';
import { heard, listen } from './listening.ts';

const site = inject('site');
const ids = Object.keys(demos) as DemoId[];
const withModel = ids.filter((id) => demos[id].models.length > 0);

const open = useBrowser();

/** Scrolls past all demos, so that their live elements are in place. */
async function wakeDemos(page: Page): Promise<void> {
  for (const demo of await page.locator('ai-demo[name]').all()) {
    await demo.scrollIntoViewIfNeeded();
    await demo.locator(':scope > :defined:not(.demo)').first().waitFor();
  }
}

describe('with the keyboard alone', () => {
  /** What has the focus: a name for it, whether it is in the demo, and whether that can be seen. */
  const focus = (page: Page, id: string) =>
    page.evaluate((demo) => {
      const element = document.activeElement;
      const figure = document.querySelector(`#demo-${demo}`);
      if (!element || !figure) throw new Error('nothing has the focus');
      // The mark may be drawn by the label around a hidden file input.
      const seen = [element, element.closest('label')].some((candidate) => {
        if (!candidate) return false;
        const { outlineStyle, outlineWidth } = getComputedStyle(candidate);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
      });
      const stops = [
        ...figure.querySelectorAll(
          'ai-demo :is(button, input, select, textarea, summary, [tabindex="0"])',
        ),
      ];
      return { stop: stops.indexOf(element), inside: figure.contains(element), seen };
    }, id);

  /** Stops of the demo that a reader should be able to reach: in sight, in use, one of each radio group. */
  const expected = (page: Page, id: string) =>
    page.evaluate((demo) => {
      const stops = [
        ...document.querySelectorAll(
          `#demo-${demo} ai-demo :is(button, input, select, textarea, summary, [tabindex="0"])`,
        ),
      ];
      return stops.flatMap((stop, i) => {
        const radio = stop instanceof HTMLInputElement && stop.type === 'radio';
        return stop.checkVisibility() && !stop.matches(':disabled') && !(radio && !stop.checked)
          ? [i]
          : [];
      });
    }, id);

  test.each(ids)('a reader gets everywhere in %s, sees where, and out again', async (id) => {
    const { page } = await open();
    await page.goto(site + pageOf(id));
    const demo = page.locator(`ai-demo[name="${id}"]`);
    await demo.scrollIntoViewIfNeeded();
    await demo.locator('button:enabled').first().waitFor();
    await demo.locator('details').evaluateAll((all) => {
      for (const details of all as HTMLDetailsElement[]) details.open = true;
    });
    if (demos[id].models.length > 0) await bringToLife(demo);
    await demo.evaluate((element) => {
      const before = [...document.querySelectorAll<HTMLElement>('main a[href]')].filter(
        (link) =>
          link.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING &&
          !element.contains(link) &&
          link.checkVisibility({ visibilityProperty: true }),
      );
      before.at(-1)?.focus();
    });
    const reached = new Set<number>();
    const unseen: number[] = [];
    const wanted = await expected(page, id);
    let entered = false;
    for (let i = 0; i < wanted.length + 100; i++) {
      await page.keyboard.press('Tab');
      const { stop, inside, seen } = await focus(page, id);
      if (entered && !inside) break;
      entered ||= inside;
      if (stop < 0) continue;
      reached.add(stop);
      if (!seen) unseen.push(stop);
    }
    expect((await focus(page, id)).inside).toBe(false);
    expect([...reached].sort((a, b) => a - b)).toEqual(wanted);
    expect(unseen).toEqual([]);
    await page.keyboard.press('Shift+Tab');
    expect((await focus(page, id)).inside).toBe(true);
  });
});

describe('a screen reader hears', () => {
  test.each(withModel)('one answer for each result of %s, and no progress', async (id) => {
    const { page } = await open({ reducedMotion: 'reduce' });
    await page.goto(site + pageOf(id));
    const demo = await reach(page, id);
    await listen(demo);
    await bringToLife(demo);
    const first = await heard(demo);
    expect(first.filter((text) => text.includes('正在下载')).length).toBeLessThanOrEqual(1);
    expect(first).toEqual([...new Set(first)]);

    // Two more results; a second word on the first of them would be one too many.
    for (const i of [1, 2]) {
      await demo.locator('.demo-presets button').nth(i).press('Enter');
      await expect.poll(async () => (await heard(demo)).slice(first.length)).toHaveLength(i);
    }
  });

  test.each(ids.filter((id) => demos[id].models.length === 0))(
    'each result of %s once',
    async (id) => {
      const { page } = await open();
      await page.goto(site + pageOf(id));
      const demo = page.locator(`ai-demo[name="${id}"]`);
      await demo.scrollIntoViewIfNeeded();
      await demo.locator('button:enabled').first().waitFor();
      await listen(demo);
      await demo.locator('.demo-presets button').nth(1).press('Enter');
      await expect.poll(() => heard(demo)).toHaveLength(1);
    },
  );
});

test('who wants less motion gets none', async () => {
  const { page } = await open({ reducedMotion: 'reduce' });
  const moving: string[] = [];
  for (const address of ['', 'part-1/ch01/', pageOf('ner'), `embed/${ids[0]}/`]) {
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

  test('marks keep apart', async () => {
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
