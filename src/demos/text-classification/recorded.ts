/** The recorded result: both models run in Node on the first preset while the site is built. */
import type { TemplateResult } from 'lit';
import { openRunner } from '../../inference/node.ts';
import { classify, influences, LINEAR, NEURAL, toOpinion } from './classify.ts';
import { emptyBatch } from '../ui/batch-panel.ts';
import { toLabels } from '../ui/labels.ts';
import { presets } from './presets.ts';
import { view, type Result, type State } from './view.ts';

/** What the page carries of the recording, for the live element to start from. */
export type Recorded = Pick<State, 'result' | 'labels'>;

/** What both models answer, and what the page shows of it. @throws {Error} when a model cannot be run. */
export async function record(): Promise<{ data: Recorded; view: TemplateResult }> {
  const text = presets[0]?.text ?? '';
  const [neural, linear] = await Promise.all([openRunner(NEURAL), openRunner(LINEAR)]);
  const [[answer], [other]] = [
    await classify(NEURAL, neural, [text]),
    await classify(LINEAR, linear, [text]),
  ];
  if (!answer || !other) throw new Error('no answer to record');
  const result: Result = {
    text,
    used: answer.usedCharacters,
    total: answer.totalCharacters,
    neural: toOpinion(answer),
    linear: toOpinion(other),
    influences: await influences(neural, text, answer),
  };
  const labels = toLabels(neural.manifest.labels);
  const data = { result, labels };
  return {
    data,
    view: view({
      phase: { kind: 'recorded' },
      bytes: 0,
      text,
      ...data,
      linear: undefined,
      copied: false,
      remark: '',
      batch: emptyBatch,
    }),
  };
}
