/** Changes trees of HTML by rules. */
import type { Element, ElementContent, Root } from 'hast';
import { visit } from 'unist-util-visit';

/** What to put in the place of an element; nothing keeps it, changed as the rule has left it. */
export type Change = (element: Element) => ElementContent[] | undefined;

/**
 * Selectors with commas between them, each of a tag, classes, an attribute (`p`, `img.light-only`, `[style]`),
 * and what happens to the elements that one of them matches.
 */
export type Rule = readonly [selector: string, change: Change];

/** Applies `rules` in their order, each to the whole tree. */
export function rewrite(tree: Root | Element, rules: readonly Rule[]): void {
  for (const [selector, change] of rules) {
    const matches = matcher(selector);
    // What a rule has made it leaves alone, even where it looks like what it was made of.
    const made = new WeakSet<object>();
    visit(tree, 'element', (element, index, parent) => {
      if (!parent || index === undefined || made.has(element) || !matches(element))
        return undefined;
      const replacement = change(element);
      if (!replacement) return undefined;
      for (const node of replacement) if (!element.children.includes(node)) made.add(node);
      parent.children.splice(index, 1, ...replacement);
      return index;
    });
  }
}

/** Understands a selector once: a general library reads it again for each of a hundred thousand elements. */
function matcher(selector: string): (element: Element) => boolean {
  const alternatives = selector.split(/\s*,\s*/).map((part) => {
    const [, tag = '', dotted = '', attribute = ''] =
      /^([a-z][\w-]*)?((?:\.[\w-]+)*)(?:\[(\w+)\])?$/.exec(part) ?? [];
    if (!tag && !dotted && !attribute) throw new Error(`the selector ${part} is not understood`);
    return { tag, names: dotted.split('.').slice(1), attribute };
  });
  return (element) =>
    alternatives.some(
      ({ tag, names, attribute }) =>
        (!tag || element.tagName === tag) &&
        (!attribute || element.properties[attribute] !== undefined) &&
        names.every((name) => classes(element).includes(name)),
    );
}

/** Takes an element away, with all that is in it. */
export const remove: Change = () => [];

/** Leaves in the place of an element what is in it. */
export const unwrap: Change = ({ children }) => children;

/** An element of HTML; strings among its children become text. */
export function element(
  tagName: string,
  properties: Element['properties'],
  ...children: (ElementContent | string)[]
): Element {
  return {
    type: 'element',
    tagName,
    properties,
    children: children.map((child) =>
      typeof child === 'string' ? { type: 'text', value: child } : child,
    ),
  };
}

/** Names of the classes of an element. */
export function classes({ properties }: Element): string[] {
  return (properties['className'] ?? []) as string[];
}
