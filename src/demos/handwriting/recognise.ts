/** Recognises drawings, wherever that runs: in a page, in the build or in a test. */
import { answer, type Runner } from '../../inference/pipeline.ts';
import { paint } from '../image/brush.ts';
import type { ImageResult } from '../image/classes.ts';
import { pngUrl } from '../image/png.ts';
import type { Drawing } from '../image/strokes.ts';
import { fitInk, inkOf, pipeline, type HandwritingParameters } from './pipeline.ts';

/** The model that the demo runs. */
export const MODEL = 'handwriting';

/** The model's answers for `drawings`, in their order. */
export function recognise(runner: Runner, drawings: readonly Drawing[]): Promise<ImageResult[]> {
  return answer(
    pipeline,
    runner,
    drawings.map((drawing) => paint(drawing)),
  );
}

/** A drawing after its first stroke, its first two, and so on to the whole. */
export function stages(drawing: Drawing): Drawing[] {
  return drawing.map((_, i) => drawing.slice(0, i + 1));
}

/** What the model sees of a drawing, as the address of a picture. */
export function seenPicture(drawing: Drawing, parameters: HandwritingParameters): string {
  return pngUrl([fitInk(inkOf(paint(drawing), parameters), parameters)]);
}
