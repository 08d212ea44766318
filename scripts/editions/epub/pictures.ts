/** Pictures that stand inside a page as `data:` addresses become files, which every reading system shows. */
import { createHash } from 'node:crypto';
import type { Element } from 'hast';
import { selectAll } from 'hast-util-select';

/** Ends of names by the types of pictures that EPUB knows. */
const TYPES: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/svg+xml': 'svg',
};

/** The type of the picture in the file `name`. */
export function mediaType(name: string): string {
  return Object.keys(TYPES).find((type) => name.endsWith(`.${TYPES[type]}`)) ?? '';
}

/**
 * Moves the pictures of `content` into `files`.
 * @throws {Error} on a type that EPUB does not know.
 */
export function extractPictures(content: Element, files: Map<string, Uint8Array>): void {
  for (const image of selectAll('img[src^="data:"]', content)) {
    const [, type = '', base64, data = ''] =
      /^data:([^;,]+)(?:;charset=[^;,]*)?(;base64)?,(.*)$/s.exec(String(image.properties['src'])) ??
      [];
    const ending = TYPES[type];
    if (!ending) throw new Error(`a picture has the type "${type}", which EPUB does not know`);
    const bytes = base64 ? Buffer.from(data, 'base64') : Buffer.from(drawing(data));
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
    const name = `images/${hash}.${ending}`;
    files.set(name, bytes);
    image.properties['src'] = name;
    image.properties['alt'] ??= '';
  }
}

/** The SVG in an address. Browsers take a colour without a place to stand first, SVG 1.1 wants that said. */
function drawing(data: string): string {
  return decodeURIComponent(data).replace(/<stop (?![^>]*\boffset=)/g, '<stop offset="0" ');
}
