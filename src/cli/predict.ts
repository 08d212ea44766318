/**
 * `npm run --silent predict -- <id>`: answers JSON Lines on standard input with JSON Lines on standard
 * output, in the same order, by the very pipelines and models of the site.
 */
import { once } from 'node:events';
import { answerLines } from './answer-lines.ts';
import { LineError } from './line-error.ts';
import type { Predictor } from './predictor.ts';
import { predictors } from './predictors.ts';

const USAGE = `用法：npm run --silent predict -- <模型>

从标准输入逐行读JSON，按同样的顺序逐行输出答案。模型：
${Object.keys(predictors)
  .map((id) => `  ${id}`)
  .join('\n')}

例：echo '{"text": "央行宣布下调存款利率"}' | npm run --silent predict -- text-classification
`;

// Whoever reads has heard enough, `head` for one; that is no failure to report.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await main(process.argv.slice(2));

/** Runs the command; its exit status is 0, 1 when a line was bad, 2 when nothing could be run. */
async function main([id = '', ...others]: readonly string[]): Promise<number> {
  const open = Object.hasOwn(predictors, id) ? predictors[id] : undefined;
  if (!open || others.length > 0) {
    process.stderr.write(USAGE);
    return 2;
  }
  try {
    return (await answerAll(await open(id))) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${id}：${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

/** Writes the answer to every line; whether all of them could be answered. */
async function answerAll(predictor: Predictor): Promise<boolean> {
  let good = true;
  for await (const answers of answerLines(predictor, process.stdin)) {
    good &&= !answers.some((answer) => answer instanceof LineError);
    const text = answers.map((answer) => `${JSON.stringify(answer)}\n`).join('');
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  }
  return good;
}
