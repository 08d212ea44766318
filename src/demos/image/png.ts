/** Small pictures as data URLs, made without a canvas: the build and the browser show the same picture. */
import type { Plane } from './pixels.ts';

/** Bytes of one stored block of DEFLATE at most. */
const BLOCK = 0xffff;

/** One plane as a grey PNG, three as a coloured one; values in 0..1. Not compressed: meant for a few kilobytes. */
export function pngUrl(planes: readonly [Plane] | readonly [Plane, Plane, Plane]): string {
  const { width, height } = planes[0];
  const rows: number[] = [];
  for (let y = 0; y < height; y++) {
    rows.push(0); // no filter
    for (let x = 0; x < width; x++) {
      for (const { data } of planes) rows.push(Math.round((data[y * width + x] ?? 0) * 255));
    }
  }
  const colourType = planes.length === 3 ? 2 : 0;
  const png = [
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk('IHDR', [...uint32(width), ...uint32(height), 8, colourType, 0, 0, 0]),
    ...chunk('IDAT', zlib(rows)),
    ...chunk('IEND', []),
  ];
  return `data:image/png;base64,${btoa(png.map((byte) => String.fromCharCode(byte)).join(''))}`;
}

function chunk(name: string, data: readonly number[]): number[] {
  const body = [...Array.from(name, (letter) => letter.charCodeAt(0)), ...data];
  return [...uint32(data.length), ...body, ...uint32(crc32(body))];
}

function uint32(value: number): number[] {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
}

/** A zlib stream of stored blocks (RFC 1950 and 1951). */
function zlib(data: readonly number[]): number[] {
  const stream = [0x78, 0x01];
  for (let at = 0; at < data.length; at += BLOCK) {
    const block = data.slice(at, at + BLOCK);
    const size = block.length;
    const last = at + BLOCK >= data.length ? 1 : 0;
    stream.push(last, size & 0xff, size >> 8, ~size & 0xff, (~size >> 8) & 0xff);
    for (const byte of block) stream.push(byte);
  }
  return [...stream, ...uint32(adler32(data))];
}

function adler32(data: readonly number[]): number {
  let [a, b] = [1, 0];
  for (const byte of data) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(data: readonly number[]): number {
  let crc = 0xffffffff;
  for (const byte of data) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}
