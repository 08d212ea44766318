/**
 * Topic of a Chinese news headline, by the small network. The same steps as
 * `training/text_classification/features.py`, number for number; `tests/fixtures/text-classification.json` holds both to it.
 */
import * as z from 'zod/mini';
import type { ModelManifest } from '../../inference/manifest.ts';
import type { Pipeline } from '../../inference/pipeline.ts';
import { float32Output, type Tensors } from '../../inference/tensor.ts';
import { softmax } from '../softmax.ts';

/** What the models say about one text. */
export interface TextClassification {
  /** Id of the most probable class. */
  readonly label: string;
  /** Probability of every class by id; they sum to 1. */
  readonly scores: Readonly<Record<string, number>>;
  /** Calibrated logits in the order of the manifest's labels. */
  readonly logits: readonly number[];
  /** How many characters of the normalised text were read, and how many it has: a longer text is cut. */
  readonly usedCharacters: number;
  readonly totalCharacters: number;
}

/** Code points, after normalisation, of one text. */
type CodePoints = readonly number[];

const PAD = 0;
const UNKNOWN = 1;

/** The constants that `model.json` holds for both models. */
export const textPreprocessing = z.object({
  maxLength: z.int().check(z.positive()),
  buckets: z.int().check(z.positive()),
  traditional: z.string(),
});

const networkPreprocessing = z.extend(textPreprocessing, { vocabulary: z.string() });

// Spelled out because \s means different sets in Python and JavaScript.
const whiteSpace =
  /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]+/g;

/**
 * NFKC (full width to half width), lower case, traditional to simplified, runs of white space to one space.
 * @param traditional pairs of characters: a traditional one, then its simplified form.
 * @returns code points, so that a character outside the basic plane counts as one.
 */
export function normalise(text: string, traditional: string): CodePoints {
  const simplified = toMap(traditional);
  const folded = Array.from(
    text.normalize('NFKC').toLowerCase(),
    (c) => simplified.get(c) ?? c,
  ).join('');
  const spaced = folded.replace(whiteSpace, ' ').replace(/^ | $/g, '');
  return Array.from(spaced, codePoint);
}

/**
 * 32-bit hash of an n-gram of code points: FNV-1a over code points, then a mixing step.
 * @see http://www.isthe.com/chongo/tech/comp/fnv/; the last lines are the start of MurmurHash3's finaliser.
 */
export function gramHash(codes: CodePoints): number {
  let h = 0x811c9dc5 ^ codes.length;
  for (const code of codes) h = Math.imul(h ^ code, 0x01000193);
  h ^= h >>> 15;
  h = Math.imul(h, 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

/** Row of a hashed table for an n-gram: 1 … buckets - 1; row 0 is for padding. */
export function bucket(codes: CodePoints, buckets: number): number {
  return 1 + (gramHash(codes) % (buckets - 1));
}

/** Constants of one model, parsed once per manifest. */
interface NetworkConstants {
  readonly maxLength: number;
  readonly buckets: number;
  readonly traditional: string;
  readonly ids: ReadonlyMap<number, number>;
}

const constants = new WeakMap<ModelManifest, NetworkConstants>();

function networkConstants(manifest: ModelManifest): NetworkConstants {
  const known = constants.get(manifest);
  if (known) return known;
  const { vocabulary, ...rest } = z.parse(networkPreprocessing, manifest.preprocessing);
  const ids = new Map(Array.from(vocabulary, (c, i) => [codePoint(c), i + 2] as const));
  const made = { ...rest, ids };
  constants.set(manifest, made);
  return made;
}

const tables = new Map<string, ReadonlyMap<string, string>>();

function toMap(traditional: string): ReadonlyMap<string, string> {
  const known = tables.get(traditional);
  if (known) return known;
  const characters = Array.from(traditional);
  const map = new Map<string, string>();
  for (let i = 0; i + 1 < characters.length; i += 2)
    map.set(characters[i] ?? '', characters[i + 1] ?? '');
  tables.set(traditional, map);
  return map;
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/**
 * The network's inputs: `characters` int32 [batch, length] (0 = padding, 1 = unknown) and `grams` int32 [batch, length, 2],
 * the hashed bigram and trigram that start at each character. Past the end of a text code point 0 stands in.
 * @throws {z.core.$ZodError} when the manifest lacks the constants.
 */
function preprocess(inputs: readonly string[], manifest: ModelManifest): Tensors {
  const { maxLength, buckets, traditional, ids } = networkConstants(manifest);
  const texts = inputs.map((text) => normalise(text, traditional).slice(0, maxLength));
  const length = Math.max(1, ...texts.map((codes) => codes.length));
  const characters = new Int32Array(texts.length * length).fill(PAD);
  const grams = new Int32Array(texts.length * length * 2);
  texts.forEach((codes, row) => {
    codes.forEach((first, i) => {
      const second = codes[i + 1] ?? 0;
      const third = codes[i + 2] ?? 0;
      const at = row * length + i;
      characters[at] = ids.get(first) ?? UNKNOWN;
      grams[2 * at] = bucket([first, second], buckets);
      grams[2 * at + 1] = bucket([first, second, third], buckets);
    });
  });
  return {
    characters: { type: 'int32', dims: [texts.length, length], data: characters },
    grams: { type: 'int32', dims: [texts.length, length, 2], data: grams },
  };
}

/**
 * Probabilities from `logits` float32 [batch, classes] (calibrated in the graph).
 * @throws {Error} when the output is missing or its shape does not fit the inputs and labels.
 */
export function postprocess(
  outputs: Tensors,
  inputs: readonly string[],
  manifest: ModelManifest,
): TextClassification[] {
  const { maxLength, traditional } = z.parse(textPreprocessing, manifest.preprocessing);
  const { data, dims } = float32Output(outputs, 'logits');
  const ids = manifest.labels.map((label) => label.id);
  if (dims[0] !== inputs.length || dims[1] !== ids.length) {
    throw new Error(`logits are [${dims.join(', ')}], expected [${inputs.length}, ${ids.length}]`);
  }
  return inputs.map((text, row) => {
    const logits = Array.from(data.subarray(row * ids.length, (row + 1) * ids.length));
    const totalCharacters = normalise(text, traditional).length;
    return {
      ...ranked(logits, ids),
      logits,
      usedCharacters: Math.min(totalCharacters, maxLength),
      totalCharacters,
    };
  });
}

/** Probabilities by class id, and the most probable class. */
function ranked(
  logits: readonly number[],
  ids: readonly string[],
): Pick<TextClassification, 'label' | 'scores'> {
  const probabilities = softmax(logits);
  const scores = Object.fromEntries(ids.map((id, i) => [id, probabilities[i] ?? 0]));
  return { label: ids[logits.indexOf(Math.max(...logits))] ?? '', scores };
}

/** A text with a piece taken out; `start` and `end` (exclusive) are UTF-16 offsets of the piece in the text. */
export interface Occlusion {
  readonly start: number;
  readonly end: number;
  readonly piece: string;
  readonly variant: string;
}

/**
 * Variants of a text with one character (in longer texts: one window of characters) left out in turn. How much the
 * probability of the answer falls tells how much that piece carried the decision.
 *
 * Pieces of white space are skipped. Windows grow so that there are at most `limit` variants.
 */
export function occlude(text: string, limit = 64): Occlusion[] {
  const characters = Array.from(text);
  const width = Math.max(1, Math.ceil(characters.length / limit));
  const variants: Occlusion[] = [];
  let start = 0;
  for (let i = 0; i < characters.length; i += width) {
    const piece = characters.slice(i, i + width).join('');
    const end = start + piece.length;
    if (piece.trim())
      variants.push({ start, end, piece, variant: text.slice(0, start) + text.slice(end) });
    start = end;
  }
  return variants;
}

/** Headline to topic, by the distilled network. */
export const pipeline: Pipeline<string, TextClassification> = { preprocess, postprocess };
