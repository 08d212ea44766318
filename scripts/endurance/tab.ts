/** A tab of the built site that runs a demo many times, and counts what must not grow on the way. */
import type { Browser, Page } from 'playwright-core';
import { demoLabel } from '../../src/book/book.ts';
import { demos, type DemoId } from '../../src/demos/registry.ts';
import { presets as drawings } from '../../src/demos/handwriting/presets.ts';
import { encodeDrawing } from '../../src/demos/image/strokes.ts';
import { serve, type Served } from '../site.ts';

/** Has Chromium collect garbage and measure at once, where it would wait for a quiet moment. */
export const MEASURING_ARGS = ['--enable-blink-features=ForceEagerMeasureMemory'];

/** What a tab holds. */
export interface Counts {
  /** Runs of models so far. */
  readonly runs: number;
  readonly sessions: number;
  readonly workers: number;
  readonly urls: number;
}

/** What a tab holds, measured after garbage is collected. */
export interface Sample extends Counts {
  /** Memory of page and workers, WebAssembly included. */
  readonly bytes: number;
}

/** Serves `folder` with the headers without which browsers do not let a page measure its memory. */
export function serveIsolated(folder: string): Promise<Served> {
  return serve(folder, '/', 0, {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  });
}

/** Pages of the book with live demos, and the demos that run a model on each. */
export function pagesWithModels(): Map<string, DemoId[]> {
  const pages = new Map<string, DemoId[]>();
  for (const [id, { models }] of Object.entries(demos)) {
    const page = demoLabel(id)?.page;
    if (page === undefined || models.length === 0) continue;
    pages.set(page, [...(pages.get(page) ?? []), id as DemoId]);
  }
  return pages;
}

/** Opens a page in a tab that counts from its beginning. */
export async function countingTab(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage({ reducedMotion: 'reduce' });
  await page.addInitScript(count);
  await page.goto(address);
  return page;
}

declare global {
  var tabCounts: { runs: number; sessions: Set<string>; workers: Set<Worker>; urls: Set<string> };
}

/** In the page, before its own scripts: notes every worker, session, run and object URL. */
function count(): void {
  const counts = { runs: 0, sessions: new Set(), workers: new Set(), urls: new Set() };
  Object.assign(globalThis, { tabCounts: counts });
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (object) => {
    const url = createObjectURL.call(URL, object);
    counts.urls.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => {
    counts.urls.delete(url);
    revokeObjectURL.call(URL, url);
  };
  globalThis.Worker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      counts.workers.add(this);
    }
    override terminate(): void {
      counts.workers.delete(this);
      super.terminate();
    }
    override postMessage(message: unknown, ...rest: unknown[]): void {
      const { request } = message as { request: { kind: string; model?: string } };
      if (request.kind === 'run') counts.runs++;
      if (request.kind === 'load') counts.sessions.add(request.model);
      if (request.kind === 'release') counts.sessions.delete(request.model);
      (super.postMessage as (...args: unknown[]) => void)(message, ...rest);
    }
  };
}

/** Brings demo `id` to life as a reader does. */
export async function bringToLife(page: Page, id: DemoId): Promise<void> {
  const demo = page.locator(`ai-demo[name="${id}"]`);
  await demo.scrollIntoViewIfNeeded();
  await demo.locator('.demo-run button:enabled').click();
  await demo.locator('.demo-status', { hasText: '现场结果' }).first().waitFor({ timeout: 60_000 });
}

const SENTENCES = ['央行宣布下调存款利率', '王小明从北京到上海', '主场加时险胜', '火箭发射成功'];

/** States, as links carry them, that the demos take one after the other; no two next to each other alike. */
const states: Readonly<Record<string, (i: number) => Record<string, string>>> = {
  'text-classification': (i) => ({ text: `${SENTENCES[i % 4]}，第${i}条` }),
  ner: (i) => ({ text: `第${i}次，${SENTENCES[i % 4]}。` }),
  handwriting: (i) => ({
    strokes: encodeDrawing(drawings[i % drawings.length]?.drawing ?? []) ?? '',
  }),
  'image-classification': (i) => ({
    preset: ['ship', 'truck', 'cat', 'horse'][i % 4] ?? '',
    crop: `0.5_0.5_${1.5 + (i % 100) / 100}`,
  }),
};

/** Has the live demo `id` answer the inputs from `from` to `to`, each shown on the page. */
export async function answerMany(page: Page, id: DemoId, from: number, to: number): Promise<void> {
  const state = states[id];
  if (!state) throw new Error(`no inputs for the demo ${id}`);
  const inputs = Array.from({ length: to - from }, (_, i) =>
    String(new URLSearchParams(state(from + i))),
  );
  await page.evaluate(
    async ([selector, all]) => {
      /** The parts of `DemoElement` that come between an input and what shows of it. */
      interface Live extends Element {
        state: string;
        result: unknown;
        readonly updateComplete: Promise<unknown>;
        requestUpdate(): void;
        compute(signal: AbortSignal): AsyncIterable<{ result: unknown }>;
      }
      const live = document.querySelector<Live>(selector);
      if (!live) throw new Error(`${selector} is not live`);
      for (const input of all) {
        live.state = input;
        await live.updateComplete;
        for await (const { result } of live.compute(new AbortController().signal)) {
          live.result = result;
          live.requestUpdate();
          // What comes after the first answer explains it; an endurance run is about answers.
          break;
        }
        await live.updateComplete;
      }
    },
    [`ai-demo-${id}`, inputs] as const,
  );
}

/** What the tab holds now, after a collection of garbage. */
export async function sample(page: Page): Promise<Sample> {
  return page.evaluate(async () => {
    const { runs, sessions, workers, urls } = tabCounts;
    const { bytes } = await (
      performance as Performance & { measureUserAgentSpecificMemory(): Promise<{ bytes: number }> }
    ).measureUserAgentSpecificMemory();
    return { bytes, runs, sessions: sessions.size, workers: workers.size, urls: urls.size };
  });
}
