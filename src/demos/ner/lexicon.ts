/**
 * Where the words that begin at a place would lie in the lexicon's table, which is a part of the graph.
 * `training/ner/lexicon.py` computes the same places and fills the table.
 */
import { mix } from './features.ts';

/** Every word has as many places in the lexicon's table, one in each third of it. */
export const PROBES = 3;

/**
 * Places in a table of `slots`, from 1, of the strings of each of `lengths` (ascending) that begin at `from`; three for
 * each, or three times 0 where the string would reach beyond the end.
 */
export function wordPlaces(
  points: readonly number[],
  from: number,
  lengths: readonly number[],
  slots: number,
): number[] {
  const third = (slots - 1) / PROBES;
  const places: number[] = [];
  let state = 0;
  let read = 0;
  for (const length of lengths) {
    for (; read < length; read++) {
      state = Math.imul(state ^ (points[from + read] ?? 0), 0x9e3779b1);
      state ^= state >>> 15;
    }
    for (let probe = 0; probe < PROBES; probe++) {
      const mixed = mix((state + Math.imul(probe, 0xc2b2ae35)) | 0);
      places.push(from + length > points.length ? 0 : (mixed % third) + 1 + probe * third);
    }
  }
  return places;
}
