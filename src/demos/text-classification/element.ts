import type { PropertyValues, TemplateResult } from 'lit';
import type { LoadedModel } from '../../inference/engine.ts';
import { toInferenceError } from '../../inference/errors.ts';
import { engine } from '../engine.ts';
import { DemoElement } from '../ui/demo-element.ts';
import { BATCH_LIMIT, parseBatch, toCsv } from './batch.ts';
import { classify, influences, LINEAR, NEURAL, toOpinion } from './classify.ts';
import { presets } from './presets.ts';
import type { Recorded } from './recorded.ts';
import { emptyBatch, view, type BatchState, type Result } from './view.ts';

/** Headlines of a batch in one run of the model. */
const CHUNK = 64;
/** A file larger than this is no list of headlines. */
const FILE_LIMIT = 5_000_000;

/** The live demo `text-classification`. */
class TextClassificationDemo extends DemoElement<Result> {
  protected override readonly models = [NEURAL, LINEAR];
  #text = presets[0]?.text ?? '';
  #labels: Recorded['labels'] = [];
  #copied = false;
  #batch: BatchState = emptyBatch;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('recorded')) {
      const { result, labels } = JSON.parse(this.recorded) as Recorded;
      this.result = result;
      this.#labels = labels;
      this.#text = result.text;
    }
    if (changed.has('state') && this.state)
      this.#text = new URLSearchParams(this.state).get('text') ?? this.#text;
  }

  /** The neural model alone: its answer comes first, the linear model follows while it is read. */
  protected override load(signal: AbortSignal): Promise<LoadedModel> {
    const bytes = engine.bytes([NEURAL]);
    return engine.load(NEURAL, {
      signal,
      onProgress: ({ received }) => this.showProgress({ received, total: bytes }),
    });
  }

  protected override async *compute(
    signal: AbortSignal,
  ): AsyncGenerator<{ result: Result; milliseconds: number }> {
    const text = this.#text.trim();
    if (!text) {
      yield { result: { text, used: 0, total: 0, influences: [] }, milliseconds: 0.1 };
      return;
    }
    const timing = { milliseconds: 0 };
    const neural = await this.runner(NEURAL, signal, timing);
    const [answer] = await classify(NEURAL, neural, [text]);
    if (!answer) return;
    const { milliseconds } = timing;
    const opinion = toOpinion(answer);
    let result: Result = {
      text,
      used: answer.usedCharacters,
      total: answer.totalCharacters,
      neural: opinion,
      influences: [{ text, drop: 0 }],
    };
    yield { result, milliseconds };
    result = { ...result, influences: await influences(neural, text, opinion) };
    yield { result, milliseconds };
    const [other] = await classify(LINEAR, await this.runner(LINEAR, signal), [text]);
    if (other) yield { result: { ...result, linear: toOpinion(other) }, milliseconds };
  }

  protected override render(): TemplateResult {
    return view(
      {
        phase: this.phase,
        bytes: this.bytes,
        text: this.#text,
        result: this.result ?? { text: '', used: 0, total: 0, influences: [] },
        labels: this.#labels,
        copied: this.#copied,
        batch: this.#batch,
      },
      {
        ...this.actions,
        type: (text) => {
          this.#text = text;
          this.#copied = false;
          this.requestUpdate();
          this.refresh();
        },
        copyLink: () => void this.#copyLink(),
        setBatch: (source) => this.#setBatch({ source }),
        openFile: (file) => void this.#openFile(file),
        runBatch: () => void this.#runBatch(),
        downloadBatch: () => this.#downloadBatch(),
      },
    );
  }

  async #copyLink(): Promise<void> {
    // Where the clipboard is refused, the link is still in the address bar.
    this.#copied = await this.copyLink(new URLSearchParams({ text: this.#text }));
    this.requestUpdate();
  }

  #setBatch(change: Partial<BatchState>): void {
    this.#batch = { ...this.#batch, ...change };
    this.requestUpdate();
  }

  async #openFile(file: File | undefined): Promise<void> {
    if (!file) return;
    if (file.size > FILE_LIMIT) {
      this.#setBatch({ status: '文件超过5MB，请拆成几个再打开。' });
      return;
    }
    this.#setBatch({ source: await file.text(), status: '' });
  }

  async #runBatch(): Promise<void> {
    const all = parseBatch(this.#batch.source);
    const texts = all.slice(0, BATCH_LIMIT);
    const rows: BatchState['rows'][number][] = [];
    try {
      for (let start = 0; start < texts.length; start += CHUNK) {
        const chunk = texts.slice(start, start + CHUNK);
        const [neural, linear] = [
          await classify(NEURAL, await this.runner(NEURAL), chunk),
          await classify(LINEAR, await this.runner(LINEAR), chunk),
        ];
        for (const [i, text] of chunk.entries()) {
          const [answer, other] = [neural[i], linear[i]];
          if (!answer || !other) continue;
          const probability = answer.scores[answer.label] ?? 0;
          rows.push({ text, label: answer.label, probability, linear: other.label });
        }
        this.#setBatch({ status: `已判断${rows.length}条，共${texts.length}条。` });
      }
      const differing = rows.filter(({ label, linear }) => label !== linear).length;
      const dropped = all.length - texts.length;
      this.#setBatch({
        rows,
        status:
          `判断了${rows.length}条，两个模型有${differing}条意见不一。` +
          (rows.length > 200 ? '表里只列前200条，下载的文件是全部。' : '') +
          (dropped > 0 ? `超出上限的${dropped}条没有判断。` : ''),
      });
    } catch (error) {
      this.#setBatch({ rows, status: toInferenceError(error).message });
    }
  }

  #downloadBatch(): void {
    const zh = (id: string): string => this.#labels.find((label) => label.id === id)?.zh ?? id;
    const csv = toCsv(
      this.#batch.rows.map(({ text, label, probability, linear }) => ({
        标题: text,
        小神经网络: zh(label),
        概率: probability.toFixed(4),
        线性模型: zh(linear),
      })),
    );
    this.download('headlines.csv', csv);
  }
}

/** Registers the element, once, and gives its constructor. */
export function define(): CustomElementConstructor {
  const name = 'ai-demo-text-classification';
  if (!customElements.get(name)) customElements.define(name, TextClassificationDemo);
  return TextClassificationDemo;
}
