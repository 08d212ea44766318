/** Every model gives in a real Chromium what it gives in Node, whose answers other tests compare with Python's. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { collect } from '../../src/build/inference-assets.ts';
import { pipeline as handwriting } from '../../src/demos/handwriting/pipeline.ts';
import { pipeline as pictures } from '../../src/demos/image-classification/pipeline.ts';
import type { Pixels } from '../../src/demos/image/pixels.ts';
import { pipeline as names } from '../../src/demos/ner/pipeline.ts';
import { linearPipeline } from '../../src/demos/text-classification/linear-pipeline.ts';
import { pipeline as topics } from '../../src/demos/text-classification/pipeline.ts';
import { readManifest, run } from '../../src/inference/node.ts';
import type { Pipeline } from '../../src/inference/pipeline.ts';
import { useBrowser } from '../browser.ts';
import type { FaultyServer } from './faulty-server.ts';
import { harnessServer } from './harness-server.ts';
import { plain } from './plain.ts';

/** The gap that different processors and builds of the runtime may leave; logits are of the order of 10. */
const TOLERANCE = 1e-3;

const read = (file: string): string => readFileSync(`tests/fixtures/${file}`, 'utf8');
const headlines = (JSON.parse(read('text-classification.json')) as { text: string }[]).map(
  ({ text }) => text,
);
const sentences = read('ner-sentences.txt')
  .split('\n')
  .map((line) => line.replace(/\[([^\]|]*)\|[A-Z]+\]/g, '$1'))
  .filter((line) => line.trim() && !line.startsWith('#'));

/** Fifty pictures of waves in three colours, each of another length and direction. */
const waves = Array.from({ length: 50 }, (_, n): Pixels => {
  const [width, height] = [40 + 3 * n, 150 - 2 * n];
  const data = Uint8ClampedArray.from({ length: width * height * 4 }, (_, i) => {
    const [x, y] = [Math.floor(i / 4) % width, Math.floor(i / 4 / width)];
    return i % 4 === 3 ? 255 : 128 + 127 * Math.sin((x * (n + 1) + y * (i % 4) * 7 + n) / 60);
  });
  return { width, height, data };
});

const open = useBrowser();
let server: FaultyServer;
let page: Page;

beforeAll(async () => {
  const { index, files } = await collect(path.resolve('.'));
  server = await harnessServer(inject('dist'), index, files);
  ({ page } = await open());
  await page.goto(`${server.url}harness.html`);
});
afterAll(() => server?.close());

/** The largest gap between any output in the page and the same in Node, over `inputs`, one at a time. */
async function largestGap<Input, Result>(
  model: string,
  { preprocess }: Pipeline<Input, Result>,
  inputs: readonly Input[],
): Promise<number> {
  const manifest = await readManifest(model);
  let gap = 0;
  for (const input of inputs) {
    const feeds = preprocess([input], manifest);
    const expected = plain(await run(model, feeds));
    const found = await page.evaluate(([id, sent]) => harness.outputs(id, sent), [
      model,
      plain(feeds),
    ] as const);
    for (const [name, { data, dims }] of Object.entries(expected)) {
      expect(found[name]?.dims).toEqual(dims);
      data.forEach((value, i) => {
        gap = Math.max(gap, Math.abs(value - (found[name]?.data[i] ?? Infinity)));
      });
    }
  }
  return gap;
}

test('there are at least fifty inputs of each kind', () => {
  for (const inputs of [headlines, sentences, waves])
    expect(inputs.length).toBeGreaterThanOrEqual(50);
});

test('headlines', async () => {
  expect(await largestGap('text-classification', topics, headlines)).toBeLessThan(TOLERANCE);
  expect(await largestGap('text-classification-linear', linearPipeline, headlines)).toBeLessThan(
    TOLERANCE,
  );
});

test('sentences with names', async () => {
  expect(await largestGap('ner', names, sentences)).toBeLessThan(TOLERANCE);
});

test('drawings', async () => {
  expect(await largestGap('handwriting', handwriting, waves)).toBeLessThan(TOLERANCE);
});

test('pictures', async () => {
  expect(await largestGap('image-classification', pictures, waves)).toBeLessThan(TOLERANCE);
});
