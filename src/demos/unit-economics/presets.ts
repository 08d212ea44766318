/** The numbers that the calculator starts from: the made-up products of chapter 10. */
import type { Fields, Values } from '../ui/fields.ts';
import type { ToolPreset } from '../ui/tool.ts';

export const fields = {
  p: {
    label: '月费p',
    unit: '元',
    min: 0.1,
    max: 100_000,
    step: 'log',
    hint: '一个客户每月付的钱。',
  },
  churn: {
    label: '月流失率λ',
    unit: '%',
    min: 0.1,
    max: 100,
    step: 0.1,
    hint: '等于100%减去月留存率。',
  },
  cac: {
    label: '获客成本A',
    unit: '元',
    min: 1,
    max: 1_000_000,
    step: 'log',
    hint: '广告、销售与试用摊到一个付费客户。',
  },
  f: {
    label: '其他变动成本f',
    unit: '元',
    min: 0,
    max: 1000,
    step: 0.1,
    hint: '每月的支付手续费、客服、带宽。',
  },
  q: {
    label: '每月调用q',
    unit: '次',
    min: 1,
    max: 100_000,
    step: 'log',
    hint: '一个客户的平均数；换成重度用户的数再看一遍。',
  },
  in: {
    label: '每次读入',
    unit: '词元',
    min: 1,
    max: 1_000_000,
    step: 'log',
    hint: '提示、上下文与检索到的资料。',
  },
  out: {
    label: '每次写出',
    unit: '词元',
    min: 1,
    max: 1_000_000,
    step: 'log',
    hint: '推理模型的思考过程也算。',
  },
  pin: {
    label: '输入单价',
    unit: '元/百万词元',
    min: 0.001,
    max: 10_000,
    step: 'log',
    hint: '每千词元的价格乘1000就是它。',
  },
  pout: {
    label: '输出单价',
    unit: '元/百万词元',
    min: 0.001,
    max: 10_000,
    step: 'log',
    hint: '通常是输入的几倍。',
  },
  overhead: {
    label: '重试与检查',
    unit: '倍',
    min: 1,
    max: 10,
    step: 0.1,
    hint: '1倍是没有重试，也没有安全检查。',
  },
  routed: {
    label: '路由给小模型',
    unit: '%',
    min: 0,
    max: 100,
    step: 1,
    hint: '占调用的比例；小模型的单价按一折算。',
  },
  cached: {
    label: '输入命中缓存',
    unit: '%',
    min: 0,
    max: 100,
    step: 1,
    hint: '占输入词元的比例；命中的按一折算。',
  },
} as const satisfies Fields<string>;

export type FieldId = keyof typeof fields;

/** Fields in the groups they are shown in. */
export const groups: readonly { readonly title: string; readonly fields: readonly FieldId[] }[] = [
  { title: '客户', fields: ['p', 'churn', 'cac', 'f'] },
  { title: '用量与架构', fields: ['q', 'routed', 'cached', 'overhead'] },
  { title: '词元与单价', fields: ['in', 'out', 'pin', 'pout'] },
];

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

export interface EconomicsPreset extends ToolPreset<FieldId> {
  readonly values: Values<FieldId>;
}

/** The four ways of section 10.3, its heavy user, and the product of an exercise. */
export const presets: readonly EconomicsPreset[] = [
  { name: '原样', values: defaults },
  { name: '加路由', values: { ...defaults, routed: 70 } },
  { name: '再加缓存', values: { ...defaults, routed: 70, cached: 60 } },
  { name: '再加限额', values: { ...defaults, routed: 70, cached: 60, q: 194 } },
  { name: '重度用户', values: { ...defaults, q: 2000 } },
  {
    // Twenty hours of speech at 0.5 a call: 20,000 tokens read, 5,000 written, 12.5 and 50 a million.
    name: '会议纪要',
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
