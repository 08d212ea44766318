/** Runs both models on headlines, wherever they run: in a page, in the build or in a test. */
import { answer, type Runner } from '../../inference/pipeline.ts';
import { linearPipeline } from './linear-pipeline.ts';
import { occlude, pipeline, type TextClassification } from './pipeline.ts';
import type { Influence, Opinion } from './view.ts';

export const NEURAL = 'text-classification';
export const LINEAR = 'text-classification-linear';

const pipelines = { [NEURAL]: pipeline, [LINEAR]: linearPipeline };

export type ModelId = keyof typeof pipelines;

/** The model's answers for `texts`, in their order. */
export function classify(
  model: ModelId,
  runner: Runner,
  texts: readonly string[],
): Promise<TextClassification[]> {
  return answer(pipelines[model], runner, texts);
}

export function toOpinion({ label, scores }: TextClassification): Opinion {
  return { label, scores };
}

/**
 * How far the probability of `opinion` falls when each piece of `text` is taken away (occlusion; Zeiler
 * and Fergus 2014). Positive: the piece supports the answer. The pieces together are `text`.
 */
export async function influences(
  runner: Runner,
  text: string,
  opinion: Opinion,
): Promise<Influence[]> {
  const variants = occlude(text);
  if (variants.length === 0) return [{ text, drop: 0 }];
  const full = opinion.scores[opinion.label] ?? 0;
  const answers = await classify(
    NEURAL,
    runner,
    variants.map(({ variant }) => variant),
  );
  const pieces = variants.flatMap(({ start, end }, i): Influence[] => [
    // White space between the pieces carries nothing, but it is part of the headline.
    { text: text.slice(variants[i - 1]?.end ?? 0, start), drop: 0 },
    { text: text.slice(start, end), drop: full - (answers[i]?.scores[opinion.label] ?? 0) },
  ]);
  const rest = { text: text.slice(variants.at(-1)?.end), drop: 0 };
  return [...pieces, rest].filter((piece) => piece.text);
}
