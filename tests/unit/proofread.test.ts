import { describe, expect, it } from 'vitest';
import { checkReferences, proofread } from '../../scripts/proofread.ts';

const messages = (source: string): string[] =>
  proofread(source).map(({ message }) => message.replace(/：.*/s, ''));

describe('words', () => {
  it.each([
    ['半角标点,挨着汉字。', '半角标点挨着汉字'],
    ['半角括号(在这里)。', '半角标点挨着汉字'],
    ['用 BERT 做任务。', '汉字与西文、数字之间打了空格'],
    ['有3 个。', '汉字与西文、数字之间打了空格'],
    ['一句。 又一句。', '标点后打了空格'],
    ['他说“好”。', '引号用「」与『』'],
    ['真好！', '不用感叹号'],
    ['等等...', '省略号用……'],
    ['他--她', '破折号用——'],
    ['2019—2025年。', '范围用～'],
    ['随着技术的快速发展，一切都变了。', '套话「随着……的发展」'],
    ['它具有非常重要的意义。', '套话「具有重要意义」'],
    ['众所周知，水会流。', '套话'],
    ['为企业赋能。', '套话'],
    ['每个token都收费。', '术语'],
    ['对模型做精调。', '术语'],
    ['约 $2N$ 次。', '汉字与公式、链接之间打了空格'],
    ['见 <Ref id="a" />。', '汉字与公式、链接之间打了空格'],
  ])('%s', (text, message) => {
    expect(messages(text)).toContain(message);
  });

  it.each([
    '词元（token）有3.14个，1,000次，92.2%，3～5倍。',
    '代码`a, b`在这里不看：`foo(中文, "x")`。',
    '公式$f(x, y)$与$$a, b$$也不看。',
    '《Gen AI: too much spend, too little benefit?》是一份报告。',
    'See [the paper](https://example.com/a,b), by Smith et al. (2020): "good".',
    '原稿写「具有重要意义」，我们改掉了。',
    '| 公司 <Cite id="a" /> | 收入 |\n|---|---|\n| 甲 | 3 |',
    '## 1.1 AI 大模型的核心概念',
    '说到底……还是——要算。',
    'Tom’s Hardware汇总了数字。',
  ])('lets pass: %s', (text) => {
    expect(messages(text)).toEqual([]);
  });

  it('reads captions, alternatives and the words of charts and timelines', () => {
    expect(messages('<Figure id="f" caption="真好！" alt="好的" />')).toEqual(['不用感叹号']);
    expect(messages("<Timeline items={[{ when: '2020', title: '用 AI' }]} />")).toEqual([
      '汉字与西文、数字之间打了空格',
    ]);
    expect(messages('<Cite id="a, 中文" />')).toEqual([]);
  });

  it('reads the description and tells its line', () => {
    expect(proofread('---\ntitle: 题\ndescription: 真好！\n---\n\n正文。')).toMatchObject([
      { line: 3, message: '不用感叹号：真好！' },
    ]);
  });

  it('tells the line of a finding', () => {
    expect(proofread('一行。\n\n两行。\n真好！')).toMatchObject([{ line: 4 }]);
  });
});

describe('the shape of a chapter', () => {
  const exercise = (id: number): string =>
    `<Exercise id="x${id}">\n\n题。\n\n<Answer>\n\n答。\n\n</Answer>\n\n</Exercise>`;
  const chapter = (exercises: string[], ending = ['小结', '练习', '延伸阅读']): string =>
    `---\ntitle: 题\ndescription: 述\nchapter: 1\n---\n\n${ending
      .map((title) => `## ${title}\n\n${title === '练习' ? exercises.join('\n\n') : '文。'}`)
      .join('\n\n')}`;

  it('accepts three to six exercises with answers', () => {
    expect(proofread(chapter([1, 2, 3].map(exercise)))).toEqual([]);
    expect(messages(chapter([1, 2].map(exercise)))).toEqual(['练习应有3～6道，现有2道']);
  });

  it('wants an answer to each exercise', () => {
    const bare = '<Exercise id="y">\n\n题。\n\n</Exercise>';
    expect(messages(chapter([exercise(1), exercise(2), bare]))).toEqual(['练习没有答案']);
  });

  it('wants the three closing sections in order', () => {
    const exercises = [1, 2, 3].map(exercise);
    expect(messages(chapter(exercises, ['练习', '小结', '延伸阅读']))).toEqual([
      '章末应是小结、练习、延伸阅读',
    ]);
  });
});

describe('sources', () => {
  it('are wanted from chapter 9 on only', () => {
    const page = (chapter: number): string =>
      `---\ntitle: 题\ndescription: 述\nchapter: ${chapter}\n---\n\n收入12亿元。`;
    expect(messages(page(8))).not.toContain('没有出处');
    expect(messages(page(9))).toContain('没有出处');
  });

  it('must exist and be cited', () => {
    const pages = new Map([
      ['content/a.mdx', '有出处<Cite id="one" />，也有错的<Cite id="two" />。'],
    ]);
    expect(checkReferences(pages, new Set(['one', 'three']))).toEqual([
      'content/a.mdx:1  没有这条文献：two',
      'content/references.yaml  没有引用过的文献：three',
    ]);
  });
});
