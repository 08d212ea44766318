/**
 * The demos of the book. To add one: a folder `src/demos/<id>/` with `pipeline.ts`, `presets.ts`,
 * `view.ts`, `element.ts` and `recorded.ts`, and its line here.
 */
export interface DemoEntry {
  readonly title: string;
  /** What a reader can do with it, in a sentence; the caption of its figure. */
  readonly caption: string;
  /** Models it runs, the main one first. */
  readonly models: readonly string[];
}

export const demos = {
  'text-classification': {
    title: '新闻标题分类',
    caption: '输入一条新闻标题，两个模型各自判断它属于十个栏目中的哪一个，并指出是哪些字起了作用。',
    models: ['text-classification', 'text-classification-linear'],
  },
} as const satisfies Record<string, DemoEntry>;

export type DemoId = keyof typeof demos;

export function isDemoId(id: string): id is DemoId {
  return id in demos;
}
