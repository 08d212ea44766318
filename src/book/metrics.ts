import type { ModelManifest } from '../inference/manifest.ts';

type Metric = ModelManifest['metrics'][number];

/** Proportions as percentages with two decimals, other figures with three significant digits. */
export function formatMetric(metric: Metric): { value: string; interval: string } {
  const proportion = /accuracy|f1|precision|recall|ece/i.test(metric.name);
  const format = (x: number): string => (proportion ? `${(x * 100).toFixed(2)}%` : x.toPrecision(3));
  return {
    value: format(metric.value),
    interval: `${format(metric.interval[0])}～${format(metric.interval[1])}`,
  };
}
