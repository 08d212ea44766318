/**
 * Named entities in Chinese text: folds the characters, hashes their bigrams, computes where the words that begin at
 * each place would lie in the graph's lexicon, cuts long texts into sentences and windows, and decodes the emissions
 * with the CRF of the card. `training/ner/features.py`, `lexicon.py` and `export.py` hold the same arithmetic.
 */
import * as z from 'zod/mini';
import type { ModelManifest } from '../../inference/manifest.ts';
import type { Pipeline } from '../../inference/pipeline.ts';
import { float32Output } from '../../inference/tensor.ts';
import { marginals, viterbi, type Chain } from './crf.ts';

const ENTITY_TYPES = ['PER', 'LOC', 'ORG'] as const;
/** Person, place, organisation. */
export type EntityType = (typeof ENTITY_TYPES)[number];

/** An entity: offsets count UTF-16 code units, `end` is exclusive; `score` is the CRF's probability of this very span. */
export interface Entity {
  readonly start: number;
  readonly end: number;
  readonly type: EntityType;
  readonly text: string;
  readonly score: number;
}

/** The answer for one text. */
export interface NerResult {
  /** By their start; they do not overlap. */
  readonly entities: readonly Entity[];
}

const parameters = z.object({
  vocabulary: z.string(),
  buckets: z.int(),
  lexicon: z.object({ lengths: z.array(z.int()), slots: z.int() }),
  window: z.int(),
  overlap: z.int(),
  tags: z.array(z.string()),
  transitions: z.array(z.array(z.number())),
  start: z.array(z.number()),
  end: z.array(z.number()),
});

const UNKNOWN = 1;
/** Ids of characters follow those of padding, unknown and mask. */
const FIRST = 3;
const ENDS = new Set('。！？!?；;…\n\r');
const CLOSERS = new Set('”’』」）)】》"\'');

/** A folded code point: half-width, lower case, every digit 0; blanks, emoji and half surrogate pairs are spaces. */
export function fold(point: number): number {
  const half = point >= 0xff01 && point <= 0xff5e ? point - 0xfee0 : point;
  if ([0, 9, 10, 13, 160, 0x3000].includes(half)) return 32;
  if ((half >= 0xd800 && half <= 0xdfff) || (half >= 0x1f000 && half <= 0x1ffff)) return 32;
  if (half >= 48 && half <= 57) return 48;
  if (half >= 65 && half <= 90) return half + 32;
  return half;
}

/** Spreads the bits of a 32-bit number, in wrapping arithmetic; the result is unsigned. */
function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
}

/** Bucket 1 … buckets − 1 of a pair of code points. */
export function hashPair(a: number, b: number, seed: number, buckets: number): number {
  const h = Math.imul(a, 0x9e3779b1) + Math.imul(b, 0x85ebca6b) + Math.imul(seed, 0xc2b2ae35);
  return (mix(h | 0) % (buckets - 1)) + 1;
}

/** Every word has as many places in the lexicon's table, one in each third of it. */
const PROBES = 3;

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
interface Window {
  readonly from: number;
  readonly to: number;
  readonly keep: number;
  readonly until: number;
}

/**
 * Windows of at most `size` places that overlap by `overlap`, each answering for its middle. The network sees 17
 * places to either side and the words over them 5 more, so an overlap of 44 or more gives exactly the emissions of the
 * whole sentence.
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

/** Numbers for each place of a batch: rows of windows, in the order of texts and sentences. */
function layOut(inputs: readonly string[], size: number, overlap: number) {
  return inputs.map((text) =>
    sentences(text).map((sentence) => ({
      sentence,
      windows: windows(sentence.points.length, size, overlap),
    })),
  );
}

function isEntityType(type: string): type is EntityType {
  return (ENTITY_TYPES as readonly string[]).includes(type);
}

/** Spans [first place, last place, type] of BIES tags, in order; broken sequences give nothing. */
export function spansOf(tags: readonly string[]): [number, number, EntityType][] {
  const spans: [number, number, EntityType][] = [];
  let begin = -1;
  for (const [i, tag] of tags.entries()) {
    const [part, type = ''] = tag.split('-');
    if (!isEntityType(type)) begin = -1;
    else {
      if (part === 'B' || part === 'S') begin = i;
      if ((part === 'E' || part === 'S') && begin >= 0) {
        spans.push([begin, i, type]);
        begin = -1;
      }
    }
  }
  return spans;
}

/**
 * Texts -> "characters" int32 [windows, length], "bigrams" int32 [windows, length + 1, 2] and "words" int32
 * [windows, length, 5, 3], rows padded with 0; "emissions" float32 [windows, length, 13] -> entities.
 */
export const pipeline: Pipeline<string, NerResult> = {
  preprocess(inputs, manifest) {
    const p = parameters.parse(manifest.preprocessing);
    const ids = new Map([...p.vocabulary].map((c, i) => [c.codePointAt(0), FIRST + i]));
    const rows = layOut(inputs, p.window, p.overlap)
      .flat()
      .flatMap(({ sentence, windows: parts }) =>
        parts.map(({ from, to }) => sentence.points.slice(from, to)),
      );
    // a graph wants at least one row, also when there is no text
    const count = Math.max(1, rows.length);
    const length = rows.reduce((most, row) => Math.max(most, row.length), 1);
    const characters = new Int32Array(count * length);
    const bigrams = new Int32Array(count * (length + 1) * 2);
    const { lengths, slots } = p.lexicon;
    const words = new Int32Array(count * length * lengths.length * PROBES);
    for (const [r, row] of rows.entries()) {
      for (let i = 0; i <= row.length; i++) {
        const [before, here] = [row[i - 1] ?? 0, row[i] ?? 0];
        if (i < row.length) {
          const at = r * length + i;
          characters[at] = ids.get(here) ?? UNKNOWN;
          words.set(wordPlaces(row, i, lengths, slots), at * lengths.length * PROBES);
        }
        for (const seed of [1, 2]) {
          bigrams[(r * (length + 1) + i) * 2 + seed - 1] = hashPair(before, here, seed, p.buckets);
        }
      }
    }
    return {
      characters: { type: 'int32', dims: [count, length], data: characters },
      bigrams: { type: 'int32', dims: [count, length + 1, 2], data: bigrams },
      words: { type: 'int32', dims: [count, length, lengths.length, PROBES], data: words },
    };
  },

  /** @throws {Error} when "emissions" is missing or its shape disagrees with the inputs. */
  postprocess(outputs, inputs, manifest) {
    const p = parameters.parse(manifest.preprocessing);
    const { data, dims } = float32Output(outputs, 'emissions');
    const layout = layOut(inputs, p.window, p.overlap);
    const [count, length = 0, classes] = dims;
    const expected = Math.max(
      1,
      layout.flat().reduce((sum, s) => sum + s.windows.length, 0),
    );
    if (count !== expected || classes !== p.tags.length) {
      throw new Error(`emissions of shape ${dims.join(' × ')} for ${expected} windows`);
    }
    let row = 0;
    return inputs.map((text, t) => ({
      entities: (layout[t] ?? []).flatMap(({ sentence, windows: parts }) => {
        const emissions = parts.flatMap(({ from, keep, until }) => {
          const base = row++ * length - from;
          return Array.from({ length: until - keep }, (_, i) => {
            const at = (base + keep + i) * p.tags.length;
            return [...data.subarray(at, at + p.tags.length)];
          });
        });
        return decode(text, sentence, emissions, p.tags, p);
      }),
    }));
  },
};

function decode(
  text: string,
  { offsets }: Sentence,
  emissions: number[][],
  names: readonly string[],
  chain: Chain,
): Entity[] {
  const path = viterbi(emissions, chain);
  const spans = spansOf(path.map((tag) => names[tag] ?? 'O'));
  if (spans.length === 0) return [];
  const probability = marginals(emissions, chain);
  return spans.map(([first, last, type]) => {
    const [start, end] = [offsets[first] ?? 0, offsets[last + 1] ?? text.length];
    const score = probability(first, path.slice(first, last + 1));
    return { start, end, type, text: text.slice(start, end), score };
  });
}

/** The parameters that `ModelManifest.preprocessing` must hold; exported for tests. */
export function chainOf(manifest: ModelManifest): Chain & { tags: string[] } {
  return parameters.parse(manifest.preprocessing);
}
