/**
 * `npm run diagrams`: draws the Mermaid diagrams of the book as SVG, light and dark, into
 * `public/diagrams/`, and removes those that nothing uses any more. Needs a browser.
 */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import {
  DIAGRAMS,
  THEMES,
  diagramFile,
  findDiagrams,
  missingDiagrams,
  type Theme,
} from '../src/build/diagrams.ts';
import { BROWSER_ARGS, findBrowser } from './find-browser.ts';

const FONT = "'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif";

/** Mermaid's `base` theme in the colours of src/site/theme.css. */
const COLOURS: Record<Theme, Record<string, string>> = {
  light: {
    background: '#f8f4ea',
    primaryColor: '#fdfbf6',
    primaryTextColor: '#1f1c17',
    primaryBorderColor: '#8a5a00',
    secondaryColor: '#f6e7c3',
    tertiaryColor: '#f6f2ea',
    lineColor: '#615b50',
    textColor: '#1f1c17',
    edgeLabelBackground: '#f8f4ea',
    clusterBkg: '#f6f2ea',
    clusterBorder: '#cfc8ba',
  },
  dark: {
    background: '#201f1b',
    primaryColor: '#191815',
    primaryTextColor: '#f4efe6',
    primaryBorderColor: '#efc769',
    secondaryColor: '#3a2d0c',
    tertiaryColor: '#24231f',
    lineColor: '#a39d92',
    textColor: '#f4efe6',
    edgeLabelBackground: '#201f1b',
    clusterBkg: '#24231f',
    clusterBorder: '#3a3833',
  },
};

const diagrams = findDiagrams();
const missing = missingDiagrams();
mkdirSync(DIAGRAMS, { recursive: true });
for (const file of readdirSync(DIAGRAMS))
  if (!diagrams.has(file.split('.')[0] ?? '')) rmSync(path.join(DIAGRAMS, file));

if (missing.length > 0) {
  const browser = await chromium.launch({ executablePath: findBrowser(), args: BROWSER_ARGS });
  const page = await browser.newPage();
  await page.setContent('<!doctype html><html lang="zh-CN"><body></body></html>');
  await page.addScriptTag({
    content: readFileSync(path.resolve('node_modules/mermaid/dist/mermaid.min.js'), 'utf8'),
  });
  for (const hash of missing) {
    for (const theme of THEMES) {
      const svg = await page.evaluate(
        async ({ source, config, id }) => {
          const { mermaid } = globalThis as unknown as {
            mermaid: {
              initialize(config: object): void;
              render(id: string, source: string): Promise<{ svg: string }>;
            };
          };
          mermaid.initialize(config);
          return (await mermaid.render(id, source)).svg;
        },
        {
          id: `d${hash}`,
          source: diagrams.get(hash) ?? '',
          config: {
            startOnLoad: false,
            securityLevel: 'strict',
            theme: 'base',
            darkMode: theme === 'dark',
            fontFamily: FONT,
            themeVariables: { ...COLOURS[theme], fontFamily: FONT, fontSize: '16px' },
            themeCSS: `.edgeLabel .background { opacity: 1; fill: ${COLOURS[theme]['edgeLabelBackground']}; }`,
            // Labels as SVG text: HTML labels do not show where the SVG is used as an image.
            htmlLabels: false,
            // Nodes stand close: a phone is some 290 px wide inside a figure.
            flowchart: {
              htmlLabels: false,
              useMaxWidth: false,
              padding: 10,
              nodeSpacing: 20,
              rankSpacing: 36,
            },
          },
        },
      );
      writeFileSync(diagramFile(hash, theme), svg);
    }
    console.log(`drew ${hash}`);
  }
  await browser.close();
}
console.log(`${diagrams.size} diagrams, ${missing.length} drawn.`);
