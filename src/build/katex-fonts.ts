import type { Plugin } from 'vite';

/** Keeps only the woff2 fonts of KaTeX's stylesheet: every browser that runs the book reads woff2. */
export function katexFonts(): Plugin {
  return {
    name: 'katex-fonts',
    enforce: 'pre',
    transform(code, id) {
      if (!/katex(\.min)?\.css/.test(id)) return null;
      return code.replace(
        /,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\(["'](?:woff|truetype)["']\)/g,
        '',
      );
    },
  };
}
