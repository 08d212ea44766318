import type { PropertyValues, TemplateResult } from 'lit';
import { isAbort, toInferenceError } from '../../inference/errors.ts';
import { toCsv } from '../ui/batch.ts';
import { BatchRunner } from '../ui/batch-runner.ts';
import { DemoElement } from '../ui/demo-element.ts';
import { nameOf } from '../ui/labels.ts';
import { TOO_LONG } from '../ui/link-text.ts';
import { strings as shared } from '../ui/strings.ts';
import { classify, influences, LINEAR, NEURAL, toOpinion, withoutInfluences } from './classify.ts';
import { readLink, writeLink } from './link.ts';
import { presets } from './presets.ts';
import type { Recorded } from './recorded.ts';
import { strings } from './strings.ts';
import { view, type BatchRow, type Opinion, type Result, type State } from './view.ts';

/** The live demo `text-classification`. */
export default class TextClassificationDemo extends DemoElement<Result> {
  protected override readonly models = [NEURAL, LINEAR];
  #text = presets[0]?.text ?? '';
  #labels: Recorded['labels'] = [];
  #linear: State['linear'];
  readonly #batch = new BatchRunner<BatchRow>(this, {
    run: async (texts, signal) => {
      const neural = await classify(NEURAL, await this.runner(NEURAL, { signal }), texts);
      const linear = await classify(LINEAR, await this.runner(LINEAR, { signal }), texts);
      return texts.flatMap((text, i) => {
        const [answer, other] = [neural[i], linear[i]];
        if (!answer || !other) return [];
        const probability = answer.scores[answer.label] ?? 0;
        return [{ text, label: answer.label, probability, linear: other.label }];
      });
    },
    summary: (rows) =>
      strings.disagreements(rows.filter(({ label, linear }) => label !== linear).length),
    save: (rows) => this.#saveBatch(rows),
  });

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('recorded')) {
      const { result, labels } = JSON.parse(this.recorded) as Recorded;
      this.result = result;
      this.#labels = labels;
      this.#text = result.text;
    }
    if (changed.has('state') && this.state) this.#restore(this.state);
  }

  #restore(state: string): void {
    const text = readLink(state);
    if (text === undefined) {
      this.remark = strings.unreadableLink;
      return;
    }
    this.#text = text;
    this.refresh(0);
  }

  protected override async *compute(
    signal: AbortSignal,
  ): AsyncGenerator<{ result: Result; milliseconds: number }> {
    const text = this.#text.trim();
    this.#linear = undefined;
    if (!text) {
      yield { result: { text, used: 0, total: 0, influences: [] }, milliseconds: 0 };
      return;
    }
    const timing = { milliseconds: 0 };
    const neural = await this.runner(NEURAL, { signal }, timing);
    const [answer] = await classify(NEURAL, neural, [text]);
    if (!answer) return;
    const { milliseconds } = timing;
    // What is known of this very text stays on show, so that nothing moves while it is computed again.
    const known = this.result?.text === text ? this.result : undefined;
    let result: Result = {
      text,
      used: answer.usedCharacters,
      total: answer.totalCharacters,
      neural: toOpinion(answer),
      linear: known?.linear,
      influences: known?.influences ?? withoutInfluences(text, answer),
    };
    yield { result, milliseconds };
    result = { ...result, influences: await influences(neural, text, answer) };
    yield { result, milliseconds };
    const linear = await this.#askLinear(text, signal);
    if (linear) yield { result: { ...result, linear }, milliseconds };
  }

  /** The linear model's answer; where it fails, that is said in its place, and the other model's stands. */
  async #askLinear(text: string, signal: AbortSignal): Promise<Opinion | undefined> {
    const say = (linear: State['linear']): void => {
      this.#linear = linear;
      this.requestUpdate();
    };
    try {
      const runner = await this.runner(LINEAR, {
        signal,
        onProgress: (progress) => say({ kind: 'loading', ...progress }),
      });
      const [answer] = await classify(LINEAR, runner, [text]);
      say(undefined);
      return answer && toOpinion(answer);
    } catch (error) {
      if (isAbort(error)) throw error;
      say({ kind: 'failed', message: shared.error(toInferenceError(error)) });
      return undefined;
    }
  }

  protected override render(): TemplateResult {
    return view(
      {
        phase: this.phase,
        bytes: this.bytes,
        text: this.#text,
        result: this.result ?? { text: '', used: 0, total: 0, influences: [] },
        linear: this.#linear,
        labels: this.#labels,
        copied: this.copied,
        remark: this.remark,
        batch: this.#batch.state,
      },
      {
        ...this.actions,
        type: (text) => {
          this.#text = text;
          this.inputChanged();
          this.refresh();
        },
        copyLink: () => void this.copyLink(writeLink(this.#text), this.#text && TOO_LONG),
        retryLinear: () => this.refresh(0),
        batch: this.#batch,
      },
    );
  }

  #saveBatch(rows: readonly BatchRow[]): void {
    const name = (id: string): string => nameOf(id, this.#labels);
    const csv = toCsv(
      rows.map(({ text, label, probability, linear }) => ({
        [strings.headline]: text,
        [strings.neural]: name(label),
        [strings.probability]: probability.toFixed(4),
        [strings.linear]: name(linear),
      })),
    );
    this.download('headlines.csv', csv);
  }
}
