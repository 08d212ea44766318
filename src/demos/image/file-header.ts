/** What a file is and how large a picture it claims to hold, from its first bytes, before anything decodes it. */
export type FileKind =
  'png' | 'jpeg' | 'gif' | 'webp' | 'bmp' | 'avif' | 'heic' | 'svg' | 'tiff' | 'pdf' | 'unknown';

/** What the first bytes tell. */
export interface FileHeader {
  readonly kind: FileKind;
  /** As stored, not yet turned by EXIF; missing where the beginning does not tell. */
  readonly width?: number;
  readonly height?: number;
}

/** Bytes from the beginning of a file that are enough: a JPEG may carry large notes before its size. */
export const HEADER_BYTES = 512 * 1024;

type Reader = (bytes: Uint8Array, view: DataView) => FileHeader | undefined;

/** Reads the beginning of a file. Never throws: what cannot be read is left out. */
export function readHeader(bytes: Uint8Array): FileHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const reader of readers) {
    try {
      const header = reader(bytes, view);
      if (header) return header;
    } catch (error) {
      // The file ends too early for its own claims.
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return { kind: 'unknown' };
}

/**
 * Whether a PNG or JPEG file stops before its picture does. Firefox takes it and leaves the rest empty; the others
 * refuse it. Of other kinds, and where the structure is odd, never: that is for the decoder to say.
 */
export function stopsEarly(kind: FileKind, bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (kind === 'png') {
      let at = 8;
      while (text(bytes, at + 4, 4) !== 'IEND') at += 12 + view.getUint32(at);
    }
    if (kind === 'jpeg') {
      for (const { marker, at } of jpegSegments(view)) {
        if (marker !== 0xda) continue;
        // Within a scan no marker but its end looks like this.
        for (let end = at; view.getUint16(end) !== 0xffd9;) end++;
        break;
      }
    }
    return false;
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}

const readers: readonly Reader[] = [
  (bytes, view) =>
    text(bytes, 0, 8) === '\x89PNG\r\n\x1a\n'
      ? sized('png', () => [view.getUint32(16), view.getUint32(20)])
      : undefined,
  (bytes, view) =>
    text(bytes, 0, 3) === '\xff\xd8\xff' ? sized('jpeg', () => jpegSize(view)) : undefined,
  (bytes, view) =>
    text(bytes, 0, 4) === 'GIF8'
      ? sized('gif', () => [view.getUint16(6, true), view.getUint16(8, true)])
      : undefined,
  (bytes, view) =>
    text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 4) === 'WEBP'
      ? sized('webp', () => webpSize(bytes, view))
      : undefined,
  (bytes, view) =>
    text(bytes, 0, 2) === 'BM'
      ? sized('bmp', () => [view.getInt32(18, true), Math.abs(view.getInt32(22, true))])
      : undefined,
  (bytes, view) => {
    if (text(bytes, 4, 4) !== 'ftyp') return undefined;
    const brand = text(bytes, 8, 4);
    if (/^avi[fs]$/.test(brand)) return sized('avif', () => isoSize(bytes, view));
    return /^(hei[cmsx]|hev[cmsx]|mif1|msf1)$/.test(brand)
      ? sized('heic', () => isoSize(bytes, view))
      : undefined;
  },
  (bytes) => (/^(II\*\0|MM\0\*)/.test(text(bytes, 0, 4)) ? { kind: 'tiff' } : undefined),
  (bytes) => (text(bytes, 0, 5) === '%PDF-' ? { kind: 'pdf' } : undefined),
  (bytes) =>
    /^(\ufeff|\xef\xbb\xbf)?\s*<(\?xml|!--|!doctype|svg)/i.test(text(bytes, 0, 256)) &&
    /<svg[\s>]/i.test(text(bytes, 0, 4096))
      ? { kind: 'svg' }
      : undefined,
];

/** A header of `kind`, with its size where the bytes at hand reach that far. */
function sized(kind: FileKind, size: () => readonly [number, number] | undefined): FileHeader {
  try {
    const found = size();
    return found ? { kind, width: found[0], height: found[1] } : { kind };
  } catch (error) {
    if (error instanceof RangeError) return { kind };
    throw error;
  }
}

function text(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + length));
}

/**
 * The segments of a JPEG file, by marker and place (ITU-T T.81, annex B). Callers stop at the first scan: the data after
 * its header is no segment.
 */
function* jpegSegments(view: DataView): Generator<{ marker: number; at: number }> {
  for (let at = 2; view.getUint8(at) === 0xff;) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1; // filling
      continue;
    }
    yield { marker, at };
    at += 2 + view.getUint16(at + 2);
  }
}

function jpegSize(view: DataView): [number, number] | undefined {
  for (const { marker, at } of jpegSegments(view)) {
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return [view.getUint16(at + 7), view.getUint16(at + 5)];
  }
  return undefined;
}

function webpSize(bytes: Uint8Array, view: DataView): [number, number] | undefined {
  switch (text(bytes, 12, 4)) {
    case 'VP8 ':
      return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
    case 'VP8L': {
      const packed = view.getUint32(21, true);
      return [(packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1];
    }
    case 'VP8X': {
      const uint24 = (at: number): number =>
        view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
      return [uint24(24) + 1, uint24(27) + 1];
    }
    default:
      return undefined;
  }
}

/** The largest picture that an `ispe` property of an AVIF or HEIC file speaks of. */
function isoSize(bytes: Uint8Array, view: DataView): [number, number] | undefined {
  let largest: [number, number] | undefined;
  for (let at = 8; at + 16 <= Math.min(bytes.length, 16_384); at++) {
    if (text(bytes, at, 4) !== 'ispe') continue;
    const size: [number, number] = [view.getUint32(at + 8), view.getUint32(at + 12)];
    if (!largest || size[0] * size[1] > largest[0] * largest[1]) largest = size;
  }
  return largest;
}
