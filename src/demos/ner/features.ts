/** Text to numbers: folded characters, their ids, hashed bigrams. `training/ner/features.py` does the same. */

/** Id of a character that is not in the vocabulary. */
export const UNKNOWN = 1;
/** Ids of characters follow those of padding, unknown and mask. */
const FIRST = 3;

/** Ids of the folded code points of a vocabulary. */
export function characterIds(vocabulary: string): ReadonlyMap<number, number> {
  return new Map(Array.from(vocabulary, (c, i) => [c.codePointAt(0) ?? 0, FIRST + i] as const));
}

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
export function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
}

/** Bucket 1 … buckets − 1 of a pair of code points. */
export function hashPair(a: number, b: number, seed: number, buckets: number): number {
  const h = Math.imul(a, 0x9e3779b1) + Math.imul(b, 0x85ebca6b) + Math.imul(seed, 0xc2b2ae35);
  return (mix(h | 0) % (buckets - 1)) + 1;
}
