/**
 * Handwritten Chinese numerals: finds the ink of either polarity, crops, scales and centres it into 64 × 64, and
 * turns the logits into probabilities. `training/handwriting/preparation.py` holds the same arithmetic.
 */
import * as z from 'zod/mini';
import type { ModelManifest } from '../../inference/manifest.ts';
import type { Pipeline } from '../../inference/pipeline.ts';
import { classify, type ImageResult } from '../image/classes.ts';
import {
  borderMedian,
  checkPixels,
  cropPlane,
  grey,
  opacity,
  resample,
  scaledSide,
  type Pixels,
  type Plane,
} from '../image/pixels.ts';

const parameters = z.object({
  side: z.int(),
  box: z.int(),
  largest: z.int(),
  floor: z.number(),
  whitePart: z.number(),
  blackPart: z.number(),
  edge: z.number(),
  temperature: z.number(),
  threshold: z.number(),
});

/** The constants of `manifest.preprocessing`. */
export type HandwritingParameters = z.infer<typeof parameters>;

/** How far each pixel is from the paper's grey, and how far at most. */
interface Contrast {
  readonly distances: Plane;
  readonly top: number;
}

/**
 * The paper's grey is the median of the border, so dark on light and light on dark are the same. On a transparent
 * canvas the opacity counts. Pictures larger than `largest` are shrunk first.
 */
function contrastOf(pixels: Pixels, { largest }: HandwritingParameters): Contrast {
  checkPixels(pixels);
  const alpha = opacity(pixels);
  let plane = borderMedian(alpha) < 128 / 255 ? alpha : grey(pixels);
  const scale = largest / Math.max(plane.width, plane.height);
  if (scale < 1) {
    plane = resample(plane, scaledSide(plane.width, scale), scaledSide(plane.height, scale));
  }
  const paper = borderMedian(plane);
  const { data } = plane;
  let top = 0;
  for (let i = 0; i < data.length; i++) {
    const distance = Math.abs((data[i] ?? 0) - paper);
    data[i] = distance;
    if (distance > top) top = distance;
  }
  return { distances: plane, top };
}

/** Ink of a picture, 0 (paper) to 1: its contrast, stretched. All zero when that is below `floor`. */
export function inkOf(pixels: Pixels, p: HandwritingParameters): Plane {
  const { distances, top } = contrastOf(pixels, p);
  const { data } = distances;
  if (top < p.floor) return { ...distances, data: data.fill(0) };
  const black = Math.max(p.floor * 0.8, p.blackPart * top);
  const span = p.whitePart * top - black;
  for (let i = 0; i < data.length; i++) {
    const above = (data[i] ?? 0) - black;
    data[i] = above > 0 ? Math.min(1, above / span) : 0;
  }
  return distances;
}

/** Crops ink to what is drawn and centres it in `side` × `side`, `box` pixels on its longer side; empty stays empty. */
export function fitInk(ink: Plane, p: HandwritingParameters): Plane {
  const { edge } = p;
  const data = new Float64Array(p.side * p.side);
  let [left, right, top, bottom] = [ink.width, -1, ink.height, -1];
  for (let y = 0; y < ink.height; y++) {
    for (let x = 0; x < ink.width; x++) {
      if ((ink.data[y * ink.width + x] ?? 0) <= edge) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  if (right < 0) return { width: p.side, height: p.side, data };
  const part = cropPlane(ink, left, top, right - left + 1, bottom - top + 1);
  const scale = p.box / Math.max(part.width, part.height);
  const small = resample(part, scaledSide(part.width, scale), scaledSide(part.height, scale));
  const brightest = small.data.reduce((a, b) => Math.max(a, b), 0);
  const x0 = Math.floor((p.side - small.width) / 2);
  const y0 = Math.floor((p.side - small.height) / 2);
  for (let y = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++) {
      data[(y0 + y) * p.side + x0 + x] = (small.data[y * small.width + x] ?? 0) / brightest;
    }
  }
  return { width: p.side, height: p.side, data };
}

/** What the network sees of a picture, [side × side] in 0..1: also shown to the reader. */
export function networkView(pixels: Pixels, manifest: ModelManifest): Plane {
  const p = parameters.parse(manifest.preprocessing);
  return fitInk(inkOf(pixels, p), p);
}

/** Pictures of any size and polarity -> "image" float32 [n, 1, 64, 64]; throws {RangeError} on a malformed picture. */
export const pipeline: Pipeline<Pixels, ImageResult> = {
  preprocess(inputs, manifest) {
    const p = parameters.parse(manifest.preprocessing);
    const size = p.side * p.side;
    const data = new Float32Array(inputs.length * size);
    for (const [i, pixels] of inputs.entries())
      data.set(fitInk(inkOf(pixels, p), p).data, i * size);
    return { image: { type: 'float32', dims: [inputs.length, 1, p.side, p.side], data } };
  },

  /** A blank picture is never `confident`. */
  postprocess(outputs, inputs, manifest) {
    const p = parameters.parse(manifest.preprocessing);
    return classify(outputs, inputs.length, manifest, p).map((result, i) => {
      const pixels = inputs[i];
      const blank = pixels === undefined || contrastOf(pixels, p).top < p.floor;
      return blank ? { ...result, confident: false } : result;
    });
  },
};
