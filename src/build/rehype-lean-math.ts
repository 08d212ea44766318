import type { Element, Root } from 'hast';
import { SKIP, visit } from 'unist-util-visit';

/**
 * Rehype plugin, after KaTeX: drops the TeX source that KaTeX repeats inside its MathML. Screen readers read
 * the MathML itself; the source is in the repository.
 */
export function rehypeLeanMath() {
  return (tree: Root): void => {
    visit(tree, 'element', (node: Element, index, parent) => {
      if (node.tagName !== 'annotation' || !parent || index === undefined) return undefined;
      parent.children.splice(index, 1);
      return [SKIP, index];
    });
  };
}
