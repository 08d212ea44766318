/** The recorded result: the model runs in Node on the first drawn scene while the site is built. */
import type { TemplateResult } from 'lit';
import { openRunner } from '../../inference/node.ts';
import { middle } from '../image/crop.ts';
import { toLabels, type Label } from '../ui/labels.ts';
import { classifyPicture, heat, MODEL, seenPicture } from './classify.ts';
import { presetPicture, presets } from './presets.ts';
import { view, type Result } from './view.ts';

/** What the page carries of the recording, for the live element to start from. */
export interface Recorded {
  readonly result: Result;
  readonly labels: readonly Label[];
  /** Side of the picture that the model sees. */
  readonly side: number;
}

/** The answer with its heat map, and what the page shows of them. @throws {Error} when a model cannot be run. */
export async function record(): Promise<{ data: Recorded; view: TemplateResult }> {
  const [preset] = presets;
  const runner = await openRunner(MODEL);
  const picture = presetPicture(preset);
  const answer = await classifyPicture(runner, picture.pixels);
  const result: Result = { answer, heat: await heat(runner, picture.pixels, answer) };
  const labels = toLabels(runner.manifest.labels);
  const side = Number(runner.manifest.preprocessing['side']);
  return {
    data: { result, labels, side },
    view: view({
      phase: { kind: 'recorded' },
      bytes: 0,
      preset,
      input: {
        url: picture.url,
        size: picture.pixels,
        crop: middle,
        alt: preset.title,
        camera: undefined,
        dropping: false,
      },
      seen: seenPicture(picture.pixels, middle, side),
      side,
      result,
      stale: false,
      labels,
      moving: false,
      copied: false,
      remark: '',
    }),
  };
}
