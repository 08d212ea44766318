import { describe, expect, test } from 'vitest';
import { disagreements } from '../../src/book/card/disagreements.ts';
import { comparisons } from '../../src/book/card/published.ts';
import {
  formatDuration,
  formatMetric,
  labelName,
  mainMetric,
  metricName,
  splitName,
  type Metric,
} from '../../src/book/metrics.ts';
import { readManifests } from '../../src/book/models.ts';

const labels = [
  { id: 'sports', zh: '体育', en: 'sports' },
  { id: 'game', zh: '游戏', en: 'games' },
];

function metric(fields: Partial<Metric>): Metric {
  return {
    name: 'accuracy',
    split: 'test',
    value: 0.92,
    interval: [0.91, 0.93],
    n: 5000,
    ...fields,
  };
}

describe('a figure', () => {
  test.each([
    'accuracy',
    'macro-f1',
    'micro-f1',
    'f1',
    'f1:sports',
    'calibration-error',
    'rejected',
    'accuracy-when-confident',
  ])('of %s reads as a percentage', (name) => {
    const figures = formatMetric(metric({ name, value: 0.92238, interval: [0.9147, 1] }));
    expect(figures).toEqual({ value: '92.24%', interval: '91.47%～100.00%' });
  });

  test('without an interval reads without one', () => {
    const figure = { name: 'calibration-error', split: 'test', value: 0.0187, n: 5000 };
    expect(formatMetric(figure)).toEqual({ value: '1.87%', interval: '' });
  });

  test('of another kind has three significant digits', () => {
    const figures = formatMetric(
      metric({ name: 'perplexity', value: 23.456, interval: [21, 25.678] }),
    );
    expect(figures).toEqual({ value: '23.5', interval: '21.0～25.7' });
  });
});

describe('a measure', () => {
  test.each([
    ['accuracy', '准确率'],
    ['macro-f1', '宏平均F1'],
    ['f1:sports', 'F1：体育'],
    ['f1:PER', 'F1：PER'],
    ['perplexity', 'perplexity'],
    ['perplexity:sports', 'perplexity：体育'],
  ])('%s is called %s', (name, zh) => expect(metricName(name, labels)).toBe(zh));

  test('has a Chinese name in every card', async () => {
    const names = (await readManifests()).flatMap(({ metrics }) => metrics.map(({ name }) => name));
    const measures = [...new Set(names.map((name) => splitName(name)[0]))];
    // F1 is called so in Chinese as well.
    expect(measures.filter((name) => name !== 'f1' && metricName(name, []) === name)).toEqual([]);
  });

  test('of the class "a:b" keeps its colon', () => {
    expect(metricName('f1:a:b', labels)).toBe('F1：a:b');
  });
});

test('what is no class keeps its name', () => {
  expect(labelName('game', labels)).toBe('游戏');
  expect(labelName('无', labels)).toBe('无');
});

describe('the main figure', () => {
  const dev = metric({ split: 'dev（train中留出的）' });
  const half = metric({ split: 'MSRA test的一半' });
  const recall = metric({ name: 'recall' });

  test('is the first on a test split', () => {
    expect(mainMetric({ metrics: [dev, half, metric({})] })).toBe(half);
  });

  test('is the first of all without a test split, and none without figures', () => {
    expect(mainMetric({ metrics: [dev] })).toBe(dev);
    expect(mainMetric({ metrics: [] })).toBeUndefined();
  });

  test('of one measure is of that measure', () => {
    expect(mainMetric({ metrics: [half, recall] }, 'recall')).toBe(recall);
    expect(mainMetric({ metrics: [half] }, 'recall')).toBeUndefined();
  });
});

describe('a time', () => {
  test.each([
    [0.44, '0.4秒'],
    [2, '2秒'],
    [59.4, '59秒'],
    [59.7, '1分钟'],
    [60, '1分钟'],
    [119.7, '2分钟'],
    [349.4, '5分49秒'],
    [3599.7, '1小时'],
    [3600, '1小时'],
    [12_345, '3小时26分'],
    [90_000, '25小时'],
  ])('of %d seconds reads %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));
});

describe('two models', () => {
  const failure = (input: string, expected: string, predicted: string) => ({
    input,
    expected,
    predicted,
    why: '比喻',
  });

  test('part where one is wrong, or both in their own way', () => {
    const a = { labels, failures: [failure('一', 'game', 'sports'), failure('二', '无', 'game')] };
    const b = {
      labels,
      failures: [failure('二', '无', 'sports'), failure('三', 'sports', 'game')],
    };
    expect(disagreements(a, b)).toEqual([
      { input: '一', expected: 'game', answers: ['sports', 'game'] },
      { input: '二', expected: '无', answers: ['game', 'sports'] },
      { input: '三', expected: 'sports', answers: ['sports', 'game'] },
    ]);
  });

  test('do not part where they err alike, nor where the answer of one is unknown', () => {
    const a = { labels, failures: [failure('一', 'game', 'sports'), failure('二', '无', 'game')] };
    const b = { labels, failures: [failure('一', 'game', 'sports')] };
    expect(disagreements(a, b)).toEqual([]);
  });
});

describe('published figures', () => {
  const entry = (model: string, dataset?: string) => ({
    model,
    metric: 'f1',
    value: 0.9,
    trainedOn: '-',
    source: '-',
    ...(dataset && { dataset }),
  });
  const metrics = [
    metric({ name: 'f1', split: 'A dev', value: 0.7 }),
    metric({ name: 'f1', split: 'A test', value: 0.8 }),
    metric({ name: 'f1', split: 'B test', value: 0.6 }),
  ];

  test('stand beside our own on the same data only', () => {
    const published = [entry('one', 'A'), entry('two', 'B'), entry('three', 'A')];
    const found = comparisons({ metrics, published }).map(({ dataset, own, others }) => [
      dataset,
      own?.value,
      others.map(({ model }) => model),
    ]);
    expect(found).toEqual([
      ['A', 0.8, ['one', 'three']],
      ['B', 0.6, ['two']],
    ]);
  });

  test('on data without a name stand beside the figure that counts', () => {
    const [only, ...more] = comparisons({ metrics, published: [entry('one'), entry('two')] });
    expect(more).toEqual([]);
    expect(only?.own?.split).toBe('A test');
  });

  test('of each model have one of our own', async () => {
    for (const manifest of await readManifests())
      for (const { own, measure, dataset } of comparisons(manifest))
        expect(own, `${manifest.id}: ${measure} on ${dataset}`).toBeDefined();
  });
});
