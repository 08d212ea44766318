import type { ModelManifest } from '../../inference/manifest.ts';

/** A sentence on which two models give different answers. */
export interface Disagreement {
  readonly input: string;
  readonly expected: string;
  /** The label of each model, in the order of the models. */
  readonly answers: readonly [string, string];
}

type Card = Pick<ModelManifest, 'failures' | 'labels'>;

/**
 * Where two models of one demo part. Both galleries are drawn from the same sentences: one that is missing
 * from a model's gallery was answered as expected, unless no class was expected at all.
 */
export function disagreements(a: Card, b: Card): Disagreement[] {
  const inputs = new Map(
    [...a.failures, ...b.failures].map(({ input, expected }) => [input, expected]),
  );
  return [...inputs].flatMap(([input, expected]) => {
    const answers = [answer(a, input, expected), answer(b, input, expected)] as const;
    const [first, second] = answers;
    return first && second && first !== second
      ? [{ input, expected, answers: [first, second] }]
      : [];
  });
}

function answer({ failures, labels }: Card, input: string, expected: string): string | undefined {
  const failure = failures.find((candidate) => candidate.input === input);
  return failure?.predicted ?? labels.find(({ id }) => id === expected)?.id;
}
