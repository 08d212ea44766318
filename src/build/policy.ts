/**
 * Gives every page its content security policy: scripts of the site alone, inline ones by their hash, no
 * `eval`, nothing from other hosts. It stands in the page, since the book must do without a server that
 * sends headers; `_headers` has it for those that can (Netlify and Cloudflare Pages read that file).
 *
 * Astro's own `security.csp` knows neither `is:inline` scripts nor what `relative-links.ts` adds, and lists
 * the hashes of all pages on each.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { parse } from 'parse5';
import { walk } from './relative-links.ts';

/** Types of scripts that run; data such as JSON needs no permission. */
const EXECUTABLE = new Set(['', 'module', 'text/javascript']);

/** Headers that a meta element cannot replace. */
const OTHER_HEADERS = [
  'X-Content-Type-Options: nosniff',
  'Referrer-Policy: strict-origin-when-cross-origin',
  'Permissions-Policy: camera=(self), microphone=(), geolocation=()',
];

/** The policy of pages with inline scripts of these hashes. */
export function policy(hashes: Iterable<string>): string {
  const scripts = [...hashes].sort().map((hash) => ` 'sha256-${hash}'`);
  return [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval'${scripts.join('')}`,
    // The second rung of the engine ladder.
    "worker-src 'self' blob:",
    // Formulas, bars and figures are laid out by `style` attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}

/** Base64 of the SHA-256 of each inline script of a page that runs. */
export function inlineScripts(html: string): Set<string> {
  const hashes = new Set<string>();
  for (const node of walk(parse(html))) {
    if (!('tagName' in node) || node.tagName !== 'script') continue;
    const attribute = (name: string): string | undefined =>
      node.attrs.find((candidate) => candidate.name === name)?.value;
    if (attribute('src') !== undefined || !EXECUTABLE.has(attribute('type') ?? '')) continue;
    const text = node.childNodes.map((child) => ('value' in child ? child.value : '')).join('');
    hashes.add(createHash('sha256').update(text).digest('base64'));
  }
  return hashes;
}

/** The page with its policy, which holds for what follows it. */
function withPolicy(html: string): string {
  const meta = `<meta http-equiv="content-security-policy" content="${policy(inlineScripts(html))}">`;
  return html.replace(/<head>(\s*<meta charset[^>]*>)?/, `$&${meta}`);
}

/** Integration, to stand after all that change scripts of pages. */
export function contentPolicy(): AstroIntegration {
  return {
    name: 'content-policy',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const all = new Set<string>();
        for (const name of await readdir(dir, { recursive: true })) {
          if (!name.endsWith('.html')) continue;
          const file = path.join(fileURLToPath(dir), name);
          const html = await readFile(file, 'utf8');
          for (const hash of inlineScripts(html)) all.add(hash);
          await writeFile(file, withPolicy(html));
        }
        const headers = [`Content-Security-Policy: ${policy(all)}`, ...OTHER_HEADERS];
        await writeFile(new URL('_headers', dir), `/*\n  ${headers.join('\n  ')}\n`);
      },
    },
  };
}
