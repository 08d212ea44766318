/** The drawing in a link: `strokes=…`, or `preset=…` for one of the demo's own. */
import { decodeDrawing, encodeDrawing, type Drawing } from '../image/strokes.ts';
import { presets } from './presets.ts';

/** Undefined where the link has no drawing that can be read. */
export function readLink(state: string): Drawing | undefined {
  const query = new URLSearchParams(state);
  const strokes = query.get('strokes');
  return strokes === null
    ? presets.find(({ id }) => id === query.get('preset'))?.drawing
    : decodeDrawing(strokes);
}

/** Undefined where the drawing is too long. */
export function writeLink(drawing: Drawing): URLSearchParams | undefined {
  const strokes = encodeDrawing(drawing);
  return strokes === undefined ? undefined : new URLSearchParams({ strokes });
}
