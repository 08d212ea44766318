/**
 * Named entities in Chinese text: the characters, bigrams and words of sentences as numbers for the graph, and from its
 * emissions, by the CRF of the card, entities. `training/ner/export.py` does the same.
 */
import * as z from 'zod/mini';
import type { ModelManifest } from '../../inference/manifest.ts';
import type { Pipeline } from '../../inference/pipeline.ts';
import { float32Output } from '../../inference/tensor.ts';
import { marginals, viterbi, type Chain } from './crf.ts';
import { characterIds, hashPair, UNKNOWN } from './features.ts';
import { PROBES, wordPlaces } from './lexicon.ts';
import { sentences, windows, type Sentence } from './sentences.ts';

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
  /** Least score of an entity; what is less certain is not told. */
  threshold: z.number(),
});

/** The sentences of each text with their windows: a window is a row of the graph's inputs, in this order. */
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
    const ids = characterIds(p.vocabulary);
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
        return decode(text, sentence, emissions, p);
      }),
    }));
  },
};

function decode(
  text: string,
  { offsets }: Sentence,
  emissions: number[][],
  { tags, threshold, ...chain }: z.infer<typeof parameters>,
): Entity[] {
  const path = viterbi(emissions, chain);
  const spans = spansOf(path.map((tag) => tags[tag] ?? 'O'));
  if (spans.length === 0) return [];
  const probability = marginals(emissions, chain);
  return spans
    .map(([first, last, type]) => {
      const [start, end] = [offsets[first] ?? 0, offsets[last + 1] ?? text.length];
      const score = probability(first, path.slice(first, last + 1));
      return { start, end, type, text: text.slice(start, end), score };
    })
    .filter(({ score }) => score >= threshold);
}

/** The CRF of a model's card, and what its tags are called; exported for tests. */
export function chainOf(manifest: ModelManifest): Chain & { tags: string[] } {
  return parameters.parse(manifest.preprocessing);
}
