/** What all calculators say. */

const zh = {
  presets: '现成的例子',
  copyLink: '复制这组数的链接',
  slider: (label: string) => `${label}，滑块`,
  notANumber: '这里要填一个数，例如12.5。',
  notWhole: '这里要填整数。',
  outOfRange: (min: string, max: string) => `要在${min}～${max}之间。`,
  /** @param labels of the fields. */
  wrongFields: (labels: readonly string[]) =>
    `${labels.map((label) => `「${label}」`).join('')}填得不对，结果按改动之前的数算。`,
  wrongInLink: (labels: readonly string[]) =>
    `链接里的${labels.join('、')}不合要求，已换成默认值。`,
  computed: '算得',
};

const en: typeof zh = {
  presets: 'Examples',
  copyLink: 'Copy a link to these numbers',
  slider: (label) => `${label}, slider`,
  notANumber: 'This should be a number, such as 12.5.',
  notWhole: 'This should be a whole number.',
  outOfRange: (min, max) => `This should be between ${min} and ${max}.`,
  wrongFields: (labels) =>
    `Not in order: ${labels.join(', ')}. The results are for the numbers before.`,
  wrongInLink: (labels) =>
    `Not in order in the link, and replaced by the usual values: ${labels.join(', ')}.`,
  computed: 'Result',
};

export const strings = globalThis.DEMO_LANGUAGE === 'en' ? en : zh;
