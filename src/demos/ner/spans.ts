/** Stretches of a text: which survive an edit, and where two readers of the text disagree. */

/** Offsets in UTF-16 code units, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the spans of `before` lie in `after`: those in front of the edited part stay, those behind it move,
 * those it touches are gone.
 */
export function follow<T extends Span>(
  spans: readonly T[],
  before: string,
  after: string,
): readonly T[] {
  if (before === after) return spans;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const shift = after.length - before.length;
  return spans.flatMap((span) => {
    if (span.end <= head) return [span];
    if (span.start < before.length - tail) return [];
    return [{ ...span, start: span.start + shift, end: span.end + shift }];
  });
}

/** A line of a text with the spans in it, which count from its start; ordered and without overlaps. */
export interface Line<T extends Span> {
  readonly text: string;
  readonly spans: readonly T[];
}

/** The lines of a text with their spans; no span reaches over a line's end. */
export function lines<T extends Span>(text: string, spans: readonly T[]): Line<T>[] {
  let at = 0;
  let next = 0;
  return text.split('\n').map((line) => {
    const own: T[] = [];
    for (let span = spans[next]; span && span.start < at + line.length; span = spans[++next])
      own.push({ ...span, start: span.start - at, end: span.end - at });
    at += line.length + 1;
    return { text: line, spans: own };
  });
}

/** A line as pieces, with the span on each piece that has one. */
export function cut<T extends Span>({ text, spans }: Line<T>): { text: string; span?: T }[] {
  const pieces: { text: string; span?: T }[] = [];
  let at = 0;
  for (const span of spans) {
    if (span.start > at) pieces.push({ text: text.slice(at, span.start) });
    pieces.push({ text: text.slice(span.start, span.end), span });
    at = span.end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}

/** What two readers found in one place. */
export interface Comparison<A, B> extends Span {
  readonly kind: 'same' | 'first' | 'second' | 'differs';
  readonly first: readonly A[];
  readonly second: readonly B[];
}

interface Typed extends Span {
  readonly type: string;
}

/** Both lists, each without overlaps, as places in order; what overlaps is one place. */
export function compare<A extends Typed, B extends Typed>(
  first: readonly A[],
  second: readonly B[],
): Comparison<A, B>[] {
  const places: { start: number; end: number; first: A[]; second: B[] }[] = [];
  const placeOf = ({ start, end }: Span) => {
    const last = places.at(-1);
    if (last && start < last.end) {
      last.end = Math.max(last.end, end);
      return last;
    }
    const place = { start, end, first: [], second: [] };
    places.push(place);
    return place;
  };
  const steps = [
    ...first.map((span) => ({ span, put: () => placeOf(span).first.push(span) })),
    ...second.map((span) => ({ span, put: () => placeOf(span).second.push(span) })),
  ].sort((a, b) => a.span.start - b.span.start);
  for (const { put } of steps) put();
  return places.map((place) => ({ ...place, kind: kindOf(place.first, place.second) }));
}

function kindOf(
  first: readonly Typed[],
  second: readonly Typed[],
): Comparison<never, never>['kind'] {
  const [[a, ...moreA], [b, ...moreB]] = [first, second];
  if (!b) return 'first';
  if (!a) return 'second';
  const single = moreA.length === 0 && moreB.length === 0;
  return single && a.start === b.start && a.end === b.end && a.type === b.type ? 'same' : 'differs';
}
