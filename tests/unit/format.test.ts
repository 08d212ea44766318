import { render } from '@lit-labs/ssr';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { formatProbability, probabilityBars } from '../../src/demos/ui/bars.ts';
import { formatBytes, formatTime, type Phase } from '../../src/demos/ui/phase.ts';
import { runPanel } from '../../src/demos/ui/run-panel.ts';

type Template = Parameters<typeof render>[0];

/** What the server renders for a template, as a document. */
async function toDocument(template: Template): Promise<Document> {
  const html = await collectResult(render(template));
  return parseHTML(`<html><body>${html}</body></html>`).document;
}

describe('bytes', () => {
  test.each([
    [0, '0B'],
    [999, '999B'],
    [1000, '1kB'],
    [73_846, '74kB'],
    [999_499, '999kB'],
    [999_500, '1.0MB'],
    [3_687_160, '3.7MB'],
  ])('%i reads %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe('time', () => {
  test.each([
    [0, '<0.1毫秒'],
    [0.05, '0.1毫秒'],
    [0.83, '0.8毫秒'],
    [9.94, '9.9毫秒'],
    [9.96, '10毫秒'],
    [12.4, '12毫秒'],
    [999.4, '999毫秒'],
    [999.6, '1.0秒'],
    [1430, '1.4秒'],
  ])('%d ms reads %s', (milliseconds, text) => expect(formatTime(milliseconds)).toBe(text));
});

describe('probability', () => {
  test.each([
    [0, '<0.1%'],
    [0.0005, '0.1%'],
    [0.5, '50.0%'],
    [0.973, '97.3%'],
    [0.9994, '99.9%'],
    [1, '>99.9%'],
  ])('%d reads %s', (probability, text) => expect(formatProbability(probability)).toBe(text));

  test('never claims certainty', () => {
    for (let i = 0; i <= 10_000; i++)
      expect(formatProbability(i / 10_000)).not.toMatch(/^(0\.0|100\.0)%$/);
  });
});

describe('bars', () => {
  test('keep the given order and mark the most probable', async () => {
    const document = await toDocument(
      probabilityBars([
        { label: '甲', probability: 0.2 },
        { label: '乙', probability: 0.8 },
      ]),
    );
    const rows = [...document.querySelectorAll('tr')];
    expect(rows.map((row) => row.querySelector('th')?.textContent)).toEqual(['甲', '乙']);
    expect(rows.map((row) => row.className)).toEqual(['', 'top']);
    expect(rows[1]?.querySelector('span')?.getAttribute('style')).toBe('width: 80.0%');
  });

  test('mark nothing before there is an answer', async () => {
    const document = await toDocument(
      probabilityBars([
        { label: '甲', probability: 0 },
        { label: '乙', probability: 0 },
      ]),
    );
    expect(document.querySelector('.top')).toBeNull();
  });
});

describe('run panel', () => {
  const load = { rung: 'worker', transferred: 4_400_000, milliseconds: 1234 } as const;
  const cases: [Phase, string, string][] = [
    [{ kind: 'recorded' }, '在你的设备上运行（首次下载5.3MB）', '事先录制'],
    [
      { kind: 'loading', received: 1_200_000, total: 4_400_000 },
      '取消下载',
      '正在下载：1.2MB，共4.4MB',
    ],
    [{ kind: 'running' }, '已在你的设备上运行', '正在计算'],
    [
      { kind: 'live', report: load, milliseconds: 2.3 },
      '已在你的设备上运行',
      '现场结果：推理2.3毫秒；下载4.4MB，装载1.2秒，后台线程。',
    ],
    [
      { kind: 'live', report: { ...load, rung: 'main-thread', transferred: 0 }, milliseconds: 2.3 },
      '已在你的设备上运行',
      '模型取自本机缓存，装载1.2秒，页面线程。',
    ],
    [{ kind: 'failed', message: '坏了' }, '重试', '坏了'],
  ];

  test.each(cases)('says where it stands: %o', async (phase, button, status) => {
    const document = await toDocument(
      runPanel(phase, 5_300_000, { run: () => {}, cancel: () => {} }),
    );
    expect(document.querySelector('button')?.textContent?.trim()).toBe(button);
    expect(document.querySelector('[role=status]')?.textContent).toContain(status);
  });

  test('shows progress only while loading', async () => {
    const hidden = async (phase: Phase): Promise<boolean | undefined> =>
      (await toDocument(runPanel(phase, 0))).querySelector('progress')?.hasAttribute('hidden');
    expect(await hidden({ kind: 'loading', received: 0, total: 1 })).toBe(false);
    expect(await hidden({ kind: 'recorded' })).toBe(true);
  });

  test.each(['running', 'recorded'] as const)('has a button that takes focus: %s', async (kind) => {
    const panel = runPanel({ kind }, 0, { run: () => {}, cancel: () => {} });
    const button = (await toDocument(panel)).querySelector('button');
    expect(button?.hasAttribute('disabled')).toBe(false);
    expect(button?.getAttribute('aria-disabled')).toBe(kind === 'running' ? 'true' : null);
  });

  test('has a dead button where nothing can run', async () => {
    const document = await toDocument(runPanel({ kind: 'recorded' }, 0));
    expect(document.querySelector('button')?.hasAttribute('disabled')).toBe(true);
  });
});
