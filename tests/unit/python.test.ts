/** The Python of chapter 2.4, tested by its own tests, as a reader would run them. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const VENV = path.resolve('.cache/python');
const NEEDS = ['numpy', 'pytest'];

function runs(python: string): boolean {
  return spawnSync(python, ['-c', `import ${NEEDS.join(', ')}`], { stdio: 'ignore' }).status === 0;
}

/**
 * A Python with NumPy and pytest: the machine's, or one of our own.
 * @throws {Error} saying what to install.
 */
function findPython(): string {
  if (runs('python3')) return 'python3';
  const own = path.join(VENV, 'bin/python');
  if (existsSync(own) && runs(own)) return own;
  attempt(
    'python3',
    ['-m', 'venv', '--clear', VENV],
    'install Python 3.11 or newer with its venv module (Debian, Ubuntu: apt-get install python3-venv)',
  );
  attempt(
    own,
    ['-m', 'pip', 'install', '--quiet', ...NEEDS],
    `install ${NEEDS.join(' and ')} for python3, or connect to a Python package index`,
  );
  return own;
}

function attempt(command: string, args: readonly string[], remedy: string): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return;
  const output = error?.message ?? `${stdout}${stderr}`;
  throw new Error(`The code of chapter 2 needs Python: ${remedy}.\n${output}`);
}

test('the code of chapter 2.4 passes its own tests', { timeout: 240_000 }, () => {
  const { status, stdout, stderr } = spawnSync(
    findPython(),
    ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'content/part-1/code'],
    { encoding: 'utf8', env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } },
  );
  expect(status, `${stdout}${stderr}`).toBe(0);
  expect(stdout).toMatch(/\d+ passed/);
});
