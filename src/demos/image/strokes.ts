/** Drawings as strokes of a pen: what the drawing pad makes, what links carry, what the brush paints. */
import * as z from 'zod/mini';

/** Side of the square that drawings live in; x to the right, y downwards. */
export const SIDE = 256;
/** Width of the pen, in the same units. */
export const PEN = 13;

/** A position in the square, 0 to `SIDE` each. */
export type Point = readonly [x: number, y: number];
/** The pen's way from touching the paper to leaving it; a single point is a dot. */
export type Stroke = readonly Point[];
/** Strokes in the order of drawing. */
export type Drawing = readonly Stroke[];

/** How far a simplified stroke may stray from the pen's way. */
const TOLERANCE = 0.8;
/** A length of a stroke must fit into one byte of a link. */
const MOST_POINTS = 255;
/** Longest text of a drawing in a link. */
const MOST_CHARACTERS = 4000;

const VERSION = 1;
const linkText = z.string().check(z.maxLength(MOST_CHARACTERS), z.regex(/^[\w-]+$/));

/** The stroke with as few points as its shape needs, on whole units and inside the square. */
export function simplify(stroke: Stroke): Stroke {
  let tolerance = TOLERANCE;
  let points = thin(stroke, tolerance);
  while (points.length > MOST_POINTS) points = thin(points, (tolerance *= 2));
  return points.map(([x, y]) => [toGrid(x), toGrid(y)]);
}

const toGrid = (value: number): number => Math.min(SIDE - 1, Math.max(0, Math.round(value)));

/** Leaves out points that lie within `tolerance` of the line between those kept (Douglas and Peucker 1973). */
function thin(points: Stroke, tolerance: number): Stroke {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last || points.length < 3) return points;
  let [furthest, most] = [0, 0];
  for (const [i, point] of points.entries()) {
    const away = distance(point, first, last);
    if (away > most) [furthest, most] = [i, away];
  }
  if (most <= tolerance) return [first, last];
  return [
    ...thin(points.slice(0, furthest + 1), tolerance).slice(0, -1),
    ...thin(points.slice(furthest), tolerance),
  ];
}

/** From a point to the segment from `a` to `b`. */
function distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const along = square > 0 ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / square)) : 0;
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/**
 * A polyline with its corners cut (Chaikin 1974), twice: what a hand makes of a skeleton of few points.
 * A closed one goes on from its last point to the first.
 * @param reach how far from a corner its rounding may begin.
 */
export function rounded(
  points: readonly Point[],
  { closed = false, reach = 12 }: { closed?: boolean; reach?: number } = {},
): Point[] {
  let curve = [...points];
  for (const limit of [reach, reach / 2]) {
    const [first, last] = [curve[0], curve.at(-1)];
    if (!first || !last || curve.length < 3) return curve;
    const cut = (closed ? [...curve, first] : curve).flatMap((b, i, all): Point[] => {
      const a = all[i - 1];
      if (!a) return [];
      const part = Math.min(0.25, limit / Math.hypot(b[0] - a[0], b[1] - a[1]));
      return [between(a, b, part), between(a, b, 1 - part)];
    });
    curve = closed ? cut : [first, ...cut.slice(1, -1), last];
  }
  return curve;
}

function between([ax, ay]: Point, [bx, by]: Point, part: number): Point {
  return [ax + (bx - ax) * part, ay + (by - ay) * part];
}

/** The way the pen goes along all strokes. */
export function inkLength(drawing: Drawing): number {
  return drawing.reduce((sum, stroke) => sum + strokeLength(stroke), 0);
}

function strokeLength(stroke: Stroke): number {
  return stroke.reduce((sum, [x, y], i) => {
    const [px, py] = stroke[i - 1] ?? [x, y];
    return sum + Math.hypot(x - px, y - py);
  }, 0);
}

/** The part of a drawing that is on the paper after the pen went `length` units; whole strokes stay the same objects. */
export function drawnSoFar(drawing: Drawing, length: number): Drawing {
  const done: Stroke[] = [];
  let rest = length;
  for (const stroke of drawing) {
    const whole = strokeLength(stroke);
    if (whole > rest) {
      const begun = beginning(stroke, rest);
      return begun.length > 1 ? [...done, begun] : done;
    }
    done.push(stroke);
    rest -= whole;
  }
  return done;
}

function beginning(stroke: Stroke, length: number): Stroke {
  const points: Point[] = [];
  let rest = length;
  for (const point of stroke) {
    const before = points.at(-1);
    if (before) {
      const step = Math.hypot(point[0] - before[0], point[1] - before[1]);
      if (step > rest) return rest > 0 ? [...points, between(before, point, rest / step)] : points;
      rest -= step;
    }
    points.push(point);
  }
  return points;
}

/** A stroke as the `d` of an SVG path. */
export function pathData(stroke: Stroke): string {
  const points = stroke.map(([x, y]) => `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`);
  // A path of no length still shows the round end of its pen.
  return points.length === 1 ? `M${points[0]}h0` : `M${points.join('L')}`;
}

/**
 * A drawing as text for a link: a version, then per stroke its number of points and their coordinates, a byte
 * each, in base64url. Undefined when it is too long to share.
 */
export function encodeDrawing(drawing: Drawing): string | undefined {
  const bytes = drawing.map(simplify).flatMap((stroke) => [stroke.length, ...stroke.flat()]);
  const binary = String.fromCharCode(VERSION, ...bytes);
  const text = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return text.length <= MOST_CHARACTERS ? text : undefined;
}

/** The drawing that `encodeDrawing` wrote; undefined when the text is anything else. */
export function decodeDrawing(text: string): Drawing | undefined {
  const parsed = linkText.safeParse(text);
  if (!parsed.success) return undefined;
  let binary: string;
  try {
    binary = atob(parsed.data.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return undefined;
  }
  const bytes = Array.from(binary, (character) => character.charCodeAt(0));
  if (bytes[0] !== VERSION) return undefined;
  const drawing: Stroke[] = [];
  for (let at = 1; at < bytes.length;) {
    const count = bytes[at++] ?? 0;
    const end = at + 2 * count;
    if (count === 0 || end > bytes.length) return undefined;
    const stroke: Point[] = [];
    for (; at < end; at += 2) stroke.push([bytes[at] ?? 0, bytes[at + 1] ?? 0]);
    drawing.push(stroke);
  }
  return drawing;
}
