/** Unpacking Zstandard while it arrives. */
import { zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { isZstd, ZstdUnpacker } from '../../src/inference/zstd.ts';

const content = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) >> 3);
const packed = new Uint8Array(zstdCompressSync(content));

/** What is packed in `bytes`, which arrive in pieces of `size`. */
function unpack(bytes: Uint8Array, size = bytes.length): Promise<Uint8Array> {
  const unpacker = new ZstdUnpacker();
  for (let at = 0; at < bytes.length; at += size) unpacker.push(bytes.subarray(at, at + size));
  return unpacker.finish();
}

describe('a packed file', () => {
  test.each([1000, 60_001, packed.length])('in pieces of %i bytes is the content', async (size) =>
    expect(await unpack(packed, size)).toEqual(content),
  );

  test('that is cut short is an error', async () => {
    const half = packed.subarray(0, packed.length >> 1);
    await expect(unpack(half)).rejects.toThrow();
  });

  test('that is none is told from one', async () => {
    const other = new TextEncoder().encode('<!doctype html>');
    expect([isZstd(packed), isZstd(other)]).toEqual([true, false]);
    await expect(unpack(other)).rejects.toThrow();
  });
});
