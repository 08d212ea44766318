import { afterEach, expect, test, vi } from 'vitest';
import { readPlace, savePlace } from '../../src/site/place.ts';

afterEach(() => vi.unstubAllGlobals());

const store = (stored: string | null): void => {
  vi.stubGlobal('localStorage', { getItem: () => stored });
};

const last = { href: '/part-1/ch01/#s1-2', title: '第1章', section: '1.2' };

test('a reader’s place is read as it was saved', () => {
  const place = { last, pages: { '/part-1/ch01/': 0.4 } };
  const saved = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => saved.get(key) ?? null,
    setItem: (key: string, value: string) => saved.set(key, value),
  });
  savePlace(place);
  expect(readPlace()).toEqual(place);
});

test.each([
  ['nothing', null],
  ['no JSON', '{'],
  ['null', 'null'],
  ['a number', '7'],
  ['a list', '[]'],
  ['no pages', '{"pages":null}'],
  ['words for pages', '{"pages":"all"}'],
  ['a page that is no number', '{"pages":{"/a/":"far","/b/":null}}'],
  ['a last place without its parts', '{"last":{"href":"/a/"},"pages":{}}'],
  ['no last place', '{"last":null,"pages":{}}'],
])('%s in storage is an empty place', (_, stored) => {
  store(stored);
  expect(readPlace()).toEqual({ pages: {} });
});

test('what is sound stays beside what is not', () => {
  store(JSON.stringify({ last, pages: { '/a/': 1, '/b/': '?' } }));
  expect(readPlace()).toEqual({ last, pages: { '/a/': 1 } });
});

test('storage that is refused gives and takes nothing, without a word', () => {
  vi.stubGlobal('localStorage', undefined);
  expect(readPlace()).toEqual({ pages: {} });
  expect(() => savePlace({ pages: {} })).not.toThrow();
});
