import { describe, expect, it } from 'vitest';
import { economics, net, payback, sensitivities } from '../../src/demos/unit-economics/model.ts';
import { defaults, fields, presets } from '../../src/demos/unit-economics/presets.ts';
import { toInputs } from '../../src/demos/unit-economics/view.ts';
import { fieldIds, problemOf } from '../../src/demos/ui/fields.ts';

const preset = (name: string) => {
  const found = presets.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no preset ${name}`);
  return toInputs(found.values);
};

/** The chapter's definition, month by month. */
function paybackByHand(g: number, churn: number, acquisition: number): number {
  let sum = 0;
  for (let n = 1; n < 10_000; n++) {
    sum += g * (1 - churn) ** (n - 1);
    if (sum >= acquisition * (1 - 1e-12)) return n;
  }
  return Infinity;
}

describe('one customer', () => {
  it('costs what the chapter computes by hand', () => {
    // (8000 × 15 + 800 × 60) / 1e6 = 0.168; × 1.2 = 0.2016
    const { perCall, modelCost } = economics(toInputs(defaults));
    expect(perCall).toBeCloseTo(0.2016, 10);
    expect(modelCost).toBeCloseTo(63.3, 1);
  });

  // Table tab-unit of chapter 10.
  it.each([
    ['原样', 63.3, -9.1, -15, -0.6, Infinity],
    ['加路由', 23.4, 30.8, 51, 2.1, 8],
    ['再加缓存', 14.4, 39.8, 66, 2.8, 6],
    ['再加限额', 8.9, 45.3, 76, 3.1, 5],
  ])('gives the row %s of the chapter’s table', (name, cost, g, margin, ratio, months) => {
    const inputs = preset(name);
    const found = economics(inputs);
    expect(found.modelCost).toBeCloseTo(cost, 1);
    expect(found.contribution).toBeCloseTo(g, 1);
    expect(Math.round(found.margin * 100)).toBe(margin);
    expect(found.ltv / inputs.acquisition).toBeCloseTo(ratio, 1);
    expect(found.payback).toBe(months);
  });

  it('answers the exercise about meeting minutes', () => {
    const found = economics(preset('会议纪要'));
    expect(found.contribution).toBeCloseTo(17, 6);
    expect(Math.round(found.margin * 100)).toBe(57);
    expect(found.ltv).toBeCloseTo(283, 0);
    expect(found.payback).toBe(7);
  });

  it('breaks even at the usage of the exercise, and loses on the heavy user', () => {
    expect(economics(preset('再加缓存')).breakEven).toBeCloseTo(1183, 0);
    expect(Math.floor(economics(preset('原样')).breakEven)).toBe(268);
    expect(economics(preset('重度用户')).contribution).toBeCloseTo(-349, 1);
  });

  it('never breaks even where other costs exceed the price', () => {
    expect(economics({ ...toInputs(defaults), other: 70 }).breakEven).toBe(0);
  });
});

describe('payback', () => {
  it('is the chapter’s sum', () => {
    for (const g of [0.6, 17, 30.8, 39.8, 180, 500])
      for (const churn of [0.001, 0.06, 0.08, 0.15, 0.5, 1])
        for (const acquisition of [1, 90, 180])
          expect([g, churn, acquisition, payback(g, churn, acquisition)]).toEqual([
            g,
            churn,
            acquisition,
            paybackByHand(g, churn, acquisition),
          ]);
  });

  it('is exact where a whole number of months suffices', () => {
    // 100 + 50 + 25 = 175
    expect(payback(100, 0.5, 175)).toBe(3);
  });

  it('is never for a loss, and where customers leave too fast', () => {
    expect(payback(-1, 0.08, 180)).toBe(Infinity);
    expect(payback(0, 0.08, 180)).toBe(Infinity);
    // The sum approaches 1, which it never reaches.
    expect(payback(0.5, 0.5, 1)).toBe(Infinity);
    expect(payback(39.8, 0.23, 180)).toBe(Infinity);
  });
});

describe('sensitivities', () => {
  it('move one input by a fifth and put the strongest first', () => {
    const inputs = preset('再加限额');
    const found = sensitivities(inputs);
    expect(found.slice(0, 5).map(({ id }) => id)).toEqual([
      'price',
      'churn',
      'routed',
      'acquisition',
      'calls',
    ]);
    // 60 × 0.2 / 0.08 = 150
    expect((found[0]?.high ?? 0) - net(inputs)).toBeCloseTo(150, 6);
  });

  it('put usage first before anything is done about its cost', () => {
    expect(sensitivities(preset('原样'))[0]?.id).toBe('calls');
  });

  it('leave an input that is 0 without effect, and keep a share within 1', () => {
    const zero = sensitivities(toInputs(defaults)).find(({ id }) => id === 'routed');
    expect(zero?.low).toBe(zero?.high);
    const all = { ...toInputs(defaults), routed: 1 };
    expect(sensitivities(all).find(({ id }) => id === 'routed')?.high).toBeCloseTo(net(all), 9);
  });
});

it('the presets lie within their fields', () => {
  for (const { values } of presets)
    for (const id of fieldIds(fields))
      expect([id, problemOf(fields[id], values[id])]).toEqual([id, undefined]);
});
