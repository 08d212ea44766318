import type { Element, Root } from 'hast';
import { SKIP, visit } from 'unist-util-visit';

/**
 * Rehype plugin, after KaTeX: drops the TeX source that KaTeX repeats inside its MathML (screen readers read
 * the MathML itself), and rounds its lengths to a hundredth of an em, finer than any screen shows.
 */
export function rehypeLeanMath() {
  return (tree: Root): void => {
    visit(tree, 'element', (node: Element, index, parent) => {
      const { style } = node.properties;
      if (typeof style === 'string')
        node.properties['style'] = style.replace(/-?\d*\.\d{3,}(?=em)/g, (length) =>
          String(Number(Number(length).toFixed(2))),
        );
      if (node.tagName !== 'annotation' || !parent || index === undefined) return undefined;
      parent.children.splice(index, 1);
      return [SKIP, index];
    });
  };
}
