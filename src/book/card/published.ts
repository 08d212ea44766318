import type { ModelManifest } from '../../inference/manifest.ts';
import { mainMetric, type Metric } from '../metrics.ts';

/** Published figures of one measure on one data set, and the model's own. */
export interface Comparison {
  readonly measure: string;
  /** None where the card tells of one data set only. */
  readonly dataset: string | undefined;
  readonly own: Metric | undefined;
  readonly others: ModelManifest['published'];
}

type Card = Pick<ModelManifest, 'metrics' | 'published'>;

/** What may stand in one chart: figures on different data sets say nothing of each other. */
export function comparisons({ metrics, published }: Card): Comparison[] {
  const groups = new Map<string, ModelManifest['published']>();
  for (const entry of published) {
    const key = JSON.stringify([entry.metric, entry.dataset]);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()].flatMap((others) => {
    const [first] = others;
    if (!first) return [];
    const { metric: measure, dataset } = first;
    const onIt = metrics.filter(({ split }) => split.startsWith(dataset ?? ''));
    return [{ measure, dataset, own: mainMetric({ metrics: onIt }, measure), others }];
  });
}
