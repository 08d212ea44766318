/** Texts of any length around the recogniser: cutting, remembering, following edits, comparing, remarks. */
import { describe, expect, it } from 'vitest';
import type { ModelManifest } from '../../src/inference/manifest.ts';
import type { Runner } from '../../src/inference/pipeline.ts';
import { pieces, Recogniser } from '../../src/demos/ner/recognise.ts';
import { remarks } from '../../src/demos/ner/remarks.ts';
import { compare, cut, follow, lines } from '../../src/demos/ner/spans.ts';

/** A model that takes every 张 for a person; `batches` has the rows of each run. */
function fakeRunner(): { runner: Runner; batches: number[] } {
  const batches: number[] = [];
  const preprocessing = {
    vocabulary: '张',
    buckets: 16,
    lexicon: { lengths: [2, 3], slots: 7 },
    window: 96,
    overlap: 36,
    tags: ['O', 'S-PER'],
    transitions: [
      [0, 0],
      [0, 0],
    ],
    start: [0, 0],
    end: [0, 0],
    threshold: 0,
  };
  const run: Runner['run'] = (inputs) => {
    const { dims, data } = inputs['characters'] ?? { dims: [], data: [] };
    const [rows = 0, length = 0] = dims;
    batches.push(rows);
    const emissions = new Float32Array(rows * length * 2);
    for (const [i, id] of [...data].map(Number).entries())
      emissions[2 * i + (id === 3 ? 1 : 0)] = 5;
    return Promise.resolve({
      emissions: { type: 'float32', dims: [rows, length, 2], data: emissions },
    });
  };
  return { runner: { manifest: { preprocessing } as unknown as ModelManifest, run }, batches };
}

async function all(recogniser: Recogniser, runner: Runner, text: string) {
  const steps = [];
  for await (const step of recogniser.recognise(runner, text)) steps.push(step);
  return steps;
}

describe('pieces', () => {
  it('are the sentences of a text, where they stand', () => {
    const text = '  甲说。\n\n「乙说！」丙';
    const found = pieces(text);
    expect(found.map((piece) => piece.text.trim())).toEqual(['甲说。', '「乙说！」', '丙']);
    for (const { start, text: sentence } of found)
      expect(text.slice(start, start + sentence.length)).toBe(sentence);
    expect(pieces(' \n ')).toEqual([]);
  });

  it('of an endless sentence are cut at pauses, never inside a character', () => {
    const text = `${'甲乙丙，'.repeat(400)}${'𠮷'.repeat(700)}`;
    const found = pieces(text);
    expect(found.map((piece) => piece.text).join('')).toBe(text);
    for (const piece of found) {
      expect(piece.text.length).toBeLessThanOrEqual(480);
      expect(piece.text.isWellFormed()).toBe(true);
    }
    expect(found[0]?.text.endsWith('，')).toBe(true);
  });
});

describe('the recogniser', () => {
  it('gives offsets in the whole text', async () => {
    const text = '小张来了。😀老张走了。';
    const [last] = await all(new Recogniser(), fakeRunner().runner, text);
    expect(last?.entities.map(({ start, end, text: name }) => [start, end, name])).toEqual([
      [1, 2, '张'],
      [8, 9, '张'],
    ]);
    for (const { start, end } of last?.entities ?? []) expect(text.slice(start, end)).toBe('张');
  });

  it('reads a long text in several runs and afterwards only what changed', async () => {
    const { runner, batches } = fakeRunner();
    const lines = Array.from({ length: 2000 }, (_, i) => `第${i}句说的是小张的事。`);
    const recogniser = new Recogniser();
    const steps = await all(recogniser, runner, lines.join(''));
    expect(steps.at(-1)?.entities).toHaveLength(2000);
    expect(steps.length).toBeGreaterThan(5);
    expect(Math.max(...batches) * 15).toBeLessThan(3500);
    const runs = batches.length;

    lines.splice(1000, 1, '这一句改过，有小张和老张。');
    const [once, ...more] = await all(recogniser, runner, lines.join(''));
    expect(more).toEqual([]);
    expect(once?.entities).toHaveLength(2001);
    expect(batches.length).toBe(runs + 1);
    expect(batches.at(-1)).toBe(1);
  });

  it('reads many short texts in one run', async () => {
    const { runner, batches } = fakeRunner();
    const texts = ['小张来了。', '', '老张走了。小张来了。'];
    const found = await new Recogniser().all(runner, texts);
    expect(found.map(({ entities }) => entities.map(({ start }) => start))).toEqual([
      [1],
      [],
      [1, 6],
    ]);
    expect(batches).toEqual([2]);
  });

  it('has nothing to do for an empty text', async () => {
    const { runner, batches } = fakeRunner();
    expect(await all(new Recogniser(), runner, '')).toEqual([
      { text: '', entities: [], rules: [], done: 0 },
    ]);
    expect(batches).toEqual([]);
  });

  it('applies the rules sentence by sentence', async () => {
    const text = '今天晴。王小明在北京。';
    const [{ rules } = { rules: [] }] = await new Recogniser().all(fakeRunner().runner, [text]);
    for (const { start, end, text: name } of rules) expect(text.slice(start, end)).toBe(name);
    expect(rules.map(({ type }) => type)).toContain('LOC');
  });
});

describe('marks follow an edit', () => {
  const spans = [
    { start: 0, end: 2 },
    { start: 4, end: 6 },
  ];
  it.each([
    ['nothing', '甲甲在乙乙乙', '甲甲在乙乙乙', [0, 4]],
    ['behind both', '甲甲去了乙乙', '甲甲去了乙乙。', [0, 4]],
    ['between them', '甲甲去了乙乙', '甲甲昨天去了乙乙', [0, 6]],
    ['in front', '甲甲去了乙乙', '看甲甲去了乙乙', [1, 5]],
    ['inside the first', '甲甲去了乙乙', '甲丙甲去了乙乙', [5]],
    ['all', '甲甲去了乙乙', '天气好', []],
    ['everything deleted', '甲甲去了乙乙', '', []],
  ])('%s', (_, before, after, starts) => {
    expect(follow(spans, before, after).map(({ start }) => start)).toEqual(starts);
  });
});

it('a text is cut into lines, and a line into marked and plain pieces', () => {
  const spans = [
    { start: 0, end: 1 },
    { start: 2, end: 3 },
    { start: 5, end: 6 },
  ];
  const text = '甲在乙\n\n丙';
  const found = lines(text, spans);
  expect(found.map((line) => line.text).join('\n')).toBe(text);
  expect(found.map((line) => line.spans.length)).toEqual([2, 0, 1]);
  expect(
    found.map((line) => cut(line).map((piece) => [piece.text, piece.span !== undefined])),
  ).toEqual([
    [
      ['甲', true],
      ['在', false],
      ['乙', true],
    ],
    [],
    [['丙', true]],
  ]);
});

describe('two readers are compared', () => {
  const span = (start: number, end: number, type = 'PER') => ({ start, end, type });

  it('place by place', () => {
    const found = compare(
      [span(0, 2), span(5, 7), span(10, 14, 'ORG')],
      [span(0, 2), span(8, 9), span(10, 12, 'LOC'), span(12, 15, 'ORG')],
    );
    expect(found.map(({ start, end, kind }) => [start, end, kind])).toEqual([
      [0, 2, 'same'],
      [5, 7, 'first'],
      [8, 9, 'second'],
      [10, 15, 'differs'],
    ]);
    expect(found.at(-1)?.second).toHaveLength(2);
  });

  it('and differ in a type alone', () => {
    expect(compare([span(0, 2)], [span(0, 2, 'LOC')])[0]?.kind).toBe('differs');
    expect(compare([], [])).toEqual([]);
  });
});

describe('remarks', () => {
  it.each([
    ['林晓芸在杭州创办了青禾科技。', ''],
    ['', '输入一段文字'],
    [' \n　', '输入一段文字'],
    ['Tom lives in London.', '没有汉字'],
    ['1234 😀', '没有汉字'],
    ['Tom Smith 住 in London', '汉字不多'],
    ['林曉芸在臺北開了一家書店', '繁体字'],
    ['王小明😀在北京', '表情符号'],
  ])('on %j', (text, remark) => {
    const found = remarks(text).join('');
    if (remark) expect(found).toContain(remark);
    else expect(found).toBe('');
  });
});
