import { build, type BuildOptions } from 'esbuild';

/**
 * A classic script with all it needs: modules are refused in a sandbox, from a folder, and by older browsers as workers.
 * @throws {Error} when esbuild cannot make it of `options`.
 */
export async function bundle(options: BuildOptions): Promise<Uint8Array> {
  const { outputFiles } = await build({
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    ...options,
    write: false,
  });
  const [script] = outputFiles;
  if (!script) throw new Error('a script is empty');
  return script.contents;
}
