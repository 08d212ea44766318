import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { serve } from '../../scripts/site.ts';

/** The status that the server at `url` gives for exactly `target`, which `fetch` would tidy up. */
const status = (url: string, target: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get(url, { path: target, agent: false }, (response) =>
      resolve(response.resume().statusCode),
    ).on('error', reject);
  });

test('the server of the site survives addresses that are none, and sends the headers it is given', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'site-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(path.join(folder, 'index.html'), 'the cover');
  const { url, close } = await serve(folder, '/', 0, { 'X-Test': 'yes' });
  onTestFinished(close);
  for (const target of ['//', '///', '/%', '/%00', '/no/such/page', '/../package.json'])
    expect(await status(url, target), target).toBe(404);
  const response = await fetch(url);
  expect(await response.text()).toBe('the cover');
  expect(response.headers.get('X-Test')).toBe('yes');
});
