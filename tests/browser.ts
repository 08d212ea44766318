/** Pages of a real browser for tests, with everything that goes wrong in them on record. */
import {
  chromium,
  firefox,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest';
import { BROWSER_ARGS } from '../scripts/find-browser.ts';

/**
 * Whether the tests run in Firefox. What its protocol does not give yet is left out there: a page without
 * script (its styles do not learn of it), a finished download, the clipboard, touch, and a wish for less motion.
 */
export const inFirefox = inject('browserName') === 'firefox';

export interface WatchedPage {
  readonly page: Page;
  /** Console errors, page errors, failed requests, and requests to other hosts, as text. */
  readonly problems: string[];
}

/** Milliseconds that a page may take for what a test waits for, on a machine that is busy with other things. */
const PATIENCE = 60_000;

/** Chromium, or Firefox where the tests are run for it; that one cannot change its colours later on. */
function launch(dark: boolean, args: readonly string[]): Promise<Browser> {
  const executablePath = inject('browserPath');
  if (!inFirefox) return chromium.launch({ executablePath, args: [...BROWSER_ARGS, ...args] });
  return firefox.launch({
    executablePath,
    // Firefox as it comes, by WebDriver BiDi.
    channel: 'moz-firefox',
    firefoxUserPrefs: { 'layout.css.prefers-color-scheme.content-override': dark ? 0 : 1 },
  });
}

/**
 * A browser for the tests of a file; gives a function that opens a fresh, watched page. What a test opens is
 * closed after it, since demos go on working in pages that nobody looks at; what a `beforeAll` opens stays.
 * @param args further flags for Chromium.
 */
export function useBrowser(
  args: readonly string[] = [],
): (options?: BrowserContextOptions) => Promise<WatchedPage> {
  const browsers = new Map<boolean, Promise<Browser>>();
  const browser = (dark: boolean): Promise<Browser> => {
    const running = browsers.get(dark) ?? launch(dark, args);
    browsers.set(dark, running);
    return running;
  };
  const opened = new Set<BrowserContext>();
  beforeAll(async () => void (await browser(false)));
  beforeEach(() => opened.clear());
  afterEach(async () => {
    for (const context of opened) await context.close();
  });
  afterAll(async () => {
    for (const running of browsers.values()) await (await running).close();
  });
  return async (options = {}) => {
    const dark = inFirefox && options.colorScheme === 'dark';
    const context = await (await browser(dark)).newContext(options);
    context.setDefaultTimeout(PATIENCE);
    opened.add(context);
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
