/** What the site may do, and that it does no more: its policy on every page, and nobody else asked for anything. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, inject, test } from 'vitest';
import { serve } from '../../scripts/site.ts';
import { inlineScripts, policy } from '../../src/build/policy.ts';
import { demos, type DemoId } from '../../src/demos/registry.ts';
import { useBrowser } from '../browser.ts';

const dist = inject('dist');
const pages = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.html'),
);
const html = new Map(pages.map((name) => [name, readFileSync(path.join(dist, name), 'utf8')]));
const open = useBrowser();

describe('the policy', () => {
  test('stands on every page before anything that it is for', () => {
    for (const [name, text] of html) {
      const [before, after = ''] = text.split('<meta http-equiv="content-security-policy"');
      expect(before, name).not.toMatch(/<(script|link|style)/);
      expect(after, name).toContain(policy(inlineScripts(text)));
    }
  });

  test('lets no inline script in but those it names, and no eval', () => {
    const scripts = /script-src ([^;]*)/.exec(policy(['hash']))?.[1] ?? '';
    expect(scripts.split(' ').sort()).toEqual(
      ["'self'", "'sha256-hash'", "'wasm-unsafe-eval'"].sort(),
    );
  });

  test('is the same in the file of headers, for all pages together', () => {
    const headers = readFileSync(path.join(dist, '_headers'), 'utf8');
    for (const text of html.values())
      for (const hash of inlineScripts(text)) expect(headers).toContain(`'sha256-${hash}'`);
    expect(headers).not.toContain("script-src 'self' 'unsafe-inline'");
  });

  test('stops what an attacker would try', async () => {
    const { page } = await open();
    await page.goto(`${inject('site')}guide/`);
    const outcome = await page.evaluate(async () => {
      const hits: string[] = [];
      Object.assign(globalThis, { hits });
      const add = (name: string, attributes: Record<string, string>): HTMLElement => {
        const element = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
        document.body.append(element);
        return element;
      };
      const refused: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        refused.push(event.effectiveDirective),
      );
      const inline = document.createElement('script');
      inline.textContent = 'hits.push("inline")';
      document.body.append(inline);
      add('img', { src: 'data:,', onerror: 'hits.push("handler")' });
      add('a', { href: 'javascript:hits.push("address")' }).click();
      add('script', { src: 'https://elsewhere.invalid/x.js' });
      add('base', { href: 'https://elsewhere.invalid/' });
      add('object', { data: 'favicon.svg' });
      await fetch('https://elsewhere.invalid/').catch(() => undefined);
      setTimeout('hits.push("eval")');
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { hits, refused: [...new Set(refused)].sort() };
    });
    expect(outcome).toEqual({
      hits: [],
      refused: [
        'base-uri',
        'connect-src',
        'object-src',
        'script-src',
        'script-src-attr',
        'script-src-elem',
      ],
    });
  });
});

/** Brings every demo on the page to life, one after the other. */
async function runDemos(page: Page): Promise<string[]> {
  const names: string[] = [];
  for (const demo of await page.locator('ai-demo').all()) {
    const name = (await demo.getAttribute('name')) ?? '';
    await demo.scrollIntoViewIfNeeded();
    await demo.locator(`ai-demo-${name}`).waitFor();
    if (demos[name as DemoId].models.length > 0) {
      await demo.locator('.demo-run button:enabled').click();
      await demo.locator('.demo-status', { hasText: '现场结果' }).first().waitFor();
    }
    names.push(name);
  }
  return names;
}

const addresses = pages.map((name) => name.replace(/(^|\/)index\.html$/, '$1'));

test(
  'a walk through the whole site with every demo run: no refusal, no other host, no error',
  { timeout: 400_000 },
  async () => {
    const { page, problems } = await open();
    const run = new Set<string>();
    for (const address of addresses) {
      await page.goto(inject('site') + address, { waitUntil: 'load' });
      for (const name of await runDemos(page)) run.add(name);
    }
    expect(problems).toEqual([]);
    expect([...run].sort()).toEqual(Object.keys(demos).sort());
  },
);

test('the headers of the file are in nobody’s way either', async () => {
  const lines = readFileSync(path.join(dist, '_headers'), 'utf8').split('\n').slice(1);
  const headers = lines.flatMap((line) => {
    const [, name, value] = /^ {2}([\w-]+): (.+)$/.exec(line) ?? [];
    return name && value ? [[name, value] as const] : [];
  });
  const { url, close } = await serve(dist, '/', 0, Object.fromEntries(headers));
  try {
    const { page, problems } = await open();
    for (const address of ['', 'part-2/ch03/', 'embed/handwriting/', 'appendix/embedding/']) {
      const response = await page.goto(url + address);
      expect(response?.headers()['content-security-policy']).toContain("default-src 'self'");
      await runDemos(page);
    }
    expect(problems).toEqual([]);
  } finally {
    close();
  }
});
