/** Finds a Chromium to test with, and gets one where there is none. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
];

/** The same engine without the windows around it, which take half of the time of a page. */
const SHELLS = ['chromium-headless-shell', 'chrome-headless-shell'];

/** Commands that start a Firefox. */
export const FIREFOX = ['firefox-esr', 'firefox'];

const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe',
];

/** Flags that keep a headless Chromium quiet and working as root and without a GPU. */
export const BROWSER_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
];

/**
 * Path of a Chromium, Chrome or Edge: `BROWSER_PATH`, an installed one, Playwright's; if there is none,
 * Playwright's download, then the system's package (Debian and Ubuntu, as root).
 * @throws {Error} saying in one line what to install.
 */
export function findBrowser(): string {
  const found = installed() ?? download() ?? installPackage();
  if (!found)
    throw new Error(
      'No browser found: install Chromium, Chrome or Edge, or set BROWSER_PATH to its executable.',
    );
  return found;
}

/** Path of a browser for tests: a headless shell where there is one, since it is quicker, else as `findBrowser`. */
export function findTestBrowser(): string {
  const browser = findBrowser();
  return process.env['BROWSER_PATH'] ? browser : (findCommand(SHELLS) ?? browser);
}

/**
 * Path of a Firefox: `FIREFOX_PATH` or an installed one.
 * @throws {Error} saying in one line what to install.
 */
export function findFirefox(): string {
  const found = process.env['FIREFOX_PATH'] || findCommand(FIREFOX);
  if (!found)
    throw new Error('No Firefox found: install it, or set FIREFOX_PATH to its executable.');
  return found;
}

/** Path of the first of `commands` that is on the PATH. */
export function findCommand(commands: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return commands
    .flatMap((command) => folders.map((folder) => path.join(folder, command)))
    .find((candidate) => existsSync(candidate));
}

function installed(): string | undefined {
  const named = process.env['BROWSER_PATH'];
  if (named && !existsSync(named)) throw new Error(`BROWSER_PATH names no file: ${named}`);
  const places = [...PLACES, chromium.executablePath()];
  return named || (findCommand(COMMANDS) ?? places.find((candidate) => existsSync(candidate)));
}

function download(): string | undefined {
  console.log('No browser found; trying the download of Playwright …');
  const cli = path.resolve('node_modules/playwright-core/cli.js');
  run(process.execPath, [cli, 'install', 'chromium-headless-shell', 'chromium']);
  return installed();
}

function installPackage(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  console.log('Installing the package chromium, with a font for Chinese …');
  run('apt-get', ['update', '-qq']);
  const install = ['install', '-y', '-qq', '--no-install-recommends'];
  run('apt-get', [...install, 'chromium', 'fonts-noto-cjk']);
  // Not every release has it.
  run('apt-get', [...install, 'chromium-headless-shell']);
  return installed();
}

function run(command: string, args: readonly string[]): void {
  const minutes = 5;
  spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: minutes * 60_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
