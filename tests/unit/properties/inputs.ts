/** What readers, files and addresses may bring: arbitrary values for the property tests. */
import fc from 'fast-check';
import type { Pixels } from '../../../src/demos/image/pixels.ts';

/** Cases for each property. */
export const CASES = 1000;

/** Pieces that break code written for ordinary text. */
const oddities = [
  '\ud83d', // half of a surrogate pair, the other half
  '\ude00',
  '\u200b', // zero width space, joiner, byte-order mark
  '\u200d',
  '\ufeff',
  '\u202e', // right-to-left override, Hebrew, Arabic
  'שלום',
  'ﷺ', // eighteen characters after NFKC
  '\0',
  '\u2028',
  '\r\n',
  '👩‍👩‍👧',
  '𠮷',
  'é',
  'e\u0301\u0301\u0301',
  'İ',
  'ß',
  '臺',
  '。！？',
  '「',
  '　',
  '<img src=x onerror="alert(1)">',
  '</script><script>alert(1)</script>',
  '&lt;',
  '${x}',
  '__proto__',
];

/** Any UTF-16 code unit, lone surrogates included. */
const codeUnit = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));
const han = fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((point) => String.fromCharCode(point));

/** Texts that need not be well-formed, mostly short. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: codeUnit }),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.oneof(han, fc.constantFrom(...oddities)), maxLength: 60 }),
);

/** Texts of a megabyte, for a few cases only. */
export const hugeTexts: readonly string[] = [
  '字'.repeat(1_000_000),
  '\ud83d'.repeat(1_000_000),
  'ﷺ'.repeat(100_000),
  `${'甲'.repeat(400)}${'乙。'.repeat(300_000)}`,
  '\n'.repeat(1_000_000),
  Array.from({ length: 1_000_000 }, (_, i) => String.fromCharCode((i * 7919) % 0x10000)).join(''),
];

export const byte = fc.integer({ min: 0, max: 255 });

/** Pictures up to 40 pixels a side: coloured, grey, one colour, transparent in part or in full. */
export const anyPicture: fc.Arbitrary<Pixels> = fc
  .record({
    width: fc.integer({ min: 1, max: 40 }),
    height: fc.integer({ min: 1, max: 40 }),
    kind: fc.constantFrom('noise', 'grey', 'plain', 'clear', 'holes'),
    colour: fc.tuple(byte, byte, byte, byte),
    seed: fc.integer({ min: 1, max: 0x7fffffff }),
  })
  .map(({ width, height, kind, colour, seed }) => {
    const data = new Uint8ClampedArray(width * height * 4);
    let state = seed;
    const random = (): number => (state = (state * 48271) % 0x7fffffff) & 0xff;
    for (let i = 0; i < data.length; i += 4) {
      const level = random();
      const pixel = {
        noise: [level, random(), random(), 255],
        grey: [level, level, level, 255],
        plain: colour,
        clear: [level, level, level, 0],
        holes: [level, level, level, level & 1 ? 255 : 0],
      }[kind];
      data.set(pixel, i);
    }
    return { width, height, data };
  });

/** A picture of one colour with a stroke across it: cheap to make at any size. */
export function largePicture(width: number, height: number): Pixels {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  const row = Math.floor(height / 2) * width * 4;
  data.subarray(row, row + width * 4).fill(40);
  return { width, height, data };
}

/** What may stand behind the `#` of an address. */
export const anyState: fc.Arbitrary<string> = fc.oneof(
  anyText,
  fc
    .dictionary(
      fc.constantFrom('text', 'preset', 'reading', 'strokes', 'crop', 'p', 'q', '__proto__'),
      anyText,
    )
    .map((entries) => new URLSearchParams(entries).toString()),
);

/** Whether an offset of a text lies between two code points, or at an end. */
export function onBorder(text: string, offset: number): boolean {
  const [before, after] = [text.charCodeAt(offset - 1), text.charCodeAt(offset)];
  const splits = before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
  return offset >= 0 && offset <= text.length && !splits;
}
