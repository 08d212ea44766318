/** Tables of figures: to the terminal, or into README.md between `<!-- name -->` and `<!-- /name -->`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

/** Bytes in kilobytes of 1,000. */
export const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Matches what stands between the marks of section `name` in README.md. */
export const section = (name: string): RegExp =>
  new RegExp(`(?<=<!-- ${name} -->)[\\s\\S]*(?=<!-- /${name} -->)`);

/**
 * Prints the sections; with `--write` on the command line they replace those of their names in README.md.
 * @throws {Error} when README.md has no place for a section.
 */
export async function report(sections: Readonly<Record<string, string>>): Promise<void> {
  if (!process.argv.includes('--write')) {
    console.log(Object.values(sections).join('\n\n'));
    return;
  }
  const file = 'README.md';
  let readme = readFileSync(file, 'utf8');
  for (const [name, text] of Object.entries(sections)) {
    const place = section(name);
    if (!place.test(readme)) throw new Error(`README.md has no <!-- ${name} --> to write to`);
    readme = readme.replace(place, () => `\n\n${text}\n\n`);
  }
  const style = await resolveConfig(file);
  writeFileSync(file, await format(readme, { ...style, filepath: file }));
}
