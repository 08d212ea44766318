/** Links to a state: what was written is read, and what nobody wrote does no harm. Calculators stay finite. */
import { render } from '@lit-labs/ssr';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as handwriting from '../../../src/demos/handwriting/link.ts';
import * as imageClassification from '../../../src/demos/image-classification/link.ts';
import { presets as scenes } from '../../../src/demos/image-classification/presets.ts';
import { inside } from '../../../src/demos/image/crop.ts';
import { SIDE, type Drawing } from '../../../src/demos/image/strokes.ts';
import * as ner from '../../../src/demos/ner/link.ts';
import { READINGS } from '../../../src/demos/ner/view.ts';
import * as textClassification from '../../../src/demos/text-classification/link.ts';
import { costs } from '../../../src/demos/training-cost/model.ts';
import * as training from '../../../src/demos/training-cost/presets.ts';
import {
  toInputs as toCostInputs,
  view as trainingView,
} from '../../../src/demos/training-cost/view.ts';
import {
  fieldIds,
  problemOf,
  readValues,
  sliderPosition,
  sliderValue,
  writeValues,
  type Field,
  type Fields,
  type Values,
} from '../../../src/demos/ui/fields.ts';
import { LINK_LIMIT } from '../../../src/demos/ui/link-text.ts';
import { initialState } from '../../../src/demos/ui/tool.ts';
import { economics, sensitivities } from '../../../src/demos/unit-economics/model.ts';
import * as unit from '../../../src/demos/unit-economics/presets.ts';
import { toInputs, view as unitView } from '../../../src/demos/unit-economics/view.ts';
import { readOptions, readState } from '../../../src/embed/options.ts';
import { anyState, anyText, byte, CASES } from './inputs.ts';

const linkable = anyText.filter((text) => text.length > 0 && text.length <= LINK_LIMIT);
const runs = { numRuns: CASES };

describe('links carry', () => {
  test('headlines', () => {
    fc.assert(
      fc.property(linkable, (text) => {
        const link = textClassification.writeLink(text)?.toString() ?? '';
        // An address cannot hold half a surrogate pair.
        expect(textClassification.readLink(link)).toBe(text.toWellFormed());
      }),
      runs,
    );
  });

  test('texts and how they are read', () => {
    fc.assert(
      fc.property(linkable, fc.constantFrom(...READINGS), (text, reading) => {
        const link = ner.writeLink({ text, reading })?.toString() ?? '';
        expect(ner.readLink(link)).toEqual({ text: text.toWellFormed(), reading });
      }),
      runs,
    );
  });

  test('drawings', () => {
    const point = fc.tuple(byte, byte);
    const drawing: fc.Arbitrary<Drawing> = fc.array(
      fc.array(point, { minLength: 1, maxLength: 20 }),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(drawing, (strokes) => {
        const first = handwriting.readLink(handwriting.writeLink(strokes)?.toString() ?? '');
        const again = handwriting.readLink(handwriting.writeLink(first ?? [])?.toString() ?? '');
        expect(first).toHaveLength(strokes.length);
        expect(again).toEqual(first);
      }),
      runs,
    );
  });

  test('scenes and their square', () => {
    const number = fc.double({ min: -2, max: 9, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...scenes), number, number, number, (preset, x, y, zoom) => {
        const crop = inside({ x, y, zoom }, { width: 128, height: 128 });
        const link = imageClassification.writeLink({ preset, crop }).toString();
        const read = imageClassification.readLink(link);
        expect(read?.preset).toBe(preset);
        for (const key of ['x', 'y', 'zoom'] as const)
          expect(read?.crop[key]).toBeCloseTo(crop[key], 2);
      }),
      runs,
    );
  });

  test('nothing that is too long', () => {
    const long = '字'.repeat(LINK_LIMIT + 1);
    expect(textClassification.writeLink(long)).toBeUndefined();
    expect(ner.writeLink({ text: long, reading: 'model' })).toBeUndefined();
    expect(textClassification.readLink(`text=${long}`)).toBeUndefined();
    expect(ner.readLink(`text=${long}`)).toBeUndefined();
  });
});

describe('a link that nobody wrote', () => {
  test('is read or refused, never more', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const text = textClassification.readLink(state);
        expect(text === undefined || (text.length > 0 && text.length <= LINK_LIMIT)).toBe(true);
        const reading = ner.readLink(state)?.reading;
        expect(reading === undefined || READINGS.includes(reading)).toBe(true);
        for (const point of handwriting.readLink(state)?.flat() ?? [])
          expect(point.every((value) => value >= 0 && value < SIDE)).toBe(true);
        const crop = imageClassification.readLink(state)?.crop;
        expect(Object.values(crop ?? {}).every(Number.isFinite)).toBe(true);
      }),
      runs,
    );
  });

  test('of an embed falls back to what is usual', () => {
    const query = fc.dictionary(
      fc.constantFrom('theme', 'accent', 'hide', 'preset', 'lang', '__proto__'),
      fc.oneof(anyText, fc.stringMatching(/^#?[0-9a-fA-F]{3,6}$/)),
    );
    fc.assert(
      fc.property(query, anyText, (entries, hash) => {
        const { options } = readOptions(`?${new URLSearchParams(entries).toString()}`);
        expect(['light', 'dark', 'auto']).toContain(options.theme);
        expect(['zh', 'en']).toContain(options.lang);
        expect(options.accent ?? 'red').toMatch(/^(#([0-9a-f]{3}|[0-9a-f]{6})|[a-z]{3,20})$/i);
        readState(hash, 'ner');
      }),
      runs,
    );
  });
});

/** Values that a reader may set in each field. */
function valuesOf<Id extends string>(fields: Fields<Id>): fc.Arbitrary<Values<Id>> {
  const value = ({ min, max, whole }: Field): fc.Arbitrary<number> =>
    whole
      ? fc.integer({ min, max })
      : fc.oneof(
          fc.double({ min, max, noNaN: true }).filter((number) => !Object.is(number, -0)),
          fc.constantFrom(min, max),
        );
  const arbitraries = fieldIds(fields).map((id) => [id, value(fields[id])] as const);
  return fc.record(Object.fromEntries(arbitraries)) as fc.Arbitrary<Values<Id>>;
}

/** Text that `template` renders to, without its markup. */
async function shown(template: Parameters<typeof render>[0]): Promise<string> {
  return (await collectResult(render(template))).replace(/<[^>]*>/g, ' ');
}

const tools: readonly [name: string, fields: Fields<string>, defaults: Values<string>][] = [
  ['training-cost', training.fields, training.defaults],
  ['unit-economics', unit.fields, unit.defaults],
];

describe.each(tools)('the state of %s', (_, fields, defaults) => {
  const all = Object.entries(fields);

  test('survives a link', () => {
    fc.assert(
      fc.property(valuesOf(fields), (values) => {
        const link = writeValues(fields, values).toString();
        expect(readValues(fields, defaults, link)).toEqual({ values, rejected: [] });
      }),
      runs,
    );
  });

  test('is that of the defaults where a link is nonsense', () => {
    const query = fc.dictionary(fc.constantFrom(...fieldIds(fields), '__proto__'), anyText);
    fc.assert(
      fc.property(query, (entries) => {
        const link = new URLSearchParams(entries).toString();
        const { values, rejected } = readValues(fields, defaults, link);
        for (const [id, field] of all) {
          expect(problemOf(field, values[id] ?? NaN)).toBeUndefined();
          if (rejected.includes(field.label)) expect(values[id]).toBe(defaults[id]);
        }
      }),
      runs,
    );
  });

  test('comes from sliders in order', () => {
    fc.assert(
      fc.property(valuesOf(fields), (values) => {
        for (const [id, field] of all) {
          const position = sliderPosition(field, values[id] ?? NaN);
          expect(problemOf(field, sliderValue(field, position))).toBeUndefined();
        }
      }),
      runs,
    );
  });
});

const NONSENSE = /NaN|undefined|null|\[object|Infinity/;

describe('the arithmetic of', () => {
  test('training-cost stays finite and readable', () =>
    fc.assert(
      fc.asyncProperty(valuesOf(training.fields), async (values) => {
        const results = Object.values(costs(toCostInputs(values)));
        expect(results.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
        expect(await shown(trainingView({ ...initialState(values), own: 1e6 }))).not.toMatch(
          NONSENSE,
        );
      }),
      runs,
    ));

  test('unit-economics stays finite and readable', () =>
    fc.assert(
      fc.asyncProperty(valuesOf(unit.fields), async (values) => {
        const { payback, ...results } = economics(toInputs(values));
        expect(Object.values(results).every(Number.isFinite)).toBe(true);
        // Infinity is the answer 「永远收不回」.
        expect(payback >= 0).toBe(true);
        for (const { low, high } of sensitivities(toInputs(values)))
          expect([low, high].every(Number.isFinite)).toBe(true);
        expect(await shown(unitView(initialState(values)))).not.toMatch(NONSENSE);
      }),
      runs,
    ));
});
