import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isAbort, toInferenceError } from '../../inference/errors.ts';
import { BATCH_LIMIT, decodeText, parseBatch } from './batch.ts';
import { strings } from './batch-strings.ts';
import { emptyBatch, SHOWN_ROWS, type BatchActions, type BatchState } from './batch-panel.ts';
import { strings as shared } from './strings.ts';

/** Texts of a batch in one run of the model. */
const CHUNK = 64;
/** A file larger than this is no list of texts. */
const FILE_LIMIT = 5_000_000;

/** What a demo does with a batch. */
export interface BatchTask<Row> {
  /** A row for each text, in their order; given up once `signal` aborts. */
  run(texts: readonly string[], signal: AbortSignal): Promise<Row[]>;
  /** What to say about all rows, in a clause. */
  summary(rows: readonly Row[]): string;
  /** Hands the rows over as a file. */
  save(rows: readonly Row[]): void;
}

type Host = Pick<ReactiveControllerHost, 'addController' | 'requestUpdate'>;

/** The batch mode of a demo: from texts to rows, some at a time, so that the page stays alive. */
export class BatchRunner<Row> implements BatchActions, ReactiveController {
  state: BatchState<Row> = emptyBatch;
  readonly #host: Host;
  readonly #task: BatchTask<Row>;
  /** Of the latest run. */
  #controller: AbortController | undefined;

  constructor(host: Host, task: BatchTask<Row>) {
    this.#host = host;
    this.#task = task;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
  }

  setSource(source: string): void {
    this.#set({ source });
  }

  async openFile(file: File | undefined): Promise<void> {
    if (!file) return;
    if (file.size > FILE_LIMIT)
      return this.#set({ status: strings.fileTooLarge(FILE_LIMIT / 1e6) });
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      this.#set({ source: decodeText(bytes), status: '' });
    } catch {
      // Moved or changed since it was chosen, or not the reader's to read.
      this.#set({ status: strings.unreadableFile });
    }
  }

  async run(): Promise<void> {
    this.stop();
    const controller = new AbortController();
    this.#controller = controller;
    const all = parseBatch(this.state.source);
    const texts = all.slice(0, BATCH_LIMIT);
    const rows: Row[] = [];
    this.#set({ running: true, status: strings.progress(0, texts.length) });
    const status = await this.#fill(rows, texts, controller.signal);
    // A newer run speaks for itself.
    if (this.#controller !== controller) return;
    const dropped = all.length - texts.length;
    this.#set({
      running: false,
      rows,
      status:
        status +
        (rows.length > SHOWN_ROWS ? strings.shown(SHOWN_ROWS) : '') +
        (dropped > 0 ? strings.dropped(dropped) : ''),
    });
  }

  /** Adds a row to `rows` for each of `texts`; gives what to say of it. */
  async #fill(rows: Row[], texts: readonly string[], signal: AbortSignal): Promise<string> {
    try {
      for (let start = 0; start < texts.length; start += CHUNK) {
        const done = await this.#task.run(texts.slice(start, start + CHUNK), signal);
        signal.throwIfAborted();
        rows.push(...done);
        this.#set({ status: strings.progress(rows.length, texts.length) });
      }
      return strings.done(rows.length, this.#task.summary(rows));
    } catch (error) {
      if (isAbort(error)) return strings.stopped(rows.length, texts.length);
      return shared.error(toInferenceError(error));
    }
  }

  stop(): void {
    this.#controller?.abort();
  }

  save(): void {
    this.#task.save(this.state.rows);
  }

  #set(change: Partial<BatchState<Row>>): void {
    this.state = { ...this.state, ...change };
    this.#host.requestUpdate();
  }
}
