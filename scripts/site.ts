/** Builds the site when its sources have changed, and serves it. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import sirv from 'sirv';

/** All that the built site is made from. */
export const SOURCES = [
  'astro.config.ts',
  'content',
  'package-lock.json',
  'public',
  'src',
  'tsconfig.json',
];

/**
 * Builds into `folder` unless it holds a build of the very same sources, base and addresses.
 * @throws {Error} when the build fails.
 */
export function buildSite(folder: string, base = '/'): void {
  const env = { ...process.env, BASE_PATH: base };
  const { SITE_URL = '', REPOSITORY_URL = '' } = process.env;
  const stamp = fingerprint([base, SITE_URL, REPOSITORY_URL]);
  // Astro empties the folder first: no stamp outlives its build, nor stands for one that failed.
  const stampFile = path.join(folder, '.stamp');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const astro = path.resolve('node_modules/astro/bin/astro.mjs');
  const { status } = spawnSync(process.execPath, [astro, 'build', '--outDir', folder], {
    stdio: 'inherit',
    // Test runners set NODE_ENV to `test`, which would ship the libraries' development builds.
    env: { ...env, NODE_ENV: 'production', ASTRO_TELEMETRY_DISABLED: '1' },
  });
  if (status !== 0) throw new Error('the site could not be built; see the messages above');
  writeFileSync(stampFile, stamp);
}

/** A hash over names, sizes and times of all sources: quick, and a clean clone never matches. */
function fingerprint(parts: readonly string[]): string {
  const hash = createHash('sha256').update(parts.join('\n'));
  const add = (name: string): void => {
    const { mtimeMs, size } = statSync(name);
    hash.update(`${name} ${size} ${mtimeMs}\n`);
  };
  for (const source of SOURCES) {
    if (statSync(source).isFile()) add(source);
    else
      readdirSync(source, { recursive: true, encoding: 'utf8' })
        .map((name) => path.join(source, name))
        .filter((name) => statSync(name).isFile())
        .sort()
        .forEach(add);
  }
  return hash.digest('hex');
}

/** A server that runs. */
export interface Served {
  /** Address of the site's root, with base and trailing slash. */
  readonly url: string;
  close(): void;
}

/**
 * Serves `folder` under `base` on localhost, as any static server does; port 0 takes a free one.
 * @param headers sent with every answer.
 */
export async function serve(
  folder: string,
  base = '/',
  port = 0,
  headers: Readonly<Record<string, string>> = {},
): Promise<Served> {
  // Where a file has a copy packed with gzip beside it, that is sent.
  const files = sirv(folder, { dev: true, etag: true, gzip: true });
  const notFound = path.join(folder, '404.html');
  /** Whether `pathname`, with its one trailing slash, is the address of a page. */
  const isPage = (pathname: string): boolean =>
    pathname.startsWith(base) &&
    !pathname.endsWith('//') &&
    existsSync(path.join(folder, pathname.slice(base.length), 'index.html'));
  const server = createServer((request, response) => {
    const send404 = (): void => {
      response.writeHead(404, { 'Content-Type': 'text/html; charset=utf-8' });
      response.end(existsSync(notFound) ? readFileSync(notFound) : 'Not found');
    };
    response.setHeaders(new Map(Object.entries(headers)));
    const address = URL.parse(request.url ?? '/', 'http://localhost');
    // `//` begins the name of a host, and has none.
    if (!address) return send404();
    const { pathname, search } = address;
    // `/chapter` is the folder of the page `/chapter/`; a browser keeps the hash on its way there.
    if (isPage(`${pathname}/`)) {
      response.writeHead(301, { Location: `${pathname}/${search}` });
      return response.end();
    }
    if (!pathname.startsWith(base)) return send404();
    request.url = `/${pathname.slice(base.length)}${search}`;
    return files(request, response, send404);
  });
  await listen(server, port);
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${taken}${base}`,
    close() {
      server.close();
      // Browsers keep theirs open for the next page.
      server.closeAllConnections();
    },
  };
}

/** Listens on `port`, or on the next free one. */
function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(listen(server, port + 1));
      else reject(error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}
