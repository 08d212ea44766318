import type { PropertyValues, TemplateResult } from 'lit';
import { toCsv } from '../ui/batch.ts';
import { BatchRunner } from '../ui/batch-runner.ts';
import { DemoElement } from '../ui/demo-element.ts';
import { TOO_LONG } from '../ui/link-text.ts';
import { readLink, writeLink } from './link.ts';
import { presets } from './presets.ts';
import type { Recorded } from './recorded.ts';
import { MODEL, Recogniser, type Recognition } from './recognise.ts';
import {
  marks,
  TYPE_NAMES,
  view,
  type Actions,
  type BatchRow,
  type Reading,
  type State,
} from './view.ts';

/** Milliseconds between two showings of a long text that is being read. */
const SHOW_EVERY = 400;

/** The live demo `ner`. */
class NerDemo extends DemoElement<Recognition> {
  protected override readonly models = [MODEL];
  readonly #recogniser = new Recogniser();
  #text = presets[0]?.text ?? '';
  #reading: Reading = 'model';
  #copied: State['copied'];
  #remark = '';
  readonly #batch = new BatchRunner<BatchRow>(this, {
    run: async (texts) => this.#recogniser.all(await this.runner(MODEL), texts),
    summary: (rows) => `一共找到${rows.reduce((sum, row) => sum + row.entities.length, 0)}个名字`,
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
    if (restored) [this.#text, this.#reading] = [restored.text, restored.reading];
    else this.#remark = '链接里的文字读不出来，先放一段现成的。';
  }

  protected override async *compute(
    signal: AbortSignal,
  ): AsyncGenerator<{ result: Recognition; milliseconds: number }> {
    const text = this.#text;
    const timing = { milliseconds: 0 };
    const runner = await this.runner(MODEL, signal, timing);
    // Sentences that are known take no time; 0 would mean that nothing has run yet.
    let milliseconds = 0.1;
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
      copied: this.#copied,
      remark: this.#remark,
      batch: this.#batch.state,
    };
  }

  protected override render(): TemplateResult {
    return view(this.#state, this.#actions);
  }

  readonly #actions: Actions = {
    ...this.actions,
    type: (text) => {
      this.#text = text;
      this.#changed();
      this.refresh();
    },
    read: (reading) => {
      this.#reading = reading;
      this.#changed();
    },
    copyLink: () => void this.#copyLink(),
    copyJson: () => void this.#copyJson(),
    batch: this.#batch,
  };

  #changed(): void {
    this.#copied = undefined;
    this.#remark = '';
    this.requestUpdate();
  }

  async #copyLink(): Promise<void> {
    this.#changed();
    const state = writeLink({ text: this.#text, reading: this.#reading });
    if (!state) this.#remark = this.#text ? `${TOO_LONG}可以复制为JSON。` : '';
    else if (await this.copyLink(state)) this.#copied = 'link';
    else this.#remark = '链接在地址栏里，请从那里复制。';
    this.requestUpdate();
  }

  async #copyJson(): Promise<void> {
    this.#changed();
    const entities = marks(this.#state);
    if (await this.copy(JSON.stringify({ text: this.#text, entities }, null, 2)))
      this.#copied = 'json';
    else this.#remark = '浏览器没有让网页写剪贴板。';
    this.requestUpdate();
  }
}

/** One row for each name; a text without any has a row of its own. */
function csvRows({ text, entities }: BatchRow): Record<string, string | number>[] {
  if (entities.length === 0)
    return [{ 文字: text, 名字: '', 类型: '', 起点: '', 终点: '', 把握: '' }];
  return entities.map((entity) => ({
    文字: text,
    名字: entity.text,
    类型: TYPE_NAMES[entity.type],
    起点: entity.start,
    终点: entity.end,
    把握: entity.score.toFixed(4),
  }));
}

/** Registers the element, once, and gives its constructor. */
export function define(): CustomElementConstructor {
  const name = 'ai-demo-ner';
  if (!customElements.get(name)) customElements.define(name, NerDemo);
  return NerDemo;
}
