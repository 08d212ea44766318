import { describe, expect, it } from 'vitest';
import {
  problemOf,
  readValues,
  sliderPosition,
  sliderValue,
  writeValues,
  type Field,
} from '../../src/demos/ui/fields.ts';
import { largeNumber, parseNumber, scientific, significant } from '../../src/demos/ui/numbers.ts';

describe('numbers', () => {
  it('are read as people type them', () => {
    expect(parseNumber(' 1,750 ')).toBe(1750);
    expect(parseNumber('１２．５')).toBe(12.5);
    expect(parseNumber('3e-4')).toBe(0.0003);
    expect(parseNumber('−5')).toBe(-5);
    for (const text of ['', '  ', '十二', '1.2.3', '12万']) expect(parseNumber(text)).toBeNaN();
  });

  it('are written in units of ten thousand', () => {
    expect(largeNumber(15.6e12)).toBe('15.6万亿');
    expect(largeNumber(26_617_796)).toBe('2,662万');
    expect(largeNumber(9999.9)).toBe('1万');
    expect(largeNumber(3370.4)).toBe('3,370');
    expect(largeNumber(0.4881, 2)).toBe('0.49');
    expect(significant(-9.1)).toBe('−9.1');
    expect(scientific(3.79e25)).toBe('3.79×10²⁵');
    expect(scientific(2.5e-3, 2)).toBe('2.5×10⁻³');
  });
});

describe('fields', () => {
  const field: Field = { label: '甲', unit: '元', min: 0.1, max: 1000, step: 'log', hint: '' };
  const whole: Field = { label: '乙', unit: '张', min: 1, max: 10, step: 1, whole: true, hint: '' };
  const fields = { a: field, b: whole };

  it('say what is wrong', () => {
    expect(problemOf(field, 5)).toBeUndefined();
    expect(problemOf(field, NaN)).toContain('填一个数');
    expect(problemOf(field, 0.01)).toBe('要在0.1～1,000之间。');
    expect(problemOf(field, Infinity)).toBeDefined();
    expect(problemOf(whole, 2.5)).toContain('整数');
  });

  it('stand in a link, and a bad one keeps its default and is told', () => {
    const defaults = { a: 2, b: 3 };
    expect(writeValues(fields, defaults).toString()).toBe('a=2&b=3');
    expect(readValues(fields, defaults, 'a=7.5')).toEqual({
      values: { a: 7.5, b: 3 },
      rejected: [],
    });
    expect(readValues(fields, defaults, 'a=-1&b=x&c=9')).toEqual({
      values: defaults,
      rejected: ['甲', '乙'],
    });
  });

  it('go to a slider and back', () => {
    expect(sliderPosition(field, 0.1)).toBe(0);
    expect(sliderPosition(field, 1000)).toBe(1000);
    expect(sliderPosition(field, 10)).toBe(500);
    expect(sliderValue(field, 500)).toBe(10);
    expect(sliderValue(field, 0)).toBe(0.1);
    expect(sliderValue(whole, 4)).toBe(4);
  });
});
