/** The models of the book, for the pages that show their cards. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { demos } from '../demos/registry.ts';
import type { ModelManifest } from '../inference/manifest.ts';
import { MODELS, readManifest } from '../inference/node.ts';

/** What a task is called. */
export const TASKS: Readonly<Record<ModelManifest['task'], string>> = {
  'text-classification': '文本分类',
  'token-classification': '序列标注',
  'image-classification': '图像分类',
  'text-generation': '文本生成',
  'object-detection': '目标检测',
  segmentation: '图像分割',
  'tabular-classification': '表格分类',
  recommendation: '推荐',
  forecasting: '预测',
};

/** The ids of all models in `public/models`: those that demos run, in their order, then the others. */
export function modelIds(): string[] {
  const existing = readdirSync(MODELS).filter((id) =>
    existsSync(path.join(MODELS, id, 'model.json')),
  );
  const inDemos: string[] = Object.values(demos).flatMap(({ models }) => models);
  return [
    ...inDemos.filter((id) => existing.includes(id)),
    ...existing.filter((id) => !inDemos.includes(id)).sort(),
  ];
}

/** All cards, in the order of `modelIds`. */
export function readManifests(): Promise<ModelManifest[]> {
  return Promise.all(modelIds().map(readManifest));
}
