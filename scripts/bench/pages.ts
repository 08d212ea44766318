/** Pages: bytes, what a browser sees of their loading, and what Lighthouse says of them. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { BROWSER_ARGS } from '../find-browser.ts';
import { measurePage } from '../measure.ts';
import { kB, table } from '../report.ts';
import { serve } from '../site.ts';
import { judge } from './lighthouse.ts';

/** The cover, a chapter of text, a chapter with demos. */
const PAGES = ['', 'part-1/ch01/', 'part-2/ch03/'];

/** @param folder of the built site. */
export async function benchPages(executablePath: string, folder: string): Promise<string> {
  const packed = packedCopy(folder);
  const { url, close } = await serve(packed);
  const browser = await chromium.launch({ executablePath, args: BROWSER_ARGS });
  const rows: string[][] = [];
  for (const page of PAGES) {
    const { gzip } = await measurePage(browser, url + page);
    rows.push([
      page || 'cover',
      kB(gzip.script),
      kB(gzip.style),
      kB(gzip.total),
      ...(await lighthouseCells(executablePath, url + page)),
    ]);
  }
  await browser.close();
  close();
  rmSync(packed, { recursive: true });
  return [
    table(
      [
        'page',
        'script',
        'style',
        'everything but pictures',
        'LCP',
        'blocked',
        'CLS',
        'performance',
        'accessibility',
        'best practices',
        'SEO',
      ],
      rows,
    ),
    'Text packed with gzip, as most hosts send it. LCP, time blocked, CLS and the four scores are those of ' +
      'Lighthouse’s preset for phones (a slow 4G line, a processor four times slower), the median of three runs.',
  ].join('\n\n');
}

async function lighthouseCells(executablePath: string, url: string): Promise<string[]> {
  try {
    const { scores, paintSeconds, blockedMilliseconds, layoutShift } = await judge(
      executablePath,
      url,
    );
    return [
      `${paintSeconds.toFixed(1)} s`,
      `${blockedMilliseconds.toFixed(0)} ms`,
      layoutShift.toFixed(3),
      ...scores.map(String),
    ];
  } catch (error) {
    console.error(`Lighthouse did not run: ${String(error)}`);
    return Array.from({ length: 7 }, () => '–');
  }
}

/** A copy of the site without what demos load, every text in it with its packed twin beside it. */
function packedCopy(folder: string): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'bench-site-'));
  cpSync(folder, copy, {
    recursive: true,
    filter: (source) => path.relative(folder, source) !== 'runtime',
  });
  for (const name of readdirSync(copy, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(html|css|js|json|svg|xml|txt)$/.test(name)) continue;
    const file = path.join(copy, name);
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)));
  }
  return copy;
}
