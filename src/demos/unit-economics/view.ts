/** What the calculator looks like for a given state; rendered by the build for its defaults, by Lit live. */
import { html, type TemplateResult } from 'lit';
import type { Values } from '../ui/fields.ts';
import { significant } from '../ui/numbers.ts';
import { linkButton, settings, type ToolActions, type ToolState } from '../ui/tool.ts';
import { strings as shared } from '../ui/tool-strings.ts';
import { economics, net, sensitivities, type Economics, type EconomicsInputs } from './model.ts';
import { fields, groups, presets, type FieldId } from './presets.ts';
import { strings } from './strings.ts';

/** What is on show. */
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

/** @param actions missing while nothing can be done yet: in the recorded result. */
export function view(state: State, actions?: Actions): TemplateResult {
  const inputs = toInputs(state.values);
  const result = economics(inputs);
  return html`<div class="demo demo-tool">
    ${settings(
      {
        demo: 'unit-economics',
        presets,
        groups: (['customer', 'use', 'tokens'] as const).map((name, i) => ({
          title: strings.groups[name],
          fields: groups[name],
          open: i < 2,
        })),
        fields,
        setting: setting(state.values),
      },
      state,
      actions,
    )}
    <p class="demo-headline" role="status">${headline(result)}</p>
    ${results(result, inputs)}
    <p class="demo-hint demo-note">${strings.note}</p>
    ${tornado(inputs)} ${linkButton(state, actions)}
  </div>`;
}

function setting(values: Values<FieldId>): string {
  const n = (value: number): string => significant(value, 6);
  const { routed, cached } = values;
  return (
    strings.setting({
      price: n(values.p),
      calls: n(values.q),
      tokensIn: n(values.in),
      tokensOut: n(values.out),
      churn: n(values.churn),
      acquisition: n(values.cac),
    }) +
    (routed > 0 ? strings.routed(n(routed)) : '') +
    (cached > 0 ? strings.cached(n(cached)) : '')
  );
}

function yuan(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.1) return strings.yuan(significant(value, 3));
  const digits = Math.abs(value) < 1000 ? 1 : 0;
  // Not 「−0.0」.
  const rounded = Number(value.toFixed(digits)) || 0;
  const text = rounded.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return strings.yuan(text.replace('-', '−'));
}

function headline({ contribution, margin, ltv, payback }: Economics): string {
  return (
    strings.headline({
      contribution: yuan(contribution),
      margin: percent(margin),
      ltv: yuan(ltv),
    }) + (Number.isFinite(payback) ? strings.paidBack(payback) : strings.neverPaidBack)
  );
}

function results(result: Economics, { calls, acquisition }: EconomicsInputs): TemplateResult {
  const { perCall, modelCost, contribution, margin, lifetime, ltv, payback, breakEven } = result;
  const losing = contribution <= 0;
  const rows: [name: string, value: string, formula: string][] = [
    [strings.perCall, strings.yuan(significant(perCall)), 'k'],
    [strings.modelCost, yuan(modelCost), 'qk'],
    [strings.contribution, yuan(contribution), 'g＝p−qk−f'],
    [strings.margin, percent(margin), 'g/p'],
    [strings.lifetime, strings.months(significant(lifetime, 3)), '1/λ'],
    ['LTV', yuan(ltv), 'g/λ'],
    [strings.ratio, ratio(ltv, acquisition), 'g/(λA)'],
    [
      strings.payback,
      Number.isFinite(payback) ? strings.months(String(payback)) : strings.never,
      strings.paybackFormula,
    ],
    [strings.breakEven, strings.callsAMonth(significant(Math.floor(breakEven), 6)), '(p−f)/k'],
  ];
  return html`<table class="demo-results">
      <thead>
        <tr>
          <th scope="col">${strings.customer}</th>
          <th scope="col">${shared.computed}</th>
          <th scope="col">${strings.how}</th>
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
  if (losing) return strings.losing(contribution === 0 ? undefined : yuan(-contribution));
  if (!Number.isFinite(payback)) return strings.leavingTooFast;
  return strings.room(significant(breakEven / calls, 2));
}

function percent(share: number): string {
  return `${(Number((share * 100).toFixed(1)) || 0).toString().replace('-', '−')}%`;
}

function ratio(ltv: number, acquisition: number): string {
  return ltv < 0 ? strings.negative : significant(ltv / acquisition, 2);
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
  return html`<section aria-label=${strings.sensitivity}>
    <div class="demo-title">${strings.sensitivity}</div>
    <table class="demo-tornado" style="--now: ${at(now).toFixed(1)}%">
      <thead>
        <tr>
          <th scope="col">${strings.onlyThis}</th>
          <th scope="col" class="number"><i class="low"></i>${strings.lower}</th>
          <td></td>
          <th scope="col" class="number"><i class="high"></i>${strings.higher}</th>
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
    <p class="demo-hint">${strings.sensitivityHint(yuan(now))}</p>
  </section>`;
}
