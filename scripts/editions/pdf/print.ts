/** Prints the book with a browser, and reads from the result where things have come to stand. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { getDocumentProxy } from 'unpdf';
import { BROWSER_ARGS, findBrowser } from '../../find-browser.ts';
import type { PageNumbers, PrintDocument } from './document.ts';

/** The document, for the browser to open. */
const FILE = path.resolve('.cache/print.html');

/** Numbers in the table of contents change nothing else, so two passes do; a third would find a mistake. */
const PASSES = 3;

/** Milliseconds that one printing may take. */
const PATIENCE = 600_000;

/**
 * Prints `book` until the page numbers in its table of contents are those of its pages: a browser cannot
 * look up a page while it lays out another.
 * @throws {Error} when they never agree.
 */
export async function print(book: PrintDocument): Promise<Uint8Array> {
  const browser = await chromium.launch({ executablePath: findBrowser(), args: BROWSER_ARGS });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE);
    let numbers: PageNumbers = new Map();
    for (let pass = 0; pass < PASSES; pass++) {
      mkdirSync(path.dirname(FILE), { recursive: true });
      writeFileSync(FILE, book.html(numbers));
      await page.goto(pathToFileURL(FILE).href);
      const pdf = await page.pdf({
        preferCSSPageSize: true,
        printBackground: true,
        outline: true,
        tagged: true,
      });
      const found = await pageNumbers(pdf, book.anchors);
      if (book.anchors.every((anchor) => found.get(anchor) === numbers.get(anchor))) return pdf;
      numbers = found;
    }
    throw new Error('the page numbers in the table of contents do not settle');
  } finally {
    await browser.close();
  }
}

/**
 * The page, from 1, on which each of `anchors` stands.
 * @throws {Error} when one is missing.
 */
async function pageNumbers(
  pdf: Uint8Array,
  anchors: readonly string[],
): Promise<Map<string, number>> {
  // A copy, since the reader takes the bytes it is given for itself; and it wants no Buffer.
  const document = await getDocumentProxy(new Uint8Array(pdf));
  const numbers = new Map<string, number>();
  for (const anchor of anchors) {
    const [page] = (await document.getDestination(anchor)) ?? [];
    if (!page) throw new Error(`nothing in the PDF is called ${anchor}`);
    numbers.set(anchor, (await document.getPageIndex(page as PageReference)) + 1);
  }
  await document.cleanup();
  return numbers;
}

type PageReference = Parameters<Awaited<ReturnType<typeof getDocumentProxy>>['getPageIndex']>[0];
