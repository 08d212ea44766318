import type { PropertyValues, TemplateResult } from 'lit';
import { toCsv } from '../ui/batch.ts';
import { BatchRunner } from '../ui/batch-runner.ts';
import { DemoElement } from '../ui/demo-element.ts';
import { TOO_LONG } from '../ui/link-text.ts';
import { readLink, writeLink } from './link.ts';
import type { Entity } from './pipeline.ts';
import { presets } from './presets.ts';
import type { Recorded } from './recorded.ts';
import { MODEL, Recogniser, type Recognition } from './recognise.ts';
import { strings } from './strings.ts';
import { marks, view, type Actions, type BatchRow, type Reading, type State } from './view.ts';

/** The page marks no more names than those of a text of this many code units: browsers run out of memory. */
const MOST_CHARACTERS = 50_000;
/** Milliseconds between two showings of a long text that is being read. */
const SHOW_EVERY = 400;

/** The live demo `ner`. */
export default class NerDemo extends DemoElement<Recognition> {
  protected override readonly models = [MODEL];
  readonly #recogniser = new Recogniser();
  #text = presets[0]?.text ?? '';
  #reading: Reading = 'model';
  #copiedJson = false;
  readonly #batch = new BatchRunner<BatchRow>(this, {
    run: async (texts, signal) => this.#recogniser.all(await this.runner(MODEL, { signal }), texts),
    summary: (rows) => strings.found(rows.reduce((sum, row) => sum + row.entities.length, 0)),
    save: (rows) => this.download('names.csv', toCsv(rows.flatMap(csvRows))),
  });

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('recorded')) {
      const { result } = JSON.parse(this.recorded) as Recorded;
      this.result = result;
      this.#text = result.text;
    }
    if (changed.has('state') && this.state) this.#restore(this.state);
  }

  #restore(state: string): void {
    const restored = readLink(state);
    if (!restored) {
      this.remark = strings.unreadableLink;
      return;
    }
    [this.#text, this.#reading] = [restored.text, restored.reading];
    this.refresh(0);
  }

  protected override async *compute(
    signal: AbortSignal,
  ): AsyncGenerator<{ result: Recognition; milliseconds: number }> {
    const text = this.#text;
    const timing = { milliseconds: 0 };
    const runner = await this.runner(MODEL, { signal }, timing);
    let milliseconds = 0;
    let shown = performance.now();
    for await (const result of this.#recogniser.recognise(runner, text)) {
      signal.throwIfAborted();
      milliseconds += timing.milliseconds;
      timing.milliseconds = 0;
      if (result.done < text.length && performance.now() - shown < SHOW_EVERY) continue;
      shown = performance.now();
      yield { result, milliseconds };
    }
  }

  get #state(): State {
    return {
      phase: this.phase,
      bytes: this.bytes,
      text: this.#text,
      reading: this.#reading,
      result: this.result ?? { text: '', entities: [], rules: [], done: 0 },
      copied: this.copied ? 'link' : this.#copiedJson ? 'json' : undefined,
      remark: this.remark,
      batch: this.#batch.state,
    };
  }

  protected override render(): TemplateResult {
    return view(this.#state, this.#actions);
  }

  readonly #actions: Actions = {
    ...this.actions,
    type: (text) => {
      this.#text = text.slice(0, MOST_CHARACTERS);
      this.inputChanged();
      if (text.length > MOST_CHARACTERS) this.say(strings.cut(MOST_CHARACTERS));
      this.refresh();
    },
    read: (reading) => {
      this.#reading = reading;
      this.inputChanged();
    },
    copyLink: () => {
      this.inputChanged();
      const state = writeLink({ text: this.#text, reading: this.#reading });
      void this.copyLink(state, this.#text && TOO_LONG + strings.copyJsonInstead);
    },
    copyJson: () => void this.#copyJson(),
    batch: this.#batch,
  };

  protected override inputChanged(): void {
    this.#copiedJson = false;
    super.inputChanged();
  }

  async #copyJson(): Promise<void> {
    this.inputChanged();
    const entities = marks(this.#state);
    this.#copiedJson = await this.copy(JSON.stringify({ text: this.#text, entities }, null, 2));
    this.say(this.#copiedJson ? '' : strings.noClipboard);
  }
}

/** One row for each name; a text without any has a row of its own. */
function csvRows({ text, entities }: BatchRow): Record<string, string | number>[] {
  const { csv, types } = strings;
  const row = (entity?: Entity): Record<string, string | number> => ({
    [csv.text]: text,
    [csv.name]: entity?.text ?? '',
    [csv.type]: entity ? types[entity.type] : '',
    [csv.start]: entity?.start ?? '',
    [csv.end]: entity?.end ?? '',
    [csv.score]: entity?.score.toFixed(4) ?? '',
  });
  return entities.length === 0 ? [row()] : entities.map(row);
}
