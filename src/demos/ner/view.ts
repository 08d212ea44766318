/** What the demo looks like for a given state; rendered by the build for the recorded result, by Lit live. */
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { formatProbability } from '../ui/bars.ts';
import { batchPanel, type BatchActions, type BatchState } from '../ui/batch-panel.ts';
import type { Phase } from '../ui/phase.ts';
import { runPanel, type RunActions } from '../ui/run-panel.ts';
import type { Entity, EntityType } from './pipeline.ts';
import { presets } from './presets.ts';
import type { Recognition } from './recognise.ts';
import { remarks } from './remarks.ts';
import type { RuleEntity } from './rules.ts';
import { compare, cut, follow, lines, type Comparison, type Span } from './spans.ts';

export const READINGS = ['model', 'rules', 'both'] as const;
/** Whose names are marked: the model's, the rules', or where they differ. */
export type Reading = (typeof READINGS)[number];

/** A text of a batch with what was found in it. */
export type BatchRow = Recognition;

export interface State {
  readonly phase: Phase;
  /** Bytes that a first run downloads. */
  readonly bytes: number;
  readonly text: string;
  readonly reading: Reading;
  readonly result: Recognition;
  readonly copied: 'link' | 'json' | undefined;
  readonly remark: string;
  readonly batch: BatchState<BatchRow>;
}

export interface Actions extends RunActions {
  type(text: string): void;
  read(reading: Reading): void;
  copyLink(): void;
  copyJson(): void;
  readonly batch: BatchActions;
}

const READING_NAMES: Readonly<Record<Reading, string>> = {
  model: '模型',
  rules: '规则',
  both: '两者的差别',
};

export const TYPE_NAMES: Readonly<Record<EntityType, string>> = {
  PER: '人名',
  LOC: '地名',
  ORG: '机构',
};

/** Rows in the list of names. */
const LISTED = 60;

type Found = Entity | RuleEntity;
type Place = Comparison<Entity, RuleEntity>;

export function view(state: State, actions?: Actions): TemplateResult {
  const { phase, bytes, text, reading } = state;
  return html`<div class="demo demo-ner">
    <div class="demo-controls">
      <div class="demo-presets" tabindex="0" role="group" aria-label="现成的文字">
        ${presets.map(
          (preset) =>
            html`<button
              type="button"
              class="demo-chip"
              aria-pressed=${preset.text === text ? 'true' : 'false'}
              ?disabled=${!actions}
              @click=${() => actions?.type(preset.text)}
            >
              <small>${preset.kind}</small>${preset.name}
            </button>`,
        )}
      </div>
      <label class="demo-label" for="ner-text">一段文字，整篇文章也行</label>
      <textarea
        id="ner-text"
        rows="4"
        spellcheck="false"
        ?disabled=${!actions}
        .value=${text}
        @input=${(event: InputEvent) => actions?.type((event.target as HTMLTextAreaElement).value)}
      ></textarea>
      ${runPanel(phase, bytes, actions)}
      <fieldset class="demo-choice">
        <legend class="sr-only">标出谁找到的名字</legend>
        ${READINGS.map(
          (value) =>
            html`<label>
              <input
                type="radio"
                name="ner-reading"
                value=${value}
                ?disabled=${!actions}
                .checked=${value === reading}
                ?checked=${value === reading}
                @change=${() => actions?.read(value)}
              />${READING_NAMES[value]}
            </label>`,
        )}
      </fieldset>
    </div>
    <p class="demo-recorded">录制的结果，由同一个模型在制作本书时算出。</p>
    ${reading === 'both' ? comparison(state) : marked(state)}
    <div class="demo-controls">
      <p class="demo-tools">
        <button
          type="button"
          class="demo-button"
          ?disabled=${!actions}
          @click=${() => actions?.copyJson()}
        >
          ${state.copied === 'json' ? '已复制' : '复制为JSON'}
        </button>
        <button
          type="button"
          class="demo-button"
          ?disabled=${!actions}
          @click=${() => actions?.copyLink()}
        >
          ${state.copied === 'link' ? '已复制' : '复制这一段的链接'}
        </button>
      </p>
      ${batchPanel(
        state.batch,
        {
          demo: 'ner',
          live: phase.kind === 'live',
          columns: ['文字', '模型', '规则'],
          cells: ({ text: line, entities, rules }) => html`
            <td>${line}</td>
            <td>${listed(entities)}</td>
            <td>${listed(rules)}</td>
          `,
        },
        actions?.batch,
      )}
    </div>
  </div>`;
}

function listed(found: readonly Found[]): string {
  return found.map(({ text, type }) => `${text}（${TYPE_NAMES[type]}）`).join('') || '没有';
}

/** What is marked: the spans of the latest result, moved along with the reader's edits. */
export function marks({ reading, result, text }: State): readonly Found[] {
  const found: readonly Found[] = reading === 'rules' ? result.rules : result.entities;
  return follow(found, result.text, text);
}

function remarkList({ phase, text, result, remark }: State): TemplateResult {
  const edited = text !== result.text;
  const notes = [
    ...(remark ? [remark] : []),
    ...(edited && phase.kind === 'recorded'
      ? ['改动的地方还没有识别。点「在你的设备上运行」，看你写的这一段。']
      : []),
    ...remarks(text),
  ];
  const percent = Math.floor((100 * result.done) / Math.max(1, result.text.length));
  return html`<ul class="demo-remarks">
    ${notes.map((note) => html`<li>${note}</li>`)}
    ${percent < 100 && result.text ? html`<li>文章较长，已识别${percent}%。</li>` : nothing}
  </ul>`;
}

function marked(state: State): TemplateResult {
  const spans = marks(state);
  return html`${textBox(state.text, spans, mark)} ${legend()} ${remarkList(state)} ${list(spans)}`;
}

/** The text with its marks; of a long one only the lines that changed are drawn again. */
function textBox<T extends Span>(
  text: string,
  spans: readonly T[],
  draw: (text: string, span: T) => TemplateResult,
): TemplateResult {
  return html`<div class="demo-marked" role="region" tabindex="0" aria-label="标出名字的原文">
    ${lines(text || '（空）', spans).map((line) =>
      guard(
        [JSON.stringify(line)],
        () =>
          html`<p>
            <span
              >${cut(line).map(({ text: piece, span }) => (span ? draw(piece, span) : piece))}</span
            >
          </p>`,
      ),
    )}
  </div>`;
}

function mark(text: string, span: Found): TemplateResult {
  const score = 'score' in span ? ` ${formatShort(span.score)}` : '';
  return html`<mark class=${span.type.toLowerCase()}
    >${text}<sub>${TYPE_NAMES[span.type]}${score}</sub></mark
  >`;
}

/** 「98%」; what is not certain is not 100 %. */
function formatShort(probability: number): string {
  return `${Math.min(99, Math.round(probability * 100))}%`;
}

function legend(): TemplateResult {
  return html`<p class="demo-hint demo-legend">
    ${Object.entries(TYPE_NAMES).map(
      ([type, name]) => html`<mark class=${type.toLowerCase()}>${name}</mark> `,
    )}
    百分数是模型对这一处起点、终点与类型全对的把握；规则没有把握可言。
  </p>`;
}

/** Each name once, with how often it occurs and the least certain occurrence. */
function list(spans: readonly Found[]): TemplateResult {
  const names = new Map<string, { span: Found; count: number; least: number }>();
  for (const span of spans) {
    const key = `${span.type} ${span.text}`;
    const score = 'score' in span ? span.score : NaN;
    const known = names.get(key);
    names.set(key, {
      span,
      count: (known?.count ?? 0) + 1,
      least: Math.min(known?.least ?? 1, score),
    });
  }
  const rows = [...names.values()];
  return html`<div class="demo-table demo-names" tabindex="0" role="region" aria-label="名字清单">
    <table>
      <thead>
        <tr>
          <th scope="col">名字</th>
          <th scope="col">类型</th>
          <th scope="col">次数</th>
          <th scope="col">最低的把握</th>
        </tr>
      </thead>
      <tbody>
        ${rows.slice(0, LISTED).map(
          ({ span, count, least }) =>
            html`<tr>
              <td>${span.text}</td>
              <td>${TYPE_NAMES[span.type]}</td>
              <td>${count}</td>
              <td>${Number.isNaN(least) ? '无' : formatProbability(least)}</td>
            </tr>`,
        )}
        ${
          rows.length === 0
            ? html`<tr>
                <td colspan="4">没有找到名字。</td>
              </tr>`
            : nothing
        }
      </tbody>
    </table>
    ${
      rows.length > LISTED
        ? html`<p class="demo-hint">
            只列前${LISTED}个，共${rows.length}个；「复制为JSON」是全部。
          </p>`
        : nothing
    }
  </div>`;
}

const KINDS: Readonly<Record<Place['kind'], string>> = {
  same: '一致',
  first: '只有模型',
  second: '只有规则',
  differs: '不一样',
};

function comparison(state: State): TemplateResult {
  const { result, text } = state;
  const places = compare(
    follow(result.entities, result.text, text),
    follow(result.rules, result.text, text),
  );
  const count = (kind: Place['kind']): number =>
    places.filter((place) => place.kind === kind).length;
  const differing = places.filter(({ kind }) => kind !== 'same');
  return html`${textBox(
      text,
      places,
      (piece, { kind }) => html`<mark class=${kind}>${piece}<sub>${KINDS[kind]}</sub></mark>`,
    )}
    <p class="demo-hint demo-legend">
      一致${count('same')}处，只有模型找到${count('first')}处，只有规则找到${count('second')}处，边界或类型不一样${count('differs')}处。
    </p>
    ${remarkList(state)}
    <div class="demo-table demo-names" tabindex="0" role="region" aria-label="两者的差别">
      <table>
        <thead>
          <tr>
            <th scope="col">原文</th>
            <th scope="col">模型</th>
            <th scope="col">规则</th>
          </tr>
        </thead>
        <tbody>
          ${differing.slice(0, LISTED).map(
            ({ start, end, first, second }) =>
              html`<tr>
                <td>${text.slice(start, end)}</td>
                <td>${listed(first)}</td>
                <td>${listed(second)}</td>
              </tr>`,
          )}
          ${
            differing.length === 0
              ? html`<tr>
                  <td colspan="3">没有差别。</td>
                </tr>`
              : nothing
          }
        </tbody>
      </table>
    </div>`;
}
