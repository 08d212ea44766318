/** Measures what pages and demos of the built site cost a reader, in a real browser. */
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';

/**
 * What pages and demos may cost: bytes (packed where pages are meant; all that a plain server sends for
 * the first result of the first demo; on the wire for each model) and layout shift.
 */
export const BUDGETS = {
  script: 40_000,
  page: 150_000,
  firstResult: 4_700_000,
  model: 2_000_000,
  warm: 0,
  shift: 0,
} as const;

/** Bytes of everything a page loaded, by what it is. */
export interface PageBytes {
  /** As a server with gzip sends them. */
  readonly gzip: { script: number; style: number; html: number; font: number; total: number };
  /** As a plain static server sends them. */
  readonly raw: number;
}

type Kind = keyof PageBytes['gzip'];

/** Counts the bytes of the responses of `page` from now on, but those to ignore; call the result when done. */
function countBytes(page: Page, ignore?: RegExp): () => Promise<PageBytes> {
  const responses: Promise<{ kind: Kind | undefined; body: Buffer; sent: number }>[] = [];
  page.on('response', (response) => {
    if (ignore?.test(response.url())) return;
    const kinds: Readonly<Record<string, Kind>> = {
      document: 'html',
      script: 'script',
      stylesheet: 'style',
      font: 'font',
    };
    const kind = kinds[response.request().resourceType()];
    responses.push(
      response
        .body()
        .catch(() => Buffer.alloc(0))
        // A server may unpack or pack on the way; what it announces is what it sends.
        .then((body) => ({
          kind,
          body,
          sent: Number(response.headers()['content-length'] ?? body.length),
        })),
    );
  });
  return async () => {
    const gzip = { script: 0, style: 0, html: 0, font: 0, total: 0 };
    let raw = 0;
    for (const { kind, body, sent } of await Promise.all(responses)) {
      raw += sent;
      // Pictures are counted apart: the budget of a page is for its text.
      if (!kind) continue;
      // Fonts are packed already.
      const bytes = kind === 'font' ? body.length : gzipSync(body).length;
      gzip[kind] += bytes;
      gzip.total += bytes;
    }
    return { gzip, raw };
  };
}

/** Bytes of the page at `url` before any interaction. @throws {Error} when none were seen. */
export async function measurePage(browser: Browser, url: string): Promise<PageBytes> {
  const page = await browser.newPage({ viewport: { width: 412, height: 823 } });
  const bytes = countBytes(page);
  await page.goto(url, { waitUntil: 'networkidle' });
  const result = await bytes();
  if (result.gzip.html === 0) throw new Error(`nothing measured of ${url}`);
  await page.close();
  return result;
}

/** What a demo costs until its first live result. */
export interface FirstResult {
  /** Bytes of page, code, runtime and model until the first live result, from a plain static server. */
  readonly cold: number;
  /** Bytes over the network for runtime and model on the second visit. */
  readonly warm: number;
  /** Sum of all layout shifts on the way. */
  readonly layoutShift: number;
  /** From the click to the live result, on the first and on the second visit. */
  readonly seconds: { readonly cold: number; readonly warm: number };
}

/** A line between reader and server. */
export interface Line {
  readonly bitsPerSecond: number;
  /** Milliseconds there and back. */
  readonly latency: number;
}

/**
 * Brings demo `id` on the page at `url` to life, twice, as a reader does.
 * @param further models that load after the first result shows; they have a budget of their own.
 * @param line slows the network of the page down; without it the server is as near as can be.
 * @throws {Error} when nothing was seen to arrive.
 */
export async function measureDemo(
  browser: Browser,
  url: string,
  id: string,
  further: readonly string[],
  line?: Line,
): Promise<FirstResult> {
  const later = further.length > 0 ? new RegExp(`/runtime/(${further.join('|')})\\.`) : undefined;
  const context = await browser.newContext({ viewport: { width: 412, height: 823 } });
  const visit = async () => {
    const page = await context.newPage();
    if (line) await slowDown(page, line);
    const bytes = countBytes(page, later);
    let inference = 0;
    page.on('response', (response) => {
      if (!/\/runtime\/.*\.(wasm|onnx|json)/.test(response.url())) return;
      inference += Number(response.headers()['content-length'] ?? 0);
    });
    await page.addInitScript(() => {
      const shifts = { sum: 0 };
      Object.assign(globalThis, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          shifts.sum += (entry as PerformanceEntry & { value: number }).value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(url, { waitUntil: 'load' });
    const demo = page.locator(`ai-demo[name="${id}"]`);
    await demo.scrollIntoViewIfNeeded();
    const button = demo.locator('.demo-button.primary').first();
    await button.waitFor();
    const start = performance.now();
    await button.click();
    await demo
      .locator('.demo-status', { hasText: '现场结果' })
      .first()
      .waitFor({ timeout: 60_000 });
    const seconds = (performance.now() - start) / 1000;
    return { page, raw: (await bytes()).raw, inference, seconds };
  };
  const cold = await visit();
  if (cold.inference === 0) throw new Error(`nothing measured of the demo ${id} at ${url}`);
  const layoutShift = await cold.page.evaluate(
    () => (globalThis as unknown as { shifts: { sum: number } }).shifts.sum,
  );
  const warm = await visit();
  await context.close();
  return {
    cold: cold.raw,
    warm: warm.inference,
    layoutShift,
    seconds: { cold: cold.seconds, warm: warm.seconds },
  };
}

async function slowDown(page: Page, { bitsPerSecond, latency }: Line): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency,
    downloadThroughput: bitsPerSecond / 8,
    uploadThroughput: bitsPerSecond / 8,
  });
}
