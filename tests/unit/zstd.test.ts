/** Unpacking Zstandard while it arrives. */
import { zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { isZstd, ZstdUnpacker } from '../../src/inference/zstd.ts';

const content = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) >> 3);
const packed = new Uint8Array(zstdCompressSync(content));

describe('a packed file', () => {
  test.each([1000, 60_001, packed.length])('in pieces of %i bytes is the content', async (size) => {
    const unpacker = new ZstdUnpacker();
    for (let at = 0; at < packed.length; at += size) unpacker.push(packed.subarray(at, at + size));
    expect(await unpacker.finish()).toEqual(content);
  });

  test('that is cut short is an error', async () => {
    const half = packed.subarray(0, packed.length >> 1);
    await expect(ZstdUnpacker.of(half).finish()).rejects.toThrow();
  });

  test('that is none is told from one', async () => {
    const other = new TextEncoder().encode('<!doctype html>');
    expect([isZstd(packed), isZstd(other)]).toEqual([true, false]);
    await expect(ZstdUnpacker.of(other).finish()).rejects.toThrow();
  });
});
