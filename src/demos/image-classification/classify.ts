/** Classifies pictures, wherever that runs: in a page, in the build or in a test. */
import { answer, type Runner } from '../../inference/pipeline.ts';
import type { ImageResult } from '../image/classes.ts';
import { cropped, type Crop } from '../image/crop.ts';
import { occlusions } from '../image/occlusion.ts';
import type { Pixels } from '../image/pixels.ts';
import { pngUrl } from '../image/png.ts';
import { networkView, pipeline, squareView } from './pipeline.ts';

/** The model that the demo runs. */
export const MODEL = 'image-classification';

/** Cells on a side of the heat map; each covers 4 × 4 of the pixels that the model sees. */
const GRID = 8;
/** Covered pictures in one run: a newer picture waits for no more than this. */
const CHUNK = 8;

/** The answer for a picture of any size. */
export async function classifyPicture(runner: Runner, pixels: Pixels): Promise<ImageResult> {
  const [result] = await answer(pipeline, runner, [pixels]);
  if (!result) throw new Error('no answer for the picture');
  return result;
}

/** How far the probability of the answer falls when each cell is covered, row by row. */
export async function heat(
  runner: Runner,
  pixels: Pixels,
  { label, scores }: ImageResult,
): Promise<number[]> {
  const variants = occlusions(networkView(pixels, runner.manifest), GRID);
  const whole = scores[label] ?? 0;
  const drops: number[] = [];
  for (let start = 0; start < variants.length; start += CHUNK) {
    const chunk = variants.slice(start, start + CHUNK).map((variant) => variant.pixels);
    const results = await answer(pipeline, runner, chunk);
    drops.push(...results.map((result) => whole - (result.scores[label] ?? 0)));
  }
  return drops;
}

/** What the model sees of a picture, as the address of a picture. */
export function seenPicture(pixels: Pixels, crop: Crop, side: number): string {
  return pngUrl(squareView(cropped(pixels, crop), side));
}
