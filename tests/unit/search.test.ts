import type { APIContext } from 'astro';
import { beforeAll, describe, expect, test } from 'vitest';
import { GET } from '../../src/pages/search.json.ts';
import {
  indexTerms,
  queryTerms,
  SearchIndex,
  type SearchEntry,
} from '../../src/site/search-index.ts';

const entry = (href: string, title: string, text: string): SearchEntry => ({
  href,
  page: '',
  title,
  text,
});

describe('terms', () => {
  test('are single characters and pairs for Chinese, whole words for western text', () => {
    expect(indexTerms('注意力 GPT-4')).toEqual(['注', '注意', '意', '意力', '力', 'gpt', '4']);
  });

  test('part Chinese from western text that touches it, as the book writes it', () => {
    expect(indexTerms('用BERT做任务')).toEqual(['用', 'bert', '做', '做任', '任', '任务', '务']);
    expect(queryTerms('BERT模型')).toEqual(['bert', '模型']);
  });

  test('of a query are pairs where there are any', () => {
    expect(queryTerms('注意力')).toEqual(['注意', '意力']);
    expect(queryTerms('注')).toEqual(['注']);
  });

  test('fold width and case', () => {
    expect(queryTerms('ＢＥＲＴ')).toEqual(['bert']);
  });

  test('of punctuation are none', () => {
    expect(queryTerms('，。！?')).toEqual([]);
  });
});

describe('search in a small corpus', () => {
  const index = new SearchIndex([
    entry('attention', '自注意力', '每个词都看别的词，给出权重。'),
    entry('bert', '预训练', '用BERT做3个任务，只改最后一层。'),
    entry('apart', '其他', '他很注重细节，生意很好，有力气。BERTopic是别的东西。'),
    entry('model', '模型', '这个模型不叫那个名字。'),
  ]);
  const found = (query: string): string[] => index.search(query).map(({ href }) => href);

  test('finds one character', () => expect(found('注').sort()).toEqual(['apart', 'attention']));
  test('finds two characters only where they stand together', () =>
    expect(found('注意')).toEqual(['attention']));
  test('finds a Chinese word right after a western one', () =>
    expect(found('任务')).toEqual(['bert']));
  test('finds a western word between Chinese ones, in any case', () =>
    expect(found('bert')[0]).toBe('bert'));
  test('takes a western word as a prefix', () => expect(found('BERTop')).toEqual(['apart']));
  test('wants all words of a query', () => {
    expect(found('BERT 任务')).toEqual(['bert']);
    expect(found('BERT 模型')).toEqual([]);
  });
  test('puts a hit in the title first', () => expect(found('模型')[0]).toBe('model'));
  test('finds nothing for what is not there, for nothing and for punctuation', () => {
    for (const query of ['量子', '', '，。']) expect(found(query)).toEqual([]);
  });

  test('marks the words in an excerpt around the first of them', () => {
    const [hit] = index.search('任务');
    expect(hit?.excerpt.filter(({ match }) => match)).toEqual([{ text: '任务', match: true }]);
    expect(hit?.excerpt.map(({ text }) => text).join('')).toBe('用BERT做3个任务，只改最后一层。');
  });

  test('marks every occurrence, and takes a query literally', () => {
    const twice = new SearchIndex([entry('x', '', '甲乙甲乙 C++ (a.b)')]);
    expect(twice.search('甲乙')[0]?.excerpt.filter(({ match }) => match)).toHaveLength(2);
    expect(() => twice.search('C++ (a.b) [')).not.toThrow();
  });
});

describe('search in the book', () => {
  let entries: SearchEntry[] = [];
  let index: SearchIndex;

  beforeAll(async () => {
    const response = await GET({} as APIContext);
    entries = (await response.json()) as SearchEntry[];
    index = new SearchIndex(entries);
  });

  test('names every page so that it is told from all others', () => {
    const labels = new Map(entries.map(({ href, page }) => [href.replace(/#.*/, ''), page]));
    expect(new Set(labels.values()).size).toBe(labels.size);
    expect(labels.get('part-2/')).toBe('第二部分导言');
  });

  test.each([
    '注',
    '注意',
    '注意力',
    '毛利',
    'BERT',
    'BERT 模型',
    'BERT模型',
    '卷积神经网络',
    'GPT-4',
    '大模型 成本',
  ])('finds %s, and every hit has all of its words', (query) => {
    const hits = index.search(query);
    expect(hits.length).toBeGreaterThan(0);
    for (const { title, page, text } of hits) {
      const all = `${title} ${page} ${text}`.normalize('NFKC').toLowerCase();
      for (const term of queryTerms(query)) expect(all).toContain(term);
    }
  });

  test('misses no section that has the words', () => {
    for (const query of ['注意力', 'bert', '过拟合', '数据']) {
      const containing = entries.filter(({ title, page, text }) =>
        `${title}\n${page}\n${text}`.normalize('NFKC').toLowerCase().includes(query),
      );
      const hits = index.search(query, entries.length);
      expect(hits.map(({ href }) => href)).toEqual(
        expect.arrayContaining(containing.map(({ href }) => href)),
      );
    }
  });

  test.each(['语言模型', '图像分类'])('puts a section with %s in its title first', (query) => {
    const titled = entries.filter(({ title }) => title.includes(query));
    expect(titled.length).toBeGreaterThan(0);
    expect(index.search(query)[0]?.title).toContain(query);
  });

  test('shows an excerpt with the words for most hits', () => {
    const hits = index.search('注意力');
    const marked = hits.filter(({ excerpt }) => excerpt.some(({ match }) => match));
    expect(marked.length).toBeGreaterThan(hits.length / 2);
  });
});
