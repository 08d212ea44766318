/** The recorded result: the model runs in Node on the first sample, stroke by stroke, while the site is built. */
import type { TemplateResult } from 'lit';
import { openRunner } from '../../inference/node.ts';
import type { ImageResult } from '../image/classes.ts';
import { toLabels, type Label } from '../ui/labels.ts';
import type { HandwritingParameters } from './pipeline.ts';
import { presets } from './presets.ts';
import { MODEL, recognise, seenPicture, stages } from './recognise.ts';
import { view } from './view.ts';

/** What the page carries of the recording, for the live element to start from. */
export interface Recorded {
  /** After each stroke of the first sample. */
  readonly answers: readonly ImageResult[];
  readonly labels: readonly Label[];
  readonly parameters: HandwritingParameters;
}

/** The answers after each stroke, and what the page shows of them. @throws {Error} when a model cannot be run. */
export async function record(): Promise<{ data: Recorded; view: TemplateResult }> {
  const drawing = presets[0]?.drawing ?? [];
  const runner = await openRunner(MODEL);
  const answers = await recognise(runner, stages(drawing));
  // The pipeline has just checked them.
  const parameters = runner.manifest.preprocessing as HandwritingParameters;
  const labels = toLabels(runner.manifest.labels);
  return {
    data: { answers, labels, parameters },
    view: view({
      phase: { kind: 'recorded' },
      bytes: 0,
      drawing,
      shown: drawing,
      seen: seenPicture(drawing, parameters),
      answers,
      answer: answers.at(-1),
      labels,
      moving: false,
      copied: false,
      remark: '',
    }),
  };
}
