/** A page of the site as it works from a folder. */
import path from 'node:path';
import type { Element, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { toHtml } from 'hast-util-to-html';
import { toString } from 'hast-util-to-string';
import { visit } from 'unist-util-visit';
import { classicScript, type ClassicScript, type PageModule } from './classic-scripts.ts';

/** What the rest of the edition must know of a page. */
export interface PortablePage {
  readonly html: string;
  /** Files of the site that the page loads, by their paths. */
  readonly assets: ReadonlySet<string>;
  readonly script: ClassicScript | undefined;
}

/** Links in the head that mean something without a server. */
const KEPT_LINKS = new Set(['stylesheet', 'icon', 'home']);

/** Attributes with what a page loads; the script of an embed stands there in either language. */
const LOADED = ['src', 'poster', 'dataZh', 'dataEn'] as const;

/**
 * @param file path of the page in the site.
 * @param pages paths of all pages of the edition.
 * @param online address of the online book, where links to what the edition leaves out lead to.
 */
export async function portablePage(
  site: string,
  file: string,
  html: string,
  pages: ReadonlySet<string>,
  online: string | undefined,
): Promise<PortablePage> {
  const tree = fromHtml(html);
  const assets = new Set<string>();
  const modules: PageModule[] = [];
  let placeOfScript: { parent: Element | Root; element: Element } | undefined;

  edit(tree, (element, parent) => {
    const { tagName, properties } = element;
    if (tagName === 'script' && properties['type'] === 'module') {
      const { src } = properties;
      const module =
        typeof src === 'string' ? { file: resolve(file, src).path } : { text: toString(element) };
      if (!modules.some((known) => JSON.stringify(known) === JSON.stringify(module)))
        modules.push(module);
      if (placeOfScript) return 'remove';
      placeOfScript = { parent, element };
      return 'keep';
    }
    if (isForServersOnly(element, online)) return 'remove';
    if (tagName === 'a') relink(element, file, pages, online);
    else if (tagName === 'iframe')
      properties['src'] = toPage(String(properties['src']), file, pages);
    else if (tagName === 'link') {
      if (!rels(element).includes('home'))
        assets.add(resolve(file, String(properties['href'])).path);
    } else
      for (const name of LOADED) {
        const address = properties[name];
        if (typeof address === 'string' && !isElsewhere(address))
          assets.add(resolve(file, address).path);
      }
    return 'keep';
  });

  if (!placeOfScript) return { html: toHtml(tree), assets, script: undefined };
  const script = await classicScript(site, modules);
  // Deferred, it runs when modules would.
  placeOfScript.element.properties = { defer: true, src: relative(file, script.name) };
  placeOfScript.element.children = [];
  return { html: toHtml(tree), assets, script };
}

/** Visits all elements, those in templates too; `change` says what to do with each. */
function edit(
  tree: Root,
  change: (element: Element, parent: Element | Root) => 'keep' | 'remove',
): void {
  visit(tree, 'element', (element, index, parent) => {
    if (element.content) edit(element.content, change);
    if (!parent || index === undefined) return undefined;
    if (change(element, parent as Element | Root) === 'keep') return undefined;
    parent.children.splice(index, 1);
    return index;
  });
}

/** What other sites, search engines or the server want to know; without an online book its addresses are nobody's. */
function isForServersOnly(element: Element, online: string | undefined): boolean {
  const { tagName, properties } = element;
  if (tagName === 'link') return !rels(element).some((rel) => KEPT_LINKS.has(rel));
  // A policy counts on an origin, which a folder has not, and on the scripts that were replaced.
  if (tagName === 'meta' && properties['httpEquiv']) return true;
  if (tagName === 'meta')
    return /^(og|twitter):/.test(String(properties['property'] ?? properties['name']));
  return !online && ((properties['className'] ?? []) as string[]).includes('book-embed');
}

function rels(element: Element): string[] {
  return (element.properties['rel'] ?? []) as string[];
}

/** Points a link to the page's file, or to the online book, or, where there is none, makes it plain text. */
function relink(
  element: Element,
  file: string,
  pages: ReadonlySet<string>,
  online: string | undefined,
): void {
  const { href } = element.properties;
  if (typeof href !== 'string' || href.startsWith('#') || isElsewhere(href)) return;
  const target = resolve(file, href);
  if (pages.has(pageFile(target.path))) {
    element.properties['href'] = toPage(href, file, pages);
    return;
  }
  delete element.properties['href'];
  delete element.properties['download'];
  if (online) element.properties['href'] = new URL(target.path + target.rest, online).href;
}

/** The address of the page's own file: a folder has nobody who would look for `index.html` in it. */
function toPage(address: string, file: string, pages: ReadonlySet<string>): string {
  const { path: target, rest } = resolve(file, address);
  if (!pages.has(pageFile(target))) throw new Error(`${file}: ${address} is no page`);
  return relative(file, pageFile(target)) + rest;
}

/** The file of the page at `target`, a path in the site. */
export function pageFile(target: string): string {
  return /(^|\/)$/.test(target) ? `${target}index.html` : target;
}

function isElsewhere(address: string): boolean {
  return /^([a-z][a-z+.-]*:|\/\/)/i.test(address);
}

/** The path in the site that `address` on page `file` means, and its query and fragment. */
function resolve(file: string, address: string): { path: string; rest: string } {
  const { pathname, search, hash } = new URL(address, `http://site/${file}`);
  return { path: decodeURIComponent(pathname.slice(1)), rest: search + hash };
}

function relative(from: string, to: string): string {
  return path.posix.relative(path.posix.dirname(from), to);
}
