/**
 * Makes the built site independent of the place it is put at: every address that starts at the site's root
 * becomes one relative to the page or stylesheet it stands in. `404.html` alone is left as it is: servers
 * answer with it at any depth, so only an address from the root, with `BASE_PATH`, can be right there.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { AstroIntegration } from 'astro';
import { parse, type DefaultTreeAdapterMap } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];

/** Attributes that hold an address. */
const ADDRESSES = new Set(['href', 'src', 'poster', 'action', 'data', 'xlink:href']);

/** Attributes that hold addresses with a size each. */
const ADDRESS_LISTS = new Set(['srcset', 'imagesrcset']);

/**
 * For servers that answer `/chapter` with the page of `/chapter/`: mends the address before anything
 * relative to it is read. Without an origin, in a sandbox, only a new load can.
 */
const SLASH_GUARD =
  '<script>if(!/(\\/|\\.html)$/.test(location.pathname)){' +
  'const at=location.pathname+"/"+location.search+location.hash;' +
  'try{history.replaceState(history.state,"",at)}catch{location.replace(at)}}</script>';

/** Integration, to stand before those that take hashes: rewrites the pages and stylesheets in the output folder. */
export function relativeLinks(): AstroIntegration {
  let base = '/';
  return {
    name: 'relative-links',
    hooks: {
      'astro:config:done': ({ config }) => {
        base = config.base.replace(/\/?$/, '/');
      },
      'astro:build:done': async ({ dir }) => {
        for (const name of await readdir(dir, { recursive: true })) {
          const file = name.split(path.sep).join('/');
          const rewrite = /\.html$/.test(file) ? relativeHtml : /\.css$/.test(file) && relativeCss;
          if (!rewrite || file === '404.html') continue;
          const target = new URL(file, dir);
          await writeFile(target, rewrite(await readFile(target, 'utf8'), file, base));
        }
      },
    },
  };
}

/** @param file path of the page from the site's root. */
export function relativeHtml(html: string, file: string, base: string): string {
  return mapAddresses(html, (address) => relativeAddress(address, file, base)).replace(
    /<head>(<meta charset[^>]*>)?/,
    `$&${SLASH_GUARD}`,
  );
}

/** @param file path of the stylesheet from the site's root. */
export function relativeCss(css: string, file: string, base: string): string {
  return mapCss(css, (address) => relativeAddress(address, file, base));
}

/**
 * `address` as seen from `file`, if it starts at the site's root; any other as it is.
 * @param file path from the site's root.
 * @param base where the site's root is, with a slash at both ends.
 */
export function relativeAddress(address: string, file: string, base: string): string {
  if (!address.startsWith(base) || address.startsWith('//')) return address;
  const [, target = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(address.slice(base.length)) ?? [];
  const relative = path.posix.relative(`/${path.posix.dirname(file)}`, `/${target}`);
  if (target && !target.endsWith('/')) return relative + rest;
  if (relative) return `${relative}/${rest}`;
  return rest.startsWith('#') ? rest : `./${rest}`;
}

/** The page with every address in it replaced by what `map` makes of it; all else stays to the byte. */
export function mapAddresses(html: string, map: (address: string) => string): string {
  const edits: { start: number; end: number; text: string }[] = [];
  const edit = (start: number, end: number, change: (text: string) => string): void => {
    const text = html.slice(start, end);
    const changed = change(text);
    if (changed !== text) edits.push({ start, end, text: changed });
  };
  for (const node of walk(parse(html, { sourceCodeLocationInfo: true }))) {
    if (!('tagName' in node)) continue;
    for (const [name, { startOffset, endOffset }] of Object.entries(
      node.sourceCodeLocation?.attrs ?? {},
    )) {
      const mapped = ADDRESSES.has(name)
        ? map
        : ADDRESS_LISTS.has(name) && ((list: string) => mapList(list, map));
      if (!mapped) continue;
      edit(startOffset, endOffset, (attribute) =>
        attribute.replace(
          /^([^=]*=\s*)(["']?)(.*)\2$/s,
          (whole: string, before: string, quote: string, value: string) => {
            // An ampersand is all that Astro and Starlight escape in an address.
            const address = value.replaceAll('&amp;', '&');
            const changed = mapped(address);
            if (changed === address) return whole;
            return before + quote + changed.replaceAll('&', '&amp;') + quote;
          },
        ),
      );
    }
    const [content] = node.tagName === 'style' ? node.childNodes : [];
    const inside = content?.sourceCodeLocation;
    if (inside) edit(inside.startOffset, inside.endOffset, (css) => mapCss(css, map));
  }
  let at = 0;
  const pieces = edits
    .sort((a, b) => a.start - b.start)
    .flatMap(({ start, end, text }) => {
      const kept = html.slice(at, start);
      at = end;
      return [kept, text];
    });
  return pieces.join('') + html.slice(at);
}

/** An element, or another node, and all that it contains. */
export function* walk(node: Node): Generator<Node> {
  yield node;
  if ('content' in node) yield* walk(node.content);
  if ('childNodes' in node) for (const child of node.childNodes) yield* walk(child);
}

function mapList(list: string, map: (address: string) => string): string {
  return list.replace(
    /(^|,\s+)(\S+)/g,
    (_, before: string, address: string) => before + map(address),
  );
}

function mapCss(css: string, map: (address: string) => string): string {
  return css.replace(
    /\burl\(\s*(["']?)([^"')]+)\1\s*\)/g,
    (_, quote: string, address: string) => `url(${quote}${map(address)}${quote})`,
  );
}
