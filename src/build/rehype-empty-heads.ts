import type { Element, Root } from 'hast';
import { visit } from 'unist-util-visit';

/** Rehype plugin: the empty corner of a table heads nothing, so it becomes a plain cell. */
export function rehypeEmptyHeads() {
  return (tree: Root): void => {
    visit(tree, 'element', (node: Element) => {
      if (node.tagName === 'th' && node.children.length === 0) node.tagName = 'td';
    });
  };
}
