/** What the tests of the engine drive from inside a page. */
import { classify, NEURAL, type ModelId } from '../../src/demos/text-classification/classify.ts';
import type { AssetIndex } from '../../src/inference/assets.ts';
import { Engine, type LoadReport } from '../../src/inference/engine.ts';
import { isAbort, toInferenceError } from '../../src/inference/errors.ts';
import { plain, tensors, type Plain } from './plain.ts';

/** Put in by the test that bundles this file. */
declare const ASSETS: AssetIndex;

export type Loaded = LoadReport | { readonly failed: string };

export class Harness {
  /** Bytes reported while loading, in their order. */
  readonly progress: { received: number; total: number }[] = [];
  readonly #engine: Engine;
  #controller = new AbortController();

  constructor(idleMilliseconds?: number) {
    this.#engine = new Engine(ASSETS, new URL('.', location.href).href, idleMilliseconds);
  }

  /** Loads the model: its report, or the code of what went wrong. */
  async load(model: ModelId = NEURAL): Promise<Loaded> {
    this.#controller = new AbortController();
    this.progress.length = 0;
    try {
      const { report } = await this.#engine.load(model, {
        signal: this.#controller.signal,
        onProgress: (progress) => this.progress.push(progress),
      });
      return report;
    } catch (error) {
      return { failed: isAbort(error) ? 'aborted' : toInferenceError(error).code };
    }
  }

  cancel(): void {
    this.#controller.abort();
  }

  /** Probability of every class for each text. */
  async classify(texts: readonly string[], model: ModelId = NEURAL): Promise<Scores[]> {
    const { manifest } = await this.#engine.load(model);
    const run = async (inputs: Parameters<Engine['run']>[1]) =>
      (await this.#engine.run(model, inputs)).outputs;
    return (await classify(model, { manifest, run }, texts)).map(({ scores }) => scores);
  }

  /** Probability of every class for `text`, the engine being closed while it is worked out. */
  async classifyInterrupted(text: string): Promise<Scores | undefined> {
    const { manifest } = await this.#engine.load(NEURAL);
    const run = async (inputs: Parameters<Engine['run']>[1]) => {
      const answer = this.#engine.run(NEURAL, inputs);
      // The request is sent within microtasks; the answer, from another thread, cannot come in them.
      for (let i = 0; i < 50; i++) await Promise.resolve();
      await this.#engine.close();
      return (await answer).outputs;
    };
    const [answer] = await classify(NEURAL, { manifest, run }, [text]);
    return answer?.scores;
  }

  /** What `model` gives for `inputs`; plain arrays, which a test can send and receive. */
  async outputs(model: string, inputs: Plain): Promise<Plain> {
    await this.#engine.load(model);
    const { outputs } = await this.#engine.run(model, tensors(inputs));
    return plain(outputs);
  }

  /** Several requests at once, one of which is withdrawn before its turn: what became of each. */
  async race(texts: readonly string[], withdrawn: number): Promise<string[]> {
    const { manifest } = await this.#engine.load(NEURAL);
    const controllers = texts.map(() => new AbortController());
    const answers = texts.map((text, i) =>
      classify(
        NEURAL,
        {
          manifest,
          run: async (inputs) =>
            (await this.#engine.run(NEURAL, inputs, controllers[i]?.signal)).outputs,
        },
        [text],
      ).then(
        () => 'answered',
        (error: unknown) => (isAbort(error) ? 'aborted' : 'failed'),
      ),
    );
    controllers[withdrawn]?.abort();
    return Promise.all(answers);
  }

  close(): Promise<void> {
    return this.#engine.close();
  }
}

export type Scores = Readonly<Record<string, number>>;

declare global {
  var harness: Harness;
  var newHarness: (idleMilliseconds?: number) => Harness;
}

globalThis.newHarness = (idleMilliseconds) => new Harness(idleMilliseconds);
globalThis.harness = new Harness();
