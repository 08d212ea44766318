import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { marginals, viterbi, type Chain } from '../../src/demos/ner/crf.ts';
import { fold, hashPair } from '../../src/demos/ner/features.ts';
import { wordPlaces } from '../../src/demos/ner/lexicon.ts';
import { chainOf, pipeline, spansOf, type Entity } from '../../src/demos/ner/pipeline.ts';
import { findByRules } from '../../src/demos/ner/rules.ts';
import { sentences, windows } from '../../src/demos/ner/sentences.ts';
import type { ModelManifest } from '../../src/inference/manifest.ts';
import { readManifest, run } from '../../src/inference/node.ts';
import { float32Output } from '../../src/inference/tensor.ts';

/** One row of the fixture that `python -m training.ner` writes; offsets count code points. */
interface Row {
  text: string;
  entities: [number, number, string][];
  emissions: number[][];
}

// The same values stand in training/tests/test_ner.py.
const PLACES = [
  [25254, 92639, 163834],
  [21209, 79667, 162463],
  [41979, 118022, 156443],
  [9366, 83426, 131202],
  [0, 0, 0],
];
const HASHES = [
  [43270, 217],
  [43267, 163],
  [4862, 23625],
  [22751, 27747],
];

let manifest: ModelManifest;
let rows: Row[];

async function find(texts: readonly string[]): Promise<(readonly Entity[])[]> {
  const outputs = await run('ner', pipeline.preprocess(texts, manifest));
  return pipeline.postprocess(outputs, texts, manifest).map(({ entities }) => entities);
}

const only = async (text: string): Promise<readonly Entity[]> => (await find([text]))[0] ?? [];

beforeAll(async () => {
  manifest = await readManifest('ner');
  const file = new URL('../fixtures/ner.logits.json', import.meta.url);
  rows = JSON.parse(await readFile(file, 'utf8')) as Row[];
});

/** Random chain and emissions from a seed (Park and Miller's generator). */
function randomChain(
  seed: number,
  tags: number,
  places: number,
): { chain: Chain; emissions: number[][] } {
  let state = seed;
  const next = () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647) * 4 - 2;
  };
  const row = () => Array.from({ length: tags }, next);
  const chain = { transitions: Array.from({ length: tags }, row), start: row(), end: row() };
  return { chain, emissions: Array.from({ length: places }, row) };
}

/** All paths with their scores. */
function allPaths({ transitions, start, end }: Chain, emissions: number[][]): [number[], number][] {
  let found: [number[], number][] = start.map((s, tag) => [[tag], s + (emissions[0]?.[tag] ?? 0)]);
  for (const row of emissions.slice(1)) {
    found = found.flatMap(([path, score]) =>
      row.map((e, tag): [number[], number] => [
        [...path, tag],
        score + e + (transitions[path.at(-1) ?? 0]?.[tag] ?? 0),
      ]),
    );
  }
  return found.map(([path, score]) => [path, score + (end[path.at(-1) ?? 0] ?? 0)]);
}

describe('the CRF', () => {
  it.each([1, 2, 3, 4, 5])('agrees with brute force (seed %i)', (seed) => {
    const { chain, emissions } = randomChain(seed, 4, 5);
    const paths = allPaths(chain, emissions);
    const best = paths.reduce((a, b) => (b[1] > a[1] ? b : a));
    expect(viterbi(emissions, chain)).toEqual(best[0]);
    const total = paths.reduce((sum, [, score]) => sum + Math.exp(score), 0);
    const probability = marginals(emissions, chain);
    for (const [from, tags] of [
      [0, [1]],
      [1, [2, 3]],
      [2, [0, 0, 1]],
      [0, best[0]],
    ] as [number, number[]][]) {
      const matching = paths.filter(([path]) => tags.every((tag, i) => path[from + i] === tag));
      const expected = matching.reduce((sum, [, score]) => sum + Math.exp(score), 0) / total;
      expect(probability(from, tags)).toBeCloseTo(expected, 9);
    }
  });

  it('takes forbidden moves and no places', () => {
    const chain: Chain = {
      transitions: [
        [-1e4, 0],
        [0, -1e4],
      ],
      start: [0, -1e4],
      end: [0, 0],
    };
    const level = [
      [0, 0],
      [0, 0],
      [0, 0],
    ];
    expect(viterbi(level, chain)).toEqual([0, 1, 0]);
    expect(marginals(level, chain)(0, [0, 1, 0])).toBeCloseTo(1, 9);
    expect(viterbi([], chain)).toEqual([]);
  });
});

describe('text to numbers', () => {
  it('folds and hashes as the training code does', () => {
    expect(
      [...'Ａa９7　\n中，😀\ud800'].map((c) => String.fromCodePoint(fold(c.codePointAt(0) ?? 0))),
    ).toEqual([...'aa00  中,  ']);
    const points = [0, 0x4e2d, 0x56fd, 0x1f600, 0];
    const pairs = points
      .slice(1)
      .map((b, i) => [1, 2].map((s) => hashPair(points[i] ?? 0, b, s, 49152)));
    expect(pairs).toEqual(HASHES);
  });

  it('finds the places of words in the lexicon as the training code does', () => {
    const points = [...'中国人民银行'].map((c) => c.codePointAt(0) ?? 0);
    expect(wordPlaces(points, 1, [2, 3, 4, 5, 6], 192727)).toEqual(PLACES.flat());
  });

  it('cuts sentences and keeps offsets in UTF-16 code units', () => {
    const text = '😀他说：「走！」然后……  \n\n走了';
    const cut = sentences(text).map(({ offsets }) => text.slice(offsets[0], offsets.at(-1)));
    expect(cut).toEqual(['他说：「走！」', '然后……', '走了']);
    expect(sentences('')).toEqual([]);
    expect(sentences(' \n　')).toEqual([]);
  });

  it('covers every place by exactly one window', () => {
    for (const length of [1, 39, 160, 161, 279, 280, 281, 1000]) {
      const covered = windows(length, 160, 40).flatMap(({ keep, until }) =>
        Array.from({ length: until - keep }, (_, i) => keep + i),
      );
      expect(covered).toEqual(Array.from({ length }, (_, i) => i));
      expect(windows(length, 160, 40).every(({ from, to }) => to - from <= 160)).toBe(true);
    }
  });

  it('reads BIES tags', () => {
    expect(spansOf(['B-PER', 'E-PER', 'O', 'S-LOC', 'B-ORG', 'I-ORG', 'E-ORG'])).toEqual([
      [0, 1, 'PER'],
      [3, 3, 'LOC'],
      [4, 6, 'ORG'],
    ]);
    expect(spansOf(['B-PER', 'O', 'I-ORG'])).toEqual([]);
  });
});

describe('finding entities', () => {
  it('gives the emissions and the entities of the training code', async () => {
    expect(rows.length).toBeGreaterThanOrEqual(50);
    let worst = 0;
    for (const { text, emissions } of rows) {
      const outputs = await run('ner', pipeline.preprocess([text], manifest));
      const { data, dims } = float32Output(outputs, 'emissions');
      const [count = 0, length = 0, tags = 0] = dims;
      const counts = sentences(text).map(({ points }) => points.length);
      expect(count).toBe(counts.length);
      let place = 0;
      for (const [r, n] of counts.entries()) {
        for (let i = 0; i < n; i++, place++) {
          const at = (r * length + i) * tags;
          for (const [k, value] of (emissions[place] ?? []).entries()) {
            worst = Math.max(worst, Math.abs(value - (data[at + k] ?? NaN)));
          }
        }
      }
      expect(place).toBe(emissions.length);
    }
    expect(worst).toBeLessThan(1e-3);
    const found = await find(rows.map(({ text }) => text));
    for (const [i, { text, entities }] of rows.entries()) {
      const units = (n: number) => [...text].slice(0, n).join('').length;
      expect(found[i]?.map(({ start, end, type }) => [start, end, type])).toEqual(
        entities.map(([a, b, type]) => [units(a), units(b), type]),
      );
    }
  });

  it('finds people, places and organisations with their offsets', async () => {
    const text = '😀张伟昨天从北京飞往上海，参加复旦大学的开学典礼。';
    const entities = await only(text);
    expect(entities.map(({ text: name, type }) => [name, type])).toEqual([
      ['张伟', 'PER'],
      ['北京', 'LOC'],
      ['上海', 'LOC'],
      ['复旦大学', 'ORG'],
    ]);
    for (const { start, end, text: name, score } of entities) {
      expect(text.slice(start, end)).toBe(name);
      expect(score).toBeGreaterThanOrEqual(Number(manifest.preprocessing['threshold']));
      expect(score).toBeLessThanOrEqual(1);
    }
  });

  it('tells an entity only when it is certain enough', async () => {
    const texts = rows.map(({ text }) => text);
    const at = async (threshold: number) => {
      const card = { ...manifest, preprocessing: { ...manifest.preprocessing, threshold } };
      const outputs = await run('ner', pipeline.preprocess(texts, card));
      return pipeline.postprocess(outputs, texts, card).flatMap(({ entities }) => entities);
    };
    const [all, certain] = [await at(0), await at(0.9)];
    expect(certain.length).toBeLessThan(all.length);
    expect(certain).toEqual(all.filter(({ score }) => score >= 0.9));
  });

  it('answers for an article as for its sentences', async () => {
    const texts = rows.slice(0, 20).map(({ text }) => (/[。！]$/.test(text) ? text : `${text}。`));
    const apart = await find(texts);
    const together = await only(texts.join('\n'));
    let shift = 0;
    const expected = apart.flatMap((entities, i) => {
      const moved = entities.map(({ start, end, type }) => [start + shift, end + shift, type]);
      shift += (texts[i] ?? '').length + 1;
      return moved;
    });
    expect(together.map(({ start, end, type }) => [start, end, type])).toEqual(expected);
  });

  it('gives the same answer through windows as through one long row', async () => {
    const long = Array.from({ length: 30 }, (_, i) => `第${i}站，张伟从北京到复旦大学`).join('，');
    const wide = { ...manifest, preprocessing: { ...manifest.preprocessing, window: 10_000 } };
    const outputs = await run('ner', pipeline.preprocess([long], wide));
    const [whole] = pipeline.postprocess(outputs, [long], wide);
    const cut = await only(long);
    expect(cut.length).toBeGreaterThan(60);
    expect(cut.map(({ score, ...rest }) => ({ ...rest, score: score.toFixed(3) }))).toEqual(
      whole?.entities.map(({ score, ...rest }) => ({ ...rest, score: score.toFixed(3) })),
    );
  });

  it('takes odd texts', async () => {
    const odd = [
      '',
      ' ',
      '\n\n',
      '\ud800',
      '😀',
      'a',
      '，',
      '龘靐',
      '\ud83d北京',
      '12345 abc',
      '。。。',
    ];
    const found = await find(odd);
    expect(found).toHaveLength(odd.length);
    for (const [i, entities] of found.entries()) {
      for (const { start, end, text } of entities) expect(odd[i]?.slice(start, end)).toBe(text);
    }
    expect(await find([])).toEqual([]);
  });

  it('refuses emissions of another shape', () => {
    const outputs = {
      emissions: { type: 'float32', dims: [1, 2, 13], data: new Float32Array(26) },
    } as const;
    expect(() => pipeline.postprocess(outputs, ['一句。两句。'], manifest)).toThrow(/emissions/);
  });

  it('has a card that matches', () => {
    const chain = chainOf(manifest);
    expect(chain.transitions).toHaveLength(chain.tags.length);
    expect(chain.transitions.every((row) => row.length === chain.tags.length)).toBe(true);
    expect(manifest.file.bytes).toBeLessThanOrEqual(2_000_000);
    const value = (split: string) =>
      manifest.metrics.find((m) => m.name === 'f1' && m.split.startsWith(split) && !m.note)
        ?.value ?? 0;
    expect(value('MSRA test')).toBeGreaterThan(MSRA_FLOOR);
    expect(value('UNER test')).toBeGreaterThan(UNER_FLOOR);
  });
});

/** The figures of the card must not silently fall below these. */
const MSRA_FLOOR = 0.9;
const UNER_FLOOR = 0.65;

describe('rules', () => {
  const names = (text: string) => findByRules(text).map((e) => [e.text, e.type]);

  it('finds listed places, suffixes and surnames', () => {
    expect(names('王小明在北京大学读书，后来去了杭州市。')).toEqual([
      ['王小明', 'PER'],
      ['北京大学', 'ORG'],
      ['杭州市', 'LOC'],
    ]);
    expect(names('今天天气很好')).toEqual([]);
    expect(names('')).toEqual([]);
  });

  it('keeps UTF-16 offsets and never overlaps', () => {
    const text = '😀李娜说：中国人民银行在上海。\ud800';
    let last = 0;
    for (const { start, end, text: name } of findByRules(text)) {
      expect(start).toBeGreaterThanOrEqual(last);
      expect(text.slice(start, end)).toBe(name);
      last = end;
    }
    expect(last).toBeGreaterThan(0);
  });
});
