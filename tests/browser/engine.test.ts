/**
 * The engine in a real Chromium, when all is well and when it is not: files damaged or cut off, storage,
 * workers or WebAssembly refused. Where a reader sees it, on the built site and in their words.
 */
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { BROWSER_ARGS } from '../../scripts/find-browser.ts';
import { collect } from '../../src/build/inference-assets.ts';
import { classify, NEURAL } from '../../src/demos/text-classification/classify.ts';
import { readManifest, run } from '../../src/inference/node.ts';
import { useBrowser } from '../browser.ts';
import { flipped, stalled, type FaultyServer } from './faulty-server.ts';
import { harnessServer } from './harness-server.ts';
import type { Loaded } from './harness.ts';
import { openDemo, type Reader } from './reader.ts';

const HEADLINE = '主场加时险胜 新秀砍下三十分十个篮板';
const RUNTIME = 'runtime/onnxruntime';

const { index, files } = await collect(path.resolve('.'));
const model = index.models[NEURAL];
if (!model) throw new Error('no model to test with');
const { graph, manifest: card } = model;
const GRAPH = graph.path;
const totalBytes = index.runtime.bytes + graph.bytes + card.bytes;

const open = useBrowser();
let server: FaultyServer;

beforeAll(async () => {
  server = await harnessServer(inject('dist'), index, files);
});
afterAll(() => server?.close());
afterEach(() => server.reset());

/** A page with the harness; in `context` of an earlier page where storage is to be shared. */
async function harnessPage(earlier?: Page, prepare?: () => void): Promise<Page> {
  const page = earlier ? await earlier.context().newPage() : (await open()).page;
  if (prepare) await page.addInitScript(prepare);
  await page.goto(`${server.url}harness.html`);
  return page;
}

const load = (page: Page): Promise<Loaded> => page.evaluate(() => harness.load());

/** Requests for packed files: what a second visit must do without. */
const packed = (): string[] =>
  server.requests.map((request) => request.path).filter((name) => name.endsWith('.packed'));

/** That the model really runs in `page`: its answer is that of the same model in Node. */
async function expectAnswer(page: Page): Promise<void> {
  const runner = { manifest: await readManifest(NEURAL), run: run.bind(null, NEURAL) };
  const [expected] = await classify(NEURAL, runner, [HEADLINE]);
  const [scores] = await page.evaluate((text) => harness.classify([text]), HEADLINE);
  for (const [label, probability] of Object.entries(expected?.scores ?? {}))
    expect(scores?.[label]).toBeCloseTo(probability, 4);
}

describe('a model in the browser', () => {
  test('gives the answer that it gives in Node, and costs nothing on the second visit', async () => {
    const first = await harnessPage();
    expect(await load(first)).toMatchObject({ rung: 'worker', transferred: totalBytes });
    await expectAnswer(first);
    expect(packed()).toHaveLength(3);

    server.reset();
    const second = await harnessPage(first);
    expect(await load(second)).toMatchObject({ rung: 'worker', transferred: 0 });
    await expectAnswer(second);
    expect(packed()).toEqual([]);
  });

  test('runs in two tabs at once', async () => {
    const one = await harnessPage();
    const two = await harnessPage(one);
    const reports = await Promise.all([load(one), load(two)]);
    for (const report of reports) expect(report).toHaveProperty('rung', 'worker');
    await Promise.all([expectAnswer(one), expectAnswer(two)]);
  });

  test('answers requests in their order and drops one that was withdrawn', async () => {
    const page = await harnessPage();
    await load(page);
    const outcomes = await page.evaluate(() => harness.race(['甲', '乙', '丙'], 1));
    expect(outcomes).toEqual(['answered', 'aborted', 'answered']);
  });

  test('is released when idle, and loads from the device again', async () => {
    const page = await harnessPage();
    await page.evaluate(() => {
      harness = newHarness(50);
    });
    await load(page);
    await page.waitForTimeout(500);
    server.reset();
    expect(await load(page)).toHaveProperty('transferred', 0);
    // A model that was still there would have had nothing to report.
    expect(await page.evaluate(() => harness.progress.length)).toBeGreaterThan(0);
    await page.waitForTimeout(500);
    await expectAnswer(page);
    expect(packed()).toEqual([]);
  });

  test('stays loaded while it is used', async () => {
    const page = await harnessPage();
    await load(page);
    await load(page);
    expect(await page.evaluate(() => harness.progress)).toEqual([]);
  });

  test('comes back after its engine was closed', async () => {
    const page = await harnessPage();
    await load(page);
    await page.evaluate(() => harness.close());
    await expectAnswer(page);
  });

  test('answers also when its engine is closed under it, as another demo’s failure does', async () => {
    const page = await harnessPage();
    const interrupted = await page.evaluate((text) => harness.classifyInterrupted(text), HEADLINE);
    const [scores] = await page.evaluate((text) => harness.classify([text]), HEADLINE);
    expect(interrupted).toEqual(scores);
  });
});

describe('downloading', () => {
  const half = Math.floor(graph.bytes / 2);

  /** Starts to load, and waits until all has arrived but the half of the graph that never comes. */
  async function loadHalf(page: Page): Promise<{ loading: Promise<Loaded> }> {
    const loading = load(page);
    const expected = totalBytes - graph.bytes + half;
    await expect
      .poll(() => page.evaluate(() => harness.progress.at(-1)?.received ?? 0), { timeout: 30_000 })
      .toBe(expected);
    return { loading };
  }

  test('reports its progress, can be cancelled half-way, and goes on from there', async () => {
    server.faults.set(GRAPH, stalled);
    const page = await harnessPage();
    const { loading } = await loadHalf(page);
    const progress = await page.evaluate(() => harness.progress);
    expect(new Set(progress.map(({ total }) => total))).toEqual(new Set([totalBytes]));
    const received = progress.map(({ received: bytes }) => bytes);
    expect(received).toEqual([...received].sort((a, b) => a - b));
    await page.evaluate(() => harness.cancel());
    expect(await loading).toEqual({ failed: 'aborted' });

    server.reset();
    const { transferred } = (await load(page)) as { transferred: number };
    // The card may have arrived with the first try or not; the half of the graph must not come again.
    expect(transferred).toBeLessThan(graph.bytes);
    expect(server.requests).toContainEqual({ path: GRAPH, range: `bytes=${half}-` });
    await expectAnswer(page);
  });

  test('goes on by Range after the connection was lost half-way', async () => {
    server.faults.set(GRAPH, stalled);
    const page = await harnessPage();
    const { loading } = await loadHalf(page);
    server.cut();
    expect(await loading).toEqual({ failed: 'network' });
    server.reset();
    const { transferred } = (await load(page)) as { transferred: number };
    // The card may have arrived with the first try or not; the half of the graph must not come again.
    expect(transferred).toBeLessThan(graph.bytes);
    expect(server.requests).toContainEqual({ path: GRAPH, range: `bytes=${half}-` });
    await expectAnswer(page);
  });

  test('starts afresh where a server knows no Range', async () => {
    server.faults.set(GRAPH, stalled);
    const page = await harnessPage();
    const { loading } = await loadHalf(page);
    server.cut();
    expect(await loading).toEqual({ failed: 'network' });
    server.faults.set(GRAPH, (response, content) => response.end(content));
    expect(await load(page)).toHaveProperty('rung', 'worker');
    await expectAnswer(page);
  });

  test('asks the server again after damage, not the cache that the damage may sit in', async () => {
    server.headers.set('Cache-Control', 'max-age=3600');
    server.faults.set(GRAPH, flipped);
    const page = await harnessPage();
    expect(await load(page)).toEqual({ failed: 'corrupted' });
    server.faults.clear();
    expect(await load(page)).toHaveProperty('rung', 'worker');
    await expectAnswer(page);
  });

  test('copes with a server that has the browser unpack files', async () => {
    server.faults.set(GRAPH, (response, content) => {
      const sent = gzipSync(content);
      response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': sent.length });
      response.end(sent);
    });
    const page = await harnessPage();
    expect(await load(page)).toHaveProperty('rung', 'worker');
    const progress = await page.evaluate(() => harness.progress.at(-1));
    expect(progress?.received).toBe(progress?.total);
    await expectAnswer(page);
  });
});

describe('storage', () => {
  test('has the runtime unpacked, so that the next visit need not do it again', async () => {
    const page = await harnessPage();
    await load(page);
    const begins = () =>
      page.evaluate(async (runtime) => {
        const response = await caches.match(runtime);
        return response && [...new Uint8Array(await response.arrayBuffer()).subarray(0, 4)];
      }, index.runtime.path);
    await expect.poll(begins).toEqual([...Buffer.from('\0asm')]);
  });

  test('that is refused costs only a download per visit', async () => {
    const deny = (): void => {
      Object.defineProperty(globalThis, 'caches', {
        get() {
          throw new DOMException('denied', 'SecurityError');
        },
      });
    };
    const first = await harnessPage(undefined, deny);
    await load(first);
    await expectAnswer(first);
    const second = await harnessPage(first, deny);
    expect(await load(second)).not.toHaveProperty('transferred', 0);
    await expectAnswer(second);
  });

  test('with damaged bytes is noticed, passed over and mended', async () => {
    const page = await harnessPage();
    await load(page);
    const damaged = await page.evaluate(async () => {
      let count = 0;
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          await cache.put(request, new Response('damaged'));
          count++;
        }
      }
      return count;
    });
    expect(damaged).toBe(3);
    await page.reload();
    expect(await load(page)).not.toHaveProperty('transferred', 0);
    await expectAnswer(page);
    await page.reload();
    expect(await load(page)).toHaveProperty('transferred', 0);
  });
});

describe('an insecure context, which has no crypto.subtle and no caches', () => {
  test('still checks what it downloads, and runs', async () => {
    const browser = await chromium.launch({
      executablePath: inject('browserPath'),
      args: [...BROWSER_ARGS, '--host-resolver-rules=MAP book.test 127.0.0.1'],
    });
    try {
      const page = await browser.newPage();
      await page.goto(`http://book.test:${server.port}/harness.html`);
      expect(await page.evaluate(() => [isSecureContext, typeof crypto.subtle])).toEqual([
        false,
        'undefined',
      ]);
      server.faults.set(GRAPH, flipped);
      expect(await load(page)).toEqual({ failed: 'corrupted' });
      server.reset();
      await expectAnswer(page);
    } finally {
      await browser.close();
    }
  });
});

describe('what a reader sees', () => {
  /** The demo in its chapter, before it was run. */
  async function demoPage(prepare?: () => void): Promise<Reader> {
    const { page } = await open();
    if (prepare) await page.addInitScript(prepare);
    return openDemo(page, server.url, NEURAL);
  }

  test('while it loads slowly: progress, and after cancelling the recorded state', async () => {
    server.faults.set(RUNTIME, stalled);
    const view = await demoPage();
    const before = await view.demo.innerText();
    await view.button.click();
    await view.reads('正在下载');
    const shown = view.demo.locator('progress');
    const value = (): Promise<number> =>
      shown.evaluate((element: HTMLProgressElement) => element.value);
    // Half of the runtime: the model is fetched after it.
    await expect.poll(value, { timeout: 20_000 }).toBeGreaterThan(0.3);
    expect(await value()).toBeLessThan(1);
    expect((await view.button.innerText()).trim()).toBe('取消下载');

    await view.button.click();
    await view.reads('事先录制的结果');
    expect(await view.demo.innerText()).toBe(before);
    expect(await shown.isHidden()).toBe(true);
  });

  test('by keyboard: the second press cancels what the first began', async () => {
    server.faults.set(RUNTIME, stalled);
    const view = await demoPage();
    const focused = (): Promise<boolean> =>
      view.button.evaluate((button) => button === document.activeElement);
    await view.button.press('Enter');
    await view.reads('正在下载');
    expect(await focused()).toBe(true);
    await view.page.keyboard.press('Enter');
    await view.reads('事先录制的结果');
    expect(await focused()).toBe(true);
    server.faults.clear();
    await view.page.keyboard.press('Enter');
    await view.reads('现场结果');
    expect(await focused()).toBe(true);
  });

  test('when the browser has no WebAssembly', async () => {
    const view = await demoPage(() => {
      Reflect.deleteProperty(globalThis, 'WebAssembly');
    });
    await view.button.click();
    await view.reads('这个浏览器没有启用WebAssembly');
  });

  const policy = (rest: string): string => `script-src 'self' 'unsafe-inline' ${rest}`;

  test('when a policy forbids WebAssembly', async () => {
    server.headers.set('Content-Security-Policy', policy("; worker-src 'self' blob:"));
    const view = await demoPage();
    await view.button.click();
    await view.reads('安全策略（CSP）禁止运行WebAssembly');
  });

  test.each([
    ['the worker', "worker-src 'self'", '，后台线程。'],
    [
      'a Blob worker where files are refused as workers',
      'worker-src blob:',
      '，后台线程（Blob）。',
    ],
    ['the page itself where all workers are refused', "worker-src 'none'", '，页面线程。'],
  ])('which rung it runs on: %s', async (_, workers, name) => {
    server.headers.set('Content-Security-Policy', policy(`'wasm-unsafe-eval'; ${workers}`));
    const view = await demoPage();
    await view.button.click();
    await view.reads('现场结果');
    expect(await view.status()).toContain(name);
    // It runs: a text that was not recorded gets its own answer.
    await view.demo.locator('textarea').first().fill(HEADLINE);
    await view.demo.locator('.demo-input', { hasText: HEADLINE }).waitFor();
    expect(await view.demo.locator('.demo-answer').first().innerText()).toContain('体育');
  });

  test('of quick typing: the answer to the last input, and no older one after it', async () => {
    const view = await demoPage();
    await view.button.click();
    await view.reads('现场结果');
    await view.demo.evaluate((element) => {
      const shown: string[] = [];
      Object.assign(globalThis, { shown });
      element.addEventListener('ai-demo:result', (event) =>
        shown.push((event as CustomEvent<{ text: string }>).detail.text),
      );
    });
    const input = view.demo.locator('textarea').first();
    for (let length = 1; length <= HEADLINE.length; length++)
      await input.fill(HEADLINE.slice(0, length));
    await view.demo.locator('.demo-agreement', { hasText: '模型' }).waitFor();
    await view.demo.locator('.demo-input').filter({ hasText: HEADLINE }).waitFor();
    await view.page.waitForTimeout(500);
    const shown = await view.page.evaluate(
      () => (globalThis as unknown as { shown: string[] }).shown,
    );
    expect(shown.at(-1)).toBe(HEADLINE);
    expect(shown.slice(shown.indexOf(HEADLINE)).every((text) => text === HEADLINE)).toBe(true);
    expect(shown.length).toBeLessThan(HEADLINE.length * 3);
  });
});
