/** The pipelines of texts give a sound answer to any string. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  classify,
  influences,
  LINEAR,
  NEURAL,
} from '../../../src/demos/text-classification/classify.ts';
import { pipeline, type NerResult } from '../../../src/demos/ner/pipeline.ts';
import { Recogniser } from '../../../src/demos/ner/recognise.ts';
import { openRunner } from '../../../src/inference/node.ts';
import { answer, type Runner } from '../../../src/inference/pipeline.ts';
import { anyText, CASES, hugeTexts, onBorder } from './inputs.ts';

/** Throws unless the numbers are probabilities that sum to 1. */
function expectDistribution(scores: Readonly<Record<string, number>>): void {
  const values = Object.values(scores);
  expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
  expect(values.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
}

/** Throws unless the entities are stretches of the text, in order and apart, on borders of code points. */
function expectSpans(text: string, entities: NerResult['entities']): void {
  let last = 0;
  for (const { start, end, type, text: part, score } of entities) {
    expect(start).toBeGreaterThanOrEqual(last);
    expect(end).toBeGreaterThan(start);
    expect([start, end].every((offset) => onBorder(text, offset))).toBe(true);
    expect(part).toBe(text.slice(start, end));
    expect(['PER', 'LOC', 'ORG']).toContain(type);
    expect(score > 0 && score <= 1).toBe(true);
    last = end;
  }
}

describe.each([NEURAL, LINEAR] as const)('%s', (id) => {
  let runner: Runner;
  beforeAll(async () => {
    runner = await openRunner(id);
  });

  async function check(texts: readonly string[]): Promise<void> {
    const answers = await classify(id, runner, texts);
    expect(answers).toHaveLength(texts.length);
    for (const { label, scores, usedCharacters, totalCharacters } of answers) {
      expectDistribution(scores);
      expect(scores[label]).toBe(Math.max(...Object.values(scores)));
      expect(usedCharacters).toBeLessThanOrEqual(totalCharacters);
    }
  }

  test('answers any text', () =>
    fc.assert(
      fc.asyncProperty(anyText, (text) => check([text])),
      { numRuns: CASES },
    ));

  test('answers any batch', () =>
    fc.assert(fc.asyncProperty(fc.array(anyText, { maxLength: 20 }), check), {
      numRuns: CASES / 20,
    }));

  test('answers texts of a megabyte', async () => {
    for (const text of hugeTexts) await check([text]);
  });
});

test('the influences of any text put it together again', async () => {
  const runner = await openRunner(NEURAL);
  await fc.assert(
    fc.asyncProperty(anyText, async (text) => {
      const [result] = await classify(NEURAL, runner, [text]);
      if (!result) throw new Error('no answer');
      const pieces = await influences(runner, text, result);
      const whole = pieces.map((piece) => piece.text).join('');
      expect(text.startsWith(whole.replace(/……$/, '')) || whole === text).toBe(true);
      expect(pieces.every(({ drop }) => Math.abs(drop) <= 1)).toBe(true);
    }),
    { numRuns: CASES / 5 },
  );
});

describe('ner', () => {
  let runner: Runner;
  beforeAll(async () => {
    runner = await openRunner('ner');
  });

  test('finds sound entities in any text', () =>
    fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const [result] = await answer(pipeline, runner, [text]);
        expectSpans(text, result?.entities ?? []);
      }),
      { numRuns: CASES },
    ));

  test('finds them piece by piece, too', () =>
    fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 5 }), async (texts) => {
        const found = await new Recogniser().all(runner, texts);
        for (const [i, { text, entities, rules, done }] of found.entries()) {
          expect(text).toBe(texts[i]);
          expect(done).toBe(text.length);
          expectSpans(text, entities);
          expectSpans(
            text,
            rules.map((rule) => ({ ...rule, score: 1 })),
          );
        }
      }),
      { numRuns: CASES / 5 },
    ));

  test('prepares texts of a megabyte', () => {
    for (const text of hugeTexts) {
      const { characters } = pipeline.preprocess([text], runner.manifest);
      expect(characters?.dims.every((side) => side > 0)).toBe(true);
    }
  });

  test('reads a megabyte of many sentences piece by piece', async () => {
    const text = '乙去了江州。'.repeat(170_000);
    const [found] = await new Recogniser().all(runner, [text]);
    expectSpans(
      text.slice(0, 60),
      (found?.entities ?? []).filter(({ end }) => end <= 60),
    );
    expect(found?.done).toBe(text.length);
  });
});
