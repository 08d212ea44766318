/** The numbers that the calculator starts from, each with its source in words. */
import type { Fields, Values } from '../ui/fields.ts';
import type { ToolPreset } from '../ui/tool.ts';
import { strings } from './strings.ts';

/** In the units in which people speak of them, such as 10⁸ parameters; `toInputs` in view.ts converts. */
export const fields = {
  n: { ...strings.fields.n, min: 0.001, max: 100_000, step: 'log' },
  d: { ...strings.fields.d, min: 0.001, max: 10_000_000, step: 'log' },
  mfu: { ...strings.fields.mfu, min: 1, max: 100, step: 1 },
  price: { ...strings.fields.price, min: 0.01, max: 100, step: 'log' },
  gpus: { ...strings.fields.gpus, min: 1, max: 1_000_000, step: 'log', whole: true },
  peak: { ...strings.fields.peak, min: 0.01, max: 100_000, step: 'log' },
  bandwidth: { ...strings.fields.bandwidth, min: 0.01, max: 100, step: 'log' },
  watts: { ...strings.fields.watts, min: 1, max: 10_000, step: 'log' },
  use: { ...strings.fields.use, min: 0.1, max: 100, step: 'log' },
  daily: { ...strings.fields.daily, min: 0.001, max: 1_000_000, step: 'log' },
} as const satisfies Fields<string>;

export type FieldId = keyof typeof fields;

/** Fields in the groups they are shown in. */
export const groups = {
  training: ['n', 'd', 'mfu', 'price', 'gpus'],
  gpu: ['peak', 'bandwidth', 'watts'],
  serving: ['use', 'daily'],
} as const satisfies Readonly<Record<string, readonly FieldId[]>>;

/** A GPU that can be chosen by its name. */
export interface Gpu {
  readonly name: string;
  readonly values: Pick<Values<FieldId>, 'peak' | 'bandwidth' | 'watts'>;
}

/** SXM modules; BF16 without sparsity. From NVIDIA's data sheets. */
export const gpus: readonly Gpu[] = [
  { name: 'H100 SXM', values: { peak: 989, bandwidth: 3.35, watts: 700 } },
  { name: 'H200 SXM', values: { peak: 989, bandwidth: 4.8, watts: 700 } },
  { name: 'A100 80GB SXM', values: { peak: 312, bandwidth: 2.04, watts: 400 } },
];

const [h100, , a100] = gpus.map(({ values }) => values);

/** A training that has been done, or could be. */
export interface TrainingPreset extends ToolPreset<FieldId> {
  /** What its makers say, and where. */
  readonly published?: {
    readonly operations?: number;
    readonly gpuHours?: number;
    readonly source: string;
  };
  /** Which of its numbers are assumptions. */
  readonly note: string;
}

/** @param own parameters of the book's headline classifier. */
export function presets(own: number): TrainingPreset[] {
  return [
    {
      id: 'llama-3.1-405b',
      name: 'Llama 3.1 405B',
      values: { n: 4050, d: 156_000, mfu: 40, price: 2.35, gpus: 16_384, ...h100 },
      published: {
        operations: 3.8e25,
        gpuHours: 30.84e6,
        source: strings.sources.llama31,
      },
      note: strings.notes.llama31,
    },
    {
      id: 'gpt-3',
      name: 'GPT-3',
      values: { n: 1750, d: 3000, mfu: 40, price: 2.35, gpus: 1024, ...h100 },
      published: { operations: 3.14e23, source: strings.sources.gpt3 },
      note: strings.notes.gpt3,
    },
    {
      id: 'deepseek-v3',
      name: 'DeepSeek-V3',
      values: { n: 370, d: 148_000, mfu: 35, price: 2, gpus: 2048, ...h100 },
      published: { gpuHours: 2.664e6, source: strings.sources.deepseek },
      note: strings.notes.deepseek,
    },
    {
      id: 'llama-2-7b',
      name: 'Llama 2 7B',
      values: { n: 70, d: 20_000, mfu: 40, price: 2.35, gpus: 256, ...a100 },
      published: { gpuHours: 184_320, source: strings.sources.llama2 },
      note: strings.notes.llama2,
    },
    {
      id: '7b',
      name: strings.presets.sevenBillion,
      values: { n: 70, d: 1000, mfu: 35, price: 2.35, gpus: 64, ...h100 },
      note: strings.notes.sevenBillion,
    },
    {
      id: 'own',
      name: strings.presets.own,
      values: {
        n: Number((own / 1e8).toPrecision(4)),
        d: 0.2,
        mfu: 40,
        price: 2.35,
        gpus: 1,
        ...h100,
      },
      note: strings.notes.own,
    },
  ];
}

/** Llama 3.1 405B, the first preset, and the serving of two billion tokens a day. */
export const defaults: Values<FieldId> = {
  n: 4050,
  d: 156_000,
  mfu: 40,
  price: 2.35,
  gpus: 16_384,
  peak: 989,
  bandwidth: 3.35,
  watts: 700,
  use: 10,
  daily: 20,
};
