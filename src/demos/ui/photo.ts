/** Photos from the reader's device: chosen, dropped, pasted or taken. They stay in the page's memory. */
import { HEADER_BYTES, readHeader, stopsEarly, type FileHeader } from '../image/file-header.ts';
import type { Pixels } from '../image/pixels.ts';
import { strings } from './image-strings.ts';

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
  if (file.size === 0) throw new PhotoError(strings.emptyFile);
  if (file.size > MOST_BYTES)
    throw new PhotoError(strings.tooManyBytes((file.size / 1e6).toFixed(0), MOST_BYTES / 1e6));
  const header = readHeader(new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer()));
  const refusal = refusalOf(header);
  if (refusal) throw new PhotoError(refusal);
  if (stopsEarly(header.kind, new Uint8Array(await file.arrayBuffer())))
    throw new PhotoError(undecodable(header));
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
  if (kind === 'svg') return strings.svg;
  if (kind === 'pdf') return strings.pdf;
  return width * height > MOST_PIXELS ? tooManyPixels(width, height) : undefined;
}

function tooManyPixels(width: number, height: number): string {
  return strings.tooManyPixels(width, height, MOST_PIXELS);
}

function undecodable({ kind }: FileHeader): string {
  switch (kind) {
    case 'heic':
      return strings.heic;
    case 'tiff':
      return strings.tiff;
    case 'unknown':
      return strings.unknownKind;
    default:
      return strings.broken(kind.toUpperCase());
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
  if (!context) throw new PhotoError(strings.noMemory);
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  if (!blob) throw new PhotoError(strings.noMemory);
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
  // Pages hardly ever lend it to the frames in them, whatever the reader allows.
  const framed = window !== parent;
  if (!devices) throw new PhotoError(framed ? strings.cameraInFrame : strings.noCameraHere);
  try {
    return await devices.getUserMedia({ video: { facingMode: 'environment' } });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'NotAllowedError' || name === 'SecurityError')
      throw new PhotoError(framed ? strings.cameraInFrame : strings.cameraRefused);
    if (name === 'NotFoundError' || name === 'OverconstrainedError')
      throw new PhotoError(strings.noCamera);
    throw new PhotoError(strings.cameraBusy);
  }
}

/** Ends every track, so that the light of the camera goes out. */
export function closeCamera(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
