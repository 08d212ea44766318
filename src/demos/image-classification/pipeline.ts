/**
 * Pictures of any size -> one of ten classes (CIFAR-10): the middle square, averaged down to 32 × 32 pixels and
 * normalised per channel. `training/image_classification/data.py` holds the same arithmetic.
 */
import * as z from 'zod/mini';
import type { ModelManifest } from '../../inference/manifest.ts';
import type { Pipeline } from '../../inference/pipeline.ts';
import { classify, type ImageResult } from '../image/classes.ts';
import {
  checkPixels,
  cropPlane,
  overWhite,
  resample,
  type Pixels,
  type Plane,
} from '../image/pixels.ts';

const triple = z.tuple([z.number(), z.number(), z.number()]);
const parameters = z.object({
  side: z.int(),
  mean: triple,
  std: triple,
  temperature: z.number(),
  threshold: z.number(),
});

/**
 * The middle square of a picture over white, box-filtered to `side` × `side`: red, green and blue in 0..1. The
 * average is taken over the stored sRGB values, not over linear light, as in the pictures the model was trained on.
 * @throws {RangeError} on a malformed picture.
 */
export function squareView(pixels: Pixels, side: number): [Plane, Plane, Plane] {
  checkPixels(pixels);
  const length = Math.min(pixels.width, pixels.height);
  const x = Math.floor((pixels.width - length) / 2);
  const y = Math.floor((pixels.height - length) / 2);
  // One channel after the other: a large photo takes half a gigabyte for each.
  const view = (channel: 0 | 1 | 2): Plane =>
    resample(cropPlane(overWhite(pixels, channel), x, y, length, length), side, side);
  return [view(0), view(1), view(2)];
}

/** What the network sees of a picture, to show to the reader: `side` × `side` opaque pixels. */
export function networkView(pixels: Pixels, manifest: ModelManifest): Pixels {
  const { side } = parameters.parse(manifest.preprocessing);
  const channels = squareView(pixels, side);
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [channel, plane] of channels.entries()) {
    for (const [i, value] of plane.data.entries()) data[i * 4 + channel] = value * 255;
  }
  return { width: side, height: side, data };
}

/** Pictures -> "image" float32 [n, 3, 32, 32]; "logits" [n, 10] -> probabilities; unsure below the card's threshold. */
export const pipeline: Pipeline<Pixels, ImageResult> = {
  preprocess(inputs, manifest) {
    const { side, mean, std } = parameters.parse(manifest.preprocessing);
    const data = new Float32Array(inputs.length * 3 * side * side);
    for (const [i, pixels] of inputs.entries()) {
      const planes = squareView(pixels, side);
      for (const channel of [0, 1, 2] as const) {
        data.set(
          planes[channel].data.map((value) => (value - mean[channel]) / std[channel]),
          (i * 3 + channel) * side * side,
        );
      }
    }
    return { image: { type: 'float32', dims: [inputs.length, 3, side, side], data } };
  },

  postprocess(outputs, inputs, manifest) {
    return classify(outputs, inputs.length, manifest, parameters.parse(manifest.preprocessing));
  },
};
