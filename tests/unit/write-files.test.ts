import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { writeFiles } from '@/build/write-files.ts';

test('what the build writes arrives in a folder whose name an address would escape', async () => {
  const parent = await mkdtemp(path.join(tmpdir(), '我的 书 100%'));
  onTestFinished(() => rm(parent, { recursive: true }));
  const folder = path.join(parent, '站点');
  await writeFiles(pathToFileURL(`${folder}/`), [
    ['embed.js', 'text'],
    ['runtime/深/a.bin', new Uint8Array([1, 2])],
  ]);
  expect(await readFile(path.join(folder, 'embed.js'), 'utf8')).toBe('text');
  expect([...(await readFile(path.join(folder, 'runtime/深/a.bin')))]).toEqual([1, 2]);
});
