/**
 * What goes wrong around a reader who runs a demo: files, storage, memory, the worker, the tab. Each time what they
 * read, that the recorded result stays, and that 「重试」 brings the demo to life without a reload.
 */
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { collect } from '../../src/build/inference-assets.ts';
import { LINEAR, NEURAL } from '../../src/demos/text-classification/classify.ts';
import { useBrowser } from '../browser.ts';
import {
  after,
  broken,
  faultyServer,
  flipped,
  html,
  notFound,
  stalled,
  truncated,
  type Fault,
  type FaultyServer,
} from './faulty-server.ts';
import { openDemo, retry, type Reader } from './reader.ts';

const HEADLINE = '主场加时险胜 新秀砍下三十分十个篮板';
const RUNTIME = 'runtime/onnxruntime';
const WORKER = 'runtime/worker.';
const { index } = await collect(path.resolve('.'));
const model = index.models[NEURAL];
if (!model) throw new Error('no model to test with');
const [GRAPH, CARD] = [model.graph.path, model.manifest.path];

const open = useBrowser();
let server: FaultyServer;
beforeAll(async () => {
  server = await faultyServer(inject('dist'), new Map());
});
afterAll(() => server?.close());
afterEach(() => server.reset());

/** The demo, before it is run; `prepare` runs in the page before its own scripts. */
async function meet(prepare?: () => void, page?: Page): Promise<Reader> {
  const own = page ?? (await open()).page;
  if (prepare) await own.addInitScript(prepare);
  return openDemo(own, server.url, NEURAL);
}

/** Types `text` and waits for the model's answer to it. */
async function ask({ demo }: Reader, text: string, answer: string): Promise<void> {
  await demo.locator('textarea').first().fill(text);
  await demo.locator('.demo-input').filter({ hasText: text }).waitFor();
  expect(await demo.locator('.demo-answer').first().innerText()).toContain(answer);
}

const recorded = ({ demo }: Reader): Promise<string> => demo.locator('.demo-columns').innerText();

describe('a file that is not as it should be', () => {
  const faults: [string, Fault, string, string][] = [
    ['no runtime', notFound, RUNTIME, '服务器上找不到模型文件'],
    ['half a runtime', truncated, RUNTIME, '文件下载后校验不符，可能在途中损坏了'],
    ['a web page instead of the runtime', html, RUNTIME, '服务器返回的是网页而不是模型文件'],
    ['half a runtime, and then no connection', broken, RUNTIME, '下载中断了'],
    ['no model', notFound, GRAPH, '服务器上找不到模型文件'],
    ['a model with one wrong bit', flipped, GRAPH, '文件下载后校验不符，可能在途中损坏了'],
    ['half a model', truncated, GRAPH, '文件下载后校验不符，可能在途中损坏了'],
    ['a web page instead of the model', html, GRAPH, '服务器返回的是网页而不是模型文件'],
    ['no card', notFound, CARD, '服务器上找不到模型文件'],
    ['a web page instead of the card', html, CARD, '服务器返回的是网页而不是模型文件'],
    ['a card with one wrong bit', flipped, CARD, '文件下载后校验不符，可能在途中损坏了'],
    ['no worker', notFound, WORKER, '服务器上找不到模型文件'],
    ['a web page instead of the worker', html, WORKER, '服务器返回的是网页而不是模型文件'],
    ['half a worker', truncated, WORKER, '文件下载后校验不符，可能在途中损坏了'],
  ];

  test.each(faults)('%s: the cause, and a retry that works', async (_, fault, part, message) => {
    server.faults.set(part, fault);
    const reader = await meet();
    const before = await recorded(reader);
    await reader.button.click();
    await reader.reads(message);
    expect(await recorded(reader)).toBe(before);
    server.faults.clear();
    await retry(reader);
    await ask(reader, HEADLINE, '体育');
  });

  test('a retry that is cancelled leads back to the recorded result, not to the failure', async () => {
    server.faults.set(GRAPH, html);
    const reader = await meet();
    await reader.button.click();
    await reader.reads('服务器返回的是网页而不是模型文件');
    server.faults.set(GRAPH, stalled);
    await reader.button.click();
    await reader.reads('正在下载');
    await reader.button.click();
    await reader.reads('事先录制的结果');
    expect((await reader.button.innerText()).trim()).toContain('在你的设备上运行');
  });

  test('before the first byte a reader learns how many there will be', async () => {
    server.faults.set('runtime/', () => undefined);
    const reader = await meet();
    await reader.button.click();
    await reader.reads('正在下载：0B，共');
    expect(await reader.status()).toMatch(/共[1-9]/);
  });

  test('a connection lost half-way: the retry goes on from there', async () => {
    server.faults.set(GRAPH, stalled);
    const reader = await meet();
    await reader.button.click();
    // All else has arrived, and some of the half that comes.
    const { runtime } = index;
    const total = runtime.bytes + model.manifest.bytes + model.graph.bytes;
    const progress = reader.demo.locator('progress');
    await expect
      .poll(() => progress.evaluate((bar: HTMLProgressElement) => bar.value))
      .toBeGreaterThan(1 - (0.9 * model.graph.bytes) / total);
    server.cut();
    await reader.reads('下载中断了。点「重试」接着下载。');
    server.reset();
    await retry(reader);
    const again = server.requests.find((request) => request.path === GRAPH);
    expect(again?.range).toMatch(/^bytes=[1-9]\d*-$/);
  });
});

describe('the linear model, which comes second,', () => {
  const graph = index.models[LINEAR]?.graph.path ?? '';
  const line = ({ demo }: Reader) => demo.locator('.demo-agreement');

  test('that does not come leaves the answer of the first, and can be tried again', async () => {
    server.faults.set(graph, html);
    const reader = await meet();
    // What was recorded holds for its own text only.
    await reader.demo.locator('textarea').first().fill(HEADLINE);
    await reader.button.click();
    await line(reader)
      .filter({ hasText: '线性模型没有算成：服务器返回的是网页而不是模型文件' })
      .waitFor();
    expect(await reader.status()).toContain('现场结果');
    expect(await reader.demo.locator('.demo-answer').first().innerText()).toContain('体育');
    server.faults.clear();
    await line(reader).getByRole('button', { name: '重试' }).press('Enter');
    await line(reader).filter({ hasText: '判为「体育」' }).waitFor();
  });

  test('says how far it has come', async () => {
    server.faults.set(graph, stalled);
    const reader = await meet();
    await reader.demo.locator('textarea').first().fill(HEADLINE);
    await reader.button.click();
    await expect
      .poll(() => line(reader).innerText())
      .toMatch(/^线性模型还没有算，正在下载：[1-9].+，共.+B。/);
    expect(await reader.status()).toContain('现场结果');
  });
});

describe('storage', () => {
  test('that is denied costs a download on every visit, and nothing else', async () => {
    const deny = (): void => {
      Object.defineProperty(globalThis, 'caches', {
        get() {
          throw new DOMException('denied', 'SecurityError');
        },
      });
    };
    const first = await meet(deny);
    for (const reader of [first, await meet(deny, await first.page.context().newPage())]) {
      await reader.button.click();
      await reader.reads('现场结果');
      expect(await reader.status()).toMatch(/下载\d\.\dMB/);
      await ask(reader, HEADLINE, '体育');
    }
  });

  test('that is full is no reason to fail', async () => {
    const reader = await meet(() => {
      // A full disk shows as this, whatever the browser.
      Cache.prototype.put = () =>
        Promise.reject(new DOMException('Quota exceeded.', 'QuotaExceededError'));
    });
    await reader.button.click();
    await reader.reads('现场结果');
    await ask(reader, HEADLINE, '体育');
  });

  /** Replaces what is stored of `part` by what `change` makes of it; how many files that were. */
  const tamper = (page: Page, part: string, kind: 'damaged' | 'older'): Promise<number> =>
    page.evaluate(
      async ([name, how]) => {
        let count = 0;
        for (const key of await caches.keys()) {
          const cache = await caches.open(key);
          for (const request of await cache.keys()) {
            if (!request.url.includes(name)) continue;
            const bytes = new Uint8Array(await (await cache.match(request))!.arrayBuffer());
            if (how === 'damaged') bytes[bytes.length >> 1]! ^= 1;
            else await cache.delete(request);
            const older = request.url.replace(/\.[0-9a-f]{12}\./, '.000000000000.');
            await cache.put(how === 'damaged' ? request.url : older, new Response(bytes));
            count++;
          }
        }
        return count;
      },
      [part, kind] as const,
    );

  test.each(['damaged', 'older'] as const)(
    'with %s models is passed over and mended',
    async (kind) => {
      const reader = await meet();
      await reader.button.click();
      await reader.reads('现场结果');
      expect(await tamper(reader.page, GRAPH, kind)).toBe(1);

      const second = await meet(undefined, reader.page);
      await second.button.click();
      await second.reads('现场结果');
      expect(await second.status()).toContain('下载');
      await ask(second, HEADLINE, '体育');

      const third = await meet(undefined, reader.page);
      await third.button.click();
      await third.reads('模型取自本机缓存');
      const stored = await third.page.evaluate(async () => {
        const cache = await caches.open((await caches.keys())[0] ?? '');
        return (await cache.keys()).map(({ url }) => url);
      });
      expect(stored.filter((url) => url.includes('000000000000'))).toEqual([]);
    },
  );
});

/** Keeps the workers of a page in `workers`, so that a test can do to them what a browser may do. */
const keepWorkers = (): void => {
  const workers: Worker[] = [];
  const { Worker: Original } = globalThis;
  globalThis.Worker = class extends Original {
    constructor(...args: ConstructorParameters<typeof Original>) {
      super(...args);
      workers.push(this);
    }
  };
  Object.assign(globalThis, { workers });
};

/** Ends the workers as a browser does that wants their memory: no event tells of it. */
const killWorkers = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const worker of (globalThis as unknown as { workers: Worker[] }).workers)
      worker.terminate();
  });

describe('the worker', () => {
  test('killed during a run is missed, and replaced on a retry', async () => {
    const reader = await meet(keepWorkers);
    await reader.button.click();
    await reader.reads('现场结果');
    const killed = killWorkers(reader.page);
    await reader.demo.locator('textarea').first().fill(HEADLINE);
    await killed;
    await reader.reads('推理进程意外退出了。点「重试」会重新启动它。');
    await retry(reader);
    await ask(reader, '央行宣布下调存款利率', '财经');
  });

  test('killed while it waits is missed at the next input', async () => {
    const reader = await meet(keepWorkers);
    // A first run tells its answer, then what each character did to it, then the other model's answer.
    const idle = reader.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          let results = 0;
          document.addEventListener('ai-demo:result', () => {
            if (++results === 3) resolve();
          });
        }),
    );
    await reader.button.click();
    await idle;
    await killWorkers(reader.page);
    await reader.demo.locator('textarea').first().fill(HEADLINE);
    await reader.reads('推理进程意外退出了');
    await retry(reader);
    await ask(reader, HEADLINE, '体育');
  });

  test('that gets no memory says so', async () => {
    const refuse =
      'self.WebAssembly.Memory = class { constructor() {' +
      ' throw new RangeError("WebAssembly.Memory(): could not allocate memory") } }';
    server.faults.set(WORKER, after(refuse));
    const reader = await meet();
    const before = await recorded(reader);
    await reader.button.click();
    await reader.reads('内存不足，模型没能装入。关掉一些标签页后点「重试」。');
    expect(await recorded(reader)).toBe(before);
    server.faults.clear();
    await retry(reader);
    await ask(reader, HEADLINE, '体育');
  });
});

test('a clock too coarse for a run, as browsers have against fingerprinting: it still ends', async () => {
  const reader = await meet(() => {
    // Workers have a clock of their own.
    Reflect.deleteProperty(globalThis, 'Worker');
    performance.now = () => 0;
  });
  await reader.button.click();
  await reader.reads('现场结果：推理<0.1毫秒');
  await ask(reader, HEADLINE, '体育');
});

describe('the tab', () => {
  /** What a browser does to a tab that has been out of sight for long, and when it comes back. */
  const freeze = async (page: Page, state: 'frozen' | 'active'): Promise<void> => {
    const session = await page.context().newCDPSession(page);
    await session.send('Page.setWebLifecycleState', { state });
  };

  test.runIf(inject('browserName') === 'chromium')(
    'out of sight during the download and a run goes on when it comes back',
    async () => {
      server.faults.set(GRAPH, stalled);
      const reader = await meet();
      await reader.button.click();
      await expect.poll(() => server.requests.some(({ path: file }) => file === GRAPH)).toBe(true);
      await freeze(reader.page, 'frozen');
      server.cut();
      server.reset();
      await freeze(reader.page, 'active');
      await reader.reads('下载中断了');
      await retry(reader);

      await reader.demo.locator('textarea').first().fill(HEADLINE);
      await freeze(reader.page, 'frozen');
      await freeze(reader.page, 'active');
      await reader.demo.locator('.demo-input').filter({ hasText: HEADLINE }).waitFor();
      expect(await reader.demo.locator('.demo-answer').first().innerText()).toContain('体育');
    },
  );

  test('beside another one with the same demo: both run', async () => {
    const one = await meet();
    const two = await meet(undefined, await one.page.context().newPage());
    await Promise.all([one.button.click(), two.button.click()]);
    for (const reader of [one, two]) {
      await reader.reads('现场结果');
      await ask(reader, HEADLINE, '体育');
    }
  });
});

describe('haste', () => {
  test('names: of a text that grows letter by letter the last one counts', async () => {
    const { page } = await open();
    const reader = await openDemo(page, server.url, 'ner');
    await reader.button.click();
    await reader.reads('现场结果');
    const text = '王小明昨天从北京到了上海。';
    const input = reader.demo.locator('textarea').first();
    for (let length = 1; length <= text.length; length++) await input.fill(text.slice(0, length));
    const marks = reader.demo.locator('mark');
    await expect
      .poll(async () => (await marks.allInnerTexts()).join(), { timeout: 20_000 })
      .toMatch(/王小明.*北京.*上海/s);
  });

  test('numerals: of ten samples chosen at once the last one is recognised', async () => {
    const { page } = await open({ reducedMotion: 'reduce' });
    const reader = await openDemo(page, server.url, 'handwriting');
    await reader.button.click();
    await reader.reads('现场结果');
    for (const name of ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'])
      await reader.demo.getByRole('button', { name, exact: true }).click();
    await expect.poll(() => reader.demo.locator('.demo-answer').innerText()).toContain('九');
  });
});
