/** From a stream of bytes to the values of its JSON Lines. */
import { LineError } from './line-error.ts';

const NEWLINE = 0x0a;
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * The complete lines that each chunk of a stream brings, without their newline; the last one may lack it.
 * Node's readline would split at U+2028 as well, which JSON allows inside a string.
 */
export async function* lineGroups(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer[]> {
  let rest: Buffer[] = [];
  for await (const chunk of chunks) {
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      lines.push(Buffer.concat([...rest, chunk.subarray(start, end)]));
      rest = [];
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (rest.length > 0) yield [Buffer.concat(rest)];
}

/**
 * The string in `field` of the JSON object on a line; other fields are let be.
 * @throws {LineError} when there is none.
 */
export function readField(line: Buffer, field: string): string {
  const value = parse(line);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new LineError(`这一行不是JSON对象，应当像{"${field}": "……"}`);
  const found: unknown = Object.getOwnPropertyDescriptor(value, field)?.value;
  if (found === undefined) throw new LineError(`缺少字段"${field}"`);
  if (typeof found !== 'string') throw new LineError(`字段"${field}"应当是字符串`);
  return found;
}

function parse(line: Buffer): unknown {
  let text: string;
  try {
    text = decoder.decode(line);
  } catch (cause) {
    throw new LineError('这一行不是UTF-8文本', { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new LineError('这一行不是合法的JSON', { cause });
  }
}
