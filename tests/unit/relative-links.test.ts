import { describe, expect, test } from 'vitest';
import {
  mapAddresses,
  relativeAddress,
  relativeCss,
  relativeHtml,
} from '../../src/build/relative-links.ts';

test.each([
  // To other pages and files, from pages of any depth.
  ['/', 'index.html', './'],
  ['/', 'part-2/ch03/index.html', '../../'],
  ['/part-2/ch04/#s4-1', 'part-2/ch03/index.html', '../ch04/#s4-1'],
  ['/favicon.svg', 'guide/index.html', '../favicon.svg'],
  ['/_astro/a.js?v=1', 'index.html', '_astro/a.js?v=1'],
  // Within the page: no new load.
  ['/part-2/ch03/#s3-2', 'part-2/ch03/index.html', '#s3-2'],
  ['/embed/ner/?theme=dark', 'embed/ner/index.html', './?theme=dark'],
  // No address from the root.
  ['https://example.org/', 'index.html', 'https://example.org/'],
  ['//example.org/', 'index.html', '//example.org/'],
  ['#top', 'index.html', '#top'],
  ['other/', 'index.html', 'other/'],
])('%s in %s is %s', (address, file, relative) => {
  expect(relativeAddress(address, file, '/')).toBe(relative);
  const under = address.replace(/^\/(?!\/)/, '/book/');
  expect(relativeAddress(under, file, '/book/')).toBe(relative);
});

test('an address outside of the base stays', () => {
  expect(relativeAddress('/blog/', 'index.html', '/book/')).toBe('/blog/');
});

describe('a page', () => {
  const page = (body: string): string => `<!DOCTYPE html><html><head></head><body>${body}`;
  const upper = (html: string): string => mapAddresses(html, (address) => address.toUpperCase());

  test.each([
    ['<a class=a href="/b/?c=1&amp;d=2">/x</a>', '<a class=a href="/B/?C=1&amp;D=2">/x</a>'],
    ["<a href='/b'>x</a><a href=/c>y</a>", "<a href='/B'>x</a><a href=/C>y</a>"],
    [
      '<img src="/a" alt="/a" srcset="/b 1x, /c 2x">',
      '<img src="/A" alt="/a" srcset="/B 1x, /C 2x">',
    ],
    ['<style>i{background:url("/a")}</style>', '<style>i{background:url("/A")}</style>'],
    ['<svg><use xlink:href="/a#b"/></svg>', '<svg><use xlink:href="/A#B"/></svg>'],
    ['<template><a href="/a"></a></template>', '<template><a href="/A"></a></template>'],
    // What only looks like an address of the page.
    [
      '<script>const a = \'<a href="/a">\'</script>',
      '<script>const a = \'<a href="/a">\'</script>',
    ],
    [
      '<!-- <a href="/a"> --><textarea><a href="/a"></textarea>',
      '<!-- <a href="/a"> --><textarea><a href="/a"></textarea>',
    ],
  ])('%s', (before, after) => {
    expect(upper(page(before))).toBe(page(after));
  });

  test('keeps an address that needs no change to the byte, however it is escaped', () => {
    const body = '<img src="data:image/svg+xml,%3Csvg a=&#39;1&#39; b=&quot;&amp;&quot;/%3E">';
    expect(mapAddresses(page(body), (address) => address)).toBe(page(body));
  });

  test('mends its own address before it reads a relative one', () => {
    const html = relativeHtml(
      '<html><head><meta charset="utf-8"/><link href="/a.css"></head></html>',
      'b/index.html',
      '/',
    );
    expect(html).toMatch(
      /^<html><head><meta charset="utf-8"\/><script>.*<\/script><link href="..\/a.css">/,
    );
  });
});

test('a stylesheet', () => {
  expect(relativeCss('a{src:url(/_astro/f.woff2)format("woff2")}', '_astro/a.css', '/')).toBe(
    'a{src:url(f.woff2)format("woff2")}',
  );
});
