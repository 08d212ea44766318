/** The glossary: `content/glossary.yaml`. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { CONTENT } from './book.ts';

const termSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  zh: z.string(),
  en: z.string(),
  definition: z.string().min(10),
});

export type GlossaryTerm = z.infer<typeof termSchema>;

let memo: Map<string, GlossaryTerm> | undefined;

/** All terms by id. @throws {Error} on an entry that is malformed or listed twice. */
export function loadGlossary(): Map<string, GlossaryTerm> {
  if (memo && !import.meta.env?.DEV) return memo;
  const source = readFileSync(path.join(CONTENT, 'glossary.yaml'), 'utf8');
  memo = new Map();
  for (const term of z.array(termSchema).parse(parse(source) ?? [])) {
    if (memo.has(term.id)) throw new Error(`glossary.yaml: "${term.id}" is listed twice`);
    memo.set(term.id, term);
  }
  return memo;
}
