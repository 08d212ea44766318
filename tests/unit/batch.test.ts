import { describe, expect, test } from 'vitest';
import { parseBatch, toCsv } from '../../src/demos/ui/batch.ts';

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
