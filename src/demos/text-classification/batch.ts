/** Batch mode: many headlines in, a table out. */
import Papa from 'papaparse';

/** How many headlines are run at most; the rest is told, not silently dropped. */
export const BATCH_LIMIT = 5000;

/**
 * Headlines from pasted lines or a CSV: lines as they are, or the first column where the first line is a
 * header such as `title,date` or fields are quoted.
 */
export function parseBatch(source: string): string[] {
  const text = source.replace(/^\uFEFF/, '');
  // A comma inside a plain headline is no separator; only what looks like a CSV is read as one.
  const isCsv = /^\s*"/.test(text) || /^(title|text|headline|标题|文本)\s*[,\t\r\n]/i.test(text);
  const rows = isCsv
    ? Papa.parse<string[]>(text, { skipEmptyLines: true }).data.slice(hasHeader(text) ? 1 : 0)
    : text.split(/\r?\n/).map((line) => [line]);
  return rows.map(([first = '']) => first.trim()).filter(Boolean);
}

function hasHeader(text: string): boolean {
  return /^"?(title|text|headline|标题|文本)"?\s*[,\t\r\n]/i.test(text);
}

/** Rows as CSV with a byte-order mark, so that Excel reads the Chinese. */
export function toCsv(rows: readonly Readonly<Record<string, string | number>>[]): string {
  return `\uFEFF${Papa.unparse([...rows], { escapeFormulae: true })}`;
}
