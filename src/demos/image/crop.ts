/** A square window on a picture: which part of a photo a model gets to see. */
import type { Pixels } from './pixels.ts';

/** In pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Centre of the window in parts of the picture; at zoom 1 it is as large as fits. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** At this zoom a side of the window is a sixth of the shorter side of the picture. */
export const MOST_ZOOM = 6;

/** The largest square in the middle. */
export const middle: Crop = { x: 0.5, y: 0.5, zoom: 1 };

function side(size: Size, zoom: number): number {
  return Math.min(size.width, size.height) / zoom;
}

/** The nearest crop whose window lies inside the picture. */
export function inside(crop: Crop, size: Size): Crop {
  const zoom = clamp(crop.zoom, 1, MOST_ZOOM);
  const [marginX, marginY] = [size.width, size.height].map(
    (length) => side(size, zoom) / length / 2,
  ) as [number, number];
  return { x: clamp(crop.x, marginX, 1 - marginX), y: clamp(crop.y, marginY, 1 - marginY), zoom };
}

function clamp(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : (least + most) / 2;
}

/** Moves the picture under its window by `dx` and `dy`, in sides of the window. */
export function panned(crop: Crop, size: Size, dx: number, dy: number): Crop {
  const length = side(size, crop.zoom);
  const moved = {
    x: crop.x - (dx * length) / size.width,
    y: crop.y - (dy * length) / size.height,
    zoom: crop.zoom,
  };
  return inside(moved, size);
}

/** Zooms about the centre of the window; kept inside the picture. */
export function zoomed(crop: Crop, size: Size, zoom: number): Crop {
  return inside({ ...crop, zoom }, size);
}

/** Whether the window can be moved at all. */
export function movable(crop: Crop, size: Size): boolean {
  return crop.zoom > 1 || size.width !== size.height;
}

/** The pixels in the window. */
export function cropped({ width, height, data }: Pixels, crop: Crop): Pixels {
  const length = Math.max(1, Math.round(side({ width, height }, crop.zoom)));
  const start = (centre: number, whole: number): number =>
    Math.round(clamp(centre * whole - length / 2, 0, whole - length));
  const [left, top] = [start(crop.x, width), start(crop.y, height)];
  const part = new Uint8ClampedArray(length * length * 4);
  for (let row = 0; row < length; row++) {
    const from = ((top + row) * width + left) * 4;
    part.set(data.subarray(from, from + length * 4), row * length * 4);
  }
  return { width: length, height: length, data: part };
}

/** Where the whole picture lies when its window fills a square frame, in per cent of the frame. */
export function placement(
  size: Size,
  crop: Crop,
): { readonly width: number; readonly left: number; readonly top: number } {
  const length = side(size, crop.zoom);
  return {
    width: (size.width / length) * 100,
    left: (0.5 - (crop.x * size.width) / length) * 100,
    top: (0.5 - (crop.y * size.height) / length) * 100,
  };
}
