/** Demos on other people's pages: another origin, hostile styles, strict policies, sandboxes, several at once. */
import { readFileSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseHTML } from 'linkedom';
import type { BrowserContextOptions, FrameLocator, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { demoIds, embedded } from '../../src/embed/embedded.ts';
import { english } from '../../src/embed/english.ts';
import { PICTURE, snippets } from '../../src/embed/snippets.ts';
import { inFirefox, useBrowser, type WatchedPage } from '../browser.ts';

const [dist, site] = [inject('dist'), inject('site')];
const TEXT = 'text-classification';
const code = snippets(embedded(TEXT), site);
const open = useBrowser();

let server: Server;
let host: string;
/** What the host answers: a page, and the headers it comes with. */
let answer: { body: string; headers?: Record<string, string> };

beforeAll(async () => {
  server = createServer((request, response) => {
    const [, moved] = /^\/moved\/(.*)/.exec(request.url ?? '') ?? [];
    if (moved !== undefined) return response.writeHead(301, { Location: site + moved }).end();
    if (request.url !== '/') return response.writeHead(204).end();
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...answer.headers });
    return response.end(
      answer.body.startsWith('<!doctype')
        ? answer.body
        : `<!doctype html><title>A blog</title>${answer.body}`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `http://localhost:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => server.close());

/** What the demos on a page warn of in the console from now on. */
function warningsOf(page: Page): string[] {
  const warnings: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'warning' && text.startsWith('ai-demo:')) warnings.push(text);
  });
  return warnings;
}

/** Opens a host page. */
async function visit(
  body: string,
  headers: Record<string, string> = {},
  width = 800,
  options: BrowserContextOptions = {},
): Promise<WatchedPage & { warnings: string[] }> {
  answer = { body, headers };
  const watched = await open({ viewport: { width, height: 900 }, ...options });
  const warnings = warningsOf(watched.page);
  await watched.page.addInitScript(() => {
    const log: { type: string; from: string; name: string }[] = [];
    Object.assign(globalThis, { log });
    for (const type of ['ai-demo:resize', 'ai-demo:result', 'ai-demo:error'])
      addEventListener(type, (event) => {
        const { target, detail } = event as CustomEvent<{ name: string }>;
        log.push({ type, from: (target as Element).localName, name: detail.name });
      });
  });
  await watched.page.goto(host);
  return { ...watched, warnings };
}

/** Pixels by which a page is wider than its window. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });

const heightOf = (page: Page, selector: string): Promise<number> =>
  page.locator(selector).evaluate(({ clientHeight }) => clientHeight);

const events = (page: Page): Promise<{ type: string; from: string; name: string }[]> =>
  page.evaluate(() => (globalThis as unknown as { log: never[] }).log);

/** Brings the demo in a frame to life, as a reader does; gives its status line. */
async function run(frame: FrameLocator | Page): Promise<string> {
  await frame.locator('.demo-button.primary').first().click();
  const status = frame.locator('.demo-status').first();
  await status.filter({ hasText: '现场结果' }).waitFor({ timeout: 60_000 });
  return (await status.textContent()) ?? '';
}

/** Waits until frame and content are of one height, in sight of the reader. */
async function fits(page: Page, selector: string, frame: FrameLocator): Promise<void> {
  // Browsers do not lay out frames that nobody sees.
  await page.locator(selector).scrollIntoViewIfNeeded();
  await sameHeight(page, selector, frame);
}

async function sameHeight(page: Page, selector: string, frame: FrameLocator): Promise<void> {
  await expect
    .poll(
      async () => {
        const inside = await frame
          .locator('body')
          .evaluate((body) => Math.ceil(body.getBoundingClientRect().height));
        return inside - (await heightOf(page, selector));
      },
      { timeout: 20_000 },
    )
    .toBe(0);
}

test('three at once, one of them added later: heights follow, events arrive', async () => {
  const { page, problems } = await visit(`${code.script}${code.frame}`);
  const [first, copied] = [page.frameLocator('ai-demo iframe'), page.frameLocator('body > iframe')];
  await fits(page, 'ai-demo', first);
  await fits(page, 'body > iframe', copied);

  expect(await run(first)).toContain('后台线程');
  await expect
    .poll(() => events(page))
    .toContainEqual({
      type: 'ai-demo:result',
      from: 'ai-demo',
      name: TEXT,
    });
  await copied.locator('.demo-batch summary').click();
  await fits(page, 'body > iframe', copied);
  expect(await events(page)).toContainEqual({ type: 'ai-demo:resize', from: 'iframe', name: TEXT });

  await page.evaluate(() => {
    const later = document.createElement('ai-demo');
    later.id = 'later';
    later.setAttribute('name', 'training-cost');
    document.body.append(later);
    later.scrollIntoView();
  });
  await fits(page, '#later', page.frameLocator('#later iframe'));
  expect(await page.locator('#later iframe').getAttribute('title')).toBe(
    embedded('training-cost').title,
  );
  expect(problems).toEqual([]);
});

test('withstands the styles of its host', async () => {
  const { page } = await visit(
    `<style>
      * { color: red !important; font-size: 40px !important; box-sizing: content-box; }
      iframe { height: 40px !important; width: 50px; border: 9px solid; display: inline; }
      ai-demo, div { display: inline; float: left; }
    </style>${code.script}`,
  );
  await fits(page, 'ai-demo', page.frameLocator('ai-demo iframe'));
  expect(await page.locator('ai-demo iframe').evaluate((frame) => frame.clientLeft)).toBe(0);
  expect(await missingWidth(page)).toBe(0);
});

/** Pixels by which an `<ai-demo>` is narrower than what it stands in. */
const missingWidth = (page: Page): Promise<number> =>
  page
    .locator('ai-demo')
    .evaluate(
      ({ clientWidth, parentElement }) => (parentElement?.clientWidth ?? NaN) - clientWidth,
    );

test.each(['flex', 'grid; justify-items: start', 'flow-root; float: left; width: 90%'])(
  'is as wide as its place: display: %s',
  async (display) => {
    const { page } = await visit(`<div style="display: ${display}">${code.script}</div>`);
    await page.locator('ai-demo iframe').waitFor();
    expect(await missingWidth(page)).toBe(0);
  },
);

test('tells its height before it is in sight', async () => {
  const { page } = await visit(`<p style="height: 1200px"></p>${code.script}`, {}, 360);
  await sameHeight(page, 'ai-demo', page.frameLocator('ai-demo iframe'));
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test('by a wrong name leaves the link that stands in its place, until the name is right', async () => {
  const wrong = code.script.replace(`name="${TEXT}"`, 'name="text" theme="dark" hide="batch"');
  const { page, warnings } = await visit(wrong);
  await expect.poll(() => page.locator('ai-demo a').isVisible()).toBe(true);
  expect(await page.locator('iframe').count()).toBe(0);
  expect(warnings).toEqual(['ai-demo: there is no demo "text"']);
  await page.locator('ai-demo').evaluate((demo, name) => demo.setAttribute('name', name), TEXT);
  await fits(page, 'ai-demo', page.frameLocator('ai-demo iframe'));
  expect(await page.locator('ai-demo a').isVisible()).toBe(false);
});

test('changes its options in place: the theme without a new load, the others without a step back', async () => {
  const { page } = await visit(code.script);
  const frame = page.frameLocator('ai-demo iframe');
  await fits(page, 'ai-demo', frame);
  const set = (name: string, value: string): Promise<void> =>
    page
      .locator('ai-demo')
      .evaluate((demo, option) => demo.setAttribute(...option), [name, value] as [string, string]);
  const theme = (): Promise<string | null> => frame.locator('html').getAttribute('data-theme');
  const text = (): Promise<string> => frame.locator('textarea').first().inputValue();
  const steps = await page.evaluate(() => history.length);

  await frame.locator('textarea').first().fill('一条新写的标题');
  await set('theme', 'dark');
  await expect.poll(theme).toBe('dark');
  // No theme, and not from the page around it.
  await set('theme', 'pink');
  await frame
    .locator('html')
    .evaluate(() => postMessage({ type: 'ai-demo:theme', theme: 'light' }, '*'));
  await page.waitForTimeout(300);
  expect(await theme()).toBe('dark');
  expect(await text()).toBe('一条新写的标题');

  // Both at once: the theme must not go to the page that gives way.
  await page.locator('ai-demo').evaluate((demo) => {
    demo.setAttribute('preset', 'rocket');
    demo.setAttribute('theme', 'dark');
  });
  await expect.poll(text).toContain('火箭');
  await expect.poll(theme).toBe('dark');
  expect(await page.evaluate(() => history.length)).toBe(steps);
});

test.each([
  '',
  '<style>:root { color-scheme: dark }</style>',
  '<meta name="color-scheme" content="light dark">',
])('follows a dark system on the ground of its host: %s', async (scheme) => {
  const ground = '<style>body { background: rgb(0, 90, 0) }</style>';
  const { page } = await visit(`${scheme}${ground}${code.script}${code.frame}`, {}, 800, {
    colorScheme: 'dark',
  });
  for (const selector of ['ai-demo iframe', 'body > iframe']) {
    await expect
      .poll(() => page.frameLocator(selector).locator('html').getAttribute('data-theme'))
      .toBe('dark');
    const { data } = PNG.sync.read(await page.locator(selector).screenshot());
    expect([...data.subarray(0, 3)]).toEqual([0, 90, 0]);
  }
});

test('says when the book has moved, since it heeds nothing from the new place', async () => {
  const { page, warnings } = await visit(code.script.replaceAll(site, `${host}moved/`));
  const { origin } = new URL(site);
  const warning = expect.stringContaining(`has moved to ${origin}`);
  await expect.poll(() => warnings).toEqual([warning]);
  await page.frameLocator('ai-demo iframe').locator('textarea').first().fill('一条新写的标题');
  expect(warnings).toEqual([warning]);
  expect(await events(page)).toEqual([]);
});

describe.each([
  // The classic editor puts a line break wherever it sees one.
  ['wordpress', (snippet: string) => snippet.replaceAll('\n', '<br />\n')],
  ['hugo', (snippet: string) => snippet],
])('in a %s-like page', (name, edited) => {
  const fixture = readFileSync(path.join('tests/fixtures/hosts', `${name}.html`), 'utf8');
  const body = fixture.replace(/\{\{(script|frame|link)\}\}/g, (_, way: keyof typeof code) =>
    edited(code[way]),
  );

  test.each([360, 1000])('all three ways look right %i pixels wide', async (width) => {
    const { page, problems } = await visit(body, {}, width);
    const [first, copied] = [
      page.frameLocator('ai-demo iframe'),
      page.frameLocator('article iframe[width]'),
    ];
    await fits(page, 'ai-demo', first);
    await fits(page, 'article iframe[width]', copied);
    expect(await overflow(page)).toBe(0);
    // Nothing of the demo lies over what follows it.
    const boxes = await page
      .locator('ai-demo, article iframe[width], article img, #after')
      .evaluateAll((elements) =>
        elements.map((element) => element.getBoundingClientRect().toJSON()),
      );
    for (const [i, { y }] of (boxes as DOMRect[]).entries())
      expect(y).toBeGreaterThanOrEqual((boxes as DOMRect[])[i - 1]?.bottom ?? -Infinity);
    const shape = await page.locator('article img').evaluate((image) => {
      const { width: wide, height: high } = image.getBoundingClientRect();
      return wide / high;
    });
    expect(shape).toBeCloseTo(PICTURE.width / PICTURE.height, 1);
    await run(first);
    expect(problems).toEqual([]);
  });
});

test('works under a strict policy of its host', async () => {
  // Firefox looks for an icon of every page.
  const { page, problems } = await visit(`<link rel="icon" href="data:," />${code.script}`, {
    'Content-Security-Policy': `default-src 'none'; img-src data:; script-src ${site}; frame-src ${site}`,
  });
  const frame = page.frameLocator('ai-demo iframe');
  await fits(page, 'ai-demo', frame);
  await run(frame);
  expect(problems).toEqual([]);
});

test('runs live in a sandbox that only allows scripts', async () => {
  const { page } = await visit(
    `<iframe sandbox="allow-scripts" src="${site}embed/${TEXT}/" width="700" height="300"></iframe>` +
      `<script async src="${site}embed.js"></script>`,
  );
  const frame = page.frameLocator('iframe');
  await fits(page, 'iframe', frame);
  expect(await run(frame)).toContain('Blob');
  await expect
    .poll(() => events(page))
    .toContainEqual({
      type: 'ai-demo:result',
      from: 'iframe',
      name: TEXT,
    });
});

test('runs live from a folder', async () => {
  const { page } = await open();
  await page.goto(`file://${path.join(dist, 'embed', TEXT, 'index.html')}`);
  // Firefox takes the worker from the folder, too.
  expect(await run(page)).toContain(inFirefox ? '后台线程' : 'Blob');
});

test('tells of a failure', async () => {
  const { page } = await visit(code.script);
  await page.route('**/runtime/**', (route) => route.abort());
  const frame = page.frameLocator('ai-demo iframe');
  await frame.locator('.demo-button.primary').first().click();
  await expect
    .poll(() => events(page))
    .toContainEqual({
      type: 'ai-demo:error',
      from: 'ai-demo',
      name: TEXT,
    });
});

test.skipIf(inFirefox)(
  'in a frame gives a link to copy by hand, not what its host shows',
  async () => {
    const { page } = await visit(
      `<iframe src="${site}embed/${TEXT}/" width="700" height="900"></iframe>`,
    );
    const frame = page.frameLocator('iframe');
    await frame.locator('textarea').first().fill('一条新写的标题');
    await frame.getByRole('button', { name: '复制这一条的链接' }).click();
    const link = frame.locator('.demo-remarks a');
    const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
    await expect.poll(() => opened.locator('textarea').first().inputValue()).toBe('一条新写的标题');
  },
);

describe('heeds', () => {
  /** Sends `message` from a frame to the page around it. */
  const send = (frame: FrameLocator, message: object): Promise<void> =>
    frame.locator('body').evaluate((_, data) => parent.postMessage(data, '*'), message);

  test('no frame that is not its own', async () => {
    const { page } = await visit(`${code.script}<iframe id="stranger" srcdoc="<p>"></iframe>`);
    await fits(page, 'ai-demo', page.frameLocator('ai-demo iframe'));
    const [height, told] = [await heightOf(page, 'ai-demo'), await events(page)];
    const message = { type: 'ai-demo:resize', name: TEXT, height: 5000 };
    await send(page.frameLocator('#stranger'), message);
    await page.waitForTimeout(300);
    expect(await heightOf(page, 'ai-demo')).toBe(height);
    expect(await events(page)).toEqual(told);
    // The same from its own frame is heeded.
    await send(page.frameLocator('ai-demo iframe'), message);
    await expect.poll(() => heightOf(page, 'ai-demo')).toBe(5000);
  });

  test('no height but that of a message about it', async () => {
    const { page } = await visit(code.script);
    const frame = page.frameLocator('ai-demo iframe');
    await fits(page, 'ai-demo', frame);
    const height = await heightOf(page, 'ai-demo');
    await send(frame, { type: 'ai-demo:error', name: TEXT, message: 'x', height: 5_000_000 });
    await expect
      .poll(() => events(page))
      .toContainEqual({ type: 'ai-demo:error', from: 'ai-demo', name: TEXT });
    expect(await heightOf(page, 'ai-demo')).toBe(height);
  });
});

describe('options', () => {
  const ground = (page: Page): Promise<string> =>
    page.locator('.demo').evaluate((demo) => getComputedStyle(demo).backgroundColor);

  test('theme, accent, hide, preset and state', async () => {
    const { page } = await open({ colorScheme: 'light' });
    const url = `${site}embed/${TEXT}/`;
    await page.goto(url);
    const light = await ground(page);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      'rgba(0, 0, 0, 0)',
    );
    const { page: night } = await open({ colorScheme: 'dark' });
    await night.goto(url);
    const dark = await ground(night);
    expect(dark).not.toBe(light);
    await night.goto(`${url}?theme=light&accent=0a7d5a&hide=caption,presets&preset=rocket`);
    expect(await ground(night)).toBe(light);
    const button = night.locator('.demo-button.primary').first();
    await expect
      .poll(() => button.evaluate((element) => getComputedStyle(element).backgroundColor))
      .toBe('rgb(10, 125, 90)');
    expect(await night.locator('figcaption, .demo-presets').first().isVisible()).toBe(false);
    expect(await night.locator('textarea').first().inputValue()).toContain('火箭');
    await page.goto(`${url}?theme=dark#?text=${encodeURIComponent('一条新写的标题')}`);
    expect(await ground(page)).toBe(dark);
    await expect.poll(() => page.locator('textarea').first().inputValue()).toBe('一条新写的标题');
    await page.evaluate(() => (location.hash = `#?${new URLSearchParams({ text: '另一条' })}`));
    await expect.poll(() => page.locator('textarea').first().inputValue()).toBe('另一条');
    // What WordPress appends is no state.
    await page.goto(`${url}?preset=rocket#?secret=Xk2bQ9`);
    await expect.poll(() => page.locator('textarea').first().inputValue()).toContain('火箭');
    expect(await page.locator('.demo-remarks').first().innerText()).not.toContain('链接');
  });

  test('an accent that is no colour to read by is refused', async () => {
    const { page } = await open();
    const warnings = warningsOf(page);
    for (const accent of ['transparent', 'currentcolor', 'fade']) {
      await page.goto(`${site}embed/${TEXT}/?accent=${accent}`);
      await expect.poll(() => warnings.splice(0)).toEqual(['ai-demo: ignored accent']);
      expect(await page.locator('html').getAttribute('data-accent')).toBeNull();
    }
  });

  describe('lang=en', () => {
    /** What is neither in Chinese nor about Chinese, yet has Chinese characters in it. */
    const untranslated = (page: Page): Promise<string[]> =>
      page.evaluate(() => {
        const found: string[] = [];
        const visit = (element: Element): void => {
          // Texts to read and characters to write are Chinese in every interface.
          if (element.matches(':lang(zh), script, style, textarea')) return;
          const own = [...element.childNodes]
            .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
            .map(({ data }: Node & { data?: string }) => data ?? '');
          const said = ['aria-label', 'alt', 'title', 'placeholder', 'aria-valuetext'].map(
            (name) => element.getAttribute(name) ?? '',
          );
          for (const text of [document.title, ...own, ...said])
            if (/[\p{Script=Han}，。：；「」（）～]/u.test(text)) found.push(text.trim());
          for (const child of element.children) visit(child);
        };
        visit(document.body);
        return found;
      });
    /** Chinese that belongs there: the book's title, numerals that one writes, names in a text. */
    const belongs = (text: string): boolean =>
      text.includes('AI大模型创业') ||
      /^After stroke \d+: [a-z, ]+, [零一二三四五六七八九十百千万亿] [\d.]+%$/.test(text) ||
      /^\p{Script=Han}+ \((person|place|organisation)\)/u.test(text) ||
      /^[零一二三四五六七八九十百千万亿〇人]( |,|$)/u.test(text);
    test.each(demoIds())('%s', async (id) => {
      const { page, problems } = await open();
      const scripts: string[] = [];
      page.on('request', (request) => {
        const [script] = /demo[.\w]*\.js/.exec(request.url()) ?? [];
        if (script) scripts.push(script);
      });
      await page.goto(`${site}embed/${id}/?lang=en`);
      await expect.poll(() => page.title()).toBe(english[id].title);
      expect(scripts).toEqual(['demo.en.js']);
      const button = page.locator('.demo-run .demo-button.primary').first();
      const calculates = (await button.count()) === 0;
      if (!calculates) {
        await expect.poll(() => button.textContent()).toContain('Run on your device');
        await button.click();
        await page
          .locator('.demo-run .demo-status', { hasText: 'Live result' })
          .waitFor({ timeout: 60_000 });
      }
      for (const summary of await page.locator('summary').all())
        if (!(await summary.evaluate((element) => element.closest('details')?.open)))
          await summary.click();
      const left = (await untranslated(page)).filter((text) => !belongs(text));
      expect(left).toEqual([]);
      expect(problems).toEqual([]);
    });

    test('errors', async () => {
      const { page } = await open();
      await page.goto(`${site}embed/${TEXT}/?lang=en`);
      await page.route('**/runtime/**', (route) => route.abort());
      await page.locator('.demo-button.primary').first().click();
      const status = page.locator('.demo-status').first();
      await expect.poll(() => status.textContent()).toContain('Try again');
    });

    test('the recorded result, in Chinese, shows only when the live demo does not come', async () => {
      const { page } = await open();
      const island = page.locator('ai-demo');
      const look = (): Promise<{ animation: string; visibility: string }> =>
        island.evaluate((element) => {
          const { animationName: animation, visibility } = getComputedStyle(element);
          return { animation, visibility };
        });
      await page.route('**/embed/**/demo*.js*', (route) => route.abort());
      await page.goto(`${site}embed/${TEXT}/`);
      expect(await look()).toEqual({ animation: 'none', visibility: 'visible' });
      await page.goto(`${site}embed/${TEXT}/?lang=en`);
      expect((await look()).animation).toBe('recorded-last');
      await expect.poll(look, { timeout: 20_000 }).toMatchObject({ visibility: 'visible' });
    });

    test('the book carries none of it', () => {
      const folder = path.join(dist, '_astro');
      for (const name of readdirSync(folder).filter((file) => file.endsWith('.js')))
        expect(readFileSync(path.join(folder, name), 'utf8')).not.toMatch(
          /Run on your device|Headlines to try|Drawing pad|GPU hours|Choose a photo/,
        );
    });
  });

  test('a wrong value does no harm', async () => {
    const { page, problems } = await open();
    await page.goto(`${site}embed/${TEXT}/?theme=pink&accent=url(x)&hide=everything&preset=none`);
    await expect.poll(() => page.locator('textarea').first().isEnabled()).toBe(true);
    expect(problems).toEqual([]);
  });

  test.each(demoIds())('%s fits into 280 pixels', async (id) => {
    const { page, problems } = await open({ viewport: { width: 280, height: 800 } });
    await page.goto(`${site}embed/${id}/`, { waitUntil: 'networkidle' });
    expect(await overflow(page)).toBe(0);
    expect(problems).toEqual([]);
  });
});

test('oEmbed answers for every demo, and its page tells where', () => {
  for (const id of demoIds()) {
    const oembed = JSON.parse(readFileSync(path.join(dist, 'oembed', `${id}.json`), 'utf8')) as {
      html: string;
      thumbnail_url: string;
    };
    expect(oembed).toMatchObject({
      version: '1.0',
      type: 'rich',
      title: embedded(id).title,
      width: expect.any(Number),
      height: embedded(id).height,
      thumbnail_width: PICTURE.width,
      thumbnail_height: PICTURE.height,
    });
    expect(oembed.html).toMatch(new RegExp(`^<iframe src="https?://[^"]+/embed/${id}/"`));
    const picture = readFileSync(path.join(dist, 'og', `${id}.png`));
    expect(picture.length).toBeLessThan(60_000);
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([1200, 630]);
    const { document } = parseHTML(
      readFileSync(path.join(dist, 'embed', id, 'index.html'), 'utf8'),
    );
    const link = document.querySelector('link[type="application/json+oembed"]');
    expect(link?.getAttribute('href')).toMatch(new RegExp(`/oembed/${id}\\.json$`));
  }
});

test('no link of an embed page takes the place of the demo', () => {
  for (const id of demoIds()) {
    const { document } = parseHTML(
      readFileSync(path.join(dist, 'embed', id, 'index.html'), 'utf8'),
    );
    const links = [...document.querySelectorAll('a[href]')];
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(link.getAttribute('target')).toBe('_blank');
  }
});

test.skipIf(inFirefox)('the copy buttons give the codes, also by keyboard', async () => {
  const { page } = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto(`${site}${embedded(TEXT).place.replace(/#.*/, '')}`);
  const details = page.locator(`#demo-${TEXT} + .book-embed`);
  await details.locator('summary').focus();
  await page.keyboard.press('Enter');
  for (const expected of [code.frame, code.script, code.link]) {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()), { timeout: 10_000 })
      .toBe(expected);
    // Said once, beside the button that was pressed, whose own name stays.
    const said = details.locator('[role=status]:not(:empty)');
    await expect.poll(() => said.allInnerTexts()).toEqual(['已复制']);
    expect(await said.locator('xpath=..').innerHTML()).toContain(
      await page.evaluate(() => document.activeElement?.outerHTML ?? '?'),
    );
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('复制');
    // The code itself can be reached too, to scroll or select it.
    await page.keyboard.press('Tab');
  }
  await expect.poll(() => details.locator('[role=status]:not(:empty)').count()).toBe(0);
});

test('an embed page has all colours that its styles use', () => {
  for (const id of demoIds()) {
    const html = readFileSync(path.join(dist, 'embed', id, 'index.html'), 'utf8');
    const set = new Set(html.match(/--[\w-]+(?=:)/g));
    const used = [...html.matchAll(/var\((--(?:sl-color|book)-[\w-]+)\)/g)].map(([, name]) => name);
    expect(used.filter((name = '') => !set.has(name))).toEqual([]);
  }
});

test('embed.js is tiny', () => {
  expect(gzipSync(readFileSync(path.join(dist, 'embed.js'))).length).toBeLessThan(2000);
});
