/** The recorded result: the model runs in Node on the first preset while the site is built. */
import type { TemplateResult } from 'lit';
import { openRunner } from '../../inference/node.ts';
import { emptyBatch } from '../ui/batch-panel.ts';
import { presets } from './presets.ts';
import { MODEL, Recogniser, type Recognition } from './recognise.ts';
import { view } from './view.ts';

/** What the page carries of the recording, for the live element to start from. */
export interface Recorded {
  readonly result: Recognition;
}

/** The names found, and what the page shows of them. @throws {Error} when a model cannot be run. */
export async function record(): Promise<{ data: Recorded; view: TemplateResult }> {
  const text = presets[0]?.text ?? '';
  const [result] = await new Recogniser().all(await openRunner(MODEL), [text]);
  if (!result) throw new Error('no answer to record');
  return {
    data: { result },
    view: view({
      phase: { kind: 'recorded' },
      bytes: 0,
      text,
      reading: 'model',
      result,
      copied: undefined,
      remark: '',
      batch: emptyBatch,
    }),
  };
}
