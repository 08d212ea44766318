/** A demo of the book. README.md says under "Add a demo" what else belongs to one. */
export interface DemoEntry {
  readonly title: string;
  /** What a reader can do with it, in a sentence; the caption of its figure. */
  readonly caption: string;
  /** Models it runs, the main one first; none for a calculator. */
  readonly models: readonly string[];
}

/** All demos, by id. */
export const demos = {
  'text-classification': {
    title: '新闻标题分类',
    caption: '输入一条新闻标题，两个模型各自判断它属于十个栏目中的哪一个，并指出是哪些字起了作用。',
    models: ['text-classification', 'text-classification-linear'],
  },
  ner: {
    title: '命名实体识别',
    caption:
      '输入一段文字，模型标出其中的人名、地名与机构名，各有多大把握；换成规则再看，或者只看两者的差别。',
    models: ['ner'],
  },
  'training-cost': {
    title: '训练与服务的成本',
    caption:
      '填参数量、词元数、显卡与价格，算出训练一次要多少卡时、天数和钱，拿来服务每百万词元要多少钱。',
    models: [],
  },
  'unit-economics': {
    title: '单位经济',
    caption: '填价格、用量与成本，算出一个客户的毛利、LTV与回收期，再看哪个数最要紧。',
    models: [],
  },
  handwriting: {
    title: '手写中文数字',
    caption:
      '写一个中文数字，模型随着每一笔给出十五个字各自的概率，并让你看见它真正收到的64×64小图。',
    models: ['handwriting'],
  },
  'image-classification': {
    title: '照片分类',
    caption:
      '选一张照片或一幅画好的图，裁一个正方形，看模型收到的32×32小图、十个类别的概率，以及哪一块影响了答案。',
    models: ['image-classification'],
  },
} as const satisfies Record<string, DemoEntry>;

export type DemoId = keyof typeof demos;

export function isDemoId(id: string): id is DemoId {
  return id in demos;
}
