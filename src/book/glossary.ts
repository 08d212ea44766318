/** The glossary: `content/glossary.yaml`. */
import { parse } from 'yaml';
import { z } from 'zod';
import { byId, cachedFile } from './cached-file.ts';

const termSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  zh: z.string(),
  en: z.string(),
  definition: z.string().min(10),
});

export type GlossaryTerm = z.infer<typeof termSchema>;

/** All terms by id. @throws {Error} on an entry that is malformed or listed twice. */
export const loadGlossary = cachedFile('glossary.yaml', (text) =>
  byId('glossary.yaml', z.array(termSchema).parse(parse(text) ?? [])),
);
