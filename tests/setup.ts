/** Builds the site at `/` and at `/book/`, serves both, and finds a browser, once for all tests. */
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { findBrowser, findFirefox, findTestBrowser } from '../scripts/find-browser.ts';
import { buildSite, serve } from '../scripts/site.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    browserName: 'chromium' | 'firefox';
    browserPath: string;
    /** A Chromium that measures its memory, which the shell that is quicker for tests does not. */
    measuringBrowserPath: string;
    /** Folder of the site built for `/`. */
    dist: string;
    /** Address of the site at `/`. */
    site: string;
    /** Folder of the site built for `/book/`. */
    subDist: string;
    /** Address of the site at `/book/`. */
    subSite: string;
  }
}

export default async function setup({ provide }: TestProject): Promise<() => void> {
  const [dist, subDist] = [path.resolve('dist'), path.resolve('.cache/dist-book')];
  buildSite(dist, '/');
  buildSite(subDist, '/book/');
  const [root, sub] = [await serve(dist), await serve(subDist, '/book/')];
  const browserName = process.env['BROWSER'] === 'firefox' ? 'firefox' : 'chromium';
  provide('browserName', browserName);
  provide('browserPath', browserName === 'firefox' ? findFirefox() : findTestBrowser());
  provide('measuringBrowserPath', browserName === 'firefox' ? '' : findBrowser());
  provide('dist', dist);
  provide('site', root.url);
  provide('subDist', subDist);
  provide('subSite', sub.url);
  return () => {
    root.close();
    sub.close();
  };
}
