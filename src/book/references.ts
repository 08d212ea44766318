/** The bibliography: `content/references.yaml` (CSL-YAML) formatted by citeproc. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import CSL from 'citeproc';
import { parse } from 'yaml';
import { z } from 'zod';
import { byId, cachedFile } from './cached-file.ts';

const date = z.union([z.string(), z.number()]).transform(String);

/** One entry as an author writes it: CSL's fields, with dates as plain text. */
const referenceSchema = z.looseObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  type: z.string(),
  title: z.string(),
  author: z
    .array(
      z.union([
        z.strictObject({ literal: z.string() }),
        z.strictObject({ family: z.string(), given: z.string().optional() }),
      ]),
    )
    .optional(),
  issued: date.optional(),
  accessed: date.optional(),
  URL: z.url().optional(),
  DOI: z.string().optional(),
  language: z.string().optional(),
});

export type Reference = z.infer<typeof referenceSchema>;

/** The entries of a CSL-YAML text by id. @throws {Error} on one that is malformed or listed twice. */
export function parseReferences(text: string): Map<string, Reference> {
  return byId('references.yaml', z.array(referenceSchema).parse(parse(text) ?? []));
}

/** All references of the book by id. @throws {Error} as parseReferences does. */
export const loadReferences = cachedFile('references.yaml', parseReferences);

/** The entry `id` as HTML, without its link. @throws {Error} when there is no such reference. */
export function formatReference(id: string): string {
  const reference = loadReferences().get(id);
  if (!reference) throw new Error(`no reference "${id}" in content/references.yaml`);
  return format(reference);
}

/** Where to read it: the DOI where there is one, else the address. */
export function referenceLink({ DOI, URL }: Reference): string | undefined {
  return DOI ? `https://doi.org/${DOI}` : URL;
}

let engine: InstanceType<typeof CSL.Engine> | undefined;
let current: Reference | undefined;
const formatted = new WeakMap<Reference, string>();

/** `reference` as HTML, without its link. */
export function format(reference: Reference): string {
  const known = formatted.get(reference);
  if (known) return known;
  engine ??= new CSL.Engine(
    { retrieveLocale: () => read('citation-locale.xml'), retrieveItem: () => toCsl(current) },
    read('citation-style.csl'),
    'zh-CN',
    true,
  );
  current = reference;
  // citeproc remembers items by id; an entry that was edited must not look as before.
  engine.updateItems([]);
  engine.updateItems([reference.id]);
  const [, [entry = '']] = engine.makeBibliography();
  const text = entry.replace(/<\/?div[^>]*>/g, '').trim();
  // The locale has one word for all languages; GB/T 7714 keeps to that of the entry.
  const html = reference.language === 'en' ? text.replace(', 等. ', ', et al. ') : text;
  formatted.set(reference, html);
  return html;
}

function read(name: string): string {
  return readFileSync(path.resolve('src/book', name), 'utf8');
}

function toCsl(reference: Reference | undefined): object {
  if (!reference) return {};
  const { issued, accessed, ...rest } = reference;
  return {
    ...rest,
    ...(issued && { issued: toDate(issued) }),
    ...(accessed && { accessed: toDate(accessed) }),
  };
}

/** `2024-05-13` -> CSL's date-parts. */
function toDate(text: string): object {
  return { 'date-parts': [text.slice(0, 10).split('-').map(Number)] };
}
