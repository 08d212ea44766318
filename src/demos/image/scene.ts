/** Small drawn scenes, as vector graphics for the page and as pixels for models, both in plain arithmetic. */
import type { Pixels } from './pixels.ts';
import { rounded, type Point } from './strokes.ts';

type Colour = readonly [red: number, green: number, blue: number];

/** A filled outline in a box of 100 × 100; two colours make a gradient from its top to its bottom. */
export interface Shape {
  readonly outline: readonly Point[];
  readonly fill: readonly [Colour] | readonly [Colour, Colour];
}

/** Shapes in the order of painting. */
export type Scene = readonly Shape[];

/** Side of the box of a scene. */
const BOX = 100;
/** Lines of samples per row of pixels. */
const SAMPLES = 4;

/** `fill` is one colour or two, as in `#a0b0c0 #ffffff`. */
export function polygon(fill: string, ...numbers: readonly number[]): Shape {
  return { outline: pairs(numbers), fill: fillOf(fill) };
}

/** A closed curve that rounds the corners of its polygon. */
export function blob(fill: string, ...numbers: readonly number[]): Shape {
  const outline = rounded(pairs(numbers), { closed: true, reach: Infinity });
  return { outline, fill: fillOf(fill) };
}

/** An ellipse about (`x`, `y`), or a circle. */
export function ellipse(fill: string, x: number, y: number, rx: number, ry = rx): Shape {
  const outline = Array.from({ length: 40 }, (_, i): Point => {
    const angle = (i / 40) * 2 * Math.PI;
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)];
  });
  return { outline, fill: fillOf(fill) };
}

/** A rectangle from its upper left corner. */
export function rectangle(
  fill: string,
  x: number,
  y: number,
  width: number,
  height: number,
): Shape {
  return polygon(fill, x, y, x + width, y, x + width, y + height, x, y + height);
}

function pairs(numbers: readonly number[]): Point[] {
  return numbers.flatMap((y, i): Point[] => (i % 2 === 1 ? [[numbers[i - 1] ?? 0, y]] : []));
}

function fillOf(text: string): Shape['fill'] {
  const [first = '#000000', second] = text.split(' ');
  return second ? [colour(first), colour(second)] : [colour(first)];
}

function colour(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 0xff, value & 0xff];
}

/** The scene as `size` × `size` opaque pixels on white, with smooth edges. */
export function sceneRaster(scene: Scene, size: number): Pixels {
  const data = new Uint8ClampedArray(size * size * 4).fill(255);
  for (const shape of scene) fillShape(data, size, shape);
  return { width: size, height: size, data };
}

function fillShape(data: Uint8ClampedArray, size: number, { outline, fill }: Shape): void {
  const scale = size / BOX;
  const points = outline.map(([x, y]): Point => [x * scale, y * scale]);
  const [top, bottom] = [
    Math.min(...points.map(([, y]) => y)),
    Math.max(...points.map(([, y]) => y)),
  ];
  const [from, to] = [fill[0], fill[1] ?? fill[0]];
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(size, Math.ceil(bottom)); y++) {
    const cover = rowCover(points, y, size);
    const part = bottom > top ? Math.min(1, Math.max(0, (y + 0.5 - top) / (bottom - top))) : 0;
    for (let x = 0; x < size; x++) {
      const opacity = cover[x] ?? 0;
      if (opacity === 0) continue;
      for (const channel of [0, 1, 2] as const) {
        const i = (y * size + x) * 4 + channel;
        const ink = from[channel] + (to[channel] - from[channel]) * part;
        data[i] = ink * opacity + (data[i] ?? 0) * (1 - opacity);
      }
    }
  }
}

/** How much of each pixel of row `y` lies inside an outline (even-odd rule). */
function rowCover(points: readonly Point[], y: number, size: number): Float64Array {
  const cover = new Float64Array(size);
  for (let sample = 0; sample < SAMPLES; sample++) {
    const level = y + (sample + 0.5) / SAMPLES;
    const crossings = points.flatMap(([bx, by], i): number[] => {
      const [ax, ay] = points.at(i - 1) ?? [bx, by];
      return ay > level === by > level ? [] : [ax + ((level - ay) / (by - ay)) * (bx - ax)];
    });
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const [left, right] = [Math.max(0, crossings[i] ?? 0), Math.min(size, crossings[i + 1] ?? 0)];
      for (let x = Math.floor(left); x < right; x++) {
        const width = Math.min(right, x + 1) - Math.max(left, x);
        cover[x] = Math.min(1, (cover[x] ?? 0) + Math.max(0, width) / SAMPLES);
      }
    }
  }
  return cover;
}

/** The scene as an SVG document, as the address of a picture. */
export function sceneUrl(scene: Scene): string {
  const gradients: string[] = [];
  const shapes = scene.map(({ outline, fill: [from, to] }) => {
    let paint = rgb(from);
    if (to) {
      paint = `url(#g${gradients.length})`;
      gradients.push(
        `<linearGradient id='g${gradients.length}' x2='0' y2='1'>` +
          `<stop stop-color='${rgb(from)}'/><stop offset='1' stop-color='${rgb(to)}'/></linearGradient>`,
      );
    }
    const points = outline.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');
    return `<polygon fill='${paint}' points='${points}'/>`;
  });
  const svg =
    `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 ${BOX} ${BOX}' width='320' height='320'>` +
    `${gradients.join('')}<path fill='#fff' d='M0 0h${BOX}v${BOX}H0z'/>${shapes.join('')}</svg>`;
  return `data:image/svg+xml,${svg.replaceAll('%', '%25').replaceAll('#', '%23').replaceAll('<', '%3C').replaceAll('>', '%3E')}`;
}

const rgb = (colour: Colour): string =>
  `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;

const round = (value: number): number => Math.round(value * 10) / 10;
