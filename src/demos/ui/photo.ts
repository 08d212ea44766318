/** Photos from the reader's device: chosen, dropped, pasted or taken. They stay in the page's memory. */
import { HEADER_BYTES, readHeader, type FileHeader } from '../image/file-header.ts';
import type { Pixels } from '../image/pixels.ts';

/** A photo at a size to work with. */
export interface Photo {
  readonly pixels: Pixels;
  /** Address of the picture, to show it; `discard` ends it. */
  readonly url: string;
}

/** A photo that cannot be used, with a message that says what to do. */
export class PhotoError extends Error {
  override readonly name = 'PhotoError';
}

const MOST_BYTES = 40_000_000;
/** Decoding takes four bytes a pixel; phones give up beyond this. */
const MOST_PIXELS = 40_000_000;
/** Longer side of the copy that is kept. */
const WORKING_SIDE = 640;

/**
 * Reads a picture, upright as its EXIF says, and shrinks it.
 * @throws {PhotoError} when it is too large, broken or of a kind that the browser cannot read.
 */
export async function readPhoto(file: Blob): Promise<Photo> {
  if (file.size === 0) throw new PhotoError('这个文件是空的。');
  if (file.size > MOST_BYTES)
    throw new PhotoError(
      `这个文件有${(file.size / 1e6).toFixed(0)}MB，上限是${MOST_BYTES / 1e6}MB。先缩小或截一部分再试。`,
    );
  const header = readHeader(new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer()));
  const refusal = refusalOf(header);
  if (refusal) throw new PhotoError(refusal);
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    throw new PhotoError(undecodable(header));
  }
  try {
    if (bitmap.width * bitmap.height > MOST_PIXELS)
      throw new PhotoError(tooManyPixels(bitmap.width, bitmap.height));
    return await toPhoto(bitmap, bitmap.width, bitmap.height);
  } finally {
    bitmap.close();
  }
}

/** Why a file is not even tried. */
function refusalOf({ kind, width = 0, height = 0 }: FileHeader): string | undefined {
  if (kind === 'svg')
    return 'SVG是矢量图，里面可以藏脚本，这里不打开。把它另存为PNG，或者截一张图。';
  if (kind === 'pdf') return 'PDF不是图片。截一张图再试。';
  return width * height > MOST_PIXELS ? tooManyPixels(width, height) : undefined;
}

function tooManyPixels(width: number, height: number): string {
  const wan = Math.round((width * height) / 1e4);
  return `这张图有${width}×${height}，约${wan}万像素，上限是${MOST_PIXELS / 1e4}万。先缩小再试。`;
}

function undecodable({ kind }: FileHeader): string {
  switch (kind) {
    case 'heic':
      return '这个浏览器打不开HEIC照片。在手机的相机设置里选「兼容性最佳」，或者把照片另存为JPEG。';
    case 'tiff':
      return '这个浏览器打不开TIFF图片。另存为PNG或JPEG再试。';
    case 'unknown':
      return '这不是浏览器认识的图片。请用JPEG、PNG、WebP、GIF或AVIF。';
    default:
      return `这张${kind.toUpperCase()}图片已经损坏，解不开。`;
  }
}

/** The picture that `source` shows now, such as a frame of a video. */
export async function toPhoto(
  source: CanvasImageSource,
  width: number,
  height: number,
): Promise<Photo> {
  const scale = Math.min(1, WORKING_SIDE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new PhotoError('浏览器的内存不够，打不开这张图。关掉一些标签页再试。');
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  if (!blob) throw new PhotoError('浏览器的内存不够，打不开这张图。关掉一些标签页再试。');
  return { pixels, url: URL.createObjectURL(blob) };
}

/** Frees what a photo holds. */
export function discard(photo: Photo | undefined): void {
  if (photo) URL.revokeObjectURL(photo.url);
}

/** The first file that was dropped or pasted. */
export function fileIn(transfer: DataTransfer | null): File | undefined {
  return transfer?.files[0];
}

/**
 * Asks for the camera. The caller ends every track when done.
 * @throws {PhotoError} saying why there is none.
 */
export async function openCamera(): Promise<MediaStream> {
  // Missing in pages that came over plain HTTP.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new PhotoError('这个页面用不了摄像头：浏览器只在https网页里开放它。');
  try {
    return await devices.getUserMedia({ video: { facingMode: 'environment' } });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'NotAllowedError' || name === 'SecurityError')
      throw new PhotoError(
        '没有得到摄像头的许可。可以在地址栏旁的网站设置里改，或者改用选择照片。',
      );
    if (name === 'NotFoundError' || name === 'OverconstrainedError')
      throw new PhotoError('没有找到摄像头。可以改用选择照片。');
    throw new PhotoError('摄像头打不开，可能正被别的程序使用。');
  }
}

export function closeCamera(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
