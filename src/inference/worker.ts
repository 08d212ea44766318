/**
 * The script that runs ONNX Runtime for all demos of a page. The build bundles it as one classic script,
 * which works as a worker, as a Blob worker and, the last rung, as a plain script in the page.
 */
import { Host } from './host.ts';
import type { NumberedRequest, Reply } from './protocol.ts';

const host = new Host();

function listen(): void {
  const reply = (message: Reply): void => self.postMessage(message);
  self.addEventListener('message', ({ data }: MessageEvent<NumberedRequest>) => {
    host.answer(data.request).then(
      (answer) => reply({ kind: 'done', number: data.number, ...answer }),
      (error: unknown) => reply({ kind: 'failed', number: data.number, message: String(error) }),
    );
  });
  void holdLock().then((lock) => reply({ kind: 'ready', lock }));
}

/**
 * Takes a lock that the worker never gives back: when it is free again, the worker is gone. Browsers that
 * kill one for want of memory need not tell the page. Undefined without a secure origin.
 */
async function holdLock(): Promise<string | undefined> {
  const name = `ai-book-worker-${Math.random()}`;
  try {
    return await new Promise<string>((resolve, reject) => {
      const held = (): Promise<never> => {
        resolve(name);
        return new Promise<never>(() => undefined);
      };
      navigator.locks.request(name, held).catch(reject);
    });
  } catch {
    return undefined;
  }
}

if (typeof document === 'undefined') listen();
else globalThis.aiBookHost = host;
