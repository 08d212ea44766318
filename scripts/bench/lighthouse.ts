/**
 * Lighthouse's judgement of a page. It weighs more than all that the book needs to be built and tested, so npm
 * gets it when the benchmark runs, at this version, and the project does not depend on it.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { BROWSER_ARGS } from '../find-browser.ts';
import { median } from './statistics.ts';

const PACKAGE = 'lighthouse@13.5.0';

/** Runs of which the median counts. */
const RUNS = 3;

const category = z.object({ score: z.number() });
const audit = z.object({ numericValue: z.number() });
const result = z.object({
  categories: z.object({
    performance: category,
    accessibility: category,
    'best-practices': category,
    seo: category,
  }),
  audits: z.object({
    'largest-contentful-paint': audit,
    'total-blocking-time': audit,
    'cumulative-layout-shift': audit,
  }),
});

/** Scores are 0 to 100; seconds and milliseconds on the phone and the line that Lighthouse imagines. */
export interface Judgement {
  readonly scores: readonly [
    performance: number,
    accessibility: number,
    bestPractices: number,
    seo: number,
  ];
  readonly paintSeconds: number;
  readonly blockedMilliseconds: number;
  readonly layoutShift: number;
}

/**
 * The median of some runs of Lighthouse on `url`, with its preset for phones.
 * @throws {Error} with what it said when it cannot be got or run.
 */
export async function judge(browserPath: string, url: string): Promise<Judgement> {
  const runs: z.infer<typeof result>[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await once(browserPath, url));
  const middle = (value: (run: z.infer<typeof result>) => number): number =>
    median(runs.map(value));
  const score = (name: keyof z.infer<typeof result>['categories']): number =>
    Math.round(100 * middle(({ categories }) => categories[name].score));
  return {
    scores: [score('performance'), score('accessibility'), score('best-practices'), score('seo')],
    paintSeconds: middle(({ audits }) => audits['largest-contentful-paint'].numericValue) / 1000,
    blockedMilliseconds: middle(({ audits }) => audits['total-blocking-time'].numericValue),
    layoutShift: middle(({ audits }) => audits['cumulative-layout-shift'].numericValue),
  };
}

async function once(browserPath: string, url: string): Promise<z.infer<typeof result>> {
  // Under `npm run` this names npm itself, whatever the system calls it.
  const npm = process.env['npm_execpath'];
  const [command, ...first] = npm ? [process.execPath, npm] : ['npm'];
  // Not the synchronous kind: the server of the page lives in this process.
  const { stdout } = await promisify(execFile)(
    command,
    [
      ...first,
      'exec',
      '--yes',
      `--package=${PACKAGE}`,
      '--',
      'lighthouse',
      url,
      '--quiet',
      '--output=json',
      '--no-enable-error-reporting',
      `--chrome-flags=--headless=new ${BROWSER_ARGS.join(' ')}`,
    ],
    { maxBuffer: 2 ** 27, env: { ...process.env, CHROME_PATH: browserPath } },
  );
  return result.parse(JSON.parse(stdout));
}
