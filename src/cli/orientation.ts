/** How a camera was held, and turning its picture upright: what browsers do before a page sees a photo. */
import type { Pixels } from '../demos/image/pixels.ts';

const ORIENTATION = 0x0112;

/** The orientation, 1 (upright) to 8, in the TIFF block of a JPEG's EXIF; 1 where it does not say. */
export function exifOrientation(tiff: Uint8Array): number {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  try {
    const little = view.getUint16(0) === 0x4949;
    const directory = view.getUint32(4, little);
    const entries = view.getUint16(directory, little);
    for (let at = directory + 2; at < directory + 2 + entries * 12; at += 12) {
      if (view.getUint16(at, little) !== ORIENTATION) continue;
      const value = view.getUint16(at + 8, little);
      return value >= 1 && value <= 8 ? value : 1;
    }
  } catch (error) {
    // The block ends too early for its own claims: no reason to refuse the picture.
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
}

/** The picture as it was seen, given its EXIF orientation. */
export function upright(pixels: Pixels, orientation: number): Pixels {
  if (orientation === 1) return pixels;
  const turned = orientation >= 5;
  const [width, height] = turned ? [pixels.height, pixels.width] : [pixels.width, pixels.height];
  const from = new Uint32Array(pixels.data.slice().buffer);
  const to = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // Along which axes the stored picture runs, and which of them backwards.
      const [across, down] = turned ? [y, x] : [x, y];
      const column = [2, 3, 7, 8].includes(orientation) ? pixels.width - 1 - across : across;
      const row = [3, 4, 6, 7].includes(orientation) ? pixels.height - 1 - down : down;
      to[y * width + x] = from[row * pixels.width + column] ?? 0;
    }
  }
  return { width, height, data: new Uint8ClampedArray(to.buffer) };
}
