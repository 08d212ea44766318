/** Pages of a real Chromium for tests, with everything that goes wrong in them on record. */
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { BROWSER_ARGS } from '../scripts/find-browser.ts';

export interface WatchedPage {
  readonly page: Page;
  /** Console errors, page errors, failed requests, and requests to other hosts, as text. */
  readonly problems: string[];
}

/** A browser for the tests of a file; gives a function that opens a fresh, watched page. */
export function useBrowser(): (options?: BrowserContextOptions) => Promise<WatchedPage> {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: inject('browserPath'), args: BROWSER_ARGS });
  });
  afterAll(() => browser?.close());
  return async (options = {}) => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => problems.push(`page: ${error.message}`));
    page.on('request', (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && hostname !== 'localhost')
        problems.push(`request to ${hostname}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
    });
    return { page, problems };
  };
}
