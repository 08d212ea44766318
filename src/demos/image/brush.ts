/** Paints strokes with a round brush, in plain arithmetic: the build, the browser and the tests get the same pixels. */
import type { Pixels } from './pixels.ts';
import { PEN, SIDE, type Drawing, type Point } from './strokes.ts';

/** A drawing as black ink on a transparent square of `side` pixels, smooth at the edges. */
export function paint(drawing: Drawing, side = SIDE, pen = PEN): Pixels {
  const scale = side / SIDE;
  const radius = (pen * scale) / 2;
  /** Square of the distance from each pixel's centre to the nearest ink line. */
  const nearest = new Float64Array(side * side).fill(Infinity);
  for (const stroke of drawing) {
    for (const [i, b] of stroke.entries()) {
      const a = stroke[i - 1];
      if (a || stroke.length === 1)
        approach(nearest, side, scaled(a ?? b, scale), scaled(b, scale), radius);
    }
  }
  const data = new Uint8ClampedArray(side * side * 4);
  // Most of it is paper: no root of that.
  const reach = (radius + 0.5) ** 2;
  for (let i = 0; i < nearest.length; i++) {
    const square = nearest[i] ?? Infinity;
    if (square < reach) data[i * 4 + 3] = 255 * Math.min(1, radius + 0.5 - Math.sqrt(square));
  }
  return { width: side, height: side, data };
}

const scaled = ([x, y]: Point, scale: number): Point => [x * scale, y * scale];

/** Lowers the distances around the segment from `a` to `b`, as far as the brush reaches. */
function approach(
  nearest: Float64Array,
  side: number,
  [ax, ay]: Point,
  [bx, by]: Point,
  radius: number,
): void {
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const from = (a: number, b: number): number =>
    Math.max(0, Math.floor(Math.min(a, b) - radius - 1));
  const to = (a: number, b: number): number =>
    Math.min(side, Math.ceil(Math.max(a, b) + radius + 1));
  const [top, bottom, left, right] = [from(ay, by), to(ay, by), from(ax, bx), to(ax, bx)];
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const px = column + 0.5 - ax;
      const py = row + 0.5 - ay;
      const along = square > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / square)) : 0;
      const ex = px - along * dx;
      const ey = py - along * dy;
      const i = row * side + column;
      nearest[i] = Math.min(nearest[i] ?? 0, ex * ex + ey * ey);
    }
  }
}
