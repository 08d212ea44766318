import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { demos } from '../../src/demos/registry.ts';
import { parseManifest, type ModelManifest } from '../../src/inference/manifest.ts';
import { MODELS, readManifest, run } from '../../src/inference/node.ts';
import type { TensorData, Tensors } from '../../src/inference/tensor.ts';

const ids = readdirSync(MODELS);

type Spec = ModelManifest['inputs'][number];

/** `manifest` with some fields replaced, as text. */
function changed(manifest: ModelManifest, fields: object): string {
  return JSON.stringify({ ...manifest, ...fields });
}

describe('a model.json', async () => {
  const valid = await readManifest('text-classification');

  test('that is complete is accepted as it is', () => {
    expect(parseManifest(JSON.stringify(valid))).toEqual(valid);
  });

  test.each([
    ['no id', { id: undefined }],
    ['an empty title', { title: '' }],
    ['an unknown task', { task: 'divination' }],
    ['a hash that is none', { file: { ...valid.file, sha256: 'abc' } }],
    ['a negative size', { file: { ...valid.file, bytes: -1 } }],
    [
      'an element type that no pipeline has',
      { inputs: [{ name: 'x', dtype: 'float16', shape: [1] }] },
    ],
    ['a shape with a fraction', { outputs: [{ name: 'x', dtype: 'float32', shape: [1.5] }] }],
    ['a label without its Chinese name', { labels: [{ id: 'a', en: 'A' }] }],
    [
      'a figure without its interval',
      { metrics: [{ name: 'accuracy', split: 'test', value: 0.9, n: 1 }] },
    ],
    ['no word on the training', { training: undefined }],
    ['no limitations', { limitations: undefined }],
  ])('with %s is refused', (_, fields) => {
    expect(() => parseManifest(changed(valid, fields))).toThrow();
  });

  test('may leave out the interval of the calibration error', () => {
    const figure = { name: 'calibration-error', split: 'test', value: 0.01, n: 1 };
    expect(parseManifest(changed(valid, { metrics: [figure] })).metrics).toEqual([figure]);
  });

  test('that is no JSON is refused', () => {
    expect(() => parseManifest('<!doctype html>')).toThrow(SyntaxError);
  });
});

test('every model that a demo runs is there', () => {
  expect(ids).toEqual(expect.arrayContaining(Object.values(demos).flatMap(({ models }) => models)));
});

describe.each(ids)('model %s', async (id) => {
  const manifest = await readManifest(id);
  const bytes = readFileSync(path.join(MODELS, id, manifest.file.name));

  test('is named as its folder', () => {
    expect(manifest.id).toBe(id);
  });

  test('has the size and the hash that its card says', () => {
    expect({
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    }).toMatchObject({
      bytes: manifest.file.bytes,
      sha256: manifest.file.sha256,
    });
  });

  test('takes the inputs and gives the outputs that its card says', async () => {
    const sizes = new Map<string, number>();
    const outputs = await run(id, emptyInputs(manifest.inputs, sizes));
    const actual = Object.entries(outputs).map(([name, { type, dims }]) => ({
      name,
      dtype: type,
      shape: [...dims],
    }));
    const expected = manifest.outputs.map(({ name, dtype, shape }) => ({
      name,
      dtype,
      // A free dimension that no input has is the model's own affair.
      shape: shape.map((size, i) =>
        typeof size === 'number' ? size : (sizes.get(size) ?? outputs[name]?.dims[i]),
      ),
    }));
    expect(actual).toEqual(expect.arrayContaining(expected));
    expect(actual).toHaveLength(expected.length);
  });

  test('gives one number per label', () => {
    if (!manifest.task.endsWith('-classification')) return;
    expect(manifest.labels.length).toBeGreaterThan(1);
    expect(new Set(manifest.labels.map((label) => label.id)).size).toBe(manifest.labels.length);
    if (manifest.task !== 'token-classification')
      expect(manifest.outputs[0]?.shape.at(-1)).toBe(manifest.labels.length);
  });

  test('reports figures inside their intervals', () => {
    for (const { name, split, value, interval } of manifest.metrics) {
      if (!interval) continue; // the calibration error, the only one that the schema lets go without
      expect(interval[0], `${name} on ${split}`).toBeLessThanOrEqual(value);
      expect(interval[1], `${name} on ${split}`).toBeGreaterThanOrEqual(value);
    }
  });
});

/** Zeros of the shapes in `specs`; free dimensions get different sizes, noted in `sizes`. */
function emptyInputs(specs: readonly Spec[], sizes: Map<string, number>): Tensors {
  return Object.fromEntries(
    specs.map(({ name, dtype, shape }) => {
      const dims = shape.map((size) => {
        if (typeof size === 'number') return size;
        if (!sizes.has(size)) sizes.set(size, sizes.size + 2);
        return sizes.get(size) ?? 0;
      });
      return [name, zeros(dtype, dims)];
    }),
  );
}

function zeros(dtype: Spec['dtype'], dims: readonly number[]): TensorData {
  const length = dims.reduce((product, size) => product * size, 1);
  switch (dtype) {
    case 'float32':
      return { type: dtype, dims, data: new Float32Array(length) };
    case 'int32':
      return { type: dtype, dims, data: new Int32Array(length) };
    case 'int64':
      return { type: dtype, dims, data: new BigInt64Array(length) };
    case 'uint8':
      return { type: dtype, dims, data: new Uint8Array(length) };
  }
}
