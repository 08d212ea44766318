import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web/wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { gramSet, linearPipeline } from '../../src/demos/text-classification/linear-pipeline.ts';
import {
  bucket,
  gramHash,
  normalise,
  occlude,
  pipeline,
  type TextClassification,
} from '../../src/demos/text-classification/pipeline.ts';
import { parseManifest, type ModelManifest } from '../../src/inference/manifest.ts';
import type { Pipeline } from '../../src/inference/pipeline.ts';
import type { TensorData, Tensors } from '../../src/inference/tensor.ts';

/** One row of the fixture that `python -m training.text_classification` writes: what Python computes for a text. */
interface Row {
  readonly text: string;
  readonly normalised: string;
  readonly characters: readonly number[];
  readonly grams: readonly number[];
  readonly buckets: readonly number[];
  readonly network: readonly number[];
  readonly linear: readonly number[];
}

// The same values stand in training/tests/test_text_classification.py.
const HASHES = [2007897909, 3186993100, 1360989574];

const root = new URL('../../', import.meta.url);
const read = (path: string): Buffer => readFileSync(new URL(path, root));
const rows = JSON.parse(read('tests/fixtures/text-classification.json').toString()) as Row[];

class Model {
  readonly manifest: ModelManifest;
  readonly bytes: Buffer;
  private readonly session: Promise<ort.InferenceSession>;

  constructor(id: string) {
    this.manifest = parseManifest(read(`public/models/${id}/model.json`).toString());
    this.bytes = read(`public/models/${id}/model.onnx`);
    this.session = ort.InferenceSession.create(this.bytes);
  }

  async classify(pure: Pipeline<string, TextClassification>, texts: readonly string[]) {
    const feeds = Object.fromEntries(
      Object.entries(pure.preprocess(texts, this.manifest)).map(([name, t]) => [
        name,
        new ort.Tensor(t.type, t.data, t.dims),
      ]),
    );
    const { logits } = await (await this.session).run(feeds);
    if (!logits) throw new Error('no logits');
    const data = {
      type: 'float32',
      dims: logits.dims,
      data: logits.data as Float32Array,
    } satisfies TensorData;
    const outputs: Tensors = { logits: data };
    return pure.postprocess(outputs, texts, this.manifest);
  }
}

function largestGap(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? Number.NaN))));
}

beforeAll(() => {
  ort.env.wasm.numThreads = 1;
});

describe('text features', () => {
  const traditional = '股股漲涨';

  it('hashes known n-grams to known values', () => {
    expect(gramHash([0x4e2d])).toBe(HASHES[0]);
    expect(gramHash([0x4e2d, 0x56fd])).toBe(HASHES[1]);
    expect(gramHash([0x1f600, 0, 0])).toBe(HASHES[2]);
    expect(bucket([0x4e2d, 0x56fd], 32768)).toBe(1 + ((HASHES[1] ?? 0) % 32767));
  });

  it('folds width, case, script and white space', () => {
    const text = String.fromCodePoint(...normalise('　ＡＢＣ　漲\t\n 1 ', traditional));
    expect(text).toBe('abc 涨 1');
    expect(normalise(' \u3000 ', traditional)).toEqual([]);
  });

  it('counts each n-gram once and keeps none of an empty text', () => {
    expect(gramSet([5, 5, 5], [1, 2, 3], 1000)).toHaveLength(3);
    expect(gramSet([], [1, 2, 3], 1000)).toEqual([]);
  });
});

describe.each([
  ['text-classification', pipeline, 'network'],
  ['text-classification-linear', linearPipeline, 'linear'],
] as const)('%s', (id, pure, column) => {
  const model = new Model(id);
  const texts = rows.map((row) => row.text);

  it('has a card that fits its file', () => {
    const { file, labels, outputs } = model.manifest;
    expect(model.manifest.id).toBe(id);
    expect(model.bytes.byteLength).toBe(file.bytes);
    expect(createHash('sha256').update(model.bytes).digest('hex')).toBe(file.sha256);
    expect(file.bytes).toBeLessThan(2_000_000);
    expect(outputs).toEqual([
      { name: 'logits', dtype: 'float32', shape: ['batch', labels.length] },
    ]);
    expect(model.manifest.failures.length).toBeGreaterThanOrEqual(8);
  });

  it('computes the inputs that Python computes', () => {
    for (const row of rows) {
      const inputs = pure.preprocess([row.text], model.manifest);
      for (const [name, tensor] of Object.entries(inputs)) {
        const expected =
          name === 'characters' ? row.characters : name === 'grams' ? row.grams : row.buckets;
        expect([row.text, ...Array.from(tensor.data, Number)]).toEqual([row.text, ...expected]);
      }
    }
  });

  it('gives the logits that Python gives, one by one', async () => {
    expect(rows.length).toBeGreaterThanOrEqual(50);
    for (const row of rows) {
      const [result] = await model.classify(pure, [row.text]);
      expect(largestGap(result?.logits ?? [], row[column])).toBeLessThan(1e-3);
    }
  });

  it('gives the same logits in a batch: padding changes nothing', async () => {
    const results = await model.classify(pure, texts);
    results.forEach((result, i) => {
      expect(largestGap(result.logits, rows[i]?.[column] ?? [])).toBeLessThan(1e-3);
    });
  });

  it('gives probabilities of the card’s labels and tells how much it read', async () => {
    const [result, cut] = await model.classify(pure, ['主队加时赛绝杀对手', '长'.repeat(80)]);
    expect(Object.keys(result?.scores ?? {})).toEqual(
      model.manifest.labels.map((label) => label.id),
    );
    expect(Object.values(result?.scores ?? {}).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
    expect(result?.label).toBe('sports');
    expect(result).toMatchObject({ usedCharacters: 9, totalCharacters: 9 });
    expect(cut).toMatchObject({
      usedCharacters: model.manifest.preprocessing['maxLength'],
      totalCharacters: 80,
    });
  });

  it('reads traditional characters as simplified ones', async () => {
    const [a, b] = await model.classify(pure, ['臺灣歌手發表新專輯', '台湾歌手发表新专辑']);
    expect(a?.logits).toEqual(b?.logits);
  });

  it('refuses logits of another shape', () => {
    const logits: TensorData = { type: 'float32', dims: [1, 3], data: new Float32Array(3) };
    expect(() => pure.postprocess({ logits }, ['一'], model.manifest)).toThrow(
      /expected \[1, 10\]/,
    );
  });
});

describe('occlude', () => {
  it('leaves out each character in turn, but not white space', () => {
    expect(occlude('甲 乙😀')).toEqual([
      { start: 0, end: 1, piece: '甲', variant: ' 乙😀' },
      { start: 2, end: 3, piece: '乙', variant: '甲 😀' },
      { start: 3, end: 5, piece: '😀', variant: '甲 乙' },
    ]);
    expect(occlude('')).toEqual([]);
  });

  it('takes windows in long texts, which together cover the text', () => {
    const text = '一二三四五'.repeat(41);
    const variants = occlude(text);
    expect(variants.length).toBeLessThanOrEqual(64);
    expect(variants.map(({ piece }) => piece).join('')).toBe(text);
  });
});
