/** Full-text search in Chinese and English, in the reader's browser. */
import MiniSearch from 'minisearch';

/** A section of the book. */
export interface SearchEntry {
  /** Address relative to the site's base. */
  readonly href: string;
  readonly page: string;
  readonly title: string;
  readonly text: string;
}

/** A section that was found. */
export interface SearchHit extends SearchEntry {
  /** A piece of the text around the first match, cut into plain and matching parts. */
  readonly excerpt: readonly { text: string; match: boolean }[];
}

/**
 * Terms of a text: western words whole; Chinese as single characters and as pairs, since it has no
 * spaces. 「注意力」 gives 注, 注意, 意, 意力, 力.
 */
export function indexTerms(text: string): string[] {
  return runs(text).flatMap((run) => {
    if (!isHan(run)) return [run];
    const characters = [...run];
    return characters.flatMap((character, i) => {
      const next = characters[i + 1];
      return next ? [character, character + next] : [character];
    });
  });
}

/** Terms of a query: pairs where there are any, so that 「注意力」 does not match every 「力」. */
export function queryTerms(text: string): string[] {
  return runs(text).flatMap((run) => {
    const characters = [...run];
    if (!isHan(run) || characters.length === 1) return [run];
    return characters.slice(0, -1).map((character, i) => character + characters[i + 1]);
  });
}

// Chinese characters are letters too: without the look-ahead 「用BERT做任务」 would run on after BERT.
const RUNS = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;

/** Maximal runs of Chinese characters or of western letters and digits. */
function runs(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().match(RUNS) ?? [];
}

function isHan(run: string): boolean {
  return /^\p{Script=Han}/u.test(run);
}

/** Indexes the book's sections once and answers queries, best match first. */
export class SearchIndex {
  readonly #entries: readonly SearchEntry[];
  readonly #index: MiniSearch;

  constructor(entries: readonly SearchEntry[]) {
    this.#entries = entries;
    this.#index = new MiniSearch({
      fields: ['title', 'page', 'text'],
      tokenize: indexTerms,
      processTerm: (term) => term,
      searchOptions: {
        tokenize: queryTerms,
        combineWith: 'AND',
        boost: { title: 6, page: 3 },
        prefix: (term) => !isHan(term) && term.length > 1,
      },
    });
    this.#index.addAll(entries.map((entry, id) => ({ id, ...entry })));
  }

  /** At most `limit` hits. A query without letters has none. */
  search(query: string, limit = 20): SearchHit[] {
    const words = runs(query);
    const hits = this.#index.search(query).flatMap(({ id, score }) => {
      const entry = this.#entries[Number(id)];
      if (!entry) return [];
      // Pairs may stand apart; the words as the reader typed them count most.
      const text = `${entry.title} ${entry.text}`.normalize('NFKC').toLowerCase();
      const whole = words.filter((word) => text.includes(word)).length / words.length;
      return [{ entry, score: score * (0.2 + whole) }];
    });
    return hits
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
      .map(({ entry }) => ({ ...entry, excerpt: excerpt(entry.text, words) }));
  }
}

const BEFORE = 24;
const LENGTH = 90;

function excerpt(text: string, words: readonly string[]): SearchHit['excerpt'] {
  const lower = text.toLowerCase();
  const positions = words.map((word) => lower.indexOf(word)).filter((position) => position >= 0);
  const start = Math.max(0, Math.min(...positions, text.length) - BEFORE);
  const from = positions.length > 0 ? start : 0;
  const piece = text.slice(from, from + LENGTH);
  // Letters and digits mean in a pattern what they are.
  const pattern = new RegExp(`(${words.join('|')})`, 'iu');
  return piece
    .split(pattern)
    .map((part) => ({ text: part, match: words.includes(part.toLowerCase()) }));
}
