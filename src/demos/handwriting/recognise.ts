/** Recognises drawings, wherever that runs: in a page, in the build or in a test. */
import { answer, type Runner } from '../../inference/pipeline.ts';
import { paint } from '../image/brush.ts';
import type { ImageResult } from '../image/classes.ts';
import type { Pixels } from '../image/pixels.ts';
import { pngUrl } from '../image/png.ts';
import { PEN, SIDE, type Drawing, type Point } from '../image/strokes.ts';
import { fitInk, inkOf, pipeline, type HandwritingParameters } from './pipeline.ts';

/** The model that the demo runs. */
export const MODEL = 'handwriting';

/** Side of the picture that is painted of a drawing: the model sees 48 pixels of it. */
const RASTER = 128;
/** Paper that stays free around it, as a part of the side. */
const MARGIN = 1 / 32;

/** A drawing as a picture that it fills: small ones are enlarged before they are painted, and stay sharp. */
function picture(drawing: Drawing): Pixels {
  const points = drawing.flat();
  const edge = (axis: 0 | 1, of: 'min' | 'max'): number =>
    Math[of](...points.map((at) => at[axis]));
  const [left, top] = [edge(0, 'min') - PEN / 2, edge(1, 'min') - PEN / 2];
  const extent = Math.max(edge(0, 'max') - left, edge(1, 'max') - top) + PEN / 2;
  const zoom = (SIDE * (1 - 2 * MARGIN)) / extent;
  const enlarged = ([x, y]: Point): Point => [
    (x - left) * zoom + SIDE * MARGIN,
    (y - top) * zoom + SIDE * MARGIN,
  ];
  return paint(
    drawing.map((stroke) => stroke.map(enlarged)),
    RASTER,
    PEN * zoom,
  );
}

/** The model's answers for `drawings`, in their order. */
export function recognise(runner: Runner, drawings: readonly Drawing[]): Promise<ImageResult[]> {
  return answer(pipeline, runner, drawings.map(picture));
}

/** A drawing after its first stroke, its first two, and so on to the whole. */
export function stages(drawing: Drawing): Drawing[] {
  return drawing.map((_, i) => drawing.slice(0, i + 1));
}

/** What the model sees of a drawing, as the address of a picture. */
export function seenPicture(drawing: Drawing, parameters: HandwritingParameters): string {
  return pngUrl([fitInk(inkOf(picture(drawing), parameters), parameters)]);
}
