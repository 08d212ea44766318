/**
 * Occlusion heat maps (Zeiler and Fergus 2014, arXiv:1311.2901): cover one cell after the other and see by how
 * much the probability of the answer falls. Works with any image pipeline: the variants are just more inputs.
 */
import { checkPixels, type Pixels } from './pixels.ts';

/** A cell of the grid, in pixels of the picture. */
export interface Cell {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The cells of a `grid` × `grid` division, row by row; a small picture has at most one cell per pixel. */
export function gridCells(pixels: Pixels, grid: number): Cell[] {
  checkPixels(pixels);
  const columns = Math.max(1, Math.min(grid, pixels.width));
  const rows = Math.max(1, Math.min(grid, pixels.height));
  const edge = (i: number, parts: number, length: number) => Math.round((i * length) / parts);
  return Array.from({ length: rows * columns }, (_, i) => {
    const row = Math.floor(i / columns);
    const column = i % columns;
    const x = edge(column, columns, pixels.width);
    const y = edge(row, rows, pixels.height);
    return {
      x,
      y,
      width: edge(column + 1, columns, pixels.width) - x,
      height: edge(row + 1, rows, pixels.height) - y,
    };
  });
}

/** The mean colour of a picture, alpha included, as four bytes. */
function meanColour({ data }: Pixels): [number, number, number, number] {
  const sums: [number, number, number, number] = [0, 0, 0, 0];
  for (let i = 0; i < data.length; i += 4) {
    for (const channel of [0, 1, 2, 3] as const) sums[channel] += data[i + channel] ?? 0;
  }
  const count = data.length / 4;
  return [sums[0] / count, sums[1] / count, sums[2] / count, sums[3] / count];
}

/** A copy of the picture with one cell painted over. */
export function cover(
  pixels: Pixels,
  cell: Cell,
  colour: readonly [number, number, number, number],
): Pixels {
  const data = new Uint8ClampedArray(pixels.data);
  for (let y = cell.y; y < cell.y + cell.height; y++) {
    for (let x = cell.x; x < cell.x + cell.width; x++) {
      data.set(colour, (y * pixels.width + x) * 4);
    }
  }
  return { width: pixels.width, height: pixels.height, data };
}

/** The variants of a picture with each cell of the grid covered by `colour` (the mean colour when left out). */
export function occlusions(
  pixels: Pixels,
  grid: number,
  colour: readonly [number, number, number, number] = meanColour(pixels),
): { readonly cell: Cell; readonly pixels: Pixels }[] {
  return gridCells(pixels, grid).map((cell) => ({ cell, pixels: cover(pixels, cell, colour) }));
}
