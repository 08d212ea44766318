/** What a reader should know about an input before trusting the answer. */
import { strings } from './strings.ts';

/** Remarks on `text`, in plain words; the model read `used` of its `total` characters. */
export function remarks(text: string, used: number, total: number): string[] {
  const characters = [...text.trim()];
  if (characters.length === 0) return [strings.empty];
  const found: string[] = [];
  const han = characters.filter((character) => /\p{Script=Han}/u.test(character)).length;
  if (han === 0) found.push(strings.noHan);
  else if (han < characters.length / 3) found.push(strings.littleHan);
  if (used < total) found.push(strings.cut(String(used), (total - used).toLocaleString('en-US')));
  if (han > 0 && characters.length < 4) found.push(strings.short);
  return found;
}
