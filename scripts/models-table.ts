/** The table of the models in README.md. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { formatMetric } from '../src/book/metrics.ts';
import { parseManifest, type ModelManifest } from '../src/inference/manifest.ts';
import { kB, table } from './report.ts';

/** Size and test figures of every model, read from its card. @throws {Error} when a card is malformed. */
export function modelsTable(): string {
  const folder = path.resolve('public/models');
  const manifests = readdirSync(folder)
    .sort()
    .map((id) => parseManifest(readFileSync(path.join(folder, id, 'model.json'), 'utf8')));
  return table(
    ['model', 'parameters', 'model.onnx', 'on the test half'],
    manifests.map((manifest) => [
      manifest.id,
      manifest.parameters.toLocaleString('en-US'),
      kB(manifest.file.bytes),
      testFigures(manifest),
    ]),
  );
}

function testFigures({ metrics }: ModelManifest): string {
  return metrics
    .filter(({ split, name, note }) => /test/.test(split) && /^(accuracy|f1)$/.test(name) && !note)
    .map((metric) => {
      const { value, interval } = formatMetric(metric);
      // The cards are in Chinese, but for the name of the data.
      const [data = ''] = /^[A-Za-z]+/.exec(metric.split) ?? [];
      return `${metric.name} (${data}) ${value}, 95 % interval ${interval}, n = ${metric.n}`;
    })
    .join('; ');
}
