import { fileURLToPath } from 'node:url';
import { unified } from '@astrojs/markdown-remark';
import mdx from '@astrojs/mdx';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import mermaid from 'astro-mermaid';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';
import { missingDiagrams, remarkDiagrams } from './src/build/diagrams.ts';
import { embedScripts } from './src/build/embed.ts';
import { inferenceAssets } from './src/build/inference-assets.ts';
import { katexFonts } from './src/build/katex-fonts.ts';
import { rehypeEmptyHeads } from './src/build/rehype-empty-heads.ts';
import { rehypeLeanMath } from './src/build/rehype-lean-math.ts';
import { rehypeLineBreaks } from './src/build/rehype-line-breaks.ts';
import { offlineReading } from './src/build/offline.ts';
import { contentPolicy } from './src/build/policy.ts';
import { relativeLinks } from './src/build/relative-links.ts';
import { remarkBook } from './src/build/remark-book.ts';
import { sidebar } from './src/build/sidebar.ts';
import { webApp } from './src/build/web-app.ts';

const base = process.env['BASE_PATH'] ?? '/';
const site = process.env['SITE_URL'] ?? 'http://localhost:4321';
const repository = process.env['REPOSITORY_URL'];
const dev = process.argv.includes('dev');

export default defineConfig({
  site,
  base,
  trailingSlash: 'ignore',
  devToolbar: { enabled: false },
  markdown: {
    processor: unified({
      remarkPlugins: [remarkMath, remarkBook, [remarkDiagrams, { base }]],
      rehypePlugins: [rehypeKatex, rehypeLeanMath, rehypeLineBreaks, rehypeEmptyHeads],
    }),
  },
  integrations: [
    inferenceAssets(),
    embedScripts(),
    // Its script of 200 kB is worth it only while a diagram has no SVG yet.
    ...(dev || missingDiagrams().length > 0 ? [mermaid({ enableLog: false })] : []),
    starlight({
      title: 'AI大模型创业',
      locales: { root: { label: '简体中文', lang: 'zh-CN' } },
      sidebar: sidebar(),
      pagefind: false,
      credits: false,
      lastUpdated: false,
      customCss: ['./src/site/theme.css', './src/site/book.css', './src/demos/demos.css'],
      favicon: '/favicon.svg',
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
      ...(repository && { editLink: { baseUrl: `${repository}/edit/main/` } }),
      components: {
        Footer: './src/site/Footer.astro',
        Head: './src/site/Head.astro',
        PageTitle: './src/site/PageTitle.astro',
        Search: './src/site/Search.astro',
        ThemeProvider: './src/site/ThemeProvider.astro',
      },
      // Long lines of code break: on a phone, or magnified, one need not scroll in two directions.
      expressiveCode: { themes: ['github-light', 'github-dark'], defaultProps: { wrap: true } },
    }),
    mdx(),
    relativeLinks(),
    contentPolicy(),
    webApp(),
    // It takes down the hashes of all pages, so nothing may change them after it.
    offlineReading(),
  ],
  vite: {
    // English is for embeds only, which have bundles of their own.
    define: { 'globalThis.DEMO_LANGUAGE': JSON.stringify('zh') },
    plugins: [katexFonts()],
    resolve: {
      alias: [
        {
          find: /^.*\/TableOfContents\/starlight-toc$/,
          replacement: fileURLToPath(new URL('./src/site/toc.ts', import.meta.url)),
        },
      ],
    },
    // A font inside the stylesheet would be loaded by pages that never use it.
    build: { assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined) },
    // Scripts find each other wherever the site was put; relative-links.ts does the same for the rest.
    experimental: {
      renderBuiltUrl: (_, { hostType }) => (hostType === 'js' ? { relative: true } : undefined),
    },
  },
});
