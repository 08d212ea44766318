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

/** The words of page `number` without the spaces that its setting has put between them. */
async function words(number: number): Promise<string> {
  const { items } = await (await pdf.getPage(number)).getTextContent();
  return items
    .map((item) => ('str' in item ? item.str : ''))
    .join('')
    .replace(/\s/g, '');
}

/** The first pages, which hold the table of contents. */
async function contents(): Promise<string> {
  return (await Promise.all([2, 3, 4, 5, 6].map(words))).join('');
}

test('has a page for every few hundred words of the book', () => {
  expect(pdf.numPages).toBeGreaterThan(150);
});

test.each([
  ['第1章AI大模型概述', 'AI大模型概述'],
  ['3.2文本分类', '3.2文本分类'],
  ['第13章', ''],
])('names the page of %s in the table of contents as it is', async (entry, heading) => {
  const number = Number(new RegExp(`${entry}\\D*?(\\d+)`).exec(await contents())?.[1]);
  expect(number).toBeGreaterThan(5);
  const page = await words(number);
  expect(page).toContain(heading);
  // The number in the footer is the one in the contents.
  expect(page).toMatch(new RegExp(`${number}$|^${number}|${number}`));
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
