import { describe, expect, test } from 'vitest';
import { judge } from '../../scripts/audit.ts';

const none = { info: 0, low: 0, moderate: 0, high: 0, critical: 0, total: 0 };

/** What npm prints. */
function output(vulnerabilities: Record<string, string>): string {
  const counts: Record<string, number> = { ...none };
  for (const severity of Object.values(vulnerabilities))
    counts[severity] = (counts[severity] ?? 0) + 1;
  return JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(
      Object.entries(vulnerabilities).map(([name, severity]) => [
        name,
        { name, severity, range: '<2.0.0', fixAvailable: true },
      ]),
    ),
    metadata: { vulnerabilities: counts },
  });
}

describe('an audit of the dependencies', () => {
  test('passes without holes and with small ones', () => {
    expect(judge(output({}))).toEqual({ good: true, text: 'Known holes in dependencies: none.' });
    expect(judge(output({ a: 'low', b: 'moderate' })).good).toBe(true);
  });

  test('fails for grave ones, naming them', () => {
    const { good, text } = judge(output({ a: 'low', braces: 'high' }));
    expect(good).toBe(false);
    expect(text).toContain('1 low, 1 high');
    expect(text).toContain('high: braces <2.0.0');
  });

  test.each(['', 'npm error audit endpoint returned an error', '{"message":"405","error":{}}'])(
    'says so where the registry gives no answer: %j',
    (text) =>
      expect(judge(text)).toEqual({ good: true, text: expect.stringContaining('not audited') }),
  );
});
