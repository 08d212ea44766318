/** The numbers that the calculator starts from: the made-up products of chapter 10. */
import type { Fields, Values } from '../ui/fields.ts';
import type { ToolPreset } from '../ui/tool.ts';
import { strings } from './strings.ts';

/** Shares in percent; `toInputs` in view.ts converts. */
export const fields = {
  p: { ...strings.fields.p, min: 0.1, max: 100_000, step: 'log' },
  churn: { ...strings.fields.churn, min: 0.1, max: 100, step: 0.1 },
  cac: { ...strings.fields.cac, min: 1, max: 1_000_000, step: 'log' },
  f: { ...strings.fields.f, min: 0, max: 1000, step: 0.1 },
  q: { ...strings.fields.q, min: 1, max: 100_000, step: 'log' },
  in: { ...strings.fields.in, min: 1, max: 1_000_000, step: 'log' },
  out: { ...strings.fields.out, min: 1, max: 1_000_000, step: 'log' },
  pin: { ...strings.fields.pin, min: 0.001, max: 10_000, step: 'log' },
  pout: { ...strings.fields.pout, min: 0.001, max: 10_000, step: 'log' },
  overhead: { ...strings.fields.overhead, min: 1, max: 10, step: 0.1 },
  routed: { ...strings.fields.routed, min: 0, max: 100, step: 1 },
  cached: { ...strings.fields.cached, min: 0, max: 100, step: 1 },
} as const satisfies Fields<string>;

export type FieldId = keyof typeof fields;

/** Fields in the groups they are shown in. */
export const groups = {
  customer: ['p', 'churn', 'cac', 'f'],
  use: ['q', 'routed', 'cached', 'overhead'],
  tokens: ['in', 'out', 'pin', 'pout'],
} as const satisfies Readonly<Record<string, readonly FieldId[]>>;

/** The coding assistant of section 10.3. */
export const defaults: Values<FieldId> = {
  p: 60,
  churn: 8,
  cac: 180,
  f: 5.8,
  q: 314,
  in: 8000,
  out: 800,
  pin: 15,
  pout: 60,
  overhead: 1.2,
  routed: 0,
  cached: 0,
};

/** A product with all its numbers. */
export interface EconomicsPreset extends ToolPreset<FieldId> {
  readonly values: Values<FieldId>;
}

/** The four ways of section 10.3, its heavy user, and the product of an exercise. */
export const presets: readonly EconomicsPreset[] = [
  { id: 'plain', name: strings.presets.plain, values: defaults },
  { id: 'routed', name: strings.presets.routed, values: { ...defaults, routed: 70 } },
  { id: 'cached', name: strings.presets.cached, values: { ...defaults, routed: 70, cached: 60 } },
  {
    id: 'limited',
    name: strings.presets.limited,
    values: { ...defaults, routed: 70, cached: 60, q: 194 },
  },
  { id: 'heavy', name: strings.presets.heavy, values: { ...defaults, q: 2000 } },
  {
    // Twenty hours of speech at 0.5 a call: 20,000 tokens read, 5,000 written, 12.5 and 50 a million.
    id: 'minutes',
    name: strings.presets.minutes,
    values: {
      ...defaults,
      p: 30,
      churn: 6,
      cac: 90,
      f: 3,
      q: 20,
      in: 20_000,
      out: 5000,
      pin: 12.5,
      pout: 50,
      overhead: 1,
    },
  },
];
