/** What the calculator looks like for a given state; rendered by the build for its defaults, by Lit live. */
import { html, nothing, type TemplateResult } from 'lit';
import { fieldView, type Values } from '../ui/fields.ts';
import { logChart } from '../ui/log-chart.ts';
import { chineseNumber, scientific, significant } from '../ui/numbers.ts';
import {
  linkButton,
  presetChips,
  stands,
  toolRemarks,
  type ToolActions,
  type ToolState,
} from '../ui/tool.ts';
import {
  costs,
  TOKENS_PER_PARAMETER,
  trainingMoney,
  type CostInputs,
  type Costs,
} from './model.ts';
import { fields, gpus, groups, presets, type FieldId, type TrainingPreset } from './presets.ts';

export interface State extends ToolState<FieldId> {
  /** Parameters of the book's own model, for its preset. */
  readonly own: number;
}

type Actions = ToolActions<FieldId>;

/** The fields in the units of the equations. */
export function toInputs(values: Values<FieldId>): CostInputs {
  return {
    parameters: values.n * 1e8,
    tokens: values.d * 1e8,
    peak: values.peak * 1e12,
    bandwidth: values.bandwidth * 1e12,
    watts: values.watts,
    trainingUse: values.mfu / 100,
    servingUse: values.use / 100,
    price: values.price,
    gpus: values.gpus,
    dailyTokens: values.daily * 1e8,
  };
}

export function view(state: State, actions?: Actions): TemplateResult {
  const all = presets(state.own);
  const preset = all.find((candidate) => stands(candidate, state.values));
  const inputs = toInputs(state.values);
  const result = costs(inputs);
  return html`<div class="demo demo-tool">
    <div class="demo-controls">
      ${presetChips('现成的例子', all, state, actions)}
      ${groups.map(
        ({ title, fields: ids }, i) =>
          html`<details class="demo-group" ?open=${i === 0}>
            <summary>${title}</summary>
            <div class="demo-fields">
              ${ids.includes('peak') ? gpuSelect(state, actions) : nothing}
              ${ids.map((id) => fieldView('training-cost', id, fields[id], state, actions))}
            </div>
          </details>`,
      )}
    </div>
    <p class="demo-input demo-setting">${setting(state.values)}</p>
    ${toolRemarks(fields, state)}
    <p class="demo-headline" role="status">${headline(result)}</p>
    ${results(result, inputs, preset)}
    <p class="demo-hint demo-note">
      ${preset?.published ? `公开数字：${preset.published.source}。` : ''}${
        preset?.note ?? '这组数是你设的，没有公开数字可比。'
      }金额都是美元，只含租卡。
    </p>
    ${chart(inputs, result)} ${linkButton(state, actions)}
  </div>`;
}

function gpuName(values: Values<FieldId>): string | undefined {
  return gpus.find((gpu) => stands(gpu, values))?.name;
}

function setting(values: Values<FieldId>): string {
  const { n, d, mfu, price, gpus: count, peak } = values;
  return (
    `${chineseNumber(n * 1e8)}参数，${chineseNumber(d * 1e8)}词元；` +
    `${count.toLocaleString('en-US')}张${gpuName(values) ?? `${significant(peak)}TFLOPS的卡`}，` +
    `利用率${significant(mfu)}%，每卡时${significant(price)}美元`
  );
}

function gpuSelect({ values }: State, actions?: Actions): TemplateResult {
  const chosen = gpuName(values);
  return html`<div class="demo-field">
    <label for="training-cost-gpu">型号</label>
    <select
      id="training-cost-gpu"
      ?disabled=${!actions}
      @change=${(event: Event) => {
        const name = (event.target as HTMLSelectElement).value;
        const gpu = gpus.find((candidate) => candidate.name === name);
        if (gpu) actions?.set(gpu.values);
      }}
    >
      ${gpus.map(
        ({ name }) =>
          html`<option value=${name} ?selected=${name === chosen} .selected=${name === chosen}>
            ${name}
          </option>`,
      )}
      <option value="" ?selected=${!chosen} .selected=${!chosen}>自己填</option>
    </select>
    <p class="demo-hint">选一种，或者直接改后面三项。</p>
  </div>`;
}

interface Row {
  readonly name: string;
  readonly value: string;
  readonly published?: string | undefined;
}

function headline({ gpuHours, days, money, perMillion }: Costs): string {
  return (
    `训练${chineseNumber(gpuHours)}卡时，${chineseNumber(days, 3)}天，${dollars(money)}；` +
    `服务每百万词元${dollars(perMillion)}`
  );
}

function results(
  result: Costs,
  inputs: CostInputs,
  preset: TrainingPreset | undefined,
): TemplateResult {
  const { operations, gpuHours, days, money, energy } = result;
  const { perMillion, batch, dailyMoney, servingGpus } = result;
  const { published } = preset ?? {};
  const training: Row[] = [
    {
      name: '运算量6ND',
      value: `${scientific(operations)}次`,
      published: compared(operations, published?.operations, scientific),
    },
    {
      name: '卡时',
      value: chineseNumber(gpuHours),
      published: compared(gpuHours, published?.gpuHours, chineseNumber),
    },
    { name: '天数', value: `${chineseNumber(days, 3)}天` },
    { name: '租卡费用', value: dollars(money) },
    { name: '用电', value: `${chineseNumber(energy, 3)}度` },
  ];
  const serving: Row[] = [
    { name: '每百万词元', value: dollars(perMillion) },
    { name: '每批至少', value: `${chineseNumber(batch)}个请求` },
    {
      name: `每天${chineseNumber(inputs.dailyTokens)}词元`,
      value: `${dollars(dailyMoney)}，${chineseNumber(servingGpus)}张卡`,
    },
  ];
  return html`<table class="demo-results">
    <thead>
      <tr>
        <th scope="col">训练一次</th>
        <th scope="col">算得</th>
        <th scope="col">公开数字</th>
      </tr>
    </thead>
    <tbody>
      ${training.map(resultRow)}
    </tbody>
    <thead>
      <tr>
        <th scope="col">拿来服务</th>
        <th scope="col">算得</th>
        <td></td>
      </tr>
    </thead>
    <tbody>
      ${serving.map(resultRow)}
    </tbody>
  </table>`;
}

function resultRow({ name, value, published = '' }: Row): TemplateResult {
  return html`<tr>
    <th scope="row">${name}</th>
    <td>${value}</td>
    <td>${published}</td>
  </tr>`;
}

/** A published figure and how far the computed one is from it. */
function compared(
  computed: number,
  published: number | undefined,
  format: (value: number) => string,
): string {
  if (published === undefined) return '';
  const percent = (computed / published - 1) * 100;
  const sign = percent < 0 ? '−' : '+';
  return `${format(published)}（${sign}${Math.abs(percent).toFixed(1)}%）`;
}

function dollars(value: number): string {
  if (value < 0.01) return '不到1美分';
  return value < 1000 ? `${value.toFixed(2)}美元` : `${chineseNumber(value)}美元`;
}

function chart(inputs: CostInputs, { money }: Costs): TemplateResult {
  return html`<section aria-label="费用随参数量的变化">
    <h4>费用随参数量的变化</h4>
    ${logChart({
      x: [1e6, 1e13],
      y: [1e-4, 1e12],
      xLabel: '参数量',
      yLabel: '租卡费用（美元）',
      format: (value) => chineseNumber(value, 2),
      every: 2,
      series: [
        { name: `词元固定为${chineseNumber(inputs.tokens)}`, at: (n) => trainingMoney(inputs, n) },
        {
          name: `词元为参数的${TOKENS_PER_PARAMETER}倍`,
          at: (n) => trainingMoney(inputs, n, TOKENS_PER_PARAMETER * n),
        },
      ],
      point: { x: inputs.parameters, y: money },
    })}
    <p class="demo-hint">
      两轴都按10的幂等距。圆点是现在这组数。词元固定，参数翻倍，费用翻倍；词元跟着参数涨，参数翻倍，费用变成4倍。
    </p>
  </section>`;
}
