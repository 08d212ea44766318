/** The figures of model cards, as readers see them. */
import type { ModelManifest } from '../inference/manifest.ts';

export type Metric = ModelManifest['metrics'][number];

/** What the training code calls a measure -> what the book calls it. `f1:sports` is the F1 of one class. */
const NAMES: Readonly<Record<string, string>> = {
  accuracy: '准确率',
  f1: 'F1',
  'macro-f1': '宏平均F1',
  'micro-f1': '微平均F1',
  precision: '精确率',
  recall: '召回率',
  'calibration-error': '校准误差',
  confident: '有把握的比例',
  'accuracy-when-confident': '有把握时的准确率',
  rejected: '类外输入被拒的比例',
};

/**
 * Proportions as percentages with two decimals, other figures with three significant digits. The interval is empty
 * where the card has none.
 */
export function formatMetric(metric: Metric): { value: string; interval: string } {
  const [measure] = splitName(metric.name);
  const proportion =
    /^(accuracy(-when-confident)?|precision|recall|calibration-error|confident|rejected)$|f1$/.test(
      measure,
    );
  const format = (x: number): string =>
    proportion ? `${(x * 100).toFixed(2)}%` : x.toPrecision(3);
  return {
    value: format(metric.value),
    interval: metric.interval?.map(format).join('～') ?? '',
  };
}

/** The Chinese name of a measure, the class in it by its Chinese label; a name unknown here stays as it is. */
export function metricName(name: string, labels: ModelManifest['labels']): string {
  const [measure, label] = splitName(name);
  const zh = NAMES[measure] ?? measure;
  return label === undefined ? zh : `${zh}：${labelName(label, labels)}`;
}

/** The Chinese name of a class; what is no class stays as it is. */
export function labelName(id: string, labels: ModelManifest['labels']): string {
  return labels.find((label) => label.id === id)?.zh ?? id;
}

/** Measure and class of a metric's name: `f1:sports` -> f1, sports. */
export function splitName(name: string): [measure: string, label?: string] {
  const colon = name.indexOf(':');
  return colon < 0 ? [name] : [name.slice(0, colon), name.slice(colon + 1)];
}

/**
 * The figure a model is judged by, of one measure or of any: the first one on a test split, or the first
 * of all.
 */
export function mainMetric(
  { metrics }: Pick<ModelManifest, 'metrics'>,
  measure?: string,
): Metric | undefined {
  const found = metrics.filter(({ name }) => !measure || name === measure);
  return found.find(({ split }) => /\btest/.test(split)) ?? found[0];
}

/** A time for readers: 「349秒」 is 「5分49秒」; from an hour on, to the minute. */
export function formatDuration(seconds: number): string {
  if (seconds < 59.5) return `${Number(seconds.toFixed(seconds < 10 ? 1 : 0))}秒`;
  if (seconds < 3599.5) {
    const total = Math.round(seconds);
    return `${Math.floor(total / 60)}分${total % 60 ? `${total % 60}秒` : '钟'}`;
  }
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}小时${minutes % 60 ? `${minutes % 60}分` : ''}`;
}
