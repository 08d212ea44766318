/** Pictures from files, decoded in pure JavaScript. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import type { Pixels } from '../demos/image/pixels.ts';
import { LineError } from './line-error.ts';
import { exifOrientation, upright } from './orientation.ts';

/** npm runs scripts in the project's folder and keeps here the one that the user stood in. */
const folder = process.env['INIT_CWD'] ?? process.cwd();

/** Larger pictures are refused: they may be a few bytes that claim more than memory holds. */
const MEGAPIXELS = 50;

/**
 * The pixels of a PNG or JPEG file, upright; a relative path starts where the user stands.
 * @throws {LineError} when it is missing, too large, of another format or broken.
 */
export async function readPicture(file: string): Promise<Pixels> {
  const bytes = await readBytes(file);
  const decode = decoderOf(bytes);
  if (!decode) throw new LineError(`只认PNG与JPEG图片：${file}`);
  try {
    return decode(bytes);
  } catch (cause) {
    const tooLarge = cause instanceof Error && cause.message.includes('limit exceeded');
    throw new LineError(
      tooLarge
        ? `图片太大，上限是${MEGAPIXELS * 100}万像素：${file}`
        : `图片已损坏，无法解码：${file}`,
      { cause },
    );
  }
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(path.resolve(folder, file));
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new LineError(`${missing ? '找不到图片' : '读不了图片'}：${file}`, { cause });
  }
}

function decoderOf(bytes: Buffer): ((bytes: Buffer) => Pixels) | undefined {
  const start = bytes.toString('latin1', 0, 8);
  if (start === '\x89PNG\r\n\x1a\n') return decodePng;
  return start.startsWith('\xff\xd8\xff') ? decodeJpeg : undefined;
}

function decodePng(bytes: Buffer): Pixels {
  // Its size stands at a fixed place.
  if (bytes.readUInt32BE(16) * bytes.readUInt32BE(20) > MEGAPIXELS * 1e6)
    throw new RangeError('limit exceeded');
  const { width, height, data } = PNG.sync.read(bytes);
  return { width, height, data: new Uint8ClampedArray(data) };
}

function decodeJpeg(bytes: Buffer): Pixels {
  // Its types do not know of the last one.
  const image: { width: number; height: number; data: Uint8Array; exifBuffer?: Uint8Array } =
    jpeg.decode(bytes, {
      useTArray: true,
      maxResolutionInMP: MEGAPIXELS,
      maxMemoryUsageInMB: 2048,
    });
  const { width, height, data, exifBuffer } = image;
  const pixels = { width, height, data: new Uint8ClampedArray(data) };
  // A zero stands before the TIFF block.
  return exifBuffer
    ? upright(pixels, exifOrientation(new Uint8Array(exifBuffer).subarray(1)))
    : pixels;
}
