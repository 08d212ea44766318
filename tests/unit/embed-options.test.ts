/** What the address of an embedded demo sets. */
import { expect, test } from 'vitest';
import { readOptions, readState } from '../../src/embed/options.ts';

test.each([
  ['0a7d5a', '#0a7d5a'],
  ['%23F00', '#F00'],
  ['seagreen', 'seagreen'],
  // Four digits are no colour here; the page refuses the word.
  ['fade', 'fade'],
  ['0a7d', undefined],
  ['url(x)', undefined],
])('accent=%s', (accent, expected) => {
  const { options, rejected } = readOptions(`?accent=${accent}`);
  expect(options.accent).toBe(expected);
  expect(rejected).toEqual(expected ? [] : ['accent']);
});

test.each([
  ['#?text=x', 'text=x'],
  ['#demo-ner?text=x', 'text=x'],
  ['#demo-handwriting?text=x', undefined],
  ['', undefined],
  // As WordPress appends it.
  ['#?secret=Xk2bQ9vT0a', undefined],
  ['#?text=x#?secret=Xk2bQ9vT0a', 'text=x'],
])('state in %s', (hash, expected) => {
  expect(readState(hash, 'ner')).toBe(expected);
});
