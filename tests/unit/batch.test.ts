import { describe, expect, test } from 'vitest';
import { decodeText, parseBatch, toCsv } from '../../src/demos/ui/batch.ts';
import { BatchRunner } from '../../src/demos/ui/batch-runner.ts';

describe('headlines from pasted text', () => {
  test.each([
    ['lines', '甲\n乙\r\n丙', ['甲', '乙', '丙']],
    ['lines with blanks around and between', '  甲 \n\n \n乙\n', ['甲', '乙']],
    ['commas inside plain lines', '央行降准,股市大涨\n乙', ['央行降准,股市大涨', '乙']],
    ['a headline that begins like a header', 'Title of the year\n甲', ['Title of the year', '甲']],
    ['a headline that begins with a quoted word', '"双减"落地\n乙\n丙', ['"双减"落地', '乙', '丙']],
    ['Chinese quotes', '“双减”落地\n「乙」', ['“双减”落地', '「乙」']],
    ['nothing', ' \n\n', []],
  ])('%s', (_, source, headlines) => expect(parseBatch(source)).toEqual(headlines));
});

describe('headlines from CSV', () => {
  test.each([
    ['the first column under a header', '标题,日期\n甲,2024\n乙,2025\n', ['甲', '乙']],
    ['a header in English, in capitals', 'Title,Date\n甲,2024', ['甲']],
    ['a header in quotes', '"title"\n甲', ['甲']],
    ['quoted fields without a header', '"甲,一",1\r\n乙,2', ['甲,一', '乙']],
    ['doubled quotes', '标题\n"他说""好"""', ['他说"好"']],
    ['a byte-order mark', '\uFEFF标题,日期\n甲,1', ['甲']],
    ['tabs, with commas in the fields', 'title\tdate\n甲,一\t2024', ['甲,一']],
    [
      'one column, with commas in the headlines',
      '标题\n央行降准,股市大涨\n乙',
      ['央行降准,股市大涨', '乙'],
    ],
    ['a quote that closes no field', '标题,日期\n"双减"落地,2024\n乙,2025', ['"双减"落地', '乙']],
  ])('%s', (_, source, headlines) => expect(parseBatch(source)).toEqual(headlines));
});

describe('the bytes of a file', () => {
  test.each([
    ['UTF-8', [0xe6, 0xa0, 0x87, 0xe9, 0xa2, 0x98], '标题'],
    ['UTF-8 with a byte-order mark', [0xef, 0xbb, 0xbf, 0xe7, 0x94, 0xb2], '甲'],
    ['GBK, as spreadsheets save a plain CSV', [0xb1, 0xea, 0xcc, 0xe2, 0x0d, 0x0a], '标题\r\n'],
    ['GB 18030 in four bytes', [0xb1, 0xea, 0x95, 0x32, 0x82, 0x36], '标𠀀'],
    ['UTF-16, little end first', [0xff, 0xfe, 0x32, 0x75], '甲'],
    ['UTF-16, big end first', [0xfe, 0xff, 0x75, 0x32], '甲'],
    ['nothing', [], ''],
  ])('in %s', (_, bytes, text) => expect(decodeText(new Uint8Array(bytes))).toBe(text));
});

describe('the table as CSV', () => {
  test('starts with a byte-order mark and quotes what needs it', () => {
    expect(toCsv([{ 标题: '甲,"一"', 概率: '0.9' }])).toBe('\uFEFF标题,概率\r\n"甲,""一""",0.9');
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)'])(
    'cannot smuggle the formula %s into a spreadsheet',
    (text) => {
      expect(toCsv([{ 标题: text }]).split('\r\n')[1]).toMatch(/^"?'/);
    },
  );

  test('reads back as the headlines that went in', () => {
    const headlines = ['甲,一', '他说"好"', '"双减"落地'];
    expect(parseBatch(toCsv(headlines.map((text) => ({ 标题: text, 概率: '0.5' }))))).toEqual(
      headlines,
    );
  });
});

test('a file that cannot be read is told', async () => {
  const batch = new BatchRunner<string>(
    { addController: () => undefined, requestUpdate: () => undefined },
    { run: () => Promise.resolve([]), summary: () => '', save: () => undefined },
  );
  const file = new File(['甲'], 'a.txt');
  // As when it was deleted after it had been chosen.
  file.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
  await batch.openFile(file);
  expect(batch.state.status).toBe('这个文件读不出来，换一个再试。');
});

describe('a run', () => {
  /** More texts than go through the model at once. */
  const TEXTS = Array.from({ length: 150 }, (_, i) => `第${i}条`).join('\n');

  /** A runner whose model answers with the texts themselves, once `during` is over for each of its runs. */
  function runner(during: (runs: number) => void | Promise<void>): BatchRunner<string> {
    let runs = 0;
    return new BatchRunner<string>(
      { addController: () => undefined, requestUpdate: () => undefined },
      {
        run: async (texts) => {
          await during(++runs);
          return [...texts];
        },
        summary: () => '完',
        save: () => undefined,
      },
    );
  }

  test('gives a row for each text', async () => {
    const batch = runner(() => undefined);
    batch.setSource(TEXTS);
    const done = batch.run();
    expect(batch.state.running).toBe(true);
    await done;
    expect(batch.state).toMatchObject({ running: false, status: '判断了150条，完。' });
    expect(batch.state.rows).toHaveLength(150);
  });

  test.each(['stop', 'hostDisconnected'] as const)(
    'ends at %s; what is done stays',
    async (way) => {
      const batch = runner((runs) => {
        if (runs === 2) batch[way]();
      });
      batch.setSource(TEXTS);
      await batch.run();
      expect(batch.state.running).toBe(false);
      expect(batch.state.rows).toHaveLength(64);
      expect(batch.state.status).toBe('已停止，判断了64条，共150条。');
    },
  );

  test('that was started later is the one that counts, also if the former ends last', async () => {
    let finish = (): void => undefined;
    const batch = runner((runs) =>
      runs === 1 ? new Promise<void>((resolve) => (finish = resolve)) : undefined,
    );
    batch.setSource('甲');
    const former = batch.run();
    batch.setSource('乙');
    await batch.run();
    finish();
    await former;
    expect(batch.state.rows).toEqual(['乙']);
    expect(batch.state.status).toContain('判断了1条');
  });

  test('that fails says so and keeps what is done', async () => {
    const batch = runner((runs) => {
      if (runs === 2) throw new Error('out of memory');
    });
    batch.setSource(TEXTS);
    await batch.run();
    expect(batch.state.running).toBe(false);
    expect(batch.state.rows).toHaveLength(64);
    expect(batch.state.status).toContain('内存不足');
  });
});
