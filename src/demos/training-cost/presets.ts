/** The numbers that the calculator starts from, each with its source in words. */
import type { Fields, Values } from '../ui/fields.ts';
import type { ToolPreset } from '../ui/tool.ts';

export const fields = {
  n: {
    label: '参数量N',
    unit: '亿',
    min: 0.001,
    max: 100_000,
    step: 'log',
    hint: '混合专家模型填每个词元激活的参数。',
  },
  d: {
    label: '训练词元D',
    unit: '亿',
    min: 0.001,
    max: 10_000_000,
    step: 'log',
    hint: '从头到尾读过的词元，重复读的也算。',
  },
  mfu: {
    label: '训练利用率',
    unit: '%',
    min: 1,
    max: 100,
    step: 1,
    hint: 'Llama 3.1报告38%～43%，DeepSeek-V3反推约35%。',
  },
  price: {
    label: '每卡时价格',
    unit: '美元',
    min: 0.01,
    max: 100,
    step: 'log',
    hint: 'H100一年期租约2026年3月2.35美元（SemiAnalysis）。',
  },
  gpus: {
    label: '同时用多少张卡',
    unit: '张',
    min: 1,
    max: 1_000_000,
    step: 'log',
    whole: true,
    hint: '只影响天数，不影响卡时与费用。',
  },
  peak: {
    label: '单卡峰值算力',
    unit: 'TFLOPS',
    min: 0.01,
    max: 100_000,
    step: 'log',
    hint: 'BF16稠密：H100与H200为989，A100为312（NVIDIA数据手册）。',
  },
  bandwidth: {
    label: '显存带宽',
    unit: 'TB/s',
    min: 0.01,
    max: 100,
    step: 'log',
    hint: 'H100为3.35，H200为4.8，A100 80GB为2.04（NVIDIA数据手册）。',
  },
  watts: {
    label: '单卡功率',
    unit: '瓦',
    min: 1,
    max: 10_000,
    step: 'log',
    hint: '热设计功率：H100与H200为700，A100为400。不含散热与其他设备。',
  },
  use: {
    label: '服务利用率',
    unit: '%',
    min: 0.1,
    max: 100,
    step: 'log',
    hint: '10%是假设；DeepSeek公开的线上数据约合14%。',
  },
  daily: {
    label: '每天生成',
    unit: '亿词元',
    min: 0.001,
    max: 1_000_000,
    step: 'log',
    hint: '假设。换成你产品的用量。',
  },
} as const satisfies Fields<string>;

export type FieldId = keyof typeof fields;

/** Fields in the groups they are shown in. */
export const groups: readonly { readonly title: string; readonly fields: readonly FieldId[] }[] = [
  { title: '训练', fields: ['n', 'd', 'mfu', 'price', 'gpus'] },
  { title: '显卡', fields: ['peak', 'bandwidth', 'watts'] },
  { title: '服务', fields: ['use', 'daily'] },
];

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
      name: 'Llama 3.1 405B',
      values: { n: 4050, d: 156_000, mfu: 40, price: 2.35, gpus: 16_384, ...h100 },
      published: {
        operations: 3.8e25,
        gpuHours: 30.84e6,
        source: 'Llama 3论文与Llama 3.1模型卡（2024年7月）；卡时含重启与后训练',
      },
      note: '价格是2026年3月的租价，不是Meta的成本。',
    },
    {
      name: 'GPT-3',
      values: { n: 1750, d: 3000, mfu: 40, price: 2.35, gpus: 1024, ...h100 },
      published: { operations: 3.14e23, source: 'GPT-3论文附录D（2020年5月）' },
      note: '当年用的是V100；利用率与卡数是假设，看的是今天用H100重做一遍。',
    },
    {
      name: 'DeepSeek-V3',
      values: { n: 370, d: 148_000, mfu: 35, price: 2, gpus: 2048, ...h100 },
      published: { gpuHours: 2.664e6, source: 'DeepSeek-V3技术报告（2024年12月），只算预训练' },
      note: '利用率由公开的卡时反推，所以卡时相符不算验证；要核对的是租金。H800的算力按H100计。',
    },
    {
      name: 'Llama 2 7B',
      values: { n: 70, d: 20_000, mfu: 40, price: 2.35, gpus: 256, ...a100 },
      published: { gpuHours: 184_320, source: 'Llama 2模型卡（2023年7月）' },
      note: '卡数是假设；价格沿用H100的租价，A100通常更便宜。',
    },
    {
      name: '70亿参数续训',
      values: { n: 70, d: 1000, mfu: 35, price: 2.35, gpus: 64, ...h100 },
      note: '9.3节的表里利用率35%、每卡时2.35美元的那一格。',
    },
    {
      name: '本书的标题分类模型',
      values: {
        n: Number((own / 1e8).toPrecision(4)),
        d: 0.2,
        mfu: 40,
        price: 2.35,
        gpus: 1,
        ...h100,
      },
      note: '按10万条标题、每条20字、读10遍估。它的参数大半在查表，不做乘法，真正的运算还要少得多。',
    },
  ];
}

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
