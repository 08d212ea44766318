/** What the calculator looks like for a given state; rendered by the build for its defaults, by Lit live. */
import { html, type TemplateResult } from 'lit';
import { fieldView, type Values } from '../ui/fields.ts';
import { significant } from '../ui/numbers.ts';
import {
  linkButton,
  presetChips,
  toolRemarks,
  type ToolActions,
  type ToolState,
} from '../ui/tool.ts';
import { economics, net, sensitivities, type Economics, type EconomicsInputs } from './model.ts';
import { fields, groups, presets, type FieldId } from './presets.ts';

export type State = ToolState<FieldId>;
type Actions = ToolActions<FieldId>;

const FIELD_OF: Readonly<Record<keyof EconomicsInputs, FieldId>> = {
  price: 'p',
  calls: 'q',
  tokensIn: 'in',
  tokensOut: 'out',
  priceIn: 'pin',
  priceOut: 'pout',
  overhead: 'overhead',
  routed: 'routed',
  cached: 'cached',
  other: 'f',
  churn: 'churn',
  acquisition: 'cac',
};

/** The fields in the units of the equations. */
export function toInputs(values: Values<FieldId>): EconomicsInputs {
  return {
    price: values.p,
    calls: values.q,
    tokensIn: values.in,
    tokensOut: values.out,
    priceIn: values.pin,
    priceOut: values.pout,
    overhead: values.overhead,
    routed: values.routed / 100,
    cached: values.cached / 100,
    other: values.f,
    churn: values.churn / 100,
    acquisition: values.cac,
  };
}

export function view(state: State, actions?: Actions): TemplateResult {
  const inputs = toInputs(state.values);
  const result = economics(inputs);
  return html`<div class="demo demo-tool">
    <div class="demo-controls">
      ${presetChips('现成的例子', presets, state, actions)}
      ${groups.map(
        ({ title, fields: ids }, i) =>
          html`<details class="demo-group" ?open=${i < 2}>
            <summary>${title}</summary>
            <div class="demo-fields">
              ${ids.map((id) => fieldView('unit-economics', id, fields[id], state, actions))}
            </div>
          </details>`,
      )}
    </div>
    <p class="demo-input demo-setting">${setting(state.values)}</p>
    ${toolRemarks(fields, state)}
    <p class="demo-headline" role="status">${headline(result)}</p>
    ${results(result, inputs)}
    <p class="demo-hint demo-note">金额都是人民币元。例子是虚构的，数字只为演示。</p>
    ${tornado(inputs)} ${linkButton(state, actions)}
  </div>`;
}

function setting(values: Values<FieldId>): string {
  const n = (value: number): string => significant(value, 6);
  const levers = [
    ...(values.routed > 0 ? [`路由${n(values.routed)}%`] : []),
    ...(values.cached > 0 ? [`缓存${n(values.cached)}%`] : []),
  ].map((lever) => `，${lever}`);
  return (
    `月费${n(values.p)}元，每月${n(values.q)}次，每次读${n(values.in)}写${n(values.out)}词元；` +
    `月流失${n(values.churn)}%，获客${n(values.cac)}元${levers.join('')}`
  );
}

function yuan(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.1) return `${significant(value, 3)}元`;
  const digits = Math.abs(value) < 1000 ? 1 : 0;
  // Not 「−0.0」.
  const rounded = Number(value.toFixed(digits)) || 0;
  const text = rounded.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${text.replace('-', '−')}元`;
}

function headline({ contribution, margin, ltv, payback }: Economics): string {
  return (
    `月毛利${yuan(contribution)}，毛利率${percent(margin)}；LTV ${yuan(ltv)}，` +
    (Number.isFinite(payback) ? `${payback}个月收回获客成本` : '获客成本永远收不回')
  );
}

function results(result: Economics, { calls, acquisition }: EconomicsInputs): TemplateResult {
  const { perCall, modelCost, contribution, margin, lifetime, ltv, payback, breakEven } = result;
  const losing = contribution <= 0;
  const rows: [name: string, value: string, formula: string][] = [
    ['每次调用', `${significant(perCall)}元`, 'k'],
    ['模型成本', yuan(modelCost), 'qk'],
    ['月毛利', yuan(contribution), 'g＝p−qk−f'],
    ['毛利率', percent(margin), 'g/p'],
    ['平均留多久', `${significant(lifetime, 3)}个月`, '1/λ'],
    ['LTV', yuan(ltv), 'g/λ'],
    ['LTV与获客成本之比', ratio(ltv, acquisition), 'g/(λA)'],
    ['回收期', Number.isFinite(payback) ? `${payback}个月` : '永远收不回', '毛利逐月攒够A'],
    ['盈亏平衡的用量', `每月${significant(Math.floor(breakEven), 6)}次`, '(p−f)/k'],
  ];
  return html`<table class="demo-results">
      <thead>
        <tr>
          <th scope="col">一个客户</th>
          <th scope="col">算得</th>
          <th scope="col">怎样算</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, value, formula]) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td>${value}</td>
              <td class="formula">${formula}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="demo-verdict">${verdict(losing, result, calls)}</p>`;
}

function verdict(
  losing: boolean,
  { contribution, payback, breakEven }: Economics,
  calls: number,
): string {
  if (losing)
    return `用得越久亏得越多：每个客户每月${contribution === 0 ? '不赚不亏' : `亏${yuan(-contribution)}`}。`;
  if (!Number.isFinite(payback)) return '每月有毛利，但客户走得太快，获客的钱攒不回来。';
  return `用量涨到现在的${significant(breakEven / calls, 2)}倍，毛利归零。`;
}

function percent(share: number): string {
  return `${(Number((share * 100).toFixed(1)) || 0).toString().replace('-', '−')}%`;
}

function ratio(ltv: number, acquisition: number): string {
  return ltv < 0 ? '负' : significant(ltv / acquisition, 2);
}

/** Each input's reach as a bar around the result of now; a table, so that it reads aloud. */
function tornado(inputs: EconomicsInputs): TemplateResult {
  const now = net(inputs);
  const rows = sensitivities(inputs);
  const all = rows.flatMap(({ low, high }) => [low, high]);
  const [from, to] = [Math.min(now, ...all), Math.max(now, ...all)];
  const at = (value: number): number => (to > from ? ((value - from) / (to - from)) * 100 : 50);
  const bar = (kind: string, value: number): TemplateResult => {
    const [a, b] = [Math.min(at(value), at(now)), Math.max(at(value), at(now))];
    return html`<span
      class=${kind}
      style="left: ${a.toFixed(1)}%; width: ${(b - a).toFixed(1)}%"
    ></span>`;
  };
  return html`<section aria-label="哪个数最要紧">
    <h4>哪个数最要紧</h4>
    <table class="demo-tornado" style="--now: ${at(now).toFixed(1)}%">
      <thead>
        <tr>
          <th scope="col">只动这一个</th>
          <th scope="col" class="number"><i class="low"></i>降两成</th>
          <td></td>
          <th scope="col" class="number"><i class="high"></i>升两成</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ id, low, high }) =>
            html`<tr>
              <th scope="row">${fields[FIELD_OF[id]].label}</th>
              <td class="number">${yuan(low)}</td>
              <td class="track">${bar('low', low)}${bar('high', high)}</td>
              <td class="number">${yuan(high)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="demo-hint">
      表里是LTV减去获客成本，即一个客户一共净赚多少；竖线是现在的${yuan(now)}。条越长，越值得先把这个数弄准。
    </p>
  </section>`;
}
