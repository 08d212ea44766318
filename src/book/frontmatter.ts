import { z } from 'zod';

/** What a page says of itself, beside Starlight's own fields. */
export const bookFields = {
  /** Part of the book, 1 to 4. */
  part: z.number().int().min(1).max(4).optional(),
  /** Chapter, 1 to 15. */
  chapter: z.number().int().min(1).max(15).optional(),
  /** Letter of an appendix. */
  appendix: z.string().length(1).optional(),
  /** Day on which the page's facts were last checked. */
  facts: z.coerce.date().optional(),
};

/** The frontmatter of a page, with those fields of Starlight that the book always has. */
export const frontmatterSchema = z.object({
  title: z.string().min(1),
  description: z.string().min(1),
  ...bookFields,
});

export type Frontmatter = z.infer<typeof frontmatterSchema>;
