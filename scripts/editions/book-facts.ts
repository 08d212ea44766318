/** What all editions say about the book. */
import { execFileSync } from 'node:child_process';
import { loadBook } from '../../src/book/book.ts';

export { TITLE } from '../../src/book/parts.ts';
export const LANGUAGE = 'zh-CN';
/** As the licence names them. */
export const AUTHOR = '本书作者';
export const LICENCES = '代码：MIT许可。文字与图：CC BY 4.0。每个模型的许可见书中的模型卡。';

/** What the cover promises. */
export function description(): string {
  return loadBook().pages.find(({ id }) => id === 'index')?.description ?? '';
}

/** The latest day on which facts in the book were checked, as `2026-11-23`. */
export function factsDay(): string {
  const days = loadBook().pages.flatMap(({ facts }) => facts ?? []);
  return days
    .map((day) => day.toISOString().slice(0, 10))
    .sort()
    .at(-1)!;
}

/**
 * When this state of the book was made, so that the same state always gives the same edition: the time in
 * `SOURCE_DATE_EPOCH`, or of the last commit; outside a repository the day of its facts.
 */
export function modified(): Date {
  const epoch = process.env['SOURCE_DATE_EPOCH'] ?? lastCommit();
  return epoch ? new Date(Number(epoch) * 1000) : new Date(factsDay());
}

function lastCommit(): string | undefined {
  try {
    return (
      execFileSync('git', ['log', '-1', '--format=%ct'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim() || undefined
    );
  } catch {
    // Not a repository, or no git: nothing to complain about.
    return undefined;
  }
}
