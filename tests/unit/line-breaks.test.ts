import { fromHtml } from 'hast-util-from-html';
import { toHtml } from 'hast-util-to-html';
import { toString } from 'hast-util-to-string';
import { expect, test } from 'vitest';
import { rehypeLineBreaks } from '../../src/build/rehype-line-breaks.ts';

const formula = (between: string): string =>
  '<span class="katex"><span class="katex-html"><span class="base">1×2×3×4×5×6=</span>' +
  `${between}<span class="base">720</span></span></span>`;
const FORMULA = formula('');
/** Inside it, lines may break between its parts. */
const KEPT = formula('<wbr>');

function broken(html: string): string {
  const tree = fromHtml(html, { fragment: true });
  const before = toString(tree);
  rehypeLineBreaks()(tree);
  expect(toString(tree), 'no character comes or goes').toBe(before);
  return toHtml(tree);
}

test('a long sum may break after each operator, and not inside a number or before a sign', () => {
  expect(broken('<p>得0.33×0.07/(0.33+0.17)=−12.7%，与报告一致。</p>')).toBe(
    '<p>得0.33×<wbr>0.07/(0.33+<wbr>0.17)=<wbr>−12.7%，与报告一致。</p>',
  );
  expect(broken('<p>3×3的核，2024-05-06，1+1=2</p>')).toBe('<p>3×3的核，2024-05-06，1+1=2</p>');
});

test('a range keeps its wave dash', () => {
  expect(broken('<li>得58.4%～91.9%，太宽；第3～5行。</li>')).toBe(
    '<li>得<span class="book-together">58.4%～91.9%</span>，太宽；第<span class="book-together">3～5</span>行。</li>',
  );
});

test('a formula keeps the punctuation that touches it', () => {
  expect(broken(`<p>矩阵（${FORMULA}），大小是${FORMULA}的${FORMULA}。完</p>`)).toBe(
    `<p>矩阵<span class="book-together">（${KEPT}），</span>大小是${FORMULA}的` +
      `<span class="book-together">${KEPT}。</span>完</p>`,
  );
});

test('a formula keeps its citation', () => {
  const tree = fromHtml(`<p>远小于${FORMULA}：</p>`, { fragment: true });
  const [paragraph] = tree.children;
  if (paragraph?.type !== 'element') throw new Error('a paragraph');
  paragraph.children.splice(2, 0, {
    type: 'mdxJsxTextElement',
    name: 'Cite',
    attributes: [],
    children: [],
  });
  rehypeLineBreaks()(tree);
  const kept = paragraph.children[1];
  expect(kept?.type === 'element' && kept.children.map(({ type }) => type)).toEqual([
    'element',
    'mdxJsxTextElement',
    'text',
  ]);
});

test('code stays as it is', () => {
  const code = '<pre><code>x = 1.5+2.5+3.5+4.5～5</code></pre>';
  expect(broken(code)).toBe(code);
});

test('a drawing in a chapter stays as it is', () => {
  const label = { type: 'text' as const, value: '25×25/(50×50+1)=0.25' };
  const svg = {
    type: 'mdxJsxFlowElement' as const,
    name: 'svg',
    attributes: [],
    children: [label],
  };
  rehypeLineBreaks()({ type: 'root', children: [svg] });
  expect(svg.children).toEqual([label]);
});
