import { describe, expect, test } from 'vitest';
import { ZodError } from 'zod';
import { loadBook } from '../../src/book/book.ts';
import {
  format,
  formatReference,
  loadReferences,
  parseReferences,
  referenceLink,
} from '../../src/book/references.ts';

const entry = (id: string, rest: string): string =>
  `- id: ${id}\n  title: ${id}\n  type: webpage\n${rest}\n`;

/** The only entry of a CSL-YAML text, formatted. */
function formatted(yaml: string): string {
  const [reference] = parseReferences(yaml).values();
  if (!reference) throw new Error('no entry');
  return format(reference);
}

describe('a formatted reference', () => {
  test('in English: surname first, initials, three authors and et al.', () => {
    expect(
      formatted(`
- id: vaswani
  type: paper-conference
  title: Attention Is All You Need
  author:
    - { family: Vaswani, given: Ashish }
    - { family: Shazeer, given: Noam }
    - { family: Parmar, given: Niki }
    - { family: Uszkoreit, given: Jakob }
  issued: 2017-06-12
  container-title: Advances in Neural Information Processing Systems
  volume: 30
  page: 5998-6008
  language: en
`),
    ).toBe(
      'Vaswani A, Shazeer N, Parmar N, et al. Attention Is All You Need[C]. ' +
        'Advances in Neural Information Processing Systems, 30, 2017-06-12: 5998–6008.',
    );
  });

  test('in Chinese: names in one piece, 等 for the rest, volume and issue', () => {
    expect(
      formatted(`
- id: zhang
  type: article-journal
  title: 深度学习综述
  author:
    - { family: 张, given: 伟 }
    - { family: 欧阳, given: 文静 }
    - { family: 李, given: 娜 }
    - { family: 王, given: 芳 }
  issued: 2020-03
  container-title: 计算机学报
  volume: 43
  issue: 2
  page: 1-20
  language: zh
`),
    ).toBe('张伟, 欧阳文静, 李娜, 等. 深度学习综述[J]. 计算机学报, 43(2), 2020-03: 1–20.');
  });

  test('of an institution keeps its name whole, and a year may stand alone', () => {
    expect(formatted(entry('gpt4', '  author:\n    - literal: OpenAI Inc\n  issued: 2023'))).toBe(
      'OpenAI Inc. gpt4[EB/OL]. 2023.',
    );
  });

  test('escapes what would be markup', () => {
    expect(formatted('- { id: x, type: webpage, title: "a <b> & c" }')).toContain(
      'a &#60;b&#62; &#38; c',
    );
  });

  test('follows an edit of the entry', () => {
    expect(formatted(entry('same', '  issued: 2023'))).toContain('2023');
    expect(formatted(entry('same', '  issued: 2024'))).toContain('2024');
  });

  test('of the book is refused when there is no such entry', () => {
    expect(() => formatReference('nobody1900nothing')).toThrow('no reference "nobody1900nothing"');
  });
});

describe('the link of a reference', () => {
  const link = (fields: string): string | undefined => {
    const [reference] = parseReferences(entry('x', fields)).values();
    return reference && referenceLink(reference);
  };
  test('is its DOI, else its address, else nothing', () => {
    expect(link('  DOI: 10.1/a\n  URL: https://example.org/')).toBe('https://doi.org/10.1/a');
    expect(link('  URL: https://example.org/')).toBe('https://example.org/');
    expect(link('')).toBeUndefined();
  });
});

describe('a list of references', () => {
  test.each([
    ['an id with capitals', '- { id: Big, type: webpage, title: t }'],
    ['no title', '- { id: a, type: webpage }'],
    ['an address that is none', '- { id: a, type: webpage, title: t, URL: nowhere }'],
    ['an author who is just a string', '- { id: a, type: webpage, title: t, author: [Someone] }'],
    [
      'an author with a misspelt field',
      '- { id: a, type: webpage, title: t, author: [{ familly: X }] }',
    ],
  ])('with %s is refused', (_, yaml) => expect(() => parseReferences(yaml)).toThrow(ZodError));

  test('that lists an id twice is refused, naming it', () => {
    expect(() => parseReferences(entry('a', '') + entry('a', ''))).toThrow('"a" is listed twice');
  });

  test('may be empty', () => expect(parseReferences('').size).toBe(0));
});

describe('the references of the book', () => {
  const cited = new Set(loadBook().pages.flatMap(({ cites }) => cites));
  const listed = [...loadReferences().keys()];

  test('contain everything that is cited', () => {
    expect([...cited].filter((id) => !listed.includes(id))).toEqual([]);
  });

  test('are all cited', () => {
    expect(listed.filter((id) => !cited.has(id))).toEqual([]);
  });

  test('all format to something with their title, and without a trace of missing parts', () => {
    for (const [id, { title }] of loadReferences()) {
      const html = formatReference(id);
      expect(html.length, id).toBeGreaterThan(title.length);
      expect(html, id).not.toMatch(/undefined|NaN|CSL STYLE ERROR|vol\.|p\.p\./);
    }
  });
});
