/**
 * `node scripts/audit.ts`: asks npm's registry for known holes in the dependencies. Ends with 1 for one that is
 * high or critical. Where nobody can be asked, offline or behind a mirror, it says so and ends well.
 */
import { spawnSync } from 'node:child_process';
import * as z from 'zod';

const SEVERITIES = ['info', 'low', 'moderate', 'high', 'critical'] as const;
/** From here on a hole must be mended before anything else. */
const GRAVE = ['high', 'critical'] as const;

const n = z.int();
const answer = z.object({
  metadata: z.object({
    vulnerabilities: z.object({ info: n, low: n, moderate: n, high: n, critical: n }),
  }),
  vulnerabilities: z.record(
    z.string(),
    z.object({ severity: z.enum(SEVERITIES), range: z.string() }),
  ),
});

/** Whether the dependencies may stay as they are, and what to print. */
export interface Verdict {
  readonly good: boolean;
  readonly text: string;
}

/** What the output of `npm audit --json` says. */
export function judge(output: string): Verdict {
  const { success, data } = answer.safeParse(parse(output));
  if (!success)
    return { good: true, text: 'Dependencies not audited: the registry gave no answer.' };
  const { metadata, vulnerabilities } = data;
  const counts = SEVERITIES.filter((severity) => metadata.vulnerabilities[severity] > 0).map(
    (severity) => `${metadata.vulnerabilities[severity]} ${severity}`,
  );
  const grave = Object.entries(vulnerabilities)
    .filter(([, { severity }]) => (GRAVE as readonly string[]).includes(severity))
    .map(([name, { severity, range }]) => `\n  ${severity}: ${name} ${range}`);
  return {
    good: grave.length === 0,
    text: `Known holes in dependencies: ${counts.join(', ') || 'none'}.${grave.join('')}`,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  // One try: who is offline need not wait.
  const options = ['--json', '--fetch-retries=0', '--fetch-timeout=20000'];
  const { stdout } = spawnSync('npm', ['audit', ...options], { encoding: 'utf8' });
  const { good, text } = judge(stdout);
  console.log(text);
  process.exitCode = good ? 0 : 1;
}
