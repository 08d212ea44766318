import { Task, TaskStatus, initialState } from '@lit/task';
import type { LoadedModel, LoadOptions, Progress } from '../../inference/engine.ts';
import { isAbort, toInferenceError } from '../../inference/errors.ts';
import type { Runner } from '../../inference/pipeline.ts';
import { engine } from '../engine.ts';
import { IslandElement } from './island-element.ts';
import type { Phase } from './phase.ts';
import { strings } from './strings.ts';

/** Milliseconds to wait after the last keystroke before running. */
const TYPING_PAUSE = 120;
/** Milliseconds between runs on an input that flows, so that the page has time for the input itself. */
const FLOW_PAUSE = 30;

/**
 * What demos with models share: loading on the reader's word, running on the newest input only, and saying
 * where they stand.
 *
 * @fires ai-demo:result when a new result shows
 * @fires ai-demo:error with `{ message }` when something failed
 */
export abstract class DemoElement<Result> extends IslandElement {
  /** Result on show: recorded first, live later. */
  protected result: Result | undefined;
  #progress: Progress = { received: 0, total: 0 };
  /** Time of the latest run; undefined before the first. Where clocks are coarse, 0 is a time. */
  #milliseconds: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether the input has moved on since the last run of `#follow` began. */
  #behind = false;
  #following = false;
  /** Tells `#follow` that a result is there. */
  #answered: (() => void) | undefined;

  readonly #loading = new Task(this, {
    autoRun: false,
    args: () => [] as const,
    task: async (_, { signal }): Promise<LoadedModel | typeof initialState> => {
      try {
        return await this.#load(signal);
      } catch (error) {
        if (isAbort(error)) return initialState;
        throw error;
      }
    },
    onError: (error) => this.#fail(error),
  });

  readonly #answering = new Task(this, {
    autoRun: false,
    args: () => [] as const,
    task: async (_, { signal }): Promise<void> => {
      try {
        for await (const { result, milliseconds } of this.compute(signal)) {
          signal.throwIfAborted();
          this.result = result;
          this.#milliseconds = milliseconds;
          this.requestUpdate();
          this.#answered?.();
          this.dispatchEvent(new CustomEvent('ai-demo:result', { bubbles: true, detail: result }));
        }
      } catch (error) {
        if (!isAbort(error)) throw error;
      }
    },
    onError: (error) => this.#fail(error),
  });

  /** Models of the demo, the main one first. */
  protected abstract readonly models: readonly string[];

  /**
   * Computes the result for the current input. It may yield several times: the answer first, then what
   * takes longer. A newer input aborts `signal`.
   */
  protected abstract compute(
    signal: AbortSignal,
  ): AsyncIterable<{ result: Result; milliseconds: number }>;

  /** Loads what a first result needs: the main model; a demo fetches further ones in `compute`. */
  async #load(signal: AbortSignal): Promise<LoadedModel> {
    const [main = ''] = this.models;
    const onProgress = (progress: Progress): void => {
      this.#progress = progress;
      this.requestUpdate();
    };
    return engine.load(main, { signal, onProgress });
  }

  /** Whether the reader has brought the demo to life. */
  protected get live(): boolean {
    return this.#loading.status === TaskStatus.COMPLETE;
  }

  /** Bytes that a first run downloads. */
  protected get bytes(): number {
    return engine.bytes(this.models);
  }

  protected get phase(): Phase {
    const failure = errorOf(this.#loading) ?? (this.live ? errorOf(this.#answering) : undefined);
    if (this.#loading.status === TaskStatus.PENDING) return { kind: 'loading', ...this.#progress };
    if (failure) return { kind: 'failed', message: strings.error(toInferenceError(failure)) };
    if (!this.live) return { kind: 'recorded' };
    const { report } = this.#loading.value ?? {};
    const milliseconds = this.#milliseconds;
    return report && milliseconds !== undefined
      ? { kind: 'live', report, milliseconds }
      : { kind: 'running' };
  }

  protected readonly actions = {
    run: (): void => {
      // What `load` fetches; a part of it may be there already.
      this.#progress = { received: 0, total: engine.bytes(this.models.slice(0, 1)) };
      // Not in the task's onComplete: it comes before the task counts as complete.
      void this.#loading.run().then(() => {
        // At once: until then, the failure of an earlier run would show again.
        if (this.live) void this.#answering.run();
      });
    },
    cancel: (): void => this.#loading.abort(),
  };

  /** Runs on the current input, once the reader pauses; does nothing before the demo is live. */
  protected refresh(pause = TYPING_PAUSE): void {
    clearTimeout(this.#timer);
    if (!this.live) return;
    this.#timer = setTimeout(() => void this.#answering.run(), pause);
  }

  /**
   * Runs on the current input as soon as the run before is done: for input that flows, such as drawing,
   * where `refresh` would wait for a pause that does not come.
   */
  protected keepUp(): void {
    this.#behind = true;
    if (this.live && !this.#following) void this.#follow();
  }

  async #follow(): Promise<void> {
    this.#following = true;
    while (this.#behind && this.isConnected) {
      this.#behind = false;
      const answered = new Promise<void>((resolve) => {
        this.#answered = resolve;
      });
      // What comes after the first answer takes longer; a newer input drops it.
      await Promise.race([answered, this.#answering.run()]);
      await new Promise((resolve) => setTimeout(resolve, FLOW_PAUSE));
    }
    this.#following = false;
  }

  /** Model `id`, loaded; `timing` is given the time of its latest run. */
  protected async runner(
    id: string,
    options: LoadOptions,
    timing = { milliseconds: 0 },
  ): Promise<Runner> {
    const { manifest } = await engine.load(id, options);
    return {
      manifest,
      run: async (inputs) => {
        const { outputs, milliseconds } = await engine.run(id, inputs, options.signal);
        timing.milliseconds = milliseconds;
        return outputs;
      },
    };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#loading.abort();
    this.#answering.abort();
  }

  #fail(error: unknown): void {
    const message = strings.error(toInferenceError(error));
    this.dispatchEvent(new CustomEvent('ai-demo:error', { bubbles: true, detail: { message } }));
  }
}

/** A task keeps its last error while it runs again and after it was cancelled; then it is no news any more. */
function errorOf(task: Task<readonly [], unknown>): unknown {
  return task.status === TaskStatus.ERROR ? task.error : undefined;
}
