/**
 * Classic scripts in the place of modules: from `file://` browsers refuse to load modules. All modules of a
 * page, with everything they import now or later, become one script.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import { bundle } from '../../../src/build/bundle.ts';

/** A module of a page: a file of the site, or what stands between the tags. */
export type PageModule = { readonly file: string } | { readonly text: string };

export interface ClassicScript {
  readonly name: string;
  readonly content: Uint8Array;
}

const bundles = new Map<string, Promise<ClassicScript>>();

/**
 * One script that does what `modules` do, in their order; pages with the same modules share it.
 * @param site folder of the built site.
 */
export function classicScript(
  site: string,
  modules: readonly PageModule[],
): Promise<ClassicScript> {
  const key = JSON.stringify([site, modules]);
  const bundled = bundles.get(key) ?? oneScript(site, modules);
  bundles.set(key, bundled);
  return bundled;
}

async function oneScript(site: string, modules: readonly PageModule[]): Promise<ClassicScript> {
  const content = await bundle({
    stdin: {
      contents: modules
        .map(
          (module, i) =>
            `import ${JSON.stringify('file' in module ? `./${module.file}` : `inline:${i}`)};`,
        )
        .join('\n'),
      resolveDir: site,
    },
    define: { 'import.meta.url': 'document.baseURI', 'import.meta.resolve': 'undefined' },
    plugins: [inlineModules(modules), withoutPreload],
  });
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { name: `scripts/${hash}.js`, content };
}

function inlineModules(modules: readonly PageModule[]): Plugin {
  return {
    name: 'inline-modules',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^inline:/ }, ({ path }) => ({ path, namespace: 'inline' }));
      onLoad({ filter: /.*/, namespace: 'inline' }, ({ path }) => {
        const module = modules[Number(path.slice('inline:'.length))];
        return { contents: module && 'text' in module ? module.text : '', loader: 'js' };
      });
    },
  };
}

/** Vite has a page fetch what a later import will need; here everything is in the script already. */
const withoutPreload: Plugin = {
  name: 'without-preload',
  setup({ onLoad }) {
    onLoad({ filter: /\.js$/, namespace: 'file' }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/__vite__mapDeps\(\[[\d,]*\]\)/g, '[]'),
      loader: 'js',
    }));
  },
};
