/** From logits to the answer of an image classifier. */
import type { ModelManifest } from '../../inference/manifest.ts';
import { float32Output, type Tensors } from '../../inference/tensor.ts';
import { softmax } from '../softmax.ts';

/** What an image demo answers; `confident` is false when the book should say 「不确定」. */
export interface ImageResult {
  readonly label: string;
  /** Probability by label id, in the manifest's order; they sum to 1. */
  readonly scores: Readonly<Record<string, number>>;
  readonly confident: boolean;
}

/**
 * One result per row of the output "logits" [batch, classes].
 * @throws {Error} when the output is missing or its shape disagrees with `manifest.labels`.
 */
export function classify(
  outputs: Tensors,
  count: number,
  manifest: ModelManifest,
  { temperature, threshold }: { readonly temperature: number; readonly threshold: number },
): ImageResult[] {
  const { data } = float32Output(outputs, 'logits');
  const classes = manifest.labels.length;
  if (data.length !== count * classes) {
    throw new Error(`${data.length} logits for ${count} pictures of ${classes} classes`);
  }
  return Array.from({ length: count }, (_, i) => {
    const row = softmax([...data.subarray(i * classes, (i + 1) * classes)], temperature);
    const best = row.indexOf(Math.max(...row));
    return {
      label: manifest.labels[best]?.id ?? '',
      scores: Object.fromEntries(manifest.labels.map(({ id }, k) => [id, row[k] ?? 0])),
      confident: (row[best] ?? 0) >= threshold,
    };
  });
}
