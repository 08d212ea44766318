/** The PDF: its table of contents tells the truth, it has bookmarks, links and the whole text. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { getDocumentProxy } from 'unpdf';
import { expect, inject, test } from 'vitest';
import { loadBook } from '../../src/book/book.ts';

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

const pdf: Pdf = await getDocumentProxy(
  new Uint8Array(readFileSync(path.join(inject('editions'), 'ai-startup-book.pdf'))),
);

/** The lines of page `number`, without the spaces that their setting has put between words. */
async function lines(number: number): Promise<string[]> {
  const { items } = await (await pdf.getPage(number)).getTextContent();
  const byHeight = new Map<number, string>();
  for (const item of items) {
    if (!('str' in item)) continue;
    const height = Math.round(Number(item.transform[5]));
    byHeight.set(height, (byHeight.get(height) ?? '') + item.str);
  }
  // Fonts for Chinese call some characters by the names of radicals that look the same.
  return [...byHeight.values()].map((line) => line.normalize('NFKC').replace(/\s/g, ''));
}

/** The lines of the first pages, which hold the table of contents. */
async function contents(): Promise<string[]> {
  return (await Promise.all([3, 4, 5].map(lines))).flat();
}

test('has a page for every few hundred words of the book', () => {
  expect(pdf.numPages).toBeGreaterThan(150);
});

test.each([
  ['第1章AI大模型概述', 'AI大模型概述'],
  ['3.2文本分类', '3.2文本分类'],
  ['第13章成功案例', '成功案例'],
])('names the page of %s in the table of contents as it is', async (entry, heading) => {
  const line = (await contents()).find((text) => text.startsWith(entry));
  const number = line?.slice(entry.length);
  expect(number).toMatch(/^\d+$/);
  const page = await lines(Number(number));
  expect(page).toContain(heading);
  // The number in the footer is the one in the contents.
  expect(page).toContain(number);
});

test('has a bookmark for every chapter', async () => {
  const titles: string[] = [];
  const collect = (entries: Awaited<ReturnType<Pdf['getOutline']>>): void => {
    for (const { title, items } of entries ?? []) {
      titles.push(title.replace(/\s/g, ''));
      collect(items);
    }
  };
  collect(await pdf.getOutline());
  const chapters = loadBook().pages.filter(({ chapter }) => chapter);
  expect(titles).toEqual(
    expect.arrayContaining(chapters.map(({ title }) => title.replace(/\s/g, ''))),
  );
});

test('leads every link within the book to something', async () => {
  const known = await pdf.getDestinations();
  const links: string[] = [];
  for (let number = 1; number <= pdf.numPages; number++)
    for (const { dest } of await (await pdf.getPage(number)).getAnnotations())
      if (typeof dest === 'string') links.push(dest);
  expect(links.length).toBeGreaterThan(500);
  expect(links.filter((name) => !(name in known))).toEqual([]);
});
