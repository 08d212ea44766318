/** The pipelines of pictures give a sound answer to any size, colour and transparency. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { pipeline as handwriting } from '../../../src/demos/handwriting/pipeline.ts';
import { recognise, seenPicture as seenDrawing } from '../../../src/demos/handwriting/recognise.ts';
import { heat, seenPicture } from '../../../src/demos/image-classification/classify.ts';
import { pipeline as imageClassification } from '../../../src/demos/image-classification/pipeline.ts';
import { cropped, inside, placement } from '../../../src/demos/image/crop.ts';
import { readHeader, stopsEarly } from '../../../src/demos/image/file-header.ts';
import { resample, type Pixels } from '../../../src/demos/image/pixels.ts';
import { simplify, SIDE, type Drawing } from '../../../src/demos/image/strokes.ts';
import { openRunner } from '../../../src/inference/node.ts';
import { answer, type Runner } from '../../../src/inference/pipeline.ts';
import { anyPicture, byte, CASES, largePicture } from './inputs.ts';

const sizes: readonly (readonly [number, number])[] = [
  [1, 1],
  [1, 8000],
  [8000, 1],
  [3, 7999],
  [4000, 3000],
  [8000, 8000],
];

/** Coordinates as a pen may bring them. */
const anyDrawing: fc.Arbitrary<Drawing> = fc.array(
  fc.array(
    fc.tuple(fc.double({ min: 0, max: SIDE, noNaN: true }), fc.integer({ min: 0, max: SIDE })),
    { minLength: 1, maxLength: 30 },
  ),
  { maxLength: 8 },
);

describe.each([
  ['handwriting', handwriting],
  ['image-classification', imageClassification],
] as const)('%s', (id, pipeline) => {
  let runner: Runner;
  beforeAll(async () => {
    runner = await openRunner(id);
  });

  test('answers any picture', () =>
    fc.assert(
      fc.asyncProperty(anyPicture, async (pixels) => {
        const [result] = await answer(pipeline, runner, [pixels]);
        const values = Object.values(result?.scores ?? {});
        expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(values.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
        expect(result?.scores[result.label]).toBe(Math.max(...values));
      }),
      { numRuns: CASES },
    ));

  test.each(sizes)('prepares %i × %i pixels', (width, height) => {
    const { image } = pipeline.preprocess([largePicture(width, height)], runner.manifest);
    expect([...(image?.data ?? [NaN])].every((value) => Number.isFinite(Number(value)))).toBe(true);
  });

  test.each([
    { width: 0, height: 5, data: new Uint8ClampedArray(0) },
    { width: 2, height: 2, data: new Uint8ClampedArray(15) },
    { width: 1.5, height: 2, data: new Uint8ClampedArray(12) },
    { width: NaN, height: 1, data: new Uint8ClampedArray(4) },
  ] satisfies Pixels[])('refuses a picture that is none: $width × $height', (pixels) => {
    expect(() => pipeline.preprocess([pixels], runner.manifest)).toThrow(RangeError);
  });
});

test('any drawing is recognised and shown', async () => {
  const runner = await openRunner('handwriting');
  const parameters = runner.manifest.preprocessing as Parameters<typeof seenDrawing>[1];
  await fc.assert(
    fc.asyncProperty(anyDrawing, async (drawing) => {
      const [result] = await recognise(runner, [drawing.map(simplify)]);
      const values = Object.values(result?.scores ?? {});
      expect(values.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
      expect(seenDrawing(drawing, parameters)).toMatch(/^data:image\/png;base64,[\w+/=]+$/);
      if (drawing.length === 0) expect(result?.confident).toBe(false);
    }),
    { numRuns: CASES / 10 },
  );
});

test('the heat map of any picture is made of differences of probabilities', async () => {
  const runner = await openRunner('image-classification');
  await fc.assert(
    fc.asyncProperty(anyPicture, async (pixels) => {
      const [result] = await answer(imageClassification, runner, [pixels]);
      if (!result) throw new Error('no answer');
      const drops = await heat(runner, pixels, result);
      expect(drops).toHaveLength(64);
      expect(drops.every((drop) => Math.abs(drop) <= 1)).toBe(true);
    }),
    { numRuns: 3 },
  );
});

test('any crop of any picture lies inside it', () => {
  const number = fc.double();
  fc.assert(
    fc.property(anyPicture, number, number, number, (pixels, x, y, zoom) => {
      const crop = inside({ x, y, zoom }, pixels);
      const part = cropped(pixels, crop);
      expect(part.width).toBeGreaterThan(0);
      expect(part.width).toBeLessThanOrEqual(Math.min(pixels.width, pixels.height));
      expect(part.data).toHaveLength(part.width * part.height * 4);
      expect(Object.values(placement(pixels, crop)).every(Number.isFinite)).toBe(true);
      expect(seenPicture(pixels, crop, 8)).toMatch(/^data:image\/png;base64,[\w+/=]+$/);
    }),
    { numRuns: CASES },
  );
});

test('resampling keeps to the range of its plane, whatever the sizes', () => {
  const side = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(
      side,
      side,
      side,
      side,
      fc.array(byte, { minLength: 1 }),
      (w, h, tw, th, values) => {
        const data = Float64Array.from(
          { length: w * h },
          (_, i) => (values[i % values.length] ?? 0) / 255,
        );
        const out = resample({ width: w, height: h, data }, tw, th);
        const [low, high] = [Math.min(...data), Math.max(...data)];
        expect(out.data).toHaveLength(tw * th);
        expect(out.data.every((value) => value >= low - 1e-9 && value <= high + 1e-9)).toBe(true);
      },
    ),
    { numRuns: CASES },
  );
});

test('the header of any file is read without harm', () => {
  const magics = [
    '\x89PNG\r\n\x1a\n',
    '\xff\xd8\xff',
    'GIF89a',
    'RIFF....WEBPVP8X',
    'BM',
    '\0\0\0 ftypavif',
    '<svg ',
  ];
  const start = fc.constantFrom(...magics, '').map((text) => [...Buffer.from(text, 'latin1')]);
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 400 }), (magic, rest) => {
      const file = Uint8Array.from([...magic, ...rest]);
      const { kind, width = 0, height = 0 } = readHeader(file);
      expect(kind).toBeTruthy();
      expect(stopsEarly(kind, file)).toBeTypeOf('boolean');
      expect([width, height].every(Number.isFinite)).toBe(true);
    }),
    { numRuns: CASES },
  );
});
