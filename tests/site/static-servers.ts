/** Servers of other people, as they come: each serves a folder on localhost until it is closed. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sirv from 'sirv';
import type { Served } from '../../scripts/site.ts';

export interface StaticServer {
  readonly name: string;
  /** Why it cannot be tried here, if it cannot. */
  readonly missing?: string;
  start(folder: string): Promise<Served>;
}

/** Debian keeps nginx where only the superuser looks. */
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin`;
const has = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { env: { ...process.env, PATH } }).status === 0;

const nginx: StaticServer = {
  name: 'nginx',
  ...(!has('nginx', '-v') && { missing: 'nginx is not installed (Debian: nginx-light)' }),
  async start(folder) {
    const [home, port] = [mkdtempSync(path.join(tmpdir(), 'nginx-')), await freePort()];
    mkdirSync(path.join(home, 'temp'));
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    // What Debian installs, and for the site itself nothing but its folder.
    writeFileSync(
      path.join(home, 'nginx.conf'),
      `daemon off;
      pid ${home}/nginx.pid;
      ${process.getuid?.() === 0 ? 'user root;' : ''}
      events {}
      http {
        include ${path.join(path.dirname(nginxConfiguration()), 'mime.types')};
        default_type application/octet-stream;
        sendfile on;
        tcp_nopush on;
        gzip on;
        access_log off;
        ${temporary.map((name) => `${name}_temp_path ${home}/temp;`).join('\n')}
        server {
          listen 127.0.0.1:${port};
          root ${folder};
        }
      }`,
    );
    const args = ['-p', home, '-e', `${home}/error.log`, '-c', `${home}/nginx.conf`];
    const served = await child('nginx', args, port);
    return {
      ...served,
      close() {
        served.close();
        rmSync(home, { recursive: true, force: true });
      },
    };
  },
};

/** Where the installed nginx has its configuration, and its table of media types beside it. */
function nginxConfiguration(): string {
  const { stderr } = spawnSync('nginx', ['-V'], {
    env: { ...process.env, PATH },
    encoding: 'utf8',
  });
  return /--conf-path=(\S+)/.exec(stderr)?.[1] ?? '/etc/nginx/nginx.conf';
}

const python: StaticServer = {
  name: "Python's http.server",
  ...(!has('python3', '--version') && { missing: 'python3 is not installed' }),
  async start(folder) {
    const port = await freePort();
    const args = ['-m', 'http.server', String(port), '--bind', '127.0.0.1', '--directory', folder];
    return child('python3', args, port);
  },
};

/** Does not lead `/chapter` to `/chapter/` but answers with the same page. */
const node: StaticServer = {
  name: 'sirv on Node',
  async start(folder) {
    const files = sirv(folder, { dev: true });
    const server = createServer((request, response) =>
      files(request, response, () => {
        response.writeHead(404).end();
      }),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { url: `http://localhost:${port}/`, close: () => server.close() };
  },
};

export const staticServers: readonly StaticServer[] = [nginx, python, node];

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Starts a server and waits until it answers.
 * @throws {Error} with its own words when it ends instead.
 */
async function child(command: string, args: readonly string[], port: number): Promise<Served> {
  const started = spawn(command, args, {
    env: { ...process.env, PATH },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  started.stderr.setEncoding('utf8').on('data', (text: string) => (words += text));
  const url = `http://localhost:${port}/`;
  const answers = (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
  while (!(await answers())) {
    if (started.exitCode !== null) throw new Error(`${command} ended: ${words}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { url, close: () => started.kill() };
}
