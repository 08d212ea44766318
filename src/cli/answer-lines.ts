import { attempt, type LineError } from './line-error.ts';
import { lineGroups, readField } from './lines.ts';
import type { Answer, Predictor } from './predictor.ts';

/** Answers to the lines of a stream, in their order and some at a time; a bad line has its LineError. */
export async function* answerLines(
  predictor: Predictor,
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<(Answer | LineError)[]> {
  for await (const lines of lineGroups(chunks)) {
    for (let i = 0; i < lines.length; i += predictor.batch) {
      const batch = lines.slice(i, i + predictor.batch);
      const values = await Promise.all(
        batch.map((line) => attempt(() => readField(line, predictor.field))),
      );
      yield await predictor.answer(values);
    }
  }
}
