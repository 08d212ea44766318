/** Cuts texts into sentences, and long sentences into windows for the graph. */
import { fold } from './features.ts';

const ENDS = new Set('。！？!?；;…\n\r');
const CLOSERS = new Set('”’』」）)】》"\'');

/** A sentence: its folded code points, and where each begins in the text (one more offset for the end). */
export interface Sentence {
  readonly points: readonly number[];
  readonly offsets: readonly number[];
}

/** Cuts a text after 。！？；… and line ends, closing quotation marks included, and leaves out blanks around sentences. */
export function sentences(text: string): Sentence[] {
  const found: Sentence[] = [];
  let points: number[] = [];
  let offsets: number[] = [];
  let ended = false;
  const finish = (at: number) => {
    const first = points.findIndex((point) => point !== 32);
    const last = points.findLastIndex((point) => point !== 32) + 1;
    if (first >= 0) {
      found.push({
        points: points.slice(first, last),
        offsets: [...offsets, at].slice(first, last + 1),
      });
    }
    [points, offsets, ended] = [[], [], false];
  };
  let offset = 0;
  for (const character of text) {
    if (ended && !ENDS.has(character) && !CLOSERS.has(character)) finish(offset);
    points.push(fold(character.codePointAt(0) ?? 32));
    offsets.push(offset);
    offset += character.length;
    ended ||= ENDS.has(character);
  }
  finish(offset);
  return found;
}

/** A stretch of a sentence that goes through the graph in one row; its part from `keep` to `until` counts. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly keep: number;
  readonly until: number;
}

/**
 * Windows of at most `size` places that overlap by `overlap`, each answering for its middle. To either side of a place
 * the convolutions reach 16 places, with their bigrams 17, and the longest words over the last of them 21: an overlap
 * of 42 or more gives exactly the emissions of the whole sentence.
 */
export function windows(length: number, size: number, overlap: number): Window[] {
  const found: Window[] = [];
  for (let from = 0; ; from += size - overlap) {
    const to = Math.min(length, from + size);
    const last = to === length;
    const keep = from === 0 ? 0 : from + overlap / 2;
    found.push({ from, to, keep, until: last ? length : to - overlap / 2 });
    if (last) return found;
  }
}
