/** Makes the scripts of embeds: two for each embed page, one a language, and `embed.js` for the pages around them. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { BuildOptions } from 'esbuild';
import type { Plugin } from 'vite';
import { demoIds, embedded } from '../embed/embedded.ts';
import type { DemoId } from '../demos/registry.ts';
import { bundle } from './bundle.ts';
import { collect } from './inference-assets.ts';
import { writeFiles } from './write-files.ts';

const VIRTUAL = 'virtual:embed-scripts';

/** Path relative to the site's base -> how to bundle it. */
type Bundles = ReadonlyMap<string, BuildOptions>;

/** Gives pages `virtual:embed-scripts`, which maps the paths of scripts to their hashes, and the site the scripts. */
export function embedScripts(): AstroIntegration {
  const scripts = new Map<string, Uint8Array>();
  return {
    name: 'embed-scripts',
    hooks: {
      'astro:config:setup': async ({ config, updateConfig }) => {
        const all = await bundles(fileURLToPath(config.root));
        for (const [name, options] of all) scripts.set(name, await bundle(options));
        updateConfig({ vite: { plugins: [plugin(all, scripts)] } });
      },
      'astro:build:done': ({ dir }) => writeFiles(dir, scripts),
    },
  };
}

async function bundles(root: string): Promise<Bundles> {
  const { index } = await collect(root);
  const ids = demoIds();
  const page = (id: DemoId, language: string): BuildOptions => ({
    stdin: {
      contents:
        `import Live from './src/demos/${id}/element.ts';` +
        `import { start } from './src/embed/page.ts';` +
        `start(Live);`,
      resolveDir: root,
    },
    define: { 'globalThis.DEMO_LANGUAGE': JSON.stringify(language) },
    plugins: [
      {
        name: 'inference-assets',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^virtual:inference-assets$/ }, ({ path }) => ({
            path,
            namespace: 'virtual',
          }));
          onLoad({ filter: /.*/, namespace: 'virtual' }, () => ({
            contents: JSON.stringify(index),
            loader: 'json',
          }));
        },
      },
    ],
  });
  const pages = ids.flatMap((id): [string, BuildOptions][] => [
    [`embed/${id}/demo.js`, page(id, 'zh')],
    [`embed/${id}/demo.en.js`, page(id, 'en')],
  ]);
  const known = ids
    .map(embedded)
    .map(({ id, title, englishTitle, height }) => [id, [title, englishTitle, height]]);
  return new Map([
    ...pages,
    [
      'embed.js',
      {
        entryPoints: [path.join(root, 'src/embed/embed.ts')],
        define: { AI_DEMOS: JSON.stringify(Object.fromEntries(known)) },
      },
    ],
  ]);
}

function plugin(all: Bundles, scripts: ReadonlyMap<string, Uint8Array>): Plugin {
  const hashes = [...scripts].map(([name, content]) => [
    name,
    createHash('sha256').update(content).digest('hex').slice(0, 12),
  ]);
  return {
    name: 'embed-scripts',
    resolveId: (id) => (id === VIRTUAL ? `\0${VIRTUAL}` : null),
    load: (id) =>
      id === `\0${VIRTUAL}`
        ? `export default ${JSON.stringify(Object.fromEntries(hashes))};`
        : null,
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = request.url?.split('?')[0]?.slice(server.config.base.length) ?? '';
        const options = all.get(name);
        if (!options) return next();
        // Bundled anew, since the sources may have changed.
        bundle(options).then((content) => {
          response.setHeader('Content-Type', 'text/javascript; charset=utf-8');
          response.end(content);
        }, next);
      });
    },
  };
}
