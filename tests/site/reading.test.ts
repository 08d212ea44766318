/** The built site as a place to read: accessible, searchable, on a phone, and finding back to it. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, inject, test } from 'vitest';
import { inFirefox, useBrowser } from '../browser.ts';
import { violations } from './axe.ts';
import { layOut } from './demo-tools.ts';

const site = inject('site');
const PHONE = { width: 360, height: 740 };

const open = useBrowser();

describe.each(['light', 'dark'] as const)(
  'in the %s theme, on a phone, axe finds nothing',
  (theme) => {
    const openPage = async (address: string): Promise<Page> => {
      const { page } = await open({ viewport: PHONE, colorScheme: theme });
      await page.goto(site + address);
      expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
      return page;
    };

    test('in the search', async () => {
      const page = await openPage('part-1/ch01/');
      await page.getByRole('button', { name: '搜索' }).click();
      await page.getByRole('searchbox').fill('注意力');
      await page.locator('book-search .hits a').first().waitFor();
      expect(await violations(page)).toEqual([]);
    });
  },
);

// In Chromium axe.test.ts looks at every page in less width than that.
test.runIf(inFirefox)('no page scrolls sideways on a phone', async () => {
  const { page } = await open({ viewport: PHONE });
  const wide: string[] = [];
  const names = readdirSync(inject('dist'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html'))
    .map((name) =>
      name
        .split(path.sep)
        .join('/')
        .replace(/(^|\/)index\.html$/, '$1'),
    );
  for (const name of names) {
    await page.goto(site + name);
    await layOut(page);
    const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
    if (scrollWidth > clientWidth) wide.push(`${name}: ${scrollWidth}`);
  }
  expect(wide).toEqual([]);
});

test('a chapter that is laid out under way keeps what is in sight in its place', async () => {
  const { page } = await open();
  await page.goto(`${site}part-1/ch02/`);
  const blocks = page.locator('.sl-markdown-content > *');
  // A jump that no sign of a reader comes before.
  const [done, index, before] = await blocks.evaluateAll((all) => {
    scrollTo({ top: 6000, behavior: 'instant' });
    // The one at the upper edge; in Firefox it still has to grow, downwards.
    const first = all.findIndex((block) => block.getBoundingClientRect().bottom > 0);
    const { classList } = document.documentElement;
    return [
      classList.contains('laid-out'),
      first,
      all[first]?.getBoundingClientRect().top ?? NaN,
    ] as const;
  });
  expect(done).toBe(false);
  await page.locator('html.laid-out').waitFor();
  await page.waitForTimeout(500);
  const { top } = await blocks.nth(index).evaluate((block) => block.getBoundingClientRect());
  expect(Math.abs(top - before)).toBeLessThan(2);
});

test('the header stands as it will before its last part has arrived', async () => {
  const { page } = await open({ viewport: { width: 1000, height: 800 } });
  await page.goto(`${site}part-1/ch01/`);
  const places = (): Promise<number[][]> =>
    page
      .locator('.right-group, .right-group starlight-theme-select, .right-group label')
      .evaluateAll((parts) =>
        parts.map((part) => {
          const { y, height } = part.getBoundingClientRect();
          return [y, height];
        }),
      );
  const whole = await places();
  expect(whole).toHaveLength(3);
  await page.locator('.right-group select').evaluate((select) => select.remove());
  expect(await places()).toEqual(whole);
});

describe('the search dialogue', () => {
  test('opens by keyboard and finds 「注」, 「注意」 and 「BERT 模型」', async () => {
    const { page, problems } = await open();
    await page.goto(`${site}guide/`);
    await page.keyboard.press('Control+k');
    const hits = page.locator('book-search .hits li');
    for (const query of ['注', '注意', 'BERT 模型']) {
      await page.getByRole('searchbox').fill(query);
      await page.locator('book-search .status', { hasText: /^找到\d+处$/ }).waitFor();
      const marks = hits.locator('mark');
      for (const word of query.split(' '))
        await expect.poll(async () => (await marks.allInnerTexts()).includes(word)).toBe(true);
    }
    expect(problems).toEqual([]);
  });

  test('says so when there is nothing, and leads to a hit by Enter', async () => {
    const { page } = await open();
    await page.goto(`${site}guide/`);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('qwertyuiop');
    await page.locator('book-search .status', { hasText: '没有找到「qwertyuiop」' }).waitFor();
    await page.getByRole('searchbox').fill('语言模型');
    await page.locator('book-search .hits a').first().waitFor();
    const href = await page.locator('book-search .hits a').first().getAttribute('href');
    await page.keyboard.press('Enter');
    await page.waitForURL((address) => address.href.endsWith(href ?? '?'));
  });

  test('closes by its button, with hits on show, and leads nowhere', async () => {
    const { page } = await open();
    await page.goto(`${site}guide/`);
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox').fill('语言模型');
    await page.locator('book-search .hits a').first().waitFor();
    await page.getByRole('button', { name: '关闭' }).click();
    await page.locator('book-search dialog').waitFor({ state: 'hidden' });
    expect(page.url()).toBe(`${site}guide/`);
  });

  test('stays on a click into its own edge, and closes on one beside it', async () => {
    const { page } = await open();
    await page.goto(`${site}guide/`);
    await page.keyboard.press('Control+k');
    const dialog = page.locator('book-search dialog');
    const box = (await dialog.boundingBox()) ?? { x: NaN, y: NaN, width: NaN };
    await page.mouse.click(box.x + 6, box.y + 6);
    expect(await dialog.isVisible()).toBe(true);
    await page.mouse.click(box.x + box.width + 20, box.y + 6);
    await dialog.waitFor({ state: 'hidden' });
  });

  test('works under a sub-path', async () => {
    const { page, problems } = await open();
    await page.goto(`${inject('subSite')}guide/`);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('注意力');
    await page.locator('book-search .hits a').first().click();
    await page.waitForURL(/\/book\/(part|appendix)/);
    expect(problems).toEqual([]);
  });
});

describe('the cover', () => {
  test('offers to read on where the reader stopped, and nothing to a new reader', async () => {
    const { page } = await open();
    await page.goto(site);
    const resume = page.locator('.cover .resume');
    expect(await resume.isVisible()).toBe(false);

    await page.goto(`${site}part-1/ch01/`);
    await page.locator('#s1-2').scrollIntoViewIfNeeded();
    await page.locator('#s1-2').evaluate((element) => element.scrollIntoView());
    const stored = (): Promise<string> =>
      page.evaluate(() => localStorage.getItem('ai-book:place') ?? '');
    await expect.poll(stored).toContain('#s1-2');

    await page.goto(site);
    await resume.waitFor();
    expect(await resume.innerText()).toContain('接着读：1.2');
    await resume.click();
    await page.waitForURL(`${site}part-1/ch01/#s1-2`);
  });
});

test('what was read in one tab stays when another one is scrolled', async () => {
  const { page } = await open();
  await page.goto(`${site}part-1/ch01/`);
  const pages = (): Promise<string[]> =>
    page.evaluate(() => {
      const place = localStorage.getItem('ai-book:place') ?? '{}';
      return Object.keys((JSON.parse(place) as { pages?: object }).pages ?? {}).sort();
    });
  await expect.poll(pages).toEqual(['/part-1/ch01/']);
  const other = await page.context().newPage();
  await other.goto(`${site}guide/`);
  await expect.poll(pages).toEqual(['/guide/', '/part-1/ch01/']);
  await page.bringToFront();
  await page.locator('#s1-2').evaluate((element) => element.scrollIntoView());
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('ai-book:place')))
    .toContain('#s1-2');
  expect(await pages()).toEqual(['/guide/', '/part-1/ch01/']);
});

describe('on paper', () => {
  /** Width of the text on A4, in pixels of CSS. */
  const PAPER = { width: 658, height: 950 };
  const dispatch = (page: Page, type: string): Promise<void> =>
    page.evaluate((name) => void dispatchEvent(new Event(name)), type);

  test('a page is in the light theme with its answers unfolded, and afterwards as it was', async () => {
    const { page } = await open({ colorScheme: 'dark' });
    await page.goto(`${site}part-1/ch01/`);
    const state = async () => ({
      theme: await page.locator('html').getAttribute('data-theme'),
      folded: await page.locator('main details:not([open])').count(),
    });
    const before = await state();
    expect(before.theme).toBe('dark');
    expect(before.folded).toBeGreaterThan(0);
    await dispatch(page, 'beforeprint');
    expect(await state()).toEqual({ theme: 'light', folded: 0 });
    await dispatch(page, 'afterprint');
    expect(await state()).toEqual(before);
  });

  // Firefox is not made to show the styles of print by its driver.
  const printed = test.skipIf(inFirefox);
  printed.each(['part-2/ch03/', 'models/ner/'])('no table of %s is cut off', async (address) => {
    const { page } = await open({ viewport: PAPER });
    await page.emulateMedia({ media: 'print' });
    await page.goto(site + address);
    await dispatch(page, 'beforeprint');
    const boxes = page.locator('main :is(.book-scroll, .card-table, .confusion)');
    expect(await boxes.count()).toBeGreaterThan(0);
    const cut = await boxes.evaluateAll((all) =>
      all
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
        .map((box) => `${box.ariaLabel}: ${box.scrollWidth} > ${box.clientWidth}`),
    );
    expect(cut).toEqual([]);
  });
});

describe('an address that is not in the book', () => {
  test.each([
    ['at the root', inject('site')],
    ['under a sub-path', inject('subSite')],
  ])('%s gets a page of the book with a way on', async (_, root) => {
    const { page } = await open();
    const response = await page.goto(`${root}no/such/page`);
    expect(response?.status()).toBe(404);
    expect(await page.locator('h1').innerText()).toContain('这一页不在书里');
    // Its style arrived, though the address is deep.
    expect(await page.evaluate(() => getComputedStyle(document.body).margin)).toBe('0px');
    const cover = page.locator(`a[href="${new URL(root).pathname}"]`).first();
    await cover.click();
    await page.waitForURL(root);
  });
});
