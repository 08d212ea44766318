import { describe, expect, test } from 'vitest';
import { remarks } from '../../src/demos/text-classification/remarks.ts';

const on = (text: string): string => remarks(text, [...text].length, [...text].length).join('');

describe('remarks on a headline', () => {
  test('are none for an ordinary one', () => {
    expect(on('央行宣布下调存款利率')).toBe('');
  });

  test('ask for an input when there is none', () => {
    for (const text of ['', '  \n　']) expect(on(text)).toContain('输入一条标题');
  });

  test('distrust a text without Chinese characters, in any other script', () => {
    for (const text of ['Breaking news', '12345678', '😀😀😀😀', 'ニュース', 'Новости'])
      expect(on(text)).toContain('没有汉字');
  });

  test('warn when Chinese is the lesser part', () => {
    expect(on('Breaking news 发布')).toContain('汉字不多');
    expect(on('发布BERT模型')).toBe('');
  });

  test('warn when there are hardly any clues', () => {
    expect(on('股市涨')).toContain('太短了');
    expect(on('股市大涨')).toBe('');
  });

  test('say how much of a long text was left unread', () => {
    expect(remarks('长'.repeat(100_000), 48, 100_000).join('')).toContain(
      '只读了前48个字，后面的99,952个字',
    );
  });
});
