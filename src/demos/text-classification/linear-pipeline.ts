/** Topic of a Chinese news headline, by a linear model over hashed character n-grams: the classical comparison. */
import * as z from 'zod/mini';
import type { ModelManifest } from '../../inference/manifest.ts';
import type { Pipeline } from '../../inference/pipeline.ts';
import type { Tensors } from '../../inference/tensor.ts';
import {
  bucket,
  normalise,
  postprocess,
  textPreprocessing,
  type TextClassification,
} from './pipeline.ts';

const linearPreprocessing = z.extend(textPreprocessing, {
  orders: z.array(z.int().check(z.positive())),
});

/** Sorted distinct buckets of all n-grams of the given orders (a bag: order and repetition do not count). */
export function gramSet(
  codes: readonly number[],
  orders: readonly number[],
  buckets: number,
): number[] {
  const found = new Set<number>();
  for (const n of orders) {
    for (let i = 0; i + n <= codes.length; i++) found.add(bucket(codes.slice(i, i + n), buckets));
  }
  return [...found].sort((a, b) => a - b);
}

/**
 * The model's input: `buckets` int32 [batch, n-grams], 0 = padding.
 * @throws {z.core.$ZodError} when the manifest lacks the constants.
 */
function preprocess(inputs: readonly string[], manifest: ModelManifest): Tensors {
  const { maxLength, buckets, orders, traditional } = z.parse(
    linearPreprocessing,
    manifest.preprocessing,
  );
  const rows = inputs.map((text) =>
    gramSet(normalise(text, traditional).slice(0, maxLength), orders, buckets),
  );
  const width = Math.max(1, ...rows.map((row) => row.length));
  const data = new Int32Array(rows.length * width);
  rows.forEach((row, i) => data.set(row, i * width));
  return { buckets: { type: 'int32', dims: [rows.length, width], data } };
}

/** Headline to topic, by the linear n-gram model. */
export const linearPipeline: Pipeline<string, TextClassification> = { preprocess, postprocess };
