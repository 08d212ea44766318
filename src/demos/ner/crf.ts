/** Linear-chain CRF at inference: the best path and the probability of a piece of it (Lafferty et al. 2001). */

/** What the chain knows besides the emissions; scores are logarithms, very negative ones forbid a move. */
export interface Chain {
  /** `transitions[a][b]`: score of tag b after tag a. */
  readonly transitions: readonly (readonly number[])[];
  /** Score of each tag at the first place. */
  readonly start: readonly number[];
  /** Score of each tag at the last place. */
  readonly end: readonly number[];
}

/** Emission scores, one row of tags per place. */
export type Emissions = readonly (readonly number[])[];

const cell = (rows: readonly (readonly number[])[], i: number, j: number): number =>
  rows[i]?.[j] ?? -Infinity;

function logSumExp(values: readonly number[]): number {
  const top = Math.max(...values);
  if (top === -Infinity) return top;
  return top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0));
}

/** The tags of the path with the highest score (Viterbi 1967); of equal ones the lowest tag. Empty for no places. */
export function viterbi(emissions: Emissions, { transitions, start, end }: Chain): number[] {
  const [first, ...rest] = emissions;
  if (!first) return [];
  let score = first.map((value, tag) => value + (start[tag] ?? -Infinity));
  const pointers: number[][] = [];
  for (const row of rest) {
    const back: number[] = [];
    score = row.map((value, tag) => {
      let best = 0;
      let top = -Infinity;
      for (const [from, before] of score.entries()) {
        const total = before + cell(transitions, from, tag);
        if (total > top) [best, top] = [from, total];
      }
      back.push(best);
      return top + value;
    });
    pointers.push(back);
  }
  const final = score.map((value, tag) => value + (end[tag] ?? -Infinity));
  let tag = final.indexOf(Math.max(...final));
  const path = [tag];
  for (const back of pointers.reverse()) {
    tag = back[tag] ?? 0;
    path.push(tag);
  }
  return path.reverse();
}

/**
 * Returns a function that gives the probability, between 0 and 1, that places `from`, `from + 1`, … carry `tags`,
 * summed over all ways to tag the rest (forward-backward algorithm; Rabiner 1989, doi:10.1109/5.18626).
 */
export function marginals(
  emissions: Emissions,
  { transitions, start, end }: Chain,
): (from: number, tags: readonly number[]) => number {
  const places = emissions.length;
  const tags = start.map((_, tag) => tag);
  const forward: number[][] = [];
  const backward: number[][] = [];
  for (let i = 0; i < places; i++) {
    forward.push(
      tags.map((tag) => {
        const before =
          i === 0
            ? (start[tag] ?? -Infinity)
            : logSumExp(
                tags.map((from) => cell(forward, i - 1, from) + cell(transitions, from, tag)),
              );
        return before + cell(emissions, i, tag);
      }),
    );
  }
  for (let i = places - 1; i >= 0; i--) {
    backward[i] = tags.map((tag) =>
      i === places - 1
        ? (end[tag] ?? -Infinity)
        : logSumExp(
            tags.map(
              (to) =>
                cell(transitions, tag, to) + cell(emissions, i + 1, to) + cell(backward, i + 1, to),
            ),
          ),
    );
  }
  const all = logSumExp(
    tags.map((tag) => cell(forward, places - 1, tag) + (end[tag] ?? -Infinity)),
  );
  return (from, path) => {
    let score = cell(forward, from, path[0] ?? -1);
    for (let k = 1; k < path.length; k++) {
      score +=
        cell(transitions, path[k - 1] ?? -1, path[k] ?? -1) +
        cell(emissions, from + k, path[k] ?? -1);
    }
    score += cell(backward, from + path.length - 1, path.at(-1) ?? -1) - all;
    return Math.min(1, Math.exp(score));
  };
}
