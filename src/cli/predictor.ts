import { openRunner } from '../inference/node.ts';
import type { Runner } from '../inference/pipeline.ts';
import { attempt, LineError } from './line-error.ts';

/** What is written for one line. */
export type Answer =
  | { readonly label: string; readonly scores: Readonly<Record<string, number>> }
  | { readonly entities: readonly Entity[] };

/** A name found in a text; offsets in UTF-16 code units, `end` exclusive. */
export interface Entity {
  readonly start: number;
  readonly end: number;
  readonly type: string;
  readonly text: string;
  readonly score: number;
}

/** A model that answers the values of lines. */
export interface Predictor {
  /** The field of a line that holds its value. */
  readonly field: 'text' | 'image';
  /** How many values to give it at once. */
  readonly batch: number;
  /** An answer, or why there is none, for each value in its place; values already given up on stay so. */
  answer(values: readonly (string | LineError)[]): Promise<(Answer | LineError)[]>;
}

/** What makes a model a predictor. */
interface Recipe<Input, Result> extends Pick<Predictor, 'field' | 'batch'> {
  read(value: string): Input | Promise<Input>;
  /** A result for each input, in their order. */
  run(runner: Runner, inputs: readonly Input[]): Promise<Result[]>;
  toAnswer(result: Result): Answer;
}

/**
 * Opens model `id`.
 * @throws {Error} when the model is missing.
 */
export async function openPredictor<Input, Result>(
  id: string,
  { field, batch, read, run, toAnswer }: Recipe<Input, Result>,
): Promise<Predictor> {
  const runner = await openRunner(id);

  /** One input that the pipeline refuses would take the others down with it: then each runs alone. */
  async function tryAll(inputs: readonly Input[]): Promise<(Answer | LineError)[]> {
    if (inputs.length === 0) return [];
    const answers = await attempt(async () => (await run(runner, inputs)).map(toAnswer));
    if (!(answers instanceof LineError)) return answers;
    if (inputs.length === 1) return [answers];
    const alone: (Answer | LineError)[] = [];
    for (const input of inputs) alone.push(...(await tryAll([input])));
    return alone;
  }

  return {
    field,
    batch,
    async answer(values) {
      const inputs: (Input | LineError)[] = [];
      for (const value of values)
        inputs.push(value instanceof LineError ? value : await attempt(() => read(value)));
      const good = inputs.filter((input): input is Input => !(input instanceof LineError));
      const answers = (await tryAll(good)).values();
      return inputs.map((input) => {
        if (input instanceof LineError) return input;
        return answers.next().value ?? new LineError('模型没有给出答案');
      });
    },
  };
}
