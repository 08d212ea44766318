import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { networkView, pipeline } from '../../src/demos/handwriting/pipeline.ts';
import { gridCells, occlusions } from '../../src/demos/image/occlusion.ts';
import { resample, type Pixels } from '../../src/demos/image/pixels.ts';
import type { ModelManifest } from '../../src/inference/manifest.ts';
import { readManifest, run } from '../../src/inference/node.ts';
import { float32Output } from '../../src/inference/tensor.ts';

/** A drawing of `handwriting-strokes.json`: canvas side, brush width, grey levels, strokes in canvas pixels. */
interface Drawing {
  character: string;
  side: number;
  width: number;
  ink: number;
  paper: number;
  strokes: [number, number][][];
}

/** The same round brush as `render` in training/handwriting_strokes.py. */
function render({ side, width, ink, paper, strokes }: Drawing): Pixels {
  const radius = width / 2;
  const near = new Float64Array(side * side).fill(Infinity);
  for (const stroke of strokes) {
    for (const [i, [bx, by]] of stroke.entries()) {
      const [ax, ay] = stroke[i - 1] ?? [NaN, NaN];
      if (i === 0) continue;
      const length = (bx - ax) ** 2 + (by - ay) ** 2;
      const from = (a: number, b: number) => Math.max(0, Math.floor(Math.min(a, b) - radius - 1));
      const to = (a: number, b: number) => Math.min(side, Math.ceil(Math.max(a, b) + radius + 1));
      for (let y = from(ay, by); y < to(ay, by); y++) {
        for (let x = from(ax, bx); x < to(ax, bx); x++) {
          const [px, py] = [x + 0.5, y + 0.5];
          const dot = (px - ax) * (bx - ax) + (py - ay) * (by - ay);
          const along = length > 0 ? Math.min(1, Math.max(0, dot / length)) : 0;
          const ex = px - (ax + along * (bx - ax));
          const ey = py - (ay + along * (by - ay));
          near[y * side + x] = Math.min(near[y * side + x] ?? 0, ex * ex + ey * ey);
        }
      }
    }
  }
  const data = new Uint8ClampedArray(side * side * 4);
  for (const [i, square] of near.entries()) {
    const cover = Math.min(1, Math.max(0, radius - Math.sqrt(square) + 0.5));
    const level = Math.floor(paper + (ink - paper) * cover + 0.5);
    data.set([level, level, level, 255], i * 4);
  }
  return { width: side, height: side, data };
}

const filled = (width: number, height: number, rgba: number[]): Pixels => ({
  width,
  height,
  data: Uint8ClampedArray.from({ length: width * height * 4 }, (_, i) => rgba[i % 4] ?? 0),
});

let manifest: ModelManifest;
let drawings: Drawing[];
let foreign: Drawing[];
let logits: number[][];

const fixture = async (name: string): Promise<string> =>
  readFile(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');

async function recognise(inputs: readonly Pixels[]) {
  const outputs = await run('handwriting', pipeline.preprocess(inputs, manifest));
  return pipeline.postprocess(outputs, inputs, manifest);
}

const only = async (pixels: Pixels) => {
  const [result] = await recognise([pixels]);
  if (!result) throw new Error('no result');
  return result;
};

const at = <T>(items: readonly T[], index: number): T => {
  const item = items[index];
  if (item === undefined) throw new Error(`nothing at ${index}`);
  return item;
};

beforeAll(async () => {
  manifest = await readManifest('handwriting');
  ({ drawings, foreign } = JSON.parse(await fixture('handwriting-strokes.json')) as {
    drawings: Drawing[];
    foreign: Drawing[];
  });
  logits = JSON.parse(await fixture('handwriting.logits.json')) as number[][];
});

describe('recognising handwriting', () => {
  it('reads drawn numerals of both hands and both polarities', async () => {
    const results = await recognise(drawings.map(render));
    const right = results.filter((result, i) => result.label === drawings[i]?.character);
    expect(right.length).toBeGreaterThanOrEqual(0.97 * drawings.length);
    for (const { scores } of results) {
      expect(Object.keys(scores)).toEqual(manifest.labels.map(({ id }) => id));
      expect(Object.values(scores).reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    }
  });

  it('gives the logits of the training code', async () => {
    const all = [...drawings, ...foreign];
    expect(logits.length).toBe(all.length);
    const outputs = await run('handwriting', pipeline.preprocess(all.map(render), manifest));
    const { data } = float32Output(outputs, 'logits');
    const worst = Math.max(...logits.flat().map((value, i) => Math.abs(value - (data[i] ?? NaN))));
    expect(worst).toBeLessThan(1e-3);
  });

  it('answers alike for dark on light, light on dark and ink on a transparent canvas', async () => {
    const drawing = at(drawings, 42);
    const light = render({ ...drawing, ink: 255, paper: 0 });
    const dark = render({ ...drawing, ink: 0, paper: 255 });
    const clear: Pixels = {
      ...light,
      data: light.data.map((value, i) => (i % 4 === 3 ? (light.data[i - 1] ?? 0) : value && 255)),
    };
    const [a, b, c] = (await recognise([light, dark, clear])).map(({ scores }) => scores);
    for (const { id } of manifest.labels) {
      expect(b?.[id]).toBeCloseTo(a?.[id] ?? NaN, 4);
      expect(c?.[id]).toBeCloseTo(a?.[id] ?? NaN, 4);
    }
  });

  it('does not mind where and how large the drawing is', () => {
    const drawing = at(drawings, 60);
    const moved: Drawing = {
      ...drawing,
      side: drawing.side * 2,
      width: drawing.width,
      strokes: drawing.strokes.map((stroke) => stroke.map(([x, y]) => [x + 40, y + 25])),
    };
    const [a, b] = [networkView(render(drawing), manifest), networkView(render(moved), manifest)];
    const gap = a.data.reduce((sum, value, i) => sum + Math.abs(value - (b.data[i] ?? 0)), 0);
    // the larger canvas may be over `largest` and shrunk once more
    expect(gap / a.data.length).toBeLessThan(0.02);
  });

  it('is never confident about an empty canvas', async () => {
    for (const pixels of [
      filled(64, 64, [255, 255, 255, 255]),
      filled(64, 64, [0, 0, 0, 255]),
      filled(300, 200, [0, 0, 0, 0]),
      filled(1, 1, [9, 9, 9, 255]),
    ]) {
      expect((await only(pixels)).confident).toBe(false);
    }
  });

  it('survives odd pictures', async () => {
    const dot = filled(3, 3, [255, 255, 255, 255]);
    dot.data.set([0, 0, 0, 255], 16);
    const line = filled(500, 1, [255, 255, 255, 255]);
    line.data.set([0, 0, 0, 255], 1000);
    for (const pixels of [dot, line, filled(1, 700, [1, 2, 3, 4])]) {
      const { scores } = await only(pixels);
      expect(Object.values(scores).every(Number.isFinite)).toBe(true);
    }
    expect(() => pipeline.preprocess([{ ...dot, width: 4 }], manifest)).toThrow(RangeError);
    expect(() => pipeline.preprocess([filled(0, 0, [])], manifest)).toThrow(RangeError);
    expect(pipeline.preprocess([], manifest)['image']?.dims).toEqual([0, 1, 64, 64]);
  });

  it('refuses outputs of another shape', () => {
    const outputs = {
      logits: { type: 'float32', dims: [1, 2], data: new Float32Array(2) },
    } as const;
    expect(() => pipeline.postprocess(outputs, [filled(2, 2, [0, 0, 0, 255])], manifest)).toThrow(
      /logits/,
    );
  });

  it('has a card whose figures are good enough', () => {
    const value = (name: string) =>
      manifest.metrics.find((m) => m.name === name && m.split.startsWith('test'))?.value ?? 0;
    expect(value('accuracy')).toBeGreaterThanOrEqual(0.985);
    expect(manifest.file.bytes).toBeLessThanOrEqual(1_000_000);
  });
});

describe('resampling', () => {
  it('keeps the mean when shrinking and a constant always', () => {
    const plane = { width: 7, height: 5, data: Float64Array.from({ length: 35 }, (_, i) => i % 4) };
    const mean = ({ data }: { data: Float64Array }) => data.reduce((a, b) => a + b) / data.length;
    expect(mean(resample(plane, 3, 2))).toBeCloseTo(mean(plane), 12);
    const grown = resample({ width: 1, height: 1, data: Float64Array.of(0.25) }, 6, 4);
    expect([...grown.data]).toEqual(new Array(24).fill(0.25));
    expect(resample(plane, 7, 5)).toEqual(plane);
  });
});

describe('occlusion', () => {
  it('covers every pixel once', () => {
    const pixels = filled(10, 7, [10, 20, 30, 255]);
    const cells = gridCells(pixels, 4);
    expect(cells).toHaveLength(16);
    expect(cells.reduce((sum, cell) => sum + cell.width * cell.height, 0)).toBe(70);
    expect(gridCells(filled(1, 1, [0, 0, 0, 0]), 7)).toEqual([{ x: 0, y: 0, width: 1, height: 1 }]);
  });

  it('paints one cell over and leaves the original alone', () => {
    const pixels = filled(4, 4, [10, 20, 30, 255]);
    const [first] = occlusions(pixels, 2, [1, 2, 3, 4]);
    expect([...(first?.pixels.data.subarray(0, 12) ?? [])]).toEqual([
      1, 2, 3, 4, 1, 2, 3, 4, 10, 20, 30, 255,
    ]);
    expect(pixels.data[0]).toBe(10);
  });
});
