/** Runs both models on headlines, wherever they run: in a page, in the build or in a test. */
import { answer, type Runner } from '../../inference/pipeline.ts';
import { linearPipeline } from './linear-pipeline.ts';
import { occlude, pipeline, type TextClassification } from './pipeline.ts';
import type { Influence, Opinion } from './view.ts';

/** The model that answers, and the simple one beside it. */
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

/** What a page shows of an answer. */
export function toOpinion({ label, scores }: TextClassification): Opinion {
  return { label, scores };
}

/** What the model read of `text`; about, since folding may merge or split a character. */
function readPart(text: string, { usedCharacters, totalCharacters }: TextClassification): string {
  return usedCharacters < totalCharacters ? [...text].slice(0, usedCharacters).join('') : text;
}

/** The text with no piece's influence known yet. */
export function withoutInfluences(text: string, answer: TextClassification): Influence[] {
  const read = readPart(text, answer);
  return [{ text: read, drop: 0 }, ...cut(text, read)];
}

/**
 * How far the probability of `answer` falls when each piece of `text` is taken away (occlusion; Zeiler
 * and Fergus 2014). Positive: the piece supports the answer. The pieces together are what the model read.
 */
export async function influences(
  runner: Runner,
  text: string,
  answer: TextClassification,
): Promise<Influence[]> {
  const read = readPart(text, answer);
  const variants = occlude(read);
  if (variants.length === 0) return withoutInfluences(text, answer);
  // Where a piece is taken out of a long text, the model reads that much further.
  const after = text.slice(read.length, 2 * read.length);
  const full = answer.scores[answer.label] ?? 0;
  const answers = await classify(
    NEURAL,
    runner,
    variants.map(({ variant }) => variant + after),
  );
  const pieces = variants.flatMap(({ start, end }, i): Influence[] => [
    // White space between the pieces carries nothing, but it is part of the headline.
    { text: read.slice(variants[i - 1]?.end ?? 0, start), drop: 0 },
    { text: read.slice(start, end), drop: full - (answers[i]?.scores[answer.label] ?? 0) },
  ]);
  const rest = { text: read.slice(variants.at(-1)?.end), drop: 0 };
  return [...pieces, rest, ...cut(text, read)].filter((piece) => piece.text);
}

/** Shows that `text` goes on after what was read of it. */
function cut(text: string, read: string): Influence[] {
  return read.length < text.length ? [{ text: '……', drop: 0 }] : [];
}
