/** What the benchmark runs inside a page: a model behind its pipeline, through the real engine, timed. */
import { MODEL as HANDWRITING, recognise } from '../../src/demos/handwriting/recognise.ts';
import { presets as drawings } from '../../src/demos/handwriting/presets.ts';
import {
  classifyPicture,
  MODEL as PICTURES,
} from '../../src/demos/image-classification/classify.ts';
import { presetPicture, presets as scenes } from '../../src/demos/image-classification/presets.ts';
import { presets as texts } from '../../src/demos/ner/presets.ts';
import { MODEL as NER, Recogniser } from '../../src/demos/ner/recognise.ts';
import { classify, NEURAL } from '../../src/demos/text-classification/classify.ts';
import { presets as headlines } from '../../src/demos/text-classification/presets.ts';
import type { AssetIndex } from '../../src/inference/assets.ts';
import { Engine } from '../../src/inference/engine.ts';
import type { Runner } from '../../src/inference/pipeline.ts';

/** Put in by the script that bundles this file. */
declare const ASSETS: AssetIndex;

/** Entities are timed on texts of this many characters. */
const CHARACTERS = 100;
const prose = texts.map(({ text }) => text).join('');
const pictures = scenes.map((scene) => presetPicture(scene).pixels);

/** Runs the `count`-th input of a model: no two in a row are the same, as nothing may be remembered. */
const once: Readonly<Record<string, (runner: Runner, count: number) => Promise<unknown>>> = {
  [NEURAL]: (runner, count) =>
    classify(NEURAL, runner, [headlines[count % headlines.length]?.text ?? '']),
  [NER]: (runner, count) => {
    const start = (count * 7) % (prose.length - CHARACTERS);
    return new Recogniser().all(runner, [prose.slice(start, start + CHARACTERS)]);
  },
  [HANDWRITING]: (runner, count) =>
    recognise(runner, [drawings[count % drawings.length]?.drawing ?? []]),
  [PICTURES]: (runner, count) => {
    const picture = pictures[count % pictures.length];
    if (!picture) throw new Error('no picture to time');
    return classifyPicture(runner, picture);
  },
};

/**
 * Milliseconds of each of `runs` answers of `model`, from input to result, after `warmUp` that do not count.
 * @param base the site's root.
 */
async function time(model: string, base: string, warmUp: number, runs: number): Promise<number[]> {
  const answer = once[model];
  if (!answer) throw new Error(`nothing to run ${model} on; see scripts/bench/in-page.ts`);
  const engine = new Engine(ASSETS, base);
  const { manifest } = await engine.load(model);
  const runner: Runner = {
    manifest,
    run: async (inputs) => (await engine.run(model, inputs)).outputs,
  };
  const times: number[] = [];
  for (let count = 0; count < warmUp + runs; count++) {
    const start = performance.now();
    await answer(runner, count);
    if (count >= warmUp) times.push(performance.now() - start);
  }
  await engine.close();
  return times;
}

declare global {
  var timeModel: typeof time;
}
globalThis.timeModel = time;
