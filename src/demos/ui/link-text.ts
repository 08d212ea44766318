/** Texts in links to a state. */
import * as z from 'zod/mini';
import { strings } from './strings.ts';

/** A link may carry this many code units of text. */
export const LINK_LIMIT = 2000;

/** A text that fits into a link. */
export const linkText = z.string().check(z.minLength(1), z.maxLength(LINK_LIMIT));

/** Why a text has no link. */
export const TOO_LONG = strings.tooLong(LINK_LIMIT);
