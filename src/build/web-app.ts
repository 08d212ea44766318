/** Makes the book installable: the web app manifest, and icons drawn from the favicon. */
import { readFile } from 'node:fs/promises';
import type { AstroIntegration } from 'astro';
import sharp from 'sharp';
import { TITLE } from '../book/parts.ts';
import { writeFiles } from './write-files.ts';

/** Ground of the favicon, and the dark theme's. */
const GROUND = '#1d1c19';
const PAPER = '#fbf8f1';

/** Of a maskable icon only the circle with 80 % of its width is sure to be seen. */
const SAFE = 0.75;
/** iOS rounds the corners itself and lets nothing shine through. */
const ROUNDED = 0.9;

const icon = (src: string, sizes: string, purpose = 'any') => ({
  src,
  sizes,
  type: src.endsWith('.svg') ? 'image/svg+xml' : 'image/png',
  purpose,
});

/** Addresses are relative to the manifest, so that it holds wherever the site is put. */
const MANIFEST = {
  name: TITLE,
  short_name: 'AI大模型创业',
  description: '一本可以动手的书：书里的演示是真的模型，在你自己的浏览器里运行。',
  lang: 'zh-CN',
  dir: 'ltr',
  start_url: './',
  scope: './',
  display: 'standalone',
  // For the moment before a page is there; its own `theme-color` then follows light and dark.
  background_color: PAPER,
  theme_color: PAPER,
  categories: ['books', 'education'],
  icons: [
    icon('favicon.svg', 'any'),
    icon('icons/192.png', '192x192'),
    icon('icons/512.png', '512x512'),
    icon('icons/maskable-512.png', '512x512', 'maskable'),
  ],
};

/** Integration: writes `manifest.json` and `icons/` into the output folder. */
export function webApp(): AstroIntegration {
  let favicon: URL;
  return {
    name: 'web-app',
    hooks: {
      'astro:config:done': ({ config }) => {
        favicon = new URL('favicon.svg', config.publicDir);
      },
      'astro:build:done': async ({ dir }) => {
        const svg = await readFile(favicon, 'utf8');
        await writeFiles(dir, [
          ['icons/180.png', await draw(onGround(svg, ROUNDED), 180)],
          ['icons/192.png', await draw(svg, 192)],
          ['icons/512.png', await draw(svg, 512)],
          ['icons/maskable-512.png', await draw(onGround(svg, SAFE), 512)],
          ['manifest.json', `${JSON.stringify(MANIFEST, null, 2)}\n`],
        ]);
      },
    },
  };
}

/** The picture shrunk to `scale`, on a ground without corners. */
function onGround(svg: string, scale: number): string {
  const margin = `${((1 - scale) / 2) * 100}%`;
  const inner = svg.replace(
    '<svg ',
    `<svg x="${margin}" y="${margin}" width="${scale * 100}%" height="${scale * 100}%" `,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="${GROUND}"/>${inner}</svg>`;
}

function draw(svg: string, size: number): Promise<Buffer> {
  // Drawn at its final size: density is in dots for each of the picture's 72 units.
  return sharp(Buffer.from(svg), { density: (72 * size) / 64 })
    .resize(size, size)
    .png({ palette: true, compressionLevel: 9 })
    .toBuffer();
}
