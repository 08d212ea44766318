import { describe, expect, it } from 'vitest';
import { uncitedClaims } from '../../src/book/claims.ts';

const texts = (source: string): string[] => uncitedClaims(source).map(({ text }) => text);

describe('uncitedClaims', () => {
  it('finds amounts, percentages and dates without a source', () => {
    expect(texts('甲公司收入12亿元。乙公司在2025年3月停产。丙占了一成。丁占10%。')).toEqual([
      '甲公司收入12亿元。',
      '乙公司在2025年3月停产。',
      '丁占10%。',
    ]);
  });

  it('wants the source in the same sentence', () => {
    expect(texts('收入12亿元<Cite id="a" />。亏损3亿元。')).toEqual(['亏损3亿元。']);
  });

  it('gives the line in the file, frontmatter included', () => {
    expect(uncitedClaims('---\ntitle: 题\n---\n\n头一段。\n\n收入12亿元。')).toEqual([
      { line: 7, text: '收入12亿元。' },
    ]);
  });

  it('leaves headings, exercises, code and display formulas alone', () => {
    const source = [
      '## 2025年的价格',
      '<Exercise id="x">\n\n售价8元。\n\n<Answer>\n\n毛利4元。\n\n</Answer>\n\n</Exercise>',
      '```\n售价8元。\n```',
      '$$\n8\\% = 0.08\n$$',
    ].join('\n\n');
    expect(texts(source)).toEqual([]);
  });

  it('takes an assumption to hold for the rest of its paragraph, until a source', () => {
    expect(texts('假设售价8元。成本2元。\n\n利润6元。')).toEqual(['利润6元。']);
    expect(texts('设售价8元。实际卖了9元<Cite id="a" />。成本2元。')).toEqual(['成本2元。']);
    expect(texts('设备花了8元。')).toEqual(['设备花了8元。']);
  });

  it('takes an invented example to hold until the next heading', () => {
    expect(texts('一家假想的公司，月费60元。\n\n成本20元。\n\n### 后来\n\n售价8元。')).toEqual([
      '售价8元。',
    ]);
  });

  it('takes the walk through a demo for an example', () => {
    expect(
      texts('<Ref id="demo-cost" />里拖动价格。\n\n<Demo id="cost" />\n\n成本变成3元。'),
    ).toEqual([]);
  });

  it('accepts the results of formulas and references to the book, but not dates beside them', () => {
    expect(texts('当$p=0.5$时是100元。由<Ref id="eq-a" />得5%。')).toEqual([]);
    expect(texts('2024年8月1日起，超过$10^{25}$次的要申报。')).toHaveLength(1);
  });

  describe('tables and charts', () => {
    const table = (caption: string, row: string): string =>
      `<Table id="t" caption="${caption}">\n\n| 公司 | 2024年收入 |\n|---|---|\n${row}\n\n</Table>`;

    it('wants a source in the row', () => {
      expect(texts(table('收入', '| 甲 | 12亿元 |'))).toEqual(['| 甲 | 12亿元 |']);
      expect(texts(table('收入', '| 甲 <Cite id="a" /> | 12亿元 |'))).toEqual([]);
    });

    it('accepts a source in the paragraph before or after', () => {
      const bare = table('收入', '| 甲 | 12亿元 |');
      expect(texts(`各家财报<Cite id="a" />。\n\n${bare}`)).toEqual([]);
      expect(texts(`${bare}\n\n来自财报<Cite id="a" />。`)).toEqual([]);
      expect(texts(`远处有出处<Cite id="a" />。\n\n没有。\n\n${bare}`)).toHaveLength(1);
    });

    it('accepts assumptions and calculations that the caption names', () => {
      expect(texts(table('触发线为示例', '| 甲 | 12亿元 |'))).toEqual([]);
      expect(texts(table('由上式算出', '| 甲 | 12亿元 |'))).toEqual([]);
    });

    it('wants a source for a chart', () => {
      const chart = '<Figure id="f" caption="各家收入">\n\n<BarChart data={[]} />\n\n</Figure>';
      expect(texts(`见下图。\n\n${chart}`)).toEqual(['各家收入']);
      expect(texts(`见下图<Cite id="a" />。\n\n${chart}`)).toEqual([]);
    });
  });
});
