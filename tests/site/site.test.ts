/** The built site, page by page, at `/` and under a sub-path. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseHTML } from 'linkedom';
import { describe, expect, inject, test } from 'vitest';
import { inFirefox, useBrowser } from '../browser.ts';

const sites = [
  { base: '/', folder: inject('dist'), url: inject('site') },
  { base: '/book/', folder: inject('subDist'), url: inject('subSite') },
];

function htmlPages(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html'))
    .map((name) => name.split(path.sep).join('/'));
}

const address = (name: string): string => name.replace(/(^|\/)index\.html$/, '$1');

/** Where the site is taken to be: anywhere, since its links are relative. */
const ROOT = '/some/where/';

describe.each(sites)('the site at $base', ({ base, folder, url }) => {
  const names = htmlPages(folder);
  const documents = new Map(
    names.map((name) => [
      ROOT + address(name),
      parseHTML(readFileSync(path.join(folder, name), 'utf8')).document,
    ]),
  );
  const files = new Set(
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => ROOT + name),
  );

  test('has no broken link, anchor or asset', () => {
    const broken: string[] = [];
    for (const [from, document] of documents) {
      for (const element of document.querySelectorAll('[href], [src]')) {
        const target = element.getAttribute('href') ?? element.getAttribute('src') ?? '';
        if (/^(https?|mailto|data|blob):/.test(target)) continue;
        // Only the page that servers show at any depth counts from the root.
        const relative = from === `${ROOT}404.html` ? target.replace(base, ROOT) : target;
        const { pathname, hash } = new URL(relative, `http://x${from}`);
        const page = documents.get(decodeURIComponent(pathname));
        const id = decodeURIComponent(hash.slice(1));
        if (!page && !files.has(decodeURIComponent(pathname))) broken.push(`${from} -> ${target}`);
        else if (page && id && !id.includes('?') && !page.getElementById(id))
          broken.push(`${from} -> ${target}`);
      }
    }
    expect(broken).toEqual([]);
  });

  test('loads nothing from another host', () => {
    const foreign = [...documents].flatMap(([from, document]) =>
      [...document.querySelectorAll('script[src], link[rel=stylesheet], img[src], iframe[src]')]
        .map((element) => element.getAttribute('src') ?? element.getAttribute('href') ?? '')
        .filter((target) => /^(https?:)?\/\//.test(target))
        .map((target) => `${from} -> ${target}`),
    );
    expect(foreign).toEqual([]);
  });

  test('uses an id once on a page, notes aside', () => {
    const repeated = [...documents].flatMap(([from, document]) => {
      const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
      return ids
        .filter((id, i) => ids.indexOf(id) !== i && !id.startsWith('note-'))
        .map((id) => `${from} #${id}`);
    });
    expect(repeated).toEqual([]);
  });

  test('shows every formula without an error', () => {
    const wrong = [...documents].flatMap(([from, document]) =>
      [...document.querySelectorAll('.katex-error')].map(
        (element) => `${from}: ${element.textContent}`,
      ),
    );
    expect(wrong).toEqual([]);
  });

  const open = useBrowser();

  // At the root a walk through all of it looks for more; see safety.test.ts.
  test.runIf(base !== '/')('opens every page without an error in the console', async () => {
    const { page, problems } = await open();
    for (const name of names.filter((name) => name !== '404.html'))
      // Firefox counts it as an error when a page is left that still loads something.
      await page.goto(url + address(name), { waitUntil: inFirefox ? 'networkidle' : 'load' });
    expect(problems).toEqual([]);
  });
});
