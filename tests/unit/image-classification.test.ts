import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  networkView,
  pipeline,
  squareView,
} from '../../src/demos/image-classification/pipeline.ts';
import { classify } from '../../src/demos/image/classes.ts';
import { occlusions } from '../../src/demos/image/occlusion.ts';
import type { Pixels } from '../../src/demos/image/pixels.ts';
import { softmax } from '../../src/demos/softmax.ts';
import type { ModelManifest } from '../../src/inference/manifest.ts';
import { readManifest, run } from '../../src/inference/node.ts';
import { float32Output } from '../../src/inference/tensor.ts';

type Colour = [number, number, number];

/** A picture of `image-classification-drawings.json`: sky (top and bottom colour), then shapes in painting order. */
interface Drawing {
  label: string;
  width: number;
  height: number;
  sky: [Colour, Colour];
  shapes: ['r' | 'e' | 'p', number[], Colour][];
}

function inside(kind: 'r' | 'e' | 'p', n: number[], x: number, y: number): boolean {
  const [a = 0, b = 0, c = 0, d = 0] = n;
  if (kind === 'r') return x >= a && x < a + c && y >= b && y < b + d;
  if (kind === 'e') return (x - a) ** 2 * (d * d) + (y - b) ** 2 * (c * c) <= c * c * (d * d);
  let odd = false;
  for (let i = 0; i < n.length; i += 2) {
    const [ax = 0, ay = 0] = n.slice(i, i + 2);
    const [bx = 0, by = 0] = [n[(i + 2) % n.length], n[(i + 3) % n.length]];
    if (ay > y !== by > y && (x - ax) * (by - ay) < (bx - ax) * (y - ay) !== by < ay) odd = !odd;
  }
  return odd;
}

/** The same painting as `render` in training/image_drawings.py. */
function render({ width, height, sky: [top, bottom], shapes }: Drawing): Pixels {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [x, y] = [column + 0.5, row + 0.5];
      const shape = shapes.findLast(([kind, numbers]) => inside(kind, numbers, x, y));
      const colour =
        shape?.[2] ??
        top.map((value, k) => Math.floor(value + ((bottom[k] ?? 0) - value) * (y / height) + 0.5));
      data.set(colour, (row * width + column) * 4);
    }
  }
  return { width, height, data };
}

const filled = (width: number, height: number, rgba: number[]): Pixels => ({
  width,
  height,
  data: Uint8ClampedArray.from({ length: width * height * 4 }, (_, i) => rgba[i % 4] ?? 0),
});

let manifest: ModelManifest;
let drawings: Drawing[];
let logits: number[][];

async function fixture<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')) as T;
}

async function recognise(inputs: readonly Pixels[]) {
  const outputs = await run('image-classification', pipeline.preprocess(inputs, manifest));
  return pipeline.postprocess(outputs, inputs, manifest);
}

beforeAll(async () => {
  manifest = await readManifest('image-classification');
  drawings = await fixture('image-classification-drawings.json');
  logits = await fixture('image-classification.logits.json');
});

describe('classifying pictures', () => {
  it('gives the logits of the training code', async () => {
    expect(drawings.length).toBeGreaterThanOrEqual(50);
    expect(logits.length).toBe(drawings.length);
    const outputs = await run(
      'image-classification',
      pipeline.preprocess(drawings.map(render), manifest),
    );
    const { data } = float32Output(outputs, 'logits');
    const worst = Math.max(...logits.flat().map((value, i) => Math.abs(value - (data[i] ?? NaN))));
    expect(worst).toBeLessThan(1e-3);
  });

  it('gives a probability for every class', async () => {
    for (const { label, scores } of await recognise(drawings.slice(0, 5).map(render))) {
      expect(Object.keys(scores)).toEqual(manifest.labels.map(({ id }) => id));
      expect(Object.values(scores).reduce((a, b) => a + b)).toBeCloseTo(1, 6);
      expect(scores[label]).toBe(Math.max(...Object.values(scores)));
    }
  });

  it('is not sure about an even colour', async () => {
    const greys = [0, 90, 128, 200, 255].map((v) => filled(40, 40, [v, v, v, 255]));
    const results = await recognise(greys);
    expect(results.filter(({ confident }) => confident).length).toBeLessThanOrEqual(1);
  });

  it('takes odd pictures', async () => {
    const odd = [
      filled(1, 1, [1, 2, 3, 255]),
      filled(700, 2, [9, 9, 9, 0]),
      filled(3, 400, [0, 255, 0, 9]),
    ];
    for (const { scores } of await recognise(odd)) {
      expect(Object.values(scores).every(Number.isFinite)).toBe(true);
    }
    expect(() => pipeline.preprocess([{ ...filled(2, 2, [0]), width: 3 }], manifest)).toThrow(
      RangeError,
    );
    expect(() => pipeline.preprocess([filled(0, 5, [])], manifest)).toThrow(RangeError);
    expect(pipeline.preprocess([], manifest)['image']?.dims).toEqual([0, 3, 32, 32]);
  });

  it('feeds an occlusion map through the same pipeline', async () => {
    const [drawing] = drawings;
    if (!drawing) throw new Error('no drawings');
    const variants = occlusions(render(drawing), 4);
    const results = await recognise(variants.map(({ pixels }) => pixels));
    expect(results).toHaveLength(16);
  });

  it('says when it is not sure by the threshold of the card', () => {
    const outputs = {
      logits: { type: 'float32', dims: [2, 10], data: new Float32Array(20) },
    } as const;
    outputs.logits.data[13] = 20;
    const [unsure, sure] = classify(outputs, 2, manifest, { temperature: 1, threshold: 0.5 });
    expect(unsure?.confident).toBe(false);
    expect(sure).toMatchObject({ label: manifest.labels[3]?.id, confident: true });
    expect(() => classify(outputs, 3, manifest, { temperature: 1, threshold: 0.5 })).toThrow(
      /logits/,
    );
  });

  it('has a card whose figures are good enough', () => {
    const accuracy = manifest.metrics.find(
      (m) => m.name === 'accuracy' && m.split.startsWith('test'),
    );
    expect(accuracy?.value).toBeGreaterThanOrEqual(0.9);
    expect(manifest.file.bytes).toBeLessThanOrEqual(2_000_000);
  });
});

describe('preparing pictures', () => {
  it('takes the middle square and averages', () => {
    const wide = filled(96, 32, [255, 0, 0, 255]);
    for (let y = 0; y < 32; y++) {
      for (let x = 32; x < 64; x++) wide.data.set([0, 255, 0, 255], (y * 96 + x) * 4);
    }
    const [red, green] = squareView(wide, 32);
    expect(Math.max(...red.data)).toBe(0);
    expect(Math.min(...green.data)).toBe(1);
    const checks = filled(64, 64, [0, 0, 0, 255]);
    for (let i = 0; i < 64 * 64; i++) {
      const value = (i + Math.floor(i / 64)) % 2 ? 255 : 0;
      checks.data.set([value, value, value], i * 4);
    }
    for (const value of squareView(checks, 32)[0].data) expect(value).toBeCloseTo(0.5, 9);
  });

  it('shows a 32 × 32 picture to the network unchanged', () => {
    const small = filled(32, 32, [10, 200, 30, 255]);
    expect(networkView(small, manifest)).toEqual(small);
  });

  it('lays transparent pixels over white', () => {
    expect(networkView(filled(5, 5, [0, 0, 0, 0]), manifest).data[0]).toBe(255);
  });
});

describe('softmax', () => {
  it('is stable and cooled by the temperature', () => {
    expect(softmax([1000, 1000])).toEqual([0.5, 0.5]);
    expect(softmax([1, 0], 0.1)[0]).toBeGreaterThan(softmax([1, 0])[0] ?? 1);
  });
});
