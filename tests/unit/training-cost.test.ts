import { describe, expect, it } from 'vitest';
import { costs, trainingMoney } from '../../src/demos/training-cost/model.ts';
import { defaults, fields, gpus, presets } from '../../src/demos/training-cost/presets.ts';
import { toInputs } from '../../src/demos/training-cost/view.ts';
import { fieldIds, problemOf } from '../../src/demos/ui/fields.ts';

const all = presets(1_252_270);
const preset = (name: string) => {
  const found = all.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no preset ${name}`);
  return costs(toInputs({ ...defaults, ...found.values }));
};

describe('the cost of training', () => {
  it('is 6ND, by hand for 7 billion parameters and 100 billion tokens', () => {
    // 6 × 7e9 × 1e11 = 4.2e21; 989e12 × 0.35 × 3600 = 1.24614e18 a GPU hour; 4.2e21 / 1.24614e18 = 3370.4
    const { operations, gpuHours, money, days, energy } = preset('70亿参数续训');
    expect(operations).toBeCloseTo(4.2e21, -15);
    expect(gpuHours).toBeCloseTo(3370.4, 1);
    expect(money).toBeCloseTo(3370.4 * 2.35, 0);
    expect(days).toBeCloseTo(3370.4 / 64 / 24, 3);
    expect(energy).toBeCloseTo(3370.4 * 0.7, 0);
  });

  // GPU hours and money of table tab-train in chapter 9.
  it.each([
    [20, 1.7, 5898, 10027],
    [35, 2.35, 3370, 7920],
    [50, 4, 2359, 9437],
  ])('gives the table of chapter 9 at %d %% and %d a GPU hour', (mfu, price, hours, money) => {
    const found = costs(toInputs({ ...defaults, n: 70, d: 1000, mfu, price }));
    expect(Math.round(found.gpuHours)).toBe(hours);
    expect(Math.round(found.money)).toBe(money);
  });

  it('comes close to what the makers published', () => {
    for (const { name, published } of all) {
      const { operations, gpuHours } = preset(name);
      if (published?.operations) expect(operations / published.operations).toBeCloseTo(1, 2);
      // Llama 3.1 counts restarts and post-training as well.
      if (published?.gpuHours)
        expect(Math.abs(gpuHours / published.gpuHours - 1)).toBeLessThan(0.15);
    }
  });

  it('doubles with the parameters, and quadruples where tokens follow them', () => {
    const inputs = toInputs(defaults);
    expect(trainingMoney(inputs, 2e9) / trainingMoney(inputs, 1e9)).toBeCloseTo(2);
    expect(trainingMoney(inputs, 2e9, 4e10) / trainingMoney(inputs, 1e9, 2e10)).toBeCloseTo(4);
  });
});

describe('the cost of serving', () => {
  it.each([
    [2, 2.44],
    [10, 0.49],
    [30, 0.16],
  ])('gives the figures of chapter 9 at %d %%', (use, cost) => {
    const { perMillion } = costs(toInputs({ ...defaults, n: 370, use }));
    expect(perMillion).toBeCloseTo(cost, 2);
  });

  // Exercise ex-ch09-cost.
  it.each([
    [3, 11, 620],
    [15, 3, 124],
  ])('answers the exercise at %d %%', (use, cards, money) => {
    const { servingGpus, dailyMoney } = costs(toInputs({ ...defaults, n: 70, use, daily: 20 }));
    expect(servingGpus).toBe(cards);
    if (use === 3) expect(Math.abs(dailyMoney - money)).toBeLessThan(20);
  });

  it('needs as many requests at once as the memory demands', () => {
    // 0.3 × 989e12 × 2 bytes / (2 × 3.35e12) = 88.57
    expect(costs(toInputs({ ...defaults, use: 30 })).batch).toBe(89);
    expect(costs(toInputs({ ...defaults, use: 2 })).batch).toBe(6);
    expect(costs(toInputs({ ...defaults, use: 30, bandwidth: 4.8 })).batch).toBe(62);
  });
});

describe('the numbers to start from', () => {
  it('lie within their fields', () => {
    for (const { values } of [...all, ...gpus]) {
      for (const id of fieldIds(fields)) {
        const value = { ...defaults, ...values }[id];
        expect([id, value, problemOf(fields[id], value)]).toEqual([id, value, undefined]);
      }
    }
  });

  it('are those of the first preset', () => {
    expect(defaults).toMatchObject(all[0]?.values ?? {});
  });
});
