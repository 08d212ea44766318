/** A static server that can be told to misbehave. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** Answers a request for `content` in a wrong way. */
export type Fault = (response: ServerResponse, content: Buffer, type: string) => void;

export interface FaultyServer {
  readonly port: number;
  /** Address of the root, with a trailing slash. */
  readonly url: string;
  /** All requests since `reset`: their path, and their Range if any. */
  readonly requests: { path: string; range: string | undefined }[];
  /** What goes wrong for paths that contain the key. */
  readonly faults: Map<string, Fault>;
  /** Sent with every file. */
  readonly headers: Map<string, string>;
  /** Breaks all connections. */
  cut(): void;
  /** Behaves again and forgets the past. */
  reset(): void;
  close(): void;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** Serves `files` by path, and the files of `folder` where it has none. */
export async function faultyServer(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<FaultyServer> {
  const requests: FaultyServer['requests'] = [];
  const faults = new Map<string, Fault>();
  const headers = new Map<string, string>();

  const read = (name: string): Buffer | undefined => {
    const known = files.get(name);
    if (known) return Buffer.from(known);
    const file = path.join(folder, name);
    return existsSync(file) && statSync(file).isFile() ? readFileSync(file) : undefined;
  };

  const server = createServer(({ url = '/', headers: { range } }, response) => {
    const requested = decodeURIComponent(new URL(url, 'http://localhost').pathname).slice(1);
    const name = requested === '' || requested.endsWith('/') ? `${requested}index.html` : requested;
    requests.push({ path: requested, range });
    const content = read(name);
    const type = TYPES[path.extname(name)] ?? 'application/octet-stream';
    const fault = [...faults].find(([part]) => name.includes(part))?.[1];
    response.setHeaders(headers);
    if (!content) notFound(response, Buffer.alloc(0), type);
    else if (fault) fault(response, content, type);
    else send(response, content, type, range);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://localhost:${port}/`,
    requests,
    faults,
    headers,
    cut() {
      server.closeAllConnections();
    },
    reset() {
      requests.length = 0;
      faults.clear();
      headers.clear();
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function send(response: ServerResponse, content: Buffer, type: string, range?: string): void {
  const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
  const part = content.subarray(start);
  response.writeHead(range ? 206 : 200, {
    'Content-Type': type,
    'Content-Length': part.length,
    'Accept-Ranges': 'bytes',
    ...(range && { 'Content-Range': `bytes ${start}-${content.length - 1}/${content.length}` }),
  });
  response.end(part);
}

export const notFound: Fault = (response) => {
  response.writeHead(404, { 'Content-Type': 'text/html' });
  response.end('<!doctype html><title>404</title>');
};

/** As servers do that send everything unknown to the front page. */
export const html: Fault = (response) => {
  response.writeHead(200, { 'Content-Type': 'text/html' });
  response.end('\n<!DOCTYPE html><html lang="zh-CN"><title>首页</title></html>');
};

/** A file that was uploaded only in part. */
export const truncated: Fault = (response, content, type) => {
  send(response, content.subarray(0, Math.floor(content.length / 2)), type);
};

export const flipped: Fault = (response, content, type) => {
  const bytes = Buffer.from(content);
  const middle = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  send(response, bytes, type);
};

/** The script as it is, after another one. */
export const after =
  (script: string): Fault =>
  (response, content, type) => {
    send(response, Buffer.concat([Buffer.from(`${script};`), content]), type);
  };

/** The connection breaks half-way. */
export const broken: Fault = (response, content, type) => {
  half(response, content, type, () => response.destroy());
};

/** The second half never comes. */
export const stalled: Fault = (response, content, type) => {
  half(response, content, type, () => undefined);
};

function half(response: ServerResponse, content: Buffer, type: string, then: () => void): void {
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': content.length });
  // A moment later, so that the half really arrives first.
  response.write(content.subarray(0, Math.floor(content.length / 2)), () => setTimeout(then, 100));
}
