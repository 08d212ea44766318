/** The EPUB: what every reading system counts on, and epubcheck's word where it is installed. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { DOMParser } from 'linkedom';
import { expect, inject, test } from 'vitest';
import { loadBook } from '../../src/book/book.ts';

const file = path.join(inject('editions'), 'ai-startup-book.epub');
const bytes = readFileSync(file);
const files = unzipSync(bytes);
const text = (name: string): string => strFromU8(files[`EPUB/${name}`]!);
const xml = (name: string) => new DOMParser().parseFromString(text(name), 'text/xml');

const opf = xml('package.opf');
const items = [...opf.querySelectorAll('item')].map((item) => ({
  id: item.getAttribute('id')!,
  href: item.getAttribute('href')!,
  properties: (item.getAttribute('properties') ?? '').split(' '),
}));
const spine = [...opf.querySelectorAll('itemref')].map(
  (ref) => items.find(({ id }) => id === ref.getAttribute('idref'))!.href,
);

test('tells its type in its first bytes', () => {
  expect(bytes.subarray(30, 58).toString()).toBe('mimetypeapplication/epub+zip');
});

test('lists exactly the files it has', () => {
  const own = Object.keys(files)
    .filter((name) => name.startsWith('EPUB/') && name !== 'EPUB/package.opf')
    .map((name) => name.slice('EPUB/'.length));
  expect(items.map(({ href }) => href).sort()).toEqual(own.sort());
});

test('has every page of the book, a cover, a title page and the contents', () => {
  const pages = loadBook().pages.filter(({ id }) => id !== 'index' && id !== '404');
  const names = pages.map(({ id }) => `${id.replaceAll('/', '-')}.xhtml`);
  expect(spine.slice(0, 3)).toEqual(['cover.xhtml', 'title.xhtml', 'nav.xhtml']);
  expect(spine.filter((name) => names.includes(name))).toEqual(names);
  expect(items.filter(({ properties }) => properties.includes('cover-image'))).toHaveLength(1);
  expect(items.filter(({ properties }) => properties.includes('nav'))).toHaveLength(1);
  const linked = [...xml('nav.xhtml').querySelectorAll('a')].map((a) => a.getAttribute('href'));
  expect(linked).toEqual(expect.arrayContaining(names));
  expect(linked).toContain('part-2-ch03.xhtml#s3-2');
});

test('leads every link to something', () => {
  const documents = new Map(spine.map((name) => [name, xml(name)]));
  const ids = new Map(
    [...documents].map(([name, document]) => [
      name,
      new Set([...document.querySelectorAll('[id]')].map(({ id }) => id)),
    ]),
  );
  const broken = [...documents].flatMap(([name, document]) =>
    [...document.querySelectorAll('[href], [src]')]
      .map((element) => element.getAttribute('href') ?? element.getAttribute('src') ?? '')
      .filter((target) => !/^(https?|mailto):/.test(target))
      .filter((target) => {
        const [page = '', anchor] = decodeURIComponent(target).split('#');
        const known = ids.get(page || name);
        return anchor ? !known?.has(anchor) : !files[`EPUB/${page}`];
      })
      .map((target) => `${name} -> ${target}`),
  );
  expect(broken).toEqual([]);
});

test('has formulas as MathML, drawings as SVG, answers shown and no scripts or controls', () => {
  const all = spine.map(text).join('\n');
  expect(all.match(/<math /g)?.length).toBeGreaterThan(500);
  expect(all).not.toMatch(/katex-html|<script|<button|<input|<details|<iframe|style="--/);
  expect(text('part-1-ch02.xhtml')).toMatch(/<svg [^>]*aria-label=/);
  expect(text('part-1-ch02.xhtml')).toContain('参考答案');
  expect(text('part-1-ch02.xhtml')).toMatch(/appendix-references\.xhtml#ref-/);
});

test('shows what each demo has recorded', () => {
  const chapter = text('part-2-ch03.xhtml');
  expect(chapter).toContain('录下的结果');
  expect(chapter).toMatch(/<mark class="per">/);
  expect(chapter).toContain('demo-bars');
});

test('is built the same from the same sources', () => {
  // The zip library is deterministic; what could differ are the day in the headers (here in the first: the first of
  // January 2026, as DOS writes it) and the package document.
  expect(bytes.readUInt32LE(10)).toBe(0x5c210000);
  const modified = /dcterms:modified">([^<]+)</.exec(text('package.opf'))?.[1];
  const commit = spawnSync('git', ['log', '-1', '--format=%ct'], { encoding: 'utf8' });
  const epoch = process.env['SOURCE_DATE_EPOCH'] ?? commit.stdout.trim();
  if (epoch)
    expect(modified).toBe(new Date(Number(epoch) * 1000).toISOString().replace('.000', ''));
});

/** Debian's package has a jar that not every system can start by its name. */
const JAR = process.env['EPUBCHECK_JAR'] ?? '/usr/share/java/epubcheck.jar';

test.skipIf(!existsSync(JAR))(`passes epubcheck (needs ${JAR}, of the package epubcheck)`, () => {
  const { stdout, stderr } = spawnSync('java', ['-jar', JAR, file], { encoding: 'utf8' });
  const messages = `${stdout}\n${stderr}`
    .split('\n')
    .filter((line) => /^(FATAL|ERROR|WARNING)/.test(line));
  expect(messages).toEqual([]);
  expect(stdout).toContain('0 fatals / 0 errors / 0 warnings');
});
