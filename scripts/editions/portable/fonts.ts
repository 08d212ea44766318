import { readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The stylesheet with its fonts inside: Firefox refuses a page from a folder any font that lies beside or
 * above it.
 * @param folder where the stylesheet lies.
 */
export async function inlineFonts(css: string, folder: string): Promise<string> {
  const pieces = css.split(/url\(([^()"']+\.woff2)\)/);
  const inlined = pieces.map(async (piece, i) =>
    // Every second piece is what the pattern caught, the name of a font.
    i % 2 === 0
      ? piece
      : `url(data:font/woff2;base64,${await readFile(path.join(folder, piece), 'base64')})`,
  );
  return (await Promise.all(inlined)).join('');
}
