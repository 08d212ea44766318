/** What the address of an embedded demo may set. */
import * as z from 'zod/mini';

/** Parts that a host may leave out. */
export const HIDEABLE = ['controls', 'presets', 'batch', 'caption'] as const;

/** Light, dark, or what the reader's system has. */
export const themeSchema = z.enum(['light', 'dark', 'auto']);

const schemas = {
  preset: z.string().check(z.minLength(1), z.maxLength(60)),
  theme: themeSchema,
  accent: z.string().check(z.regex(/^(#?([0-9a-f]{3}|[0-9a-f]{6})|[a-z]{3,20})$/i)),
  hide: z.array(z.enum(HIDEABLE)),
  lang: z.enum(['zh', 'en']),
};

/** What the address of an embed page asks for. */
export interface Options {
  readonly preset?: string;
  readonly theme: z.infer<typeof themeSchema>;
  /** A CSS colour, or a word that is none. */
  readonly accent?: string;
  readonly hide: readonly (typeof HIDEABLE)[number][];
  readonly lang: 'zh' | 'en';
}

/** The options in the query of an address; `rejected` names those whose value is none of theirs. */
export function readOptions(search: string): { options: Options; rejected: string[] } {
  const query = new URLSearchParams(search);
  const rejected: string[] = [];
  const read = <T>(name: string, schema: z.ZodMiniType<T>, value: unknown): T | undefined => {
    if (!query.has(name)) return undefined;
    const { success, data } = schema.safeParse(value);
    if (!success) rejected.push(name);
    return data;
  };
  const one = <T>(name: string, schema: z.ZodMiniType<T>): T | undefined =>
    read(name, schema, query.get(name));
  const preset = one('preset', schemas.preset);
  const accent = one('accent', schemas.accent);
  const options: Options = {
    ...(preset !== undefined && { preset }),
    theme: one('theme', schemas.theme) ?? 'auto',
    // In an address a `#` would have to be escaped, so it may be left out.
    ...(accent !== undefined && {
      accent: /^([0-9a-f]{3}|[0-9a-f]{6})$/i.test(accent) ? `#${accent}` : accent,
    }),
    hide: read('hide', schemas.hide, query.get('hide')?.split(',').filter(Boolean)) ?? [],
    lang: one('lang', schemas.lang) ?? 'zh',
  };
  return { options, rejected };
}

/** What WordPress appends to the address of a frame that oEmbed gave it, for its own use. */
const SECRET = /#\?secret=\w+$/;

/** The state in `#?text=…`, or in the demo's own link `#demo-ner?text=…`. */
export function readState(hash: string, name: string): string | undefined {
  const own = hash.replace(SECRET, '');
  return [`#?`, `#demo-${name}?`]
    .filter((prefix) => own.startsWith(prefix))
    .map((prefix) => own.slice(prefix.length))[0];
}
