/** What the calculator looks like for a given state; rendered by the build for its defaults, by Lit live. */
import { html, type TemplateResult } from 'lit';
import type { Values } from '../ui/fields.ts';
import { logChart } from '../ui/log-chart.ts';
import { largeNumber, scientific, significant } from '../ui/numbers.ts';
import {
  linkButton,
  settings,
  stands,
  type FieldGroup,
  type ToolActions,
  type ToolState,
} from '../ui/tool.ts';
import { strings as shared } from '../ui/tool-strings.ts';
import {
  costs,
  TOKENS_PER_PARAMETER,
  trainingMoney,
  type CostInputs,
  type Costs,
} from './model.ts';
import { fields, gpus, groups, presets, type FieldId, type TrainingPreset } from './presets.ts';
import { strings } from './strings.ts';

/** What is on show. */
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

/** @param actions missing while nothing can be done yet: in the recorded result. */
export function view(state: State, actions?: Actions): TemplateResult {
  const all = presets(state.own);
  const preset = all.find((candidate) => stands(candidate, state.values));
  const inputs = toInputs(state.values);
  const result = costs(inputs);
  const groupOf = (name: keyof typeof groups): FieldGroup<FieldId> => ({
    title: strings.groups[name],
    fields: groups[name],
    open: name === 'training',
  });
  return html`<div class="demo demo-tool">
    ${settings(
      {
        demo: 'training-cost',
        presets: all,
        groups: [
          groupOf('training'),
          { ...groupOf('gpu'), before: gpuSelect(state, actions) },
          groupOf('serving'),
        ],
        fields,
        setting: setting(state.values),
      },
      state,
      actions,
    )}
    <p class="demo-headline" role="status">${headline(result)}</p>
    ${results(result, inputs, preset)}
    <p class="demo-hint demo-note">${strings.note(preset?.published?.source, preset?.note)}</p>
    ${chart(inputs, result)} ${linkButton(state, actions)}
  </div>`;
}

function gpuName(values: Values<FieldId>): string | undefined {
  return gpus.find((gpu) => stands(gpu, values))?.name;
}

function setting(values: Values<FieldId>): string {
  const { n, d, mfu, price, gpus: count, peak } = values;
  return strings.setting({
    parameters: largeNumber(n * 1e8),
    tokens: largeNumber(d * 1e8),
    gpus: count.toLocaleString('en-US'),
    gpu: gpuName(values) ?? strings.someGpu(significant(peak)),
    use: significant(mfu),
    price: significant(price),
  });
}

function gpuSelect({ values }: State, actions?: Actions): TemplateResult {
  const chosen = gpuName(values);
  return html`<div class="demo-field">
    <label for="training-cost-gpu">${strings.gpu}</label>
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
      <option value="" ?selected=${!chosen} .selected=${!chosen}>${strings.ownGpu}</option>
    </select>
    <p class="demo-hint">${strings.gpuHint}</p>
  </div>`;
}

interface Row {
  readonly name: string;
  readonly value: string;
  readonly published?: string | undefined;
}

function headline({ gpuHours, days, money, perMillion }: Costs): string {
  return strings.headline({
    gpuHours: largeNumber(gpuHours),
    days: largeNumber(days, 3),
    money: dollars(money),
    perMillion: dollars(perMillion),
  });
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
      name: strings.operations,
      value: strings.times(scientific(operations)),
      published: compared(operations, published?.operations, scientific),
    },
    {
      name: strings.gpuHours,
      value: largeNumber(gpuHours),
      published: compared(gpuHours, published?.gpuHours, largeNumber),
    },
    { name: strings.days, value: strings.inDays(largeNumber(days, 3)) },
    { name: strings.money, value: dollars(money) },
    { name: strings.energy, value: strings.kilowattHours(largeNumber(energy, 3)) },
  ];
  const serving: Row[] = [
    { name: strings.perMillion, value: dollars(perMillion) },
    { name: strings.batch, value: strings.requests(largeNumber(batch)) },
    {
      name: strings.daily(largeNumber(inputs.dailyTokens)),
      value: strings.dailyCost(dollars(dailyMoney), largeNumber(servingGpus)),
    },
  ];
  return html`<table class="demo-results">
    <thead>
      <tr>
        <th scope="col">${strings.training}</th>
        <th scope="col">${shared.computed}</th>
        <th scope="col">${strings.published}</th>
      </tr>
    </thead>
    <tbody>
      ${training.map(resultRow)}
    </tbody>
    <thead>
      <tr>
        <th scope="col">${strings.serving}</th>
        <th scope="col">${shared.computed}</th>
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
  return strings.compared(format(published), `${sign}${Math.abs(percent).toFixed(1)}%`);
}

function dollars(value: number): string {
  if (value < 0.01) return strings.lessThanACent;
  return strings.dollars(value < 1000 ? value.toFixed(2) : largeNumber(value));
}

function chart(inputs: CostInputs, { money }: Costs): TemplateResult {
  return html`<section aria-label=${strings.chart}>
    <div class="demo-title">${strings.chart}</div>
    ${logChart({
      x: [1e6, 1e13],
      y: [1e-4, 1e12],
      xLabel: strings.xLabel,
      yLabel: strings.yLabel,
      format: (value) => largeNumber(value, 2),
      every: 2,
      series: [
        {
          name: strings.fixedTokens(largeNumber(inputs.tokens)),
          at: (n) => trainingMoney(inputs, n),
        },
        {
          name: strings.growingTokens(TOKENS_PER_PARAMETER),
          at: (n) => trainingMoney(inputs, n, TOKENS_PER_PARAMETER * n),
        },
      ],
      point: { x: inputs.parameters, y: money },
    })}
    <p class="demo-hint">${strings.chartHint}</p>
  </section>`;
}
