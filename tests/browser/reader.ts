/** A demo as a reader meets it. */
import { expect } from 'vitest';
import type { Locator, Page } from 'playwright-core';

export interface Reader {
  readonly page: Page;
  readonly demo: Locator;
  /** Runs, cancels or tries again. */
  readonly button: Locator;
  /** Waits until the status line has `text`. */
  reads(text: string): Promise<void>;
  /** Text of the status line. */
  status(): Promise<string>;
}

/** Opens the page of demo `id` alone on the site at `url` and waits until the demo can be run. */
export async function openDemo(page: Page, url: string, id: string): Promise<Reader> {
  await page.goto(`${url}embed/${id}/`);
  const demo = page.locator(`ai-demo[name="${id}"]`);
  await demo.scrollIntoViewIfNeeded();
  const button = demo.locator('.demo-run button');
  const status = demo.locator('.demo-run [role=status]');
  await button.and(page.locator(':enabled')).waitFor();
  return {
    page,
    demo,
    button,
    reads: (text) => status.filter({ hasText: text }).waitFor({ timeout: 60_000 }),
    status: () => status.innerText(),
  };
}

/** Presses 「重试」 and waits for a live result: all that a reader needs to do once the cause is gone. */
export async function retry({ button, reads }: Reader): Promise<void> {
  expect((await button.innerText()).trim()).toBe('重试');
  await button.click();
  await reads('现场结果');
}
