/** What the chapter says about the samples holds for the model at hand. */
import { beforeAll, describe, expect, it } from 'vitest';
import { presets } from '../../src/demos/handwriting/presets.ts';
import { MODEL, recognise, seenPicture, stages } from '../../src/demos/handwriting/recognise.ts';
import type { HandwritingParameters } from '../../src/demos/handwriting/pipeline.ts';
import { openRunner } from '../../src/inference/node.ts';
import type { Runner } from '../../src/inference/pipeline.ts';

let runner: Runner;
beforeAll(async () => {
  runner = await openRunner(MODEL);
});

const answers = (id: string) => {
  const preset = presets.find((candidate) => candidate.id === id);
  if (!preset) throw new Error(`no sample ${id}`);
  return recognise(runner, stages(preset.drawing));
};

describe('the samples', () => {
  it.each(presets.filter(({ misleads }) => !misleads))('$title is read as such', async (preset) => {
    const [result] = await recognise(runner, [preset.drawing]);
    expect(result).toMatchObject({ label: preset.title, confident: true });
  });

  it('have one for every class', () => {
    const titles = presets.filter(({ misleads }) => !misleads).map(({ title }) => title);
    expect(titles.toSorted()).toEqual(runner.manifest.labels.map(({ id }) => id).toSorted());
  });

  it('show 千 as 一, then 二, then 千', async () => {
    expect((await answers('thousand')).map(({ label }) => label)).toEqual(['一', '二', '千']);
  });

  it('show 百 as a confident 万 after four strokes', async () => {
    expect((await answers('hundred'))[3]).toMatchObject({ label: '万', confident: true });
  });

  it('mislead as the chapter says', async () => {
    expect((await answers('stray')).at(-1)).toMatchObject({ label: '三', confident: true });
    expect((await answers('man')).at(-1)).toMatchObject({ label: '八', confident: true });
    expect((await answers('ring')).at(-1)).toMatchObject({ confident: false });
  });

  it('come with a picture of what the model sees', () => {
    const parameters = runner.manifest.preprocessing as HandwritingParameters;
    const [drawing = []] = presets.map((preset) => preset.drawing);
    expect(seenPicture(drawing, parameters)).toMatch(/^data:image\/png;base64,/);
  });
});
