/** A page of WebKitGTK, driven by classic WebDriver: what the tests need of it and no more. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds that a script in the page, such as a first run of a demo, may take. */
const PATIENCE = 100_000;

export interface WebKitPage {
  goto(url: string): Promise<void>;
  /** Runs `work` in the page and gives what it resolves to; it sees nothing but its arguments. */
  run<Args extends readonly unknown[], Value>(
    work: (...args: Args) => Value | Promise<Value>,
    ...args: Args
  ): Promise<Value>;
  /** Presses keys together, by their WebDriver code points or as characters. */
  press(...keys: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Starts a screen that nobody sees, the driver, and its browser. */
export async function openWebKit(): Promise<WebKitPage> {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1300x1000x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [display] = (await once(screen.stdio[3] as Readable, 'data')) as [Buffer];
  const port = await freePort();
  const driver = spawn('WebKitWebDriver', ['-p', String(port)], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY: `:${display.toString().trim()}` },
  });
  const send = client(`http://127.0.0.1:${port}`);
  const stop = (): void => [driver, screen].forEach((process: ChildProcess) => process.kill());
  try {
    const { sessionId } = await started<{ sessionId: string }>(() =>
      send('POST', '/session', { capabilities: { alwaysMatch: {} } }),
    );
    const session = `/session/${sessionId}`;
    await send('POST', `${session}/timeouts`, { script: PATIENCE });
    return {
      goto: async (url) => void (await send('POST', `${session}/url`, { url })),
      run: async (work, ...args) => {
        const script = `const done = arguments[arguments.length - 1];
          const args = [...arguments].slice(0, -1);
          (async () => (${work.toString()})(...args))().then(
            (value) => done({ value }), (error) => done({ error: String(error) }));`;
        const answer = await send(`POST`, `${session}/execute/async`, { script, args });
        const { value, error } = answer as { value: never; error?: string };
        if (error !== undefined) throw new Error(error);
        return value;
      },
      press: async (...keys) => {
        const down = keys.map((value) => ({ type: 'keyDown', value }));
        const up = keys.map((value) => ({ type: 'keyUp', value })).reverse();
        const actions = [{ type: 'key', id: 'keyboard', actions: [...down, ...up] }];
        await send('POST', `${session}/actions`, { actions });
      },
      close: async () => {
        await send('DELETE', session);
        stop();
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
}

type Send = (method: string, path: string, body?: object) => Promise<unknown>;

function client(root: string): Send {
  return async (method, path, body) => {
    const response = await fetch(root + path, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const { value } = (await response.json()) as { value: unknown };
    if (!response.ok) throw new Error((value as { message: string }).message);
    return value;
  };
}

/** Asks again until the driver listens. */
async function started<Value>(ask: () => Promise<unknown>): Promise<Value> {
  for (let patience = 100; ; patience--) {
    try {
      return (await ask()) as Value;
    } catch (error) {
      if (patience === 0 || !(error instanceof TypeError)) throw error;
      await pause(100);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
