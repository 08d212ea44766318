import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { lineGroups } from '../../src/cli/lines.ts';
import { upright } from '../../src/cli/orientation.ts';
import { readManifest } from '../../src/inference/node.ts';

interface Answer {
  readonly label?: string;
  readonly scores?: Readonly<Record<string, number>>;
  readonly entities?: readonly {
    start: number;
    end: number;
    type: string;
    text: string;
    score: number;
  }[];
  readonly error?: string;
}

function start(...ids: string[]) {
  return spawn(process.execPath, ['src/cli/predict.ts', ...ids]);
}

/** Runs the command on `input`. */
async function predict(ids: string[], input: string | Buffer) {
  const child = start(...ids);
  child.stdin.end(input);
  const [stdout, stderr, [status]] = await Promise.all([
    readAll(child.stdout),
    readAll(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  const answers = stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Answer);
  return { answers, stdout, stderr, status };
}

const jsonLines = (...values: object[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');

const HEADLINES = ['央行宣布下调存款利率', '主场加时险胜 新秀砍下三十分', '高考志愿填报今日开始'];

describe('a photo of 2 × 3 pixels', () => {
  // Each value is its own place, row by row.
  const stored = new Uint8ClampedArray(Uint32Array.of(0, 1, 2, 3, 4, 5).buffer);

  test.each([
    [1, 2, [0, 1, 2, 3, 4, 5]],
    [2, 2, [1, 0, 3, 2, 5, 4]],
    [3, 2, [5, 4, 3, 2, 1, 0]],
    [4, 2, [4, 5, 2, 3, 0, 1]],
    [5, 3, [0, 2, 4, 1, 3, 5]],
    [6, 3, [4, 2, 0, 5, 3, 1]],
    [7, 3, [5, 3, 1, 4, 2, 0]],
    [8, 3, [1, 3, 5, 0, 2, 4]],
  ])('of orientation %i is turned upright', (orientation, width, places) => {
    const turned = upright({ width: 2, height: 3, data: stored }, orientation);
    expect(turned.width).toBe(width);
    expect([...new Uint32Array(turned.data.buffer)]).toEqual(places);
  });
});

describe('lines', () => {
  async function split(...chunks: string[]): Promise<string[]> {
    const lines: string[] = [];
    async function* bytes() {
      for (const chunk of chunks) yield Buffer.from(chunk, 'latin1');
    }
    for await (const group of lineGroups(bytes())) lines.push(...group.map(String));
    return lines;
  }

  test.each([
    [[], []],
    [['a\nb\n'], ['a', 'b']],
    [['a\nb'], ['a', 'b']],
    [['\n\n'], ['', '']],
    [
      ['a', 'b\nc', '\n'],
      ['ab', 'c'],
    ],
    [
      ['a\n', '\nb'],
      ['a', '', 'b'],
    ],
    [
      [
        Buffer.from('字\u2028\n').toString('latin1').slice(0, 2),
        Buffer.from('字\u2028\n').toString('latin1').slice(2),
      ],
      ['字\u2028'],
    ],
  ])('%j are %j', async (chunks, lines) => expect(await split(...chunks)).toEqual(lines));
});

describe.each(['text-classification', 'text-classification-linear'])('predict %s', (id) => {
  test('answers every headline in its place', async () => {
    // More than a batch, and of different lengths, which are padded together.
    const texts = Array.from({ length: 150 }, (_, i) => `${HEADLINES[i % 3]}${'！'.repeat(i % 7)}`);
    const { answers, status, stderr } = await predict(
      [id],
      jsonLines(...texts.map((text) => ({ text }))),
    );
    const ids = (await readManifest(id)).labels.map((label) => label.id);
    expect({ status, stderr, count: answers.length }).toEqual({
      status: 0,
      stderr: '',
      count: 150,
    });
    for (const { label = '', scores = {} } of answers) {
      const values = Object.values(scores);
      expect(Object.keys(scores)).toEqual(ids);
      expect(values.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
      expect(scores[label]).toBe(Math.max(...values));
    }
    // In a batch of its own, without padding.
    const [alone] = (await predict([id], jsonLines({ text: texts[64] }))).answers;
    expect(alone?.label).toBe(answers[64]?.label);
    for (const [label, score] of Object.entries(alone?.scores ?? {}))
      expect(answers[64]?.scores?.[label]).toBeCloseTo(score, 4);
  });
});

describe('predict text-classification', () => {
  const id = ['text-classification'];

  test('gives nothing for nothing', async () => {
    expect(await predict(id, '')).toMatchObject({ stdout: '', stderr: '', status: 0 });
  });

  test('says what is wrong with a bad line and answers the others', async () => {
    const bad = [
      'not json',
      '',
      '[]',
      'null',
      '"央行"',
      '{}',
      '{"txt": "央行"}',
      '{"text": 5}',
      '{"text": null}',
      '{"image": "a.png"}',
      '{"text": "央行"',
      '{"__proto__": {"text": "央行"}}',
    ];
    const good = JSON.stringify({ text: HEADLINES[0] });
    const lines = bad.flatMap((line) => [line, good]);
    const { answers, status } = await predict(id, `${lines.join('\n')}\n`);
    expect(status).toBe(1);
    expect(answers).toHaveLength(lines.length);
    answers.forEach((answer, i) => {
      if (i % 2) expect(answer).toMatchObject({ label: expect.any(String) });
      else expect(answer).toEqual({ error: expect.stringMatching(/\p{Script=Han}/u) });
    });
  });

  test('refuses bytes that are no UTF-8', async () => {
    const line = Buffer.concat([
      Buffer.from('{"text": "'),
      Buffer.of(0xff, 0xfe),
      Buffer.from('"}\n'),
    ]);
    const { answers, status } = await predict(id, line);
    expect({ answers, status }).toEqual({ answers: [{ error: '这一行不是UTF-8文本' }], status: 1 });
  });

  test('takes what Windows writes: a byte-order mark, carriage returns, no newline at the end', async () => {
    const line = JSON.stringify({ text: HEADLINES[1] });
    const { answers, status } = await predict(id, `\uFEFF${line}\r\n${line}`);
    expect(status).toBe(0);
    expect(answers.map(({ label }) => label)).toEqual(['sports', 'sports']);
  });

  test('takes emoji, lone surrogates, control characters and line separators', async () => {
    const lines = [
      '"🚀🏀👨‍👩‍👧"',
      '"\\ud800火箭"',
      '"\\udc00"',
      '"\\u0000"',
      '"火箭\u2028发射"',
      '"　 "',
      '""',
    ];
    const { answers, status } = await predict(
      id,
      lines.map((text) => `{"text":${text}}\n`).join(''),
    );
    expect(status).toBe(0);
    expect(answers).toHaveLength(lines.length);
    for (const { scores = {} } of answers)
      expect(Object.values(scores).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
  });

  test('lets other fields be', async () => {
    const { answers } = await predict(id, jsonLines({ id: 7, text: HEADLINES[1], image: null }));
    expect(answers[0]).toMatchObject({ label: 'sports' });
  });

  test('takes a line of a megabyte', async () => {
    const long = HEADLINES.join('').repeat(12_000);
    const { answers, status } = await predict(
      id,
      jsonLines({ text: long }, { text: HEADLINES[1] }),
    );
    expect(status).toBe(0);
    expect(answers.map(({ label }) => label)).toEqual([expect.any(String), 'sports']);
  });

  test('answers while more is to come', async () => {
    const child = start(...id);
    child.stdin.write(jsonLines({ text: HEADLINES[1] }));
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    expect(JSON.parse(String(line))).toMatchObject({ label: 'sports' });
    child.stdin.end();
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  test('is quiet when nobody listens any more', async () => {
    const child = start(...id);
    child.stdout.destroy();
    child.stdin.on('error', () => undefined);
    child.stdin.end(jsonLines(...Array.from({ length: 1000 }, () => ({ text: HEADLINES[0] }))));
    expect(await readAll(child.stderr)).toBe('');
  });
});

describe('predict', () => {
  test.each([[[]], [['nonsense']], [['constructor']], [['ner', 'extra']]])(
    '%j says how it is used',
    async (ids) => {
      const { stdout, stderr, status } = await predict(ids, jsonLines({ text: HEADLINES[0] }));
      expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
      expect(stderr).toContain('text-classification');
    },
  );
});

describe('predict handwriting', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'predict-'));
  const [width, height] = [96, 64];
  const data = Buffer.alloc(width * height * 4, 255);
  // 「一」: a stroke in the middle.
  for (let y = 30; y < 35; y++) data.fill(0x22, (y * width + 15) * 4, (y * width + 80) * 4);
  for (let i = 3; i < data.length; i += 4) data[i] = 255;
  const png = PNG.sync.write(Object.assign(new PNG({ width, height }), { data }));

  function file(name: string, content: Uint8Array): { image: string } {
    writeFileSync(path.join(folder, name), content);
    return { image: path.join(folder, name) };
  }

  test('reads PNG and JPEG, whatever their names say', async () => {
    const pictures = [
      file('one.png', png),
      file('one.jpeg', jpeg.encode({ width, height, data }, 90).data),
      file('名字 有空格', png),
    ];
    const { answers, status } = await predict(['handwriting'], jsonLines(...pictures));
    expect(status).toBe(0);
    expect(answers.map(({ label }) => label)).toEqual(['一', '一', '一']);
    expect(Object.keys(answers[0] ?? {})).toEqual(['label', 'scores']);
  });

  test('turns a photo upright as its EXIF says', async () => {
    const photo = jpeg.encode({ width, height, data }, 90).data;
    // Held upright, or turned by a quarter: then the stroke of 「一」 stands, and is no 「一」.
    const pictures = [1, 6].map((orientation) => {
      const exif = Buffer.from(
        'ffe1002245786966000049492a0008000000010012010300010000000000000000000000',
        'hex',
      );
      exif.writeUInt16LE(orientation, 28);
      const bytes = Buffer.concat([photo.subarray(0, 2), exif, photo.subarray(2)]);
      return file(`turned-${orientation}.jpg`, bytes);
    });
    const { answers } = await predict(['handwriting'], jsonLines(...pictures));
    expect(answers[0]?.scores?.['一']).toBeGreaterThan(0.9);
    expect(answers[1]?.scores?.['一']).toBeLessThan(0.5);
  });

  test('says what is wrong with a picture and answers the others', async () => {
    const huge = Buffer.from(png);
    huge.writeUInt32BE(100_000, 16);
    const bad = [
      { image: path.join(folder, 'missing.png') },
      { image: folder },
      { image: '' },
      { text: '一' },
      file('empty.png', Buffer.of()),
      file('short.png', png.subarray(0, 12)),
      file('cut.png', png.subarray(0, png.length / 2)),
      file('huge.png', huge),
      file('cut.jpg', jpeg.encode({ width, height, data }, 90).data.subarray(0, 200)),
      file('animation.gif', Buffer.from('GIF89a')),
    ];
    const { answers, status } = await predict(
      ['handwriting'],
      jsonLines(...bad, file('one.png', png)),
    );
    expect(status).toBe(1);
    expect(answers.slice(0, -1)).toEqual(
      bad.map(() => ({ error: expect.stringMatching(/\p{Script=Han}/u) })),
    );
    expect(answers.at(-1)?.label).toBe('一');
  });
});

describe('predict ner', () => {
  test('gives entities with the offsets of JavaScript, none for an empty text', async () => {
    const texts = ['😀张小明昨天在北京参观了清华大学。', '', HEADLINES[0] ?? ''];
    const { answers, status } = await predict(
      ['ner'],
      jsonLines(...texts.map((text) => ({ text }))),
    );
    expect(status).toBe(0);
    expect(answers[1]).toEqual({ entities: [] });
    answers.forEach(({ entities = [] }, i) => {
      for (const { start, end, type, text, score } of entities) {
        expect(texts[i]?.slice(start, end)).toBe(text);
        expect(['PER', 'LOC', 'ORG']).toContain(type);
        expect(score).toBeGreaterThan(0);
        expect(score).toBeLessThanOrEqual(1);
      }
    });
  });
});
