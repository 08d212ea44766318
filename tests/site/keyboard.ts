/** A reader without a mouse: going from control to control, and using each of them. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** All that Tab should stop at in a demo. */
const STOPS = 'button, input, select, textarea, summary, [tabindex="0"]';

interface Stop {
  /** Whether it lies in the demo. */
  readonly inside: boolean;
  /** Why a reader does not see that it has the focus: no mark, out of the window, behind something else. */
  readonly unseen?: string;
  /** Whether it was visited before. */
  readonly known: boolean;
}

/** Puts the focus on the last link before `demo`; from here on only keys are pressed. */
export async function startBefore(demo: Locator): Promise<void> {
  await demo.evaluate((element) => {
    const before = [...document.querySelectorAll<HTMLElement>('main a[href]')].filter(
      (link) =>
        link.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING &&
        link.checkVisibility({ visibilityProperty: true }),
    );
    before.at(-1)?.focus();
    Object.assign(globalThis, { visited: new Set<Element>() });
  });
}

/** Where the focus is now; remembers that it was there. */
async function look(demo: Locator): Promise<Stop> {
  return demo.evaluate((element) => {
    const { visited } = globalThis as unknown as { visited: Set<Element> };
    const focus = document.activeElement ?? document.body;
    const inside = element.contains(focus);
    const known = visited.has(focus);
    if (inside) visited.add(focus);
    // A hidden file input has its label around it for a mark.
    const shown = focus.matches('.sr-only') ? (focus.closest('label') ?? focus) : focus;
    const { outlineStyle, outlineWidth } = getComputedStyle(shown);
    const { left, top, right, bottom } = shown.getBoundingClientRect();
    const [from, to] = [Math.max(top, 0), Math.min(bottom, innerHeight)];
    const middle = document.elementFromPoint(
      (Math.max(left, 0) + Math.min(right, innerWidth)) / 2,
      (from + to) / 2,
    );
    const name = shown.outerHTML.slice(0, 120);
    const marked = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
    const covered = !shown.contains(middle) && middle?.contains(shown) !== true;
    let unseen: string | undefined;
    if (!marked) unseen = `no mark around ${name}`;
    else if (from >= to) unseen = `out of the window, at ${top} to ${bottom}: ${name}`;
    else if (covered) unseen = `behind ${middle?.outerHTML.slice(0, 120)}: ${name}`;
    return { inside, known, ...(unseen ? { unseen } : {}) };
  });
}

/** What tells that something in `demo` has changed. */
function looks(demo: Locator): Promise<string> {
  return demo.evaluate(
    (element) =>
      element.innerHTML +
      [...element.querySelectorAll<HTMLInputElement>('input, select, textarea')]
        .map(({ value, checked }) => `${value} ${checked}`)
        .join(),
  );
}

/** Uses the control that has the focus as its kind is used, and waits for what it does. */
async function use(page: Page, demo: Locator): Promise<void> {
  const control = page.locator(':focus');
  const press = (key: string): Promise<void> => page.keyboard.press(key);
  const attribute = (name: string) => () => control.getAttribute(name);
  const has = (selector: string): Promise<boolean> =>
    control.evaluate((element, wanted) => element.matches(wanted), selector);

  if (await has('[aria-pressed]')) {
    await press('Enter');
    await expect.poll(attribute('aria-pressed')).toBe('true');
  } else if (await has('summary')) {
    const open = () => control.evaluate((it) => it.parentElement?.hasAttribute('open'));
    if (await open()) {
      await press('Enter');
      await expect.poll(open).toBe(false);
    }
    await press('Enter');
    await expect.poll(open).toBe(true);
  } else if (await has('[type=radio]')) {
    const first = await control.inputValue();
    const value = (): Promise<string> => page.locator(':focus:checked').inputValue();
    // Once round all of them.
    do {
      const before = await value();
      await press('ArrowRight');
      await expect.poll(value).not.toBe(before);
    } while ((await value()) !== first);
  } else if (await has('[type=file]')) {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press('Enter')]);
    expect(chooser.page()).toBe(page);
  } else if (await has('[type=range], select')) {
    const before = await control.inputValue();
    await press('ArrowRight');
    if ((await control.inputValue()) === before) await press('ArrowLeft');
    expect(await control.inputValue()).not.toBe(before);
  } else if (await has('textarea')) {
    await page.keyboard.type('王小明在江州大学读书。');
    await expect.poll(() => control.inputValue()).toContain('王小明在江州大学读书。');
  } else if (await has('input')) {
    const before = await looks(demo);
    await press('End');
    await page.keyboard.type('7');
    await expect.poll(() => looks(demo)).not.toBe(before);
  } else if (await has('[role=application]')) {
    for (const key of ['+', 'ArrowLeft', 'ArrowUp']) {
      const before = await looks(demo);
      await press(key);
      await expect.poll(() => looks(demo)).not.toBe(before);
    }
  } else if (await has('button')) await click(page, demo, (await control.innerText()).trim());
  else await scroll(control);
}

/** Presses the button `name`, which has the focus, and waits for what it does. */
async function click(page: Page, demo: Locator, name: string): Promise<void> {
  const press = (): Promise<void> => page.keyboard.press('Enter');
  if (name.includes('在你的设备上运行')) {
    await press();
    await demo.locator('.demo-status', { hasText: '现场结果' }).waitFor({ timeout: 60_000 });
  } else if (name.startsWith('下载结果')) {
    const [file] = await Promise.all([page.waitForEvent('download'), press()]);
    expect(file.suggestedFilename()).toMatch(/\.csv$/);
  } else {
    const before = await looks(demo);
    await press();
    await expect.poll(() => looks(demo), { message: name }).not.toBe(before);
    if (name === '用摄像头拍') await press();
    // What comes next on the way needs a drawing: back to the samples.
    if (name === '清空') {
      await page.keyboard.press('Shift+Tab');
      await press();
    }
  }
}

/** Scrolls what has the focus by its arrow keys, where there is more of it than one sees. */
async function scroll(region: Locator): Promise<void> {
  const rest = await region.evaluate(
    ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) => ({
      wide: scrollWidth > clientWidth,
      high: scrollHeight > clientHeight,
    }),
  );
  const place = () => region.evaluate(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop]);
  if (!rest.wide && !rest.high) return;
  await region.press(rest.high ? 'ArrowDown' : 'ArrowRight');
  await expect.poll(place).not.toEqual([0, 0]);
}

/**
 * Goes through `demo` by Tab from before it until after it, and uses every control on the way.
 * @returns the controls that could not be reached.
 */
export async function walkThrough(page: Page, demo: Locator): Promise<string[]> {
  // Chromium takes a moment to hand file choosers over: asked for only at the key, one can be missed.
  page.on('filechooser', () => undefined);
  let entered = false;
  for (let steps = 0; steps < 200; steps++) {
    await page.keyboard.press('Tab');
    const { inside, known } = await look(demo);
    if (entered && !inside) return unreached(demo);
    if (!inside) continue;
    entered = true;
    // The page may still be scrolling to it.
    await expect.poll(async () => (await look(demo)).unseen).toBeUndefined();
    if (!known) await use(page, demo);
  }
  throw new Error('there is no way out of the demo');
}

/** Controls in sight and in use where the focus never was; of each radio group one is enough. */
function unreached(demo: Locator): Promise<string[]> {
  return demo.evaluate((element, stops) => {
    const { visited } = globalThis as unknown as { visited: Set<Element> };
    return [...element.querySelectorAll(stops)]
      .filter(
        (stop) =>
          stop.checkVisibility() &&
          !stop.matches(':disabled') &&
          !(stop instanceof HTMLInputElement && stop.type === 'radio' && !stop.checked) &&
          !visited.has(stop),
      )
      .map((stop) => stop.outerHTML.slice(0, 120));
  }, STOPS);
}
