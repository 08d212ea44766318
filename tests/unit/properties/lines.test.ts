/** `predict` answers every line in its place, whatever is on it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerLines } from '../../../src/cli/answer-lines.ts';
import { LineError } from '../../../src/cli/line-error.ts';
import type { Answer, Predictor } from '../../../src/cli/predictor.ts';
import { predictors } from '../../../src/cli/predictors.ts';
import { anyPicture, anyText, CASES } from './inputs.ts';

/** Bytes of a line without a newline: any bytes, any JSON, or an object with the very field. */
function anyLine(field: string, value: fc.Arbitrary<string>): fc.Arbitrary<Buffer> {
  const objects = fc
    .tuple(fc.oneof({ weight: 4, arbitrary: value }, fc.jsonValue()), fc.jsonValue())
    .map(([wanted, other]) => JSON.stringify({ [field]: wanted, other }));
  return fc
    .oneof(
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
      objects.map((text) => Buffer.from(text)),
      anyText.map((text) => Buffer.from(`{"${field}": "${text}"}`)),
    )
    .filter((line) => !line.includes(0x0a));
}

/** The answers of `predictor` to lines that arrive cut at any place. */
async function answersTo(
  predictor: Predictor,
  lines: readonly Buffer[],
  chunk: number,
): Promise<(Answer | LineError)[]> {
  const bytes = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunk)
      yield await Promise.resolve(bytes.subarray(at, at + chunk));
  }
  return (await Array.fromAsync(answerLines(predictor, chunks()))).flat();
}

/** Throws unless `answer` is one that may be written: an error for people, or sound numbers. */
function expectAnswer(answer: Answer | LineError): void {
  const written = JSON.parse(JSON.stringify(answer)) as Partial<
    Record<'error' | 'label' | 'scores' | 'entities', unknown>
  >;
  if (answer instanceof LineError) {
    expect(written.error).toMatch(/\p{Script=Han}/u);
    // Whatever fails inside must have been foreseen.
    expect(answer.message).not.toContain('没能处理这一行');
  } else if ('scores' in answer) {
    expect(Object.values(answer.scores).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    expect(Object.keys(answer.scores)).toContain(answer.label);
  } else
    expect(answer.entities.every(({ start, end, score }) => start < end && score > 0)).toBe(true);
}

const folder = mkdtempSync(path.join(tmpdir(), 'lines-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Files of pictures, sound and cut off, and files that are none. */
const files = fc.sample(anyPicture, 20).map(({ width, height, data }, i) => {
  const png = new PNG({ width, height });
  png.data = Buffer.from(data);
  const bytes = PNG.sync.write(png);
  const file = path.join(folder, `${i}.png`);
  writeFileSync(file, i % 3 === 0 ? bytes.subarray(0, bytes.length / 2) : bytes);
  return file;
});
const fileNames = fc.oneof(
  fc.constantFrom(...files, folder, '/', '', '\0', './nothing.png'),
  anyText,
);

describe.each([
  ['text-classification', anyText],
  ['text-classification-linear', anyText],
  ['ner', anyText],
  ['handwriting', fileNames],
  ['image-classification', fileNames],
])('predict %s', (id, value) => {
  let predictor: Predictor;
  beforeAll(async () => {
    const open = predictors[id];
    if (!open) throw new Error(`no predictor ${id}`);
    predictor = await open(id);
  });

  test('answers every line in its place', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(anyLine(id.includes('text') || id === 'ner' ? 'text' : 'image', value), {
          maxLength: 40,
        }),
        fc.integer({ min: 1, max: 500 }),
        async (lines, chunk) => {
          const answers = await answersTo(predictor, lines, chunk);
          expect(answers).toHaveLength(lines.length);
          for (const answer of answers) expectAnswer(answer);
        },
      ),
      { numRuns: CASES / 10 },
    ));
});
