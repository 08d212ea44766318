/**
 * Pictures as plain arrays, and the resampling that every image demo shares. Pure functions;
 * `training/common/images.py` holds the same arithmetic.
 */

/** Pixels row by row as R, G, B, A in 0..255 (sRGB, not premultiplied), as a browser's `ImageData` has them. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** One channel, row by row, mostly in 0..1. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float64Array;
}

/**
 * Checks that a picture has at least one pixel and as many bytes as its size says.
 * @throws {RangeError} otherwise.
 */
export function checkPixels({ width, height, data }: Pixels): void {
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) {
    throw new RangeError(`a picture of ${width} × ${height} pixels`);
  }
  if (data.length !== width * height * 4) {
    throw new RangeError(`${data.length} bytes for ${width} × ${height} pixels of four channels`);
  }
}

/** Rounds half up, also below zero, unlike Python's `round`. */
const nearest = (value: number): number => Math.floor(value + 0.5);

/** A side of `length` pixels scaled by `scale`: at least one pixel. */
export function scaledSide(length: number, scale: number): number {
  return Math.max(1, nearest(length * scale));
}

/** Which source pixels make up target pixel i of one axis: `weights[k]` belongs to source pixel `first + k`. */
interface Tap {
  readonly first: number;
  readonly weights: readonly number[];
}

/**
 * Resampling weights of one axis; those of a target pixel sum to 1. Shrinking averages the covered stretch
 * (box filter, fractions of pixels included), so nothing aliases; enlarging interpolates linearly between centres.
 */
function axisTaps(source: number, target: number): Tap[] {
  const step = source / target;
  return Array.from({ length: target }, (_, i) => {
    if (step < 1) {
      const centre = Math.min(Math.max((i + 0.5) * step - 0.5, 0), source - 1);
      const first = Math.floor(centre);
      const rest = centre - first;
      return { first, weights: rest > 0 ? [1 - rest, rest] : [1] };
    }
    const from = i * step;
    const to = (i + 1) * step;
    const first = Math.floor(from);
    const weights: number[] = [];
    for (let j = first; j < Math.min(source, Math.ceil(to)); j++) {
      weights.push(Math.max(0, Math.min(to, j + 1) - Math.max(from, j)) / step);
    }
    return { first, weights };
  });
}

/**
 * Resamples a plane to `width` × `height`, rows first, then columns. It averages the stored sRGB values, not
 * linear light: so CIFAR-10 was made, so most software works, and the models are trained on it.
 */
export function resample(plane: Plane, width: number, height: number): Plane {
  const columns = axisTaps(plane.width, width);
  const rows = axisTaps(plane.height, height);
  const narrow = new Float64Array(width * plane.height);
  for (let y = 0; y < plane.height; y++) {
    let x = y * width;
    for (const { first, weights } of columns) {
      let from = y * plane.width + first;
      let sum = 0;
      for (const weight of weights) sum += weight * (plane.data[from++] ?? 0);
      narrow[x++] = sum;
    }
  }
  const data = new Float64Array(width * height);
  for (const [y, { first, weights }] of rows.entries()) {
    let from = first * width;
    for (const weight of weights) {
      const start = y * width;
      for (let to = start; to < start + width; to++)
        data[to] = (data[to] ?? 0) + weight * (narrow[from++] ?? 0);
    }
  }
  return { width, height, data };
}

/** The window [x, x + width) × [y, y + height) of a plane, itself where that is all; it must lie inside. */
export function cropPlane(
  plane: Plane,
  x: number,
  y: number,
  width: number,
  height: number,
): Plane {
  if (width === plane.width && height === plane.height) return plane;
  const data = new Float64Array(width * height);
  for (let row = 0; row < height; row++) {
    const start = (y + row) * plane.width + x;
    data.set(plane.data.subarray(start, start + width), row * width);
  }
  return { width, height, data };
}

/** One channel (0 red, 1 green, 2 blue) over white, 0..1. */
export function overWhite({ width, height, data }: Pixels, channel: 0 | 1 | 2): Plane {
  const values = new Float64Array(width * height);
  for (let i = 0; i < values.length; i++) {
    const value = (data[i * 4 + channel] ?? 0) / 255;
    const opaque = data[i * 4 + 3] ?? 0;
    // Most pictures are opaque throughout, and divisions take most of the time here.
    values[i] = opaque === 255 ? value : value * (opaque / 255) + (1 - opaque / 255);
  }
  return { width, height, data: values };
}

/** Luma over white by ITU-R BT.601, 0..1: 0.299 R + 0.587 G + 0.114 B. */
export function grey({ width, height, data }: Pixels): Plane {
  const values = new Float64Array(width * height);
  for (let i = 0; i < values.length; i++) {
    const alpha = (data[i * 4 + 3] ?? 0) / 255;
    const over = (channel: number): number =>
      ((data[i * 4 + channel] ?? 0) / 255) * alpha + (1 - alpha);
    values[i] = 0.299 * over(0) + 0.587 * over(1) + 0.114 * over(2);
  }
  return { width, height, data: values };
}

/** The opacity of every pixel, 0..1. */
export function opacity({ width, height, data }: Pixels): Plane {
  const values = new Float64Array(width * height);
  for (let i = 0; i < values.length; i++) values[i] = (data[i * 4 + 3] ?? 0) / 255;
  return { width, height, data: values };
}

/** The median (upper one of an even count) of a plane's outermost pixels. */
export function borderMedian({ width, height, data }: Plane): number {
  const border: number[] = [];
  for (let y = 0; y < height; y++) {
    // Between the first row and the last only the ends count.
    const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1);
    for (let x = 0; x < width; x += step) border.push(data[y * width + x] ?? 0);
  }
  border.sort((a, b) => a - b);
  return border[Math.floor(border.length / 2)] ?? 0;
}
