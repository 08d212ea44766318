/** The build: seconds and pages per second, for the book as it is and for one of ten times its pages. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { table } from '../report.ts';
import { SOURCES } from '../site.ts';

const FACTOR = 10;

/** The table, and what the large book is. Works in a copy of the project. @throws {Error} when a build fails. */
export function benchBuild(): string {
  const project = scratchCopy();
  const fresh = build(project);
  const again = build(project);
  const copies = (FACTOR - 1) * fresh.pages;
  multiply(path.join(project, 'content'), copies);
  const large = build(project);
  rmSync(project, { recursive: true });
  const row = (name: string, { seconds, pages }: Built): string[] => [
    name,
    String(pages),
    `${seconds.toFixed(1)} s`,
    (pages / seconds).toFixed(1),
  ];
  return [
    table(
      ['build', 'pages', 'time', 'pages per second'],
      [
        row('the book, for the first time', fresh),
        row('the book, with its cache', again),
        row(`${FACTOR} times the pages`, large),
      ],
    ),
    `The large book is this one with ${copies} copies of its chapters, demos left out of them. Its navigation, which ` +
      `stands on every page, grows as well.`,
  ].join('\n\n');
}

interface Built {
  readonly seconds: number;
  readonly pages: number;
}

/** A folder with all that the site is built from, but no cache; inside the project, so that its packages are found. */
function scratchCopy(): string {
  mkdirSync('.cache', { recursive: true });
  const project = path.resolve(mkdtempSync('.cache/bench-build-'));
  for (const source of [...SOURCES, 'package.json'])
    cpSync(source, path.join(project, source), { recursive: true });
  return project;
}

/** @throws {Error} with the build's last words when it fails. */
function build(project: string): Built {
  const dist = path.join(project, 'dist');
  rmSync(dist, { recursive: true, force: true });
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.resolve('node_modules/astro/bin/astro.mjs'), 'build'],
    {
      cwd: project,
      encoding: 'utf8',
      maxBuffer: 2 ** 27,
      env: { ...process.env, NODE_ENV: 'production', ASTRO_TELEMETRY_DISABLED: '1' },
    },
  );
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error((stdout + stderr).slice(-2000));
  const pages = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.html'),
  ).length;
  return { seconds, pages };
}

/** Copies the chapters in `content` one after the other until there are `wanted` copies. */
export function multiply(content: string, wanted: number): void {
  const chapters = readdirSync(content, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /ch\d+\.mdx$/.test(name),
  );
  for (let count = 0; count < wanted; count++) {
    const name = chapters[count % chapters.length];
    if (!name) throw new Error('the book has no chapters');
    const number = 1 + Math.floor(count / chapters.length);
    const source = readFileSync(path.join(content, name), 'utf8');
    writeFileSync(
      path.join(content, name.replace(/\.mdx$/, `-copy${number}.mdx`)),
      copyOf(source, `copy${number}`),
    );
  }
}

/**
 * A chapter that can stand beside its original: without a chapter's number, which its headings would share,
 * without its demos, which a book has once, and with ids of its own.
 */
function copyOf(source: string, mark: string): string {
  const defined = [
    ...source.matchAll(/<(?:Figure|Table|Equation|Exercise)\b[^>]*?\bid="([^"]+)"/g),
  ];
  const ids = new Set(defined.map(([, id]) => id));
  return source
    .replace(/^chapter: \d+\n/m, '')
    .replace(/^## \d+\.\d+ /gm, '## ')
    .replace(/<Demo\b[^>]*\/>/g, '')
    .replace(/\bid="([^"]+)"/g, (text, id: string) => (ids.has(id) ? `id="${id}-${mark}"` : text));
}
