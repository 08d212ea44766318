/** The book without a network: what was read, what was saved, what an update may do; and the book as an app. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { serve } from '../../scripts/site.ts';
import { WHOLE_BOOK } from '../../src/offline/manifest.ts';
import { useBrowser } from '../browser.ts';
import {
  broken,
  faultyServer,
  html,
  stalled,
  type FaultyServer,
} from '../browser/faulty-server.ts';
import { bringToLife, pageOf, reach } from './demo-tools.ts';
import { heard, listen } from './listening.ts';
import {
  editions,
  gone,
  hold,
  nextEdition,
  nextWorker,
  readWorker,
  stop,
  storage,
  update,
  waits,
  waitUntilStored,
} from './offline-tools.ts';

const DEMO = 'handwriting';
const INFERENCE = 'ai-book-inference-1';
const UNREAD = 'part-3/ch11/';
const dist = inject('dist');

const open = useBrowser();
/** What the server has besides the built site, or in its place. */
const files = new Map<string, Uint8Array>();
let server: FaultyServer;

beforeEach(async () => {
  files.clear();
  server = await faultyServer(dist, files);
});
afterEach(() => server.close());

/** A page that the service worker has stored. */
async function read(address: string, earlier?: Page): Promise<Page> {
  const page = earlier ? await earlier.context().newPage() : (await open()).page;
  await page.goto(server.url + address);
  await waitUntilStored(page);
  return page;
}

const heading = (page: Page): Promise<string> => page.locator('h1').first().innerText();

/** The row below `page` for saving it or the whole book. */
async function rowOf(page: Page, unit: string): Promise<Locator> {
  await page.locator('.save-offline summary').click();
  const row = page.locator(`book-shelf [data-unit="${unit}"]`);
  await row.locator('button:visible').first().waitFor();
  return row;
}
const status = (row: Locator): Locator => row.locator('[role=status]');
const press = (row: Locator, name: string | RegExp): Promise<void> =>
  row.getByRole('button', { name }).click();

describe('a page that was read once', () => {
  test('can be read again, with its style, after the server was stopped', async () => {
    const page = await read('guide/');
    const title = await heading(page);
    const font = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.querySelector('h1')!).fontFamily);
    const style = await font();
    server.close();
    const response = await page.reload();
    expect(response?.fromServiceWorker()).toBe(true);
    expect(await heading(page)).toBe(title);
    expect(await font()).toBe(style);
  });

  test('lies on the device without models, and once only', async () => {
    const page = await read(pageOf(DEMO));
    const { [INFERENCE]: models = [], ...others } = await storage(page);
    expect(models).toEqual([]);
    await bringToLife(await reach(page, DEMO));
    const after = await storage(page);
    expect(after[INFERENCE]?.some((url) => url.includes('onnxruntime'))).toBe(true);
    const stored = Object.keys(others).flatMap((name) => after[name] ?? []);
    expect(stored.filter((url) => url.includes('.packed'))).toEqual([]);
  });

  test('is shown as it was stored when the server only has errors, or never answers', async () => {
    const page = await read('guide/');
    const title = await heading(page);
    server.faults.set('guide/', (response) => {
      response.writeHead(503);
      response.end('busy');
    });
    await page.reload();
    expect(await heading(page)).toBe(title);
    server.faults.set('guide/', () => undefined);
    await page.reload();
    expect(await heading(page)).toBe(title);
  });

  test('is not replaced by what a network puts in its place', async () => {
    const page = await read('guide/');
    const title = await heading(page);
    server.faults.set('guide/', html);
    await page.reload();
    expect(await page.locator('h1').count()).toBe(0);
    stop(server);
    await page.reload();
    expect(await heading(page)).toBe(title);
  });
});

test('a page that was not read is explained, with what can be read and the way back', async () => {
  const page = await read('guide/');
  const title = await heading(page);
  stop(server);
  await page.goto(server.url + UNREAD);
  expect(await heading(page)).toBe('这一页没有存在设备上');
  const readable = page.locator('.readable li');
  await readable.first().waitFor();
  expect(await readable.allInnerTexts()).toEqual([title]);
  server.reset();
  await page.locator('.again a').click();
  await page.waitForURL(server.url + UNREAD);
  expect(await page.locator('.above').innerText()).toContain('第11章');
});

describe('a script that is loaded when it is needed, and does not come,', () => {
  const scrollTo = (page: Page, edge: 'top' | 'demo'): Promise<void> =>
    page.evaluate(
      ([to, id]) =>
        document.querySelector(to === 'top' ? 'h1' : `ai-demo[name="${id}"]`)?.scrollIntoView(),
      [edge, DEMO] as const,
    );
  const unhandled = (problems: readonly string[]): string[] =>
    problems.filter((problem) => problem.startsWith('page:'));

  test.each([
    [
      'its reader comes by again',
      async (page: Page) => {
        await scrollTo(page, 'top');
        await page.waitForTimeout(300);
        await scrollTo(page, 'demo');
      },
    ],
    [
      'the network is back',
      (page: Page) => page.evaluate(() => void dispatchEvent(new Event('online'))),
    ],
  ])('leaves a demo as recorded until %s', async (_, comeBack) => {
    const { page, problems } = await open();
    server.faults.set('_astro/element', gone);
    await page.goto(server.url + pageOf(DEMO));
    const failed = page.waitForEvent('requestfailed', (request) =>
      request.url().includes('_astro/element'),
    );
    await scrollTo(page, 'demo');
    await failed;
    server.reset();
    await comeBack(page);
    await page.locator(`ai-demo[name="${DEMO}"] .demo-run button:enabled`).waitFor();
    expect(unhandled(problems)).toEqual([]);
  });

  test('has the rows for saving say so, and work when they are opened again', async () => {
    const { page, problems } = await open();
    server.faults.set('_astro/panel', gone);
    await page.goto(`${server.url}guide/`);
    const summary = page.locator('.save-offline summary');
    const shelf = page.locator('book-shelf');
    const line = status(shelf).first();
    const problem = '没有载入，检查网络后再打开一次。';
    await listen(shelf);
    await summary.click();
    await line.filter({ hasText: problem }).waitFor();
    server.reset();
    await summary.click();
    await summary.click();
    await line.filter({ hasText: /^共\d/ }).waitFor();
    expect(await heard(shelf)).toEqual([problem]);
    expect(await shelf.innerText()).not.toContain(problem);
    expect(unhandled(problems)).toEqual([]);
  });
});

test('embeds, ranges and downloads do not pass through the service worker', async () => {
  const page = await read('guide/');
  const model = readdirSync(path.join(dist, 'runtime')).find((name) => name.endsWith('.packed'));
  const range = await page.evaluate(async (url) => {
    const response = await fetch(url, { headers: { Range: 'bytes=10-' } });
    return response.status;
  }, `${server.url}runtime/${model}`);
  expect(range).toBe(206);
  expect(server.requests).toContainEqual({ path: `runtime/${model}`, range: 'bytes=10-' });
  const response = await page.goto(`${server.url}embed/${DEMO}/`);
  expect(response?.fromServiceWorker()).toBe(false);
  expect(await page.locator('link[rel="manifest"]').count()).toBe(0);
  stop(server);
  await expect(page.goto(`${server.url}embed/${DEMO}/`)).rejects.toThrow(/ERR_/);
});

test('a saved page with a demo in a frame says that it is not there, until the network is back', async () => {
  const page = await read('appendix/embedding/');
  const embed = page.locator('.live-embed');
  stop(server);
  await page.reload();
  await embed.filter({ hasText: '断网时这里看不到演示' }).waitFor();
  expect(await embed.locator('iframe').count()).toBe(0);
  server.reset();
  await page.evaluate(() => void dispatchEvent(new Event('online')));
  await embed.locator('iframe').scrollIntoViewIfNeeded();
  await embed.frameLocator('iframe').locator('ai-demo').waitFor();
});

describe('saving', () => {
  /** The row below the page at `address` for that page or the whole book. */
  async function openRow(address: string, unit = address): Promise<{ page: Page; row: Locator }> {
    const { page } = await open();
    await page.goto(server.url + address);
    return { page, row: await rowOf(page, unit) };
  }
  const address = pageOf(DEMO);

  test('a chapter: its size first, then progress, cancelling, going on; it runs without a server', async () => {
    const { page, row } = await openRow(address);
    await status(row)
      .filter({ hasText: /^共\d\.\dMB，其中演示的模型与运行环境\d\.\dMB；/ })
      .waitFor();
    expect(await row.getByText('删除').isVisible()).toBe(false);
    expect(await row.getByRole('button').first().innerText()).toMatch(/^保存（下载\d\.\dMB）$/);

    server.faults.set('runtime/onnxruntime', stalled);
    await press(row, /^保存/);
    await status(row)
      .filter({ hasText: /^正在保存：[1-9][\d.]*MB，共/ })
      .waitFor();
    await expect
      .poll(() => row.locator('progress').evaluate((bar: HTMLProgressElement) => bar.value))
      .toBeGreaterThan(0.3);
    await press(row, '取消');
    await status(row).filter({ hasText: '已在设备上' }).waitFor();

    const kept = Object.values(await storage(page)).flat();
    expect(kept).toContain(server.url + address);
    server.reset();
    await press(row, /^保存/);
    await status(row).filter({ hasText: '已保存，断网也能读' }).waitFor();
    // What had arrived does not come again, and the runtime goes on from the middle.
    const again = server.requests.map((request) => server.url + request.path);
    expect(again.filter((url) => kept.includes(url))).toEqual([]);
    expect(server.requests.find(({ range }) => range)?.path).toContain('onnxruntime');

    server.close();
    const later = await page.context().newPage();
    await later.goto(server.url + address);
    const demo = await reach(later, DEMO);
    await bringToLife(demo);
    expect(await demo.locator('.demo-status').first().innerText()).toContain('模型取自本机缓存');
    expect(await later.locator('.save-offline summary span').isVisible()).toBe(true);
  });

  test('what is removed is gone, but for what other saved pages need', async () => {
    const { page, row } = await openRow('part-4/ch13/');
    await press(row, /^保存/);
    await status(row).filter({ hasText: '已保存' }).waitFor();
    await page.goto(server.url + address);
    await page.locator('.save-offline summary').click();
    const other = page.locator(`book-shelf [data-unit="${address}"]`);
    await press(other, /^保存/);
    await status(other).filter({ hasText: '已保存' }).waitFor();
    expect((await storage(page))[INFERENCE]).not.toEqual([]);

    await press(other, '删除');
    await other.getByRole('button', { name: /^保存/ }).waitFor();
    const left = Object.values(await storage(page)).flat();
    expect(left).not.toContain(server.url + address);
    expect(left.filter((url) => url.includes('.packed'))).toEqual([]);
    expect(left).toContain(`${server.url}part-4/ch13/`);
    stop(server);
    await page.goto(`${server.url}part-4/ch13/`);
    expect(await page.locator('.above').innerText()).toContain('第13章');

    await page.locator('.save-offline summary').click();
    await press(page.locator(`book-shelf [data-unit="${WHOLE_BOOK}"]`), '全部删除');
    await page
      .locator('book-shelf [data-unit="part-4/ch13/"]')
      .getByRole('button', { name: /^保存/ })
      .waitFor();
    const fallback = readWorker(dist).manifest.units.find(({ id }) => id === 'offline/');
    const kept = Object.values(await storage(page)).flat();
    expect(kept).toHaveLength(fallback?.files.length ?? 0);
  });

  test('neither moves the page nor takes the focus of who has read on', async () => {
    const { page, row } = await openRow('part-4/ch13/');
    const focus = (): Promise<string> =>
      page.evaluate(() => document.activeElement?.textContent ?? '');
    const release = hold(server, 'diagrams/');
    await press(row, /^保存/);
    await status(row).filter({ hasText: '正在保存' }).waitFor();
    await page.locator('h1').click();
    await release();
    await status(row).filter({ hasText: '已保存' }).waitFor();
    await row.getByRole('button', { name: '删除' }).waitFor();
    expect(await page.evaluate(() => scrollY)).toBe(0);
    expect(await focus()).not.toBe('删除');

    await row.getByRole('button', { name: '删除' }).press('Enter');
    await row.getByRole('button', { name: /^保存/ }).waitFor();
    await expect.poll(focus).toMatch(/^保存/);
  });

  test('the whole book: every page, search and models', async () => {
    const { page, row } = await openRow('guide/', WHOLE_BOOK);
    await press(row, /^保存/);
    await status(row).filter({ hasText: '已保存' }).waitFor({ timeout: 90_000 });
    const here = page.locator('book-shelf [data-unit="guide/"] [role=status]');
    await here.filter({ hasText: '已随全书保存' }).waitFor();
    server.close();
    for (const { id } of readWorker(dist).manifest.units.filter(({ id }) => id !== WHOLE_BOOK)) {
      const response = await page.goto(server.url + id);
      expect(response?.fromServiceWorker()).toBe(true);
      if (id !== 'offline/') expect(page.url()).toBe(server.url + id);
    }
    await page.goto(`${server.url}guide/`);
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox').fill('注意力');
    await page.locator('book-search .hits a').first().waitFor();
  });

  test('is heard once when it begins and once when it ends, and only in the row that was pressed', async () => {
    const { page } = await open();
    const release = hold(server, 'sw.js');
    await page.goto(`${server.url}appendix/offline/`);
    const shelf = page.locator('#shelf book-shelf');
    await listen(shelf);
    await release();
    const row = shelf.locator('[data-unit="part-4/ch13/"]');
    await press(row, /^保存/);
    await status(row).filter({ hasText: '已保存' }).waitFor();
    const title = await row.locator('strong').innerText();
    expect(await heard(shelf)).toEqual([
      expect.stringContaining(`${title}：正在保存`),
      expect.stringContaining(`${title}：已保存`),
    ]);
  });

  test('does not wait for an answer to whether the site may keep its data', async () => {
    const { page, row } = await openRow('part-4/ch13/');
    await page.evaluate(() => {
      navigator.storage.persist = () => new Promise(() => undefined);
    });
    await press(row, /^保存/);
    await status(row).filter({ hasText: '已保存' }).waitFor();
  });

  test('a connection that breaks is reported, and a retry goes through', async () => {
    const { row } = await openRow('part-4/ch13/');
    server.faults.set('diagrams/', broken);
    await press(row, /^保存/);
    await status(row).filter({ hasText: '下载中断了。点「重试」接着下载。' }).waitFor();
    server.reset();
    await press(row, '重试');
    await status(row).filter({ hasText: '已保存' }).waitFor();
  });

  test('a full device is reported with what to do', async () => {
    const { page, row } = await openRow(address);
    const devtools = await page.context().newCDPSession(page);
    const { origin } = new URL(server.url);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000_000 });
    await press(row, /^保存/);
    await status(row).filter({ hasText: '留给这个网站的空间不够' }).waitFor();
    await devtools.send('Storage.overrideQuotaForOrigin', { origin });
    await press(row, '重试');
    await status(row).filter({ hasText: '已保存' }).waitFor();
  });

  test('a device without room for it unpacked downloads nothing', async () => {
    const { page, row } = await openRow(address);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    // Enough for what is sent, but ONNX Runtime alone unpacks to 14 MB.
    await page.evaluate(() => {
      navigator.storage.estimate = () => Promise.resolve({ quota: 12_000_000, usage: 0 });
    });
    await press(row, /^保存/);
    await status(row).filter({ hasText: '留给这个网站的空间不够' }).waitFor();
    expect(asked).toEqual([]);
  });

  test('where the browser allows no service worker, the page reads on and says why', async () => {
    const { page, problems } = await open();
    await page.context().route('http://book.test/**', async (route) => {
      const { pathname } = new URL(route.request().url());
      await route.fulfill({ path: path.join(dist, pathname.replace(/\/$/, '/index.html')) });
    });
    await page.goto('http://book.test/guide/');
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    await page.locator('.save-offline summary').click();
    await page.locator('book-shelf .problem', { hasText: 'HTTPS' }).waitFor();
    expect(problems.filter((problem) => !problem.startsWith('request to book.test'))).toEqual([]);
  });
});

describe('an update', () => {
  test('never mixes editions, and brings over what was read', async () => {
    const one = await read('guide/');
    const two = await read('part-1/', one);
    const [first] = Object.keys(await storage(one));

    const next = nextEdition(dist);
    for (const [name, content] of next.files) files.set(name, content);
    server.faults.set(next.removed, (response) => {
      response.writeHead(404);
      response.end();
    });
    // With a network there is the new edition at once, while another page of the first is still open.
    await one.goto(`${server.url}part-2/`);
    expect(await editions(one)).toEqual({ page: 'second', script: 'second' });
    await expect.poll(() => waits(one), { timeout: 30_000 }).toBe(true);

    // Without one, what was read of the first edition, whole; the new pages wait for their worker.
    server.faults.set('', gone);
    await one.goto(`${server.url}guide/`);
    expect(await editions(one)).toEqual({ page: 'first', script: 'first' });
    await two.reload();
    expect(await editions(two)).toEqual({ page: 'first', script: 'first' });
    await one.goto(`${server.url}part-2/`);
    expect(one.url()).toContain('offline/');

    // The last page of the first edition goes: the new worker begins, and the old files go with the old.
    server.faults.delete('');
    await two.close();
    const turnPage = async (): Promise<string[]> => {
      await one.goto(`${server.url}part-2/`);
      await one.waitForTimeout(7000);
      return Object.keys(await storage(one));
    };
    // The browser lets the old worker finish first, which it may still be doing when a page is turned; and the
    // new one looks again for six seconds while a page that was left lingers, so nobody reads faster than that.
    const second = first?.replace(/\S+$/, 'second');
    await expect.poll(turnPage, { timeout: 120_000, interval: 1000 }).toEqual([second]);
    await waitUntilStored(one);
    stop(server);
    for (const address of ['guide/', 'part-1/', 'part-2/']) {
      await one.goto(server.url + address);
      expect(await editions(one)).toEqual({ page: 'second', script: 'second' });
      expect(one.url()).toBe(server.url + address);
    }
  });

  test('that does not arrive whole leaves the earlier edition as it was', async () => {
    const page = await read('guide/');
    const before = await storage(page);
    const next = nextEdition(dist);
    for (const [name, content] of next.files) files.set(name, content);
    server.faults.set('offline/', broken);
    expect(await update(page)).toBe('redundant');
    stop(server);
    await page.reload();
    expect(await editions(page)).toEqual({ page: 'first', script: 'first' });
    expect(await storage(page)).toMatchObject(before);
  });

  test('loses, while it waits, what is removed', async () => {
    const page = await read('guide/');
    // As long as there is another page, it waits.
    await read('part-1/', page);
    const row = await rowOf(page, 'guide/');
    await press(row, /^保存/);
    await status(row).filter({ hasText: '已保存' }).waitFor();
    for (const [name, content] of nextEdition(dist).files) files.set(name, content);
    expect(await update(page)).toBe('installed');
    // A page that an update left behind which failed, and a model that only the newer edition has.
    await page.evaluate(
      async ([base, models]) => {
        await (await caches.open('ai-book / failed')).put(`${base}guide/`, new Response());
        await (await caches.open(models)).put(`${base}runtime/newer.onnx`, new Response());
      },
      [server.url, INFERENCE] as const,
    );
    const kept = async (): Promise<string[]> => {
      const urls = Object.entries(await storage(page))
        .filter(([name]) => !name.endsWith(' saved'))
        .flatMap(([, stored]) => stored);
      const paths = urls.map((url) => url.slice(server.url.length));
      return paths.filter((name) => /\/$|^runtime\//.test(name)).sort();
    };
    expect(new Set(await kept())).toEqual(
      new Set(['guide/', 'offline/', 'part-1/', 'runtime/newer.onnx']),
    );
    await press(row, '删除');
    await expect
      .poll(kept)
      .toEqual(['offline/', 'offline/', 'part-1/', 'part-1/', 'runtime/newer.onnx']);
    await press(page.locator(`book-shelf [data-unit="${WHOLE_BOOK}"]`), '全部删除');
    await expect.poll(kept).toEqual(['offline/', 'offline/']);
    expect(await waits(page)).toBe(true);
  });

  test('begins below a page that has downloaded a model, yet not while that is saved', async () => {
    const page = await read(pageOf(DEMO));
    const row = await rowOf(page, pageOf(DEMO));
    const release = hold(server, 'runtime/onnxruntime');
    await press(row, /^保存/);
    await status(row)
      .filter({ hasText: /正在保存：[1-9]/ })
      .waitFor();
    files.set('sw.js', nextWorker(dist));
    expect(await update(page)).toBe('installed');
    await page.waitForTimeout(2000);
    expect(await waits(page)).toBe(true);
    await release();
    await status(row).filter({ hasText: '已保存' }).waitFor();
    // It begins at once, and has what was saved after it was installed.
    await expect.poll(() => waits(page)).toBe(false);
    const builds = async (): Promise<string[]> =>
      Object.keys(await storage(page)).filter((name) => / (?!saved)\w+$/.test(name));
    await expect.poll(builds).toEqual(['ai-book / second']);
    stop(server);
    await page.reload();
    await status(await rowOf(page, pageOf(DEMO)))
      .filter({ hasText: '已保存，断网也能读' })
      .waitFor();
  });
});

describe.each([
  ['at the root', inject('dist'), '/'],
  ['under a sub-path', inject('subDist'), '/book/'],
])('the book as an app %s', (_, folder, base) => {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as {
    lang: string;
    icons: { src: string; sizes: string; type: string; purpose: string }[];
  };

  test('has the icons that it names, in their sizes', () => {
    expect(manifest.lang).toBe('zh-CN');
    for (const { src, sizes, type } of manifest.icons) {
      const content = readFileSync(path.join(folder, src));
      if (type !== 'image/png') continue;
      const { width, height } = PNG.sync.read(content);
      expect(`${width}x${height}`).toBe(sizes);
    }
    const named = manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`);
    expect(named).toEqual(['any any', '192x192 any', '512x512 any', '512x512 maskable']);
  });

  test('is installable from any of its pages, starts at the cover, and can be read offline', async () => {
    const { url, close } = await serve(folder, base);
    const { page, problems } = await open();
    try {
      await page.goto(`${url}guide/`);
      await waitUntilStored(page);
      const devtools = await page.context().newCDPSession(page);
      const { errors, manifest: parsed } = await devtools.send('Page.getAppManifest');
      expect(errors).toEqual([]);
      expect(parsed).toMatchObject({ startUrl: url, scope: url, id: url });
      const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
      // Each test has a window of its own that forgets everything, which nothing can be installed from.
      const ids = installabilityErrors.map(({ errorId }) => errorId);
      expect(ids.filter((id) => id !== 'in-incognito')).toEqual([]);
      const scope = await page.evaluate(async () => (await navigator.serviceWorker.ready).scope);
      expect(scope).toBe(url);
      for (const name of Object.keys(await storage(page))) expect(name).toContain(` ${base} `);
      expect(problems).toEqual([]);
    } finally {
      close();
    }
    const response = await page.reload();
    expect(response?.fromServiceWorker()).toBe(true);
    await page.goto(url + UNREAD);
    expect(await heading(page)).toBe('这一页没有存在设备上');
  });

  test('is linked from every page of the book, and from none for frames', () => {
    const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => name.split(path.sep).join('/'))
      .filter((name) => name.endsWith('.html'));
    const linked = pages.filter((name) =>
      readFileSync(path.join(folder, name), 'utf8').includes('<link rel="manifest"'),
    );
    expect(linked).toEqual(pages.filter((name) => !name.startsWith('embed/')));
  });
});
