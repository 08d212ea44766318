import type { Answer, Request } from './protocol.ts';
import { Sessions } from './sessions.ts';
import type { Tensors } from './tensor.ts';

/** Answers requests with ONNX Runtime, one after the other; shared by the worker and the main thread. */
export class Host {
  #sessions: Sessions | undefined;
  #last: Promise<unknown> = Promise.resolve();

  answer(request: Request): Promise<Answer> {
    const answer = this.#last.then(async () => {
      const start = performance.now();
      const outputs = await this.#handle(request);
      return { outputs, milliseconds: performance.now() - start };
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #handle(request: Request): Promise<Tensors> {
    if (request.kind === 'start') {
      this.#sessions ??= await Sessions.start(request.runtime);
      return {};
    }
    if (!this.#sessions) throw new Error('the runtime has not been started');
    switch (request.kind) {
      case 'load':
        await this.#sessions.load(request.model, request.graph);
        return {};
      case 'run':
        return this.#sessions.run(request.model, request.inputs);
      case 'release':
        await this.#sessions.release(request.model);
        return {};
    }
  }
}

declare global {
  /** Set where the worker's script runs in the page itself. */
  var aiBookHost: Host | undefined;
}
