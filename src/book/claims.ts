/**
 * Which sentences of a chapter state a fact without saying where it comes from: an amount, a percentage
 * or a date needs a `<Cite>` in its sentence; a table row or a chart, in the row or in the paragraph
 * right before or after. Read by `scripts/proofread.ts` for the chapters on companies, law and money.
 */
import type { RootContent } from 'mdast';
import { visit } from 'unist-util-visit';
import { attribute, isElement, parseWithoutTables, type Element } from './mdx.ts';

/** A sentence, a row or a chart that needs a source. */
export interface Claim {
  /** Line in the source, from 1. */
  readonly line: number;
  readonly text: string;
}

/** Stand for a `<Cite>`, a `<Ref>` and a formula in the plain text of a sentence. */
const CITE = '\uE000';
const REF = '\uE001';
const FORMULA = '\uE002';

const NUMBER = String.raw`\d[\d,.]*`;
const FACT = new RegExp(
  [`${NUMBER}[万亿千百]*[美欧加港日]?元`, `${NUMBER}[万亿]`, String.raw`\d%`, '个百分点'].join('|'),
);
const DATE = /\d{4}年|\d月/;

/** What follows in the paragraph is an assumption and its arithmetic. */
const ASSUMPTION =
  /假设|假定|例如|比如|如果|示例|按上面|若(?!干)|(?:^|[，；。：])(?:再)?(?:设(?![备计施立置])|取)/;
/** A caption that says so is about the book's own calculation or judgement. */
const OWN_WORK = /算出|计算|判断/;
/** What follows until the next heading is an invented example. */
const EXAMPLE = /假想|虚构|算例|设想/;

/** Sentences, table rows and charts with an amount, percentage or date and no source. */
export function uncitedClaims(source: string): Claim[] {
  const claims: Claim[] = [];
  let inExample = false;

  const checkParagraph = (node: RootContent): void => {
    let assumed = false;
    for (const sentence of sentences(plainText(node))) {
      inExample ||= EXAMPLE.test(sentence);
      if (sentence.includes(CITE)) assumed = false;
      else assumed ||= ASSUMPTION.test(sentence);
      if (!assumed && !inExample && isClaim(sentence)) claims.push(claim(node, sentence));
    }
  };

  const checkBlocks = (blocks: readonly RootContent[]): void => {
    blocks.forEach((block, index) => {
      if (block.type === 'heading') inExample = false;
      else if (block.type === 'paragraph') {
        inExample ||= tellsOfDemo(block);
        checkParagraph(block);
      } else if (block.type === 'list')
        block.children.forEach((item) => {
          checkBlocks(item.children);
        });
      else if (isElement(block) && (block.name === 'Figure' || block.name === 'Table')) {
        const neighbours = [blocks[index - 1], blocks[index + 1]];
        const sourced = neighbours.some((near) => near && plainText(near).includes(CITE));
        if (!sourced && !inExample) claims.push(...checkDisplay(block));
      }
    });
  };

  checkBlocks(parseWithoutTables(source).children);
  return claims;
}

/** Whether a paragraph walks through a demo: what follows it is the demo's arithmetic. */
function tellsOfDemo(paragraph: RootContent): boolean {
  let found = false;
  visit(paragraph, isElement, (element: Element) => {
    found ||= element.name === 'Ref' && (attribute(element, 'id') ?? '').startsWith('demo-');
  });
  return found;
}

/** The rows of a table, or a chart, without a source of their own. */
function checkDisplay(display: Element): Claim[] {
  const caption = attribute(display, 'caption') ?? '';
  if ([ASSUMPTION, EXAMPLE, OWN_WORK].some((mark) => mark.test(caption))) return [];
  const claims: Claim[] = [];
  visit(display, 'paragraph', (table) => {
    for (const row of tableRows(plainText(table))) if (isClaim(row)) claims.push(claim(table, row));
  });
  visit(display, isElement, (chart: Element) => {
    if (chart.name === 'BarChart' || chart.name === 'LineChart') claims.push(claim(chart, caption));
  });
  return claims;
}

/** The rows of a table below its head; the parser takes a table for a paragraph. */
function tableRows(text: string): string[] {
  return text.startsWith('|') ? text.split('\n').slice(2) : [];
}

/** A date is never the result of a formula; other numbers beside one usually are. */
function isClaim(text: string): boolean {
  if (text.includes(CITE) || text.includes(REF)) return false;
  return DATE.test(text) || (FACT.test(text) && !text.includes(FORMULA));
}

function claim(node: RootContent, text: string): Claim {
  return { line: node.position?.start.line ?? 0, text: text.trim() };
}

/** A block's words, with a mark for each citation, reference and formula. */
function plainText(node: RootContent): string {
  const words: string[] = [];
  visit(node, (child) => {
    if (child.type === 'text') words.push(child.value);
    else if (child.type === 'inlineMath' || child.type === 'math') words.push(FORMULA);
    else if (isElement(child) && child.name === 'Cite') words.push(CITE);
    else if (isElement(child) && child.name === 'Ref') words.push(REF);
  });
  return words.join('');
}

/** Splits after 。and ？, keeping a closing quotation mark or bracket with its sentence. */
function sentences(text: string): string[] {
  return text.match(/[^。？]+(?:[。？]+[」』）]*|$)/g) ?? [];
}
