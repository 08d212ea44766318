import { expect, test } from 'vitest';
import { toScript } from '@/inference/script-source.ts';
import { decode, encode } from '@/inference/seven-bits.ts';

/** Every byte, in an order that meets every seven-bit value in every position. */
const bytes = Uint8Array.from({ length: 50_021 }, (_, i) => (i * 167 + (i >> 8) * 31) & 255);

test.each([0, 1, 2, 6, 7, 8, 9, 50_021])('gives %i bytes back', (length) => {
  expect(decode(encode(bytes.subarray(0, length)))).toEqual(bytes.subarray(0, length));
});

test('survives as a script of UTF-8', () => {
  const script = toScript('runtime/a.0123.gz', encode(bytes));
  const self: { aiBookFiles?: Record<string, string> } = {};
  const text = new TextDecoder().decode(new TextEncoder().encode(script));
  // The very way a page meets it.
  new Function('self', text)(self);
  expect(decode(self.aiBookFiles?.['a.0123.gz'] ?? '')).toEqual(bytes);
});

test('adds at most a fifth', () => {
  const size = new TextEncoder().encode(encode(bytes)).length;
  expect(size / bytes.length).toBeLessThan(1.2);
});
