/**
 * `node scripts/proofread.ts`: reads the book as a copy editor would and lists what breaks STYLE.md, one
 * finding a line. Ends with 1 if there is any. Code, formulas, addresses and English are left alone.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Heading, Root } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { SKIP, visit } from 'unist-util-visit';
import { CONTENT } from '../src/book/book.ts';
import { uncitedClaims } from '../src/book/claims.ts';
import { loadGlossary } from '../src/book/glossary.ts';
import {
  attribute,
  isElement,
  mdxFiles,
  parseWithoutTables,
  type Element,
} from '../src/book/mdx.ts';
import { loadReferences } from '../src/book/references.ts';

/** A place that breaks a rule. */
export interface Finding {
  /** Line in the source, from 1. */
  readonly line: number;
  readonly message: string;
}

interface Rule {
  readonly pattern: RegExp;
  readonly message: string;
}

/** Chinese characters and the punctuation of Chinese. */
const HAN = String.raw`[\p{Script=Han}，。；：？！、（）「」『』《》…]`;
/** Western letters, digits and what stands at the edge of a number. */
const WESTERN = String.raw`[A-Za-z0-9%+]`;

const rule = (pattern: string, message: string): Rule => ({
  pattern: new RegExp(pattern, 'u'),
  message,
});

const PUNCTUATION: readonly Rule[] = [
  rule(`${HAN} ?[,.:;?!()"]|[,.:;?!()"] ?${HAN}`, '半角标点挨着汉字'),
  rule(`${HAN} +${WESTERN}|${WESTERN} +${HAN}`, '汉字与西文、数字之间打了空格'),
  rule(String.raw`[，。；：？！、] +\p{Script=Han}`, '标点后打了空格'),
  rule('[“”‘]|’(?![a-z])', '引号用「」与『』'),
  rule('[!！]', '不用感叹号'),
  rule(String.raw`\.\.\.`, '省略号用……'),
  rule('--', '破折号用——'),
  rule(String.raw`\d%?[—–-]\d+(?:\.\d+)?(?:年|月|日|%|个|倍|万|亿)`, '范围用～'),
];

const CLICHES: readonly Rule[] = [
  rule('随着[^，。]{1,30}的(?:不断|快速|飞速)?(?:发展|进步|普及)', '套话「随着……的发展」'),
  rule('具有[^，。]{0,6}重要(?:的)?(?:意义|作用)', '套话「具有重要意义」'),
  rule('发挥了?[^，。]{0,6}重要(?:的)?作用', '套话「发挥了重要作用」'),
  rule('众所周知|值得注意的是|综上所述|总而言之|不言而喻|毋庸置疑', '套话'),
  rule('赋能|抓手|闭环|颠覆性|里程碑式|日新月异', '套话'),
];

/** Names that the book does not use -> the term it uses instead, as in content/glossary.yaml. */
const TERMS: readonly (readonly [wrong: string, right: string])[] = [
  ['令牌|词符', '词元'],
  [String.raw`\p{Script=Han}tokens?(?![a-z])|(?<![A-Za-z])tokens?\p{Script=Han}`, '词元'],
  ['精调|细调', '微调'],
  ['自我注意力|自注意机制', '自注意力'],
  ['隐含层|隐层', '隐藏层'],
  ['反向传递|后向传播', '反向传播'],
  ['前向传递|正向传播', '前向传播'],
  ['过度拟合|过拟和', '过拟合'],
  ['超参(?!数)', '超参数'],
  ['缩放定律|标度律|扩展定律|尺度定律', '规模定律'],
  ['情境学习|语境学习|上下文内学习', '上下文学习'],
  ['专家混合', '混合专家'],
  ['查准率', '精确率'],
  ['查全率', '召回率'],
  ['随机失活|丢弃法', '暂退法'],
  ['提示词注入|指令注入', '提示注入'],
  ['开源权重', '开放权重'],
  ['年化运行收入', '年化收入'],
  ['残差链接', '残差连接'],
  ['(?<!拒绝|统计|因果|据此)推断(?=便宜|成本|时间|前)|一次推断', '推理'],
];

const WRONG_TERMS = TERMS.map(([wrong, right]) => rule(wrong, `术语：写作「${right}」`));

/** Attributes whose value is read by people. */
const SPOKEN_ATTRIBUTES = [
  'caption',
  'alt',
  'title',
  'text',
  'xLabel',
  'yLabel',
  'unit',
  'question',
];
/** The same inside the data of a chart or timeline: `title: '……'`. */
const SPOKEN_FIELDS = /\b(?:title|text|label|name|when): '([^']*)'/g;

/** First chapter whose facts are about companies, law and money, and need a source each. */
const FIRST_SOURCED_CHAPTER = 9;

/** The line below a table's head; the parser takes a table for text. */
const TABLE_RULE = /^[|: -]+$/gm;
const ENGLISH_TITLE = /《[^》\p{Script=Han}]+》/gu;

/** What breaks the rules in one page. */
export function proofread(source: string): Finding[] {
  const tree = parseWithoutTables(source);
  const chapter = Number(/^chapter: (\d+)$/m.exec(source)?.[1] ?? 0);
  const findings = [...checkWords(source, tree)];
  if (chapter > 0) findings.push(...checkShape(tree));
  if (chapter >= FIRST_SOURCED_CHAPTER)
    findings.push(
      ...uncitedClaims(source).map(({ line, text }) => ({ line, message: `没有出处：${text}` })),
    );
  return findings.sort((a, b) => a.line - b.line);
}

/** Citations without an entry in the bibliography, and entries that nothing cites. */
export function checkReferences(
  pages: ReadonlyMap<string, string>,
  known: ReadonlySet<string>,
): string[] {
  const cited = new Set<string>();
  const findings: string[] = [];
  for (const [name, source] of pages)
    visit(parseWithoutTables(source), isElement, (element: Element) => {
      const id = element.name === 'Cite' ? attribute(element, 'id') : undefined;
      if (!id) return;
      cited.add(id);
      if (!known.has(id)) findings.push(`${name}:${lineOf(element)}  没有这条文献：${id}`);
    });
  for (const id of known)
    if (!cited.has(id)) findings.push(`content/references.yaml  没有引用过的文献：${id}`);
  return findings;
}

function lineOf(node: { position?: { start: { line: number } } | undefined }): number {
  return node.position?.start.line ?? 0;
}

/** The words that people read, checked against every rule on words. */
function checkWords(source: string, tree: Root): Finding[] {
  const description = /^description: (.+)$/m.exec(source)?.[1] ?? '';
  const findings = checkText(
    description,
    source.split('\n').indexOf(`description: ${description}`) + 1,
  );

  visit(tree, (node, index, parent) => {
    if (node.type === 'link' && node.url === toString(node)) return SKIP;
    // The outline fixes the headings of sections, blanks included.
    if (node.type === 'heading' && node.depth === 2) return SKIP;
    if (node.type === 'text') {
      const before = index ? parent?.children[index - 1] : undefined;
      const after = parent?.children[(index ?? 0) + 1];
      findings.push(...checkText(node.value, lineOf(node)));
      if (
        (isTight(before) && /^ \p{Script=Han}/u.test(node.value)) ||
        (isTight(after) && /\p{Script=Han} $/u.test(node.value))
      )
        findings.push({ line: lineOf(node), message: '汉字与公式、链接之间打了空格' });
    }
    if (isElement(node)) findings.push(...checkAttributes(node));
    return undefined;
  });
  return findings;
}

/** Whether no blank may stand between Chinese and this node: everything inline but a citation. */
function isTight(node: { type: string } | undefined): boolean {
  if (!node) return false;
  if (isElement(node)) return ['Ref', 'Term', 'Metric'].includes(node.name ?? '');
  return ['inlineMath', 'inlineCode', 'strong', 'emphasis', 'link'].includes(node.type);
}

function checkAttributes(element: Element): Finding[] {
  return element.attributes.flatMap((item) => {
    if (item.type !== 'mdxJsxAttribute') return [];
    if (typeof item.value === 'string')
      return SPOKEN_ATTRIBUTES.includes(item.name) ? checkText(item.value, lineOf(element)) : [];
    const fields = item.value?.value.matchAll(SPOKEN_FIELDS) ?? [];
    return [...fields].flatMap(([, text = '']) => checkText(text, lineOf(element)));
  });
}

/** Checks one run of text; `line` is where it begins. */
function checkText(text: string, line: number): Finding[] {
  const read = text.replace(TABLE_RULE, '').replace(ENGLISH_TITLE, '《》');
  const unquoted = read.replace(/「[^」]*」/g, '「」');
  const check = (words: string, rules: readonly Rule[]): Finding[] =>
    rules.flatMap(({ pattern, message }) => {
      const match = pattern.exec(words);
      if (!match) return [];
      const begin = Math.max(0, match.index - 8);
      const place = words.slice(begin, match.index + match[0].length + 8).replace(/\s+/g, ' ');
      return [
        { line: line + newlines(words.slice(0, match.index)), message: `${message}：${place}` },
      ];
    });
  return [...check(read, PUNCTUATION), ...check(unquoted, [...CLICHES, ...WRONG_TERMS])];
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}

/** A chapter ends with 小结, 练习 and 延伸阅读, and has 3 to 6 exercises with an answer each. */
function checkShape(tree: Root): Finding[] {
  const findings: Finding[] = [];
  const headings = tree.children.filter(
    (node): node is Heading => node.type === 'heading' && node.depth === 2,
  );
  const ending = headings.slice(-3).map((heading) => toString(heading));
  if (ending.join() !== '小结,练习,延伸阅读')
    findings.push({
      line: lineOf(tree),
      message: `章末应是小结、练习、延伸阅读：${ending.join('、')}`,
    });

  let exercises = 0;
  visit(tree, isElement, (element: Element) => {
    if (element.name !== 'Exercise') return;
    exercises += 1;
    const answered = element.children.some((child) => isElement(child) && child.name === 'Answer');
    if (!answered) findings.push({ line: lineOf(element), message: '练习没有答案' });
  });
  if (exercises < 3 || exercises > 6)
    findings.push({ line: lineOf(tree), message: `练习应有3～6道，现有${exercises}道` });
  return findings;
}

/** Reads the whole book and prints the findings. */
function main(): void {
  const pages = new Map(
    mdxFiles(CONTENT)
      .sort()
      .map((file) => [path.relative('', file), readFileSync(file, 'utf8')]),
  );
  const findings = [...pages].flatMap(([name, source]) =>
    proofread(source).map(({ line, message }) => `${name}:${line}  ${message}`),
  );
  for (const { id, definition } of loadGlossary().values())
    for (const { message } of checkText(definition, 0))
      findings.push(`content/glossary.yaml  ${id}：${message}`);
  findings.push(...checkReferences(pages, new Set(loadReferences().keys())));
  for (const finding of findings) console.log(finding);
  console.log(`${pages.size} pages, ${findings.length} findings.`);
  process.exitCode = findings.length > 0 ? 1 : 0;
}

if (import.meta.main) main();
