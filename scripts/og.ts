/**
 * `npm run og`: draws what a shared link shows, the cover (`public/cover.png`) and a picture of each demo's
 * recorded result (`public/og/<id>.png`), the cover of the EPUB, the picture of the README, a demo brought to life in
 * its chapter (`docs/screenshot.png`), and measures how high the embeds are. Needs a browser.
 *
 * The pictures are kept with the sources: what a machine without Chinese fonts would draw is no use.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { demoLabel } from '../src/book/book.ts';
import { TITLE } from '../src/book/parts.ts';
import { demoIds, embedded } from '../src/embed/embedded.ts';
import { PICTURE } from '../src/embed/snippets.ts';
import { COVER_FILE, coverDocument } from './editions/cover.ts';
import { BROWSER_ARGS, findBrowser } from './find-browser.ts';
import { buildSite, serve } from './site.ts';

/** CSS pixels are drawn larger, so that a picture can be read as small as feeds show it. */
const SCALE = 1.35;
/** Width of a column of text, for which the usual height of an embed holds. */
const COLUMN = 720;
const COLOURS = 64;
/** The demo of the README's picture. */
const LIVE = 'text-classification';
const LIMIT = 60_000;

const COVER_STYLE = `
  header.header, .content-panel:not(:has(.cover)), .hero, .contents, .ways, footer, .small { display: none !important; }
  .main-frame, main, .content-panel, .sl-container { padding: 0 !important; margin: 0 !important; max-width: none !important; }
  .face { box-sizing: border-box; width: 100vw; height: 100vh; min-height: 0 !important; padding: 2rem 2.5rem !important;
    grid-template-columns: 1.35fr 1fr !important; background: #fbf8f1; }
  .face h1 { font-size: 3.7rem !important; }
  .face .promise { font-size: 1.3rem; }
  .picture { max-height: 88vh !important; }`;

const CARD_STYLE = `
  html, body { overflow: hidden; }
  body { height: 100vh; background: #fbf8f1; }
  main { padding: 1.25rem 1.75rem 0; }
  .demo { padding: 1rem 1.25rem; }
  .demo-recorded { display: none !important; }
  .card-title { margin: 0 0 0.8rem; display: flex; justify-content: space-between; align-items: baseline; gap: 1rem;
    font: 700 1.7rem/1.4 var(--book-serif); color: #1f1c17; }
  .card-title small { font-size: 0.95rem; color: #8a5a00; }
  body::after { content: ''; position: fixed; inset: auto 0 0; height: 3rem;
    background: linear-gradient(transparent, #fbf8f1); }`;

const dist = path.resolve('dist');
buildSite(dist);
const { url, close } = await serve(dist);
const browser = await chromium.launch({ executablePath: findBrowser(), args: BROWSER_ARGS });
const context = await browser.newContext({
  viewport: {
    width: Math.round(PICTURE.width / SCALE),
    height: Math.round(PICTURE.height / SCALE),
  },
  deviceScaleFactor: SCALE,
  colorScheme: 'light',
});
const page = await context.newPage();

await page.goto(url);
await page.addStyleTag({ content: COVER_STYLE });
await save(page, 'public/cover.png');

const portrait = await browser.newPage({ deviceScaleFactor: 2 });
await portrait.setContent(coverDocument(dist));
writeFileSync(COVER_FILE, await small(await portrait.locator('.cover').screenshot()));
await portrait.close();

mkdirSync('public/og', { recursive: true });
const pictures = demoIds().map((id) => `${id}.png`);
for (const file of readdirSync('public/og'))
  if (!pictures.includes(file)) rmSync(path.join('public/og', file));

const heights: Record<string, number> = {};
for (const id of demoIds()) {
  const { title, label } = embedded(id);
  await page.goto(`${url}embed/${id}/?hide=controls,caption`, { waitUntil: 'networkidle' });
  await page.addStyleTag({ content: CARD_STYLE });
  await page.evaluate(
    ([text = '', source = '']) => {
      const heading = Object.assign(document.createElement('p'), {
        className: 'card-title',
        textContent: text,
      });
      heading.append(Object.assign(document.createElement('small'), { textContent: source }));
      document.querySelector('main')?.prepend(heading);
    },
    [title, `${TITLE}${label && ` · ${label}`}`],
  );
  await save(page, `public/og/${id}.png`);

  const column = await browser.newPage({ viewport: { width: COLUMN, height: 600 } });
  await column.goto(`${url}embed/${id}/`, { waitUntil: 'networkidle' });
  heights[id] = await column.evaluate(() =>
    Math.ceil(document.body.getBoundingClientRect().height),
  );
  await column.close();
}
writeFileSync('src/embed/heights.json', `${JSON.stringify(heights, null, 2)}\n`);

const chapter = await browser.newPage({ viewport: { width: 1280, height: 860 } });
await chapter.goto(`${url}${demoLabel(LIVE)?.page}/`);
const live = chapter.locator(`ai-demo[name="${LIVE}"]`);
await live.scrollIntoViewIfNeeded();
await live.locator('.demo-run button:enabled').click();
await live.locator('.demo-status', { hasText: '现场结果' }).waitFor();
await live.evaluate((element) => element.scrollIntoView());
writeFileSync('docs/screenshot.png', await small(await chapter.screenshot()));

await browser.close();
close();

/** Saves what `page` shows, with few colours, so that the file stays small. */
async function save(page: Page, file: string): Promise<void> {
  const shot = sharp(await page.screenshot()).resize(PICTURE.width, PICTURE.height);
  const png = await small(await shot.toBuffer());
  if (png.length > LIMIT) throw new Error(`${file} has ${png.length} bytes, more than ${LIMIT}`);
  writeFileSync(file, png);
  console.log(`${file}: ${png.length} bytes`);
}

function small(png: Buffer): Promise<Buffer> {
  return sharp(png)
    .png({ palette: true, colours: COLOURS, compressionLevel: 9, effort: 10 })
    .toBuffer();
}
