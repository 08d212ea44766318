/** Batch mode: many texts in, a table out. */
import Papa from 'papaparse';

/** How many texts are run at most; the rest is told, not silently dropped. */
export const BATCH_LIMIT = 5000;

/** A first line that names its columns: the name of the first, and what separates it from the next. */
const HEADER = /^"?(?:title|text|headline|标题|文本)"?[^\S\t\r\n]*([,\t\r\n])/i;

/**
 * Texts from pasted lines or a CSV: lines as they are, or the first column where the first line is a
 * header such as `title,date` or fields are quoted.
 */
export function parseBatch(source: string): string[] {
  const text = source.replace(/^\uFEFF/, '');
  const [header, separator = ','] = HEADER.exec(text) ?? [];
  // A comma inside a plain text is no separator; only what looks like a CSV is read as one.
  const isCsv = header !== undefined || /^\s*"/.test(text);
  const rows = isCsv ? csvRows(text, separator, header !== undefined) : lineRows(text);
  return rows
    .slice(header === undefined ? 0 : 1)
    .map(([first = '']) => first.trim())
    .filter(Boolean);
}

/**
 * Text of a file: UTF-16 where it has such a byte-order mark, else UTF-8 if that fits, else GB 18030, which holds GBK,
 * the encoding of plain CSV files from Chinese spreadsheets.
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

function lineRows(text: string): string[][] {
  return text.split(/\r?\n/).map((line) => [line]);
}

function csvRows(text: string, separator: string, hasHeader: boolean): string[][] {
  // Under a header of one column a comma belongs to the text; a tab does no harm there.
  const options = { delimiter: separator === ',' ? ',' : '\t', skipEmptyLines: true } as const;
  const { data, errors } = Papa.parse<string[]>(text, options);
  if (errors.length === 0) return data;
  // As in 「"双减"落地」 the quotes belong to the text; read as CSV, they would swallow the lines after it.
  return hasHeader
    ? Papa.parse<string[]>(text, { ...options, quoteChar: '\0' }).data
    : lineRows(text);
}

/** Rows as CSV with a byte-order mark, so that Excel reads the Chinese. */
export function toCsv(rows: readonly Readonly<Record<string, string | number>>[]): string {
  return `\uFEFF${Papa.unparse([...rows], { escapeFormulae: true })}`;
}
