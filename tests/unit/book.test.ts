import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { buildBook, loadBook, resolveLabel, type Book } from '../../src/book/book.ts';

interface Source {
  readonly id: string;
  readonly source: string;
}

/** A page as its author writes it. */
function page(id: string, fields: string, body = ''): Source {
  return { id, source: `---\ntitle: 题${id}\ndescription: 述\n${fields}\n---\n\n${body}\n` };
}

function chapter(number: number, body: string, part = 1): Source {
  const id = `part-${part}/ch${String(number).padStart(2, '0')}`;
  return page(id, `part: ${part}\nchapter: ${number}`, body);
}

const texts = (book: Book, id: string): string[] =>
  book.labels.filter((label) => label.page === id).map(({ text }) => text);

describe('numbering', () => {
  test('counts each kind by itself and starts again in every chapter', () => {
    const body = [
      '<Figure id="a" caption="甲" />',
      '<Table id="b" caption="乙" />',
      '<Figure id="c" caption="丙" />',
      '<Equation id="d" />',
      '<Demo id="ner" />',
      '<Exercise id="e">题</Exercise>',
    ].join('\n\n');
    const book = buildBook([chapter(1, body), chapter(2, body)]);
    expect(texts(book, 'part-1/ch01')).toEqual([
      '第1章',
      '图1-1',
      '表1-1',
      '图1-2',
      '式1-1',
      '演示1-1',
      '练习1-1',
    ]);
    expect(texts(book, 'part-1/ch02')).toContain('图2-2');
  });

  test('takes the part for its opener and the letter for an appendix', () => {
    const figure = '<Figure id="a" caption="甲" />';
    const book = buildBook([
      page('part-2', 'part: 2', figure),
      page('appendix/x', 'appendix: B', figure),
    ]);
    expect(book.labels.map(({ text }) => text)).toEqual(['图Ⅱ-1', '图B-1']);
  });

  test('gives sections their number, anchor and title', () => {
    const book = buildBook([chapter(3, '## 3.1 语言模型\n\n## 3.2 分类\n\n## 小结')]);
    expect(book.labels.slice(1)).toEqual([
      { id: 's3-1', text: '3.1节', page: 'part-1/ch03', title: '语言模型' },
      { id: 's3-2', text: '3.2节', page: 'part-1/ch03', title: '分类' },
    ]);
  });

  test('finds what stands inside other elements', () => {
    const book = buildBook([
      chapter(1, '<Exercise id="x">\n\n<Figure id="y" caption="甲" />\n\n</Exercise>'),
    ]);
    expect(texts(book, 'part-1/ch01')).toEqual(['第1章', '练习1-1', '图1-1']);
  });

  test.each([
    ['a section that skips a number', '## 1.1 甲\n\n## 1.3 丙'],
    ['a section of another chapter', '## 2.1 甲'],
    ['a section out of order', '## 1.2 乙\n\n## 1.1 甲'],
  ])('refuses %s', (_, body) => {
    expect(() => buildBook([chapter(1, body)])).toThrow(/part-1\/ch01: section .* out of order/);
  });

  test('refuses an id used twice on a page, but not on two pages', () => {
    const figure = '<Figure id="same" caption="甲" />';
    expect(() => buildBook([chapter(1, `${figure}\n\n<Table id="same" caption="乙" />`)])).toThrow(
      'part-1/ch01: the id "same" is used twice',
    );
    expect(() => buildBook([chapter(1, figure), chapter(2, figure)])).not.toThrow();
  });

  test('refuses a figure without an id, naming page and element', () => {
    expect(() => buildBook([chapter(1, '<Figure caption="甲" />')])).toThrow(
      'part-1/ch01: <Figure> without an id',
    );
  });

  test('refuses a page without frontmatter, or with a wrong field', () => {
    expect(() => buildBook([{ id: 'x', source: '正文' }])).toThrow('x: no frontmatter');
    expect(() => buildBook([page('y', 'chapter: 16')])).toThrow(/^y: /);
  });
});

describe('cross references', () => {
  const figure = (caption: string): string => `<Figure id="fig" caption="${caption}" />`;
  const book = buildBook([
    chapter(1, figure('甲')),
    chapter(2, figure('乙')),
    chapter(3, '<Table id="tab" caption="丙" />'),
  ]);

  test('mean the own page first', () => {
    expect(resolveLabel(book, 'fig', 'part-1/ch02')).toMatchObject({ text: '图2-1', title: '乙' });
  });

  test('reach any page for an id that is unique in the book', () => {
    expect(resolveLabel(book, 'tab', 'part-1/ch01')).toMatchObject({
      text: '表3-1',
      page: 'part-1/ch03',
    });
    expect(resolveLabel(book, 'ch2', 'part-1/ch01')).toMatchObject({
      text: '第2章',
      page: 'part-1/ch02',
    });
  });

  test('are refused when ambiguous, naming the pages', () => {
    expect(() => resolveLabel(book, 'fig', 'part-1/ch03')).toThrow(
      'part-1/ch03: "fig" is ambiguous: part-1/ch01, part-1/ch02',
    );
  });

  test('are refused when they lead nowhere', () => {
    expect(() => resolveLabel(book, 'gone', 'part-1/ch03')).toThrow(
      'nothing in the book has the id "gone"',
    );
  });
});

describe('reading order', () => {
  test('is cover, guide, parts with opener, chapters and summary, appendices, whatever the file order', () => {
    const pages = [
      page('appendix/glossary', 'appendix: B'),
      page('part-2', 'part: 2'),
      chapter(10, '', 2),
      page('part-1/summary', 'part: 1'),
      page('index', ''),
      chapter(9, '', 2),
      chapter(1, ''),
      page('part-1', 'part: 1'),
      page('appendix/references', 'appendix: A'),
      page('guide', ''),
    ];
    expect(buildBook(pages).pages.map(({ id }) => id)).toEqual([
      'index',
      'guide',
      'part-1',
      'part-1/ch01',
      'part-1/summary',
      'part-2',
      'part-2/ch09',
      'part-2/ch10',
      'appendix/references',
      'appendix/glossary',
    ]);
  });
});

describe('citations', () => {
  test('are numbered by first citation in reading order, across the book', () => {
    const book = buildBook([
      chapter(2, '丙<Cite id="c" />，甲<Cite id="a" />。'),
      chapter(1, '甲<Cite id="a" />，乙<Cite id="b" />，甲<Cite id="a" />。'),
    ]);
    expect([...book.citationNumbers]).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]);
    expect(book.pages.map(({ cites }) => cites)).toEqual([
      ['a', 'b'],
      ['c', 'a'],
    ]);
  });
});

test('the terms that a page marks are known, each once', () => {
  const [only] = buildBook([
    chapter(1, '<Term id="a">甲</Term>与<Term id="b">乙</Term>，<Term id="a">甲</Term>。'),
  ]).pages;
  expect(only?.terms).toEqual(['a', 'b']);
});

describe('search text', () => {
  const body = [
    "import { Figure } from '@/book';",
    '引言`内联`。',
    '## 1.1 甲',
    '正文 $x^2$ 与<Term id="t">术语</Term>。',
    '```python\nprint("代码")\n```',
    '$$\ny = 公式\n$$',
    '<Figure id="f" caption="题注">\n\n```mermaid\ngraph 图源\n```\n\n</Figure>',
    '{ 1 + 1 }',
    '| 左 | 右 |\n|---|---|\n| 格一 | 格二 |',
    '### 小标题',
    '末段。',
  ].join('\n\n');
  const [only] = buildBook([chapter(1, body)]).pages;
  const text = only?.sections.map((section) => section.text).join(' ') ?? '';

  test('is cut into sections by heading', () => {
    expect(only?.sections.map(({ id, title }) => ({ id, title }))).toEqual([
      { id: '', title: '' },
      { id: 's1-1', title: '1.1 甲' },
    ]);
  });

  test('has paragraphs, captions, cells, terms and inline code', () => {
    for (const words of ['引言内联。', '术语', '题注', '格一 格二', '小标题', '末段。'])
      expect(text).toContain(words);
  });

  test('has no code block, display mathematics, diagram source, import or expression', () => {
    for (const words of ['代码', '公式', '图源', 'import', '1 + 1'])
      expect(text).not.toContain(words);
  });

  test('is what a page counts as its words: Chinese characters and western words', () => {
    expect(buildBook([chapter(1, '用BERT做3个任务。')]).pages[0]?.words).toBe(7);
  });
});

describe('the book itself', () => {
  const book = loadBook();

  test('has fifteen chapters in four parts, in order', () => {
    expect(book.pages.flatMap(({ chapter: number }) => number ?? [])).toEqual(
      Array.from({ length: 15 }, (_, i) => i + 1),
    );
    const parts = book.pages.flatMap(({ part }) => part ?? []);
    expect(parts).toEqual([...parts].sort());
    expect(new Set(parts)).toEqual(new Set([1, 2, 3, 4]));
  });

  test('gives the same book again until a file changes', () => {
    expect(loadBook()).toBe(book);
  });

  test('notices files that were renamed or removed, which changes no time', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'book-'));
    const content = path.join(folder, 'content');
    mkdirSync(content);
    vi.spyOn(process, 'cwd').mockReturnValue(folder);
    vi.resetModules();
    onTestFinished(() => {
      vi.restoreAllMocks();
      rmSync(folder, { recursive: true });
    });
    for (const { id, source } of [page('a', 'appendix: A'), page('b', 'appendix: B')])
      writeFileSync(path.join(content, `${id}.mdx`), source);
    const { loadBook: load } = await import('../../src/book/book.ts');
    const ids = (): string[] => load().pages.map(({ id }) => id);
    expect(ids()).toEqual(['a', 'b']);
    renameSync(path.join(content, 'b.mdx'), path.join(content, 'c.mdx'));
    expect(ids()).toEqual(['a', 'c']);
    rmSync(path.join(content, 'a.mdx'));
    expect(ids()).toEqual(['c']);
  });
});
