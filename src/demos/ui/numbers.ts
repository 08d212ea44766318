/** Numbers as readers of the interface's language write them. */

type Units = readonly (readonly [from: number, name: string])[];

const zh: Units = [
  [1e12, '万亿'],
  [1e8, '亿'],
  [1e4, '万'],
];
const en: Units = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
];
const UNITS = globalThis.DEMO_LANGUAGE === 'en' ? en : zh;

/** The number in a text such as 「1,750」「１２.５」 or `3e-4`; NaN where there is none. */
export function parseNumber(text: string): number {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s,，_]/g, '')
    .replace('−', '-');
  return plain === '' ? NaN : Number(plain);
}

/** `digits` significant ones, no trailing zeros: 15.6, 0.000123, 2662. */
export function significant(value: number, digits = 4): string {
  const rounded = Number(value.toPrecision(digits));
  return rounded.toLocaleString('en-US', { maximumSignificantDigits: digits }).replace('-', '−');
}

/** 「15.6万亿」「2662万」「3,370」「0.49」, in English 15.6T. */
export function largeNumber(value: number, digits = 4): string {
  const size = Math.abs(Number(value.toPrecision(digits)));
  const unit = UNITS.find(([from]) => size >= from);
  if (!unit) return significant(value, digits);
  return `${significant(value / unit[0], digits)}${unit[1]}`;
}

/** 「3.79×10²⁵」 */
export function scientific(value: number, digits = 3): string {
  const [mantissa = '', exponent = ''] = value.toExponential(digits - 1).split('e');
  const raised = [...String(Number(exponent))].map((c) =>
    c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)],
  );
  return `${mantissa}×10${raised.join('')}`;
}
