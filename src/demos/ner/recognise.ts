/** Runs the model and the rules on texts of any length, piece by piece, wherever they run. */
import { answer, type Runner } from '../../inference/pipeline.ts';
import { pipeline, type Entity } from './pipeline.ts';
import { findByRules, type RuleEntity } from './rules.ts';
import { sentences } from './sentences.ts';
import type { Span } from './spans.ts';

/** The model that the demo runs. */
export const MODEL = 'ner';

/** A sentence longer than this, in code units, is cut: it would take the memory of all others together. */
const LONGEST = 480;
/** Code units that go through the model in one run, padding included. */
const RUN = 3000;
/** Pieces that are remembered. */
const MEMORY = 20_000;

/** A part of a text that goes through the model as a whole; `start` is its offset in code units. */
export interface Piece {
  readonly start: number;
  readonly text: string;
}

/** The sentences of a text, which are recognised one by one, whatever stands around them. */
export function pieces(text: string): Piece[] {
  return sentences(text).flatMap(({ offsets }) => {
    const [from = 0, to = 0] = [offsets[0], offsets.at(-1)];
    if (to - from <= LONGEST) return [{ start: from, text: text.slice(from, to) }];
    const cuts: Piece[] = [];
    let start = from;
    while (start < to) {
      const end =
        to - start <= LONGEST ? to : breakBefore(text, start + LONGEST, start + LONGEST / 2);
      cuts.push({ start, text: text.slice(start, end) });
      start = end;
    }
    return cuts;
  });
}

/** The place after the last pause between `least` and `most`, else `most`, but inside no surrogate pair. */
function breakBefore(text: string, most: number, least: number): number {
  for (let i = most; i > least; i--) if (/[，、：,\s]/.test(text[i - 1] ?? '')) return i;
  const low = text.charCodeAt(most);
  return low >= 0xdc00 && low <= 0xdfff ? most - 1 : most;
}

function moved<T extends Span>(spans: readonly T[], by: number): T[] {
  return spans.map((span) => ({ ...span, start: span.start + by, end: span.end + by }));
}

/** What the model and the rules find in a text. */
export interface Findings {
  readonly entities: readonly Entity[];
  readonly rules: readonly RuleEntity[];
}

/** How far a recognition has come: what was found up to `done`. */
export interface Recognition extends Findings {
  readonly text: string;
  /** In code units. */
  readonly done: number;
}

/** Recognises texts and remembers their sentences, so that after an edit only what changed runs again. */
export class Recogniser {
  readonly #known = new Map<string, Findings>();

  /** Yields as it goes through a long text, and at the end. */
  async *recognise(runner: Runner, text: string): AsyncGenerator<Recognition> {
    const all = pieces(text);
    for await (const next of this.#learn(runner, all))
      if (next < all.length) yield this.#recognition(text, all.slice(0, next));
    yield { ...this.#recognition(text, all), done: text.length };
    this.#forget();
  }

  /** Texts in full, many short ones in one run of the model. */
  async all(runner: Runner, texts: readonly string[]): Promise<Recognition[]> {
    const split = texts.map((text) => ({ text, all: pieces(text) }));
    const runs = this.#learn(
      runner,
      split.flatMap(({ all }) => all),
    );
    while (!(await runs.next()).done);
    const found = split.map(({ text, all }) => ({
      ...this.#recognition(text, all),
      done: text.length,
    }));
    this.#forget();
    return found;
  }

  /** Has the model read the pieces that are not known; yields after each run how many are known now. */
  async *#learn(runner: Runner, all: readonly Piece[]): AsyncGenerator<number, void> {
    let next = 0;
    while (next < all.length) {
      const { missing, end } = this.#missing(all, next);
      next = end;
      if (missing.length === 0) continue;
      const answers = await answer(pipeline, runner, missing);
      for (const [i, piece] of missing.entries())
        this.#known.set(piece, {
          entities: answers[i]?.entities ?? [],
          rules: findByRules(piece),
        });
      yield next;
    }
  }

  #forget(): void {
    for (const piece of this.#known.keys()) {
      if (this.#known.size <= MEMORY) break;
      this.#known.delete(piece);
    }
  }

  #recognition(text: string, read: readonly Piece[]): Recognition {
    const found = read.map(({ start, text: piece }) => ({ start, ...this.#known.get(piece) }));
    return {
      text,
      entities: found.flatMap(({ start, entities = [] }) => moved(entities, start)),
      rules: found.flatMap(({ start, rules = [] }) => moved(rules, start)),
      done: read.at(-1)?.start ?? 0,
    };
  }

  /** Unknown pieces from `start` on that fill one run, and where the next run begins. */
  #missing(all: readonly Piece[], start: number): { missing: string[]; end: number } {
    const missing = new Set<string>();
    let longest = 0;
    let end = start;
    for (; end < all.length; end++) {
      const piece = all[end]?.text ?? '';
      if (this.#known.has(piece) || missing.has(piece)) continue;
      longest = Math.max(longest, piece.length);
      if (missing.size > 0 && longest * (missing.size + 1) > RUN) break;
      missing.add(piece);
    }
    return { missing: [...missing], end };
  }
}
