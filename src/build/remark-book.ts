import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import { headingId } from '../book/book.ts';

/**
 * Remark plugin: gives numbered headings (「3.2 …」) the stable anchor `s3-2`, and pages with mathematics
 * the stylesheet of KaTeX, so that no other page carries it.
 */
export function remarkBook() {
  return (tree: Root): void => {
    let math = false;
    visit(tree, (node) => {
      if (node.type === 'math' || node.type === 'inlineMath') math = true;
      if (node.type !== 'heading') return;
      const id = headingId(node);
      if (id) node.data = { ...node.data, hProperties: { id } };
    });
    if (math) tree.children.unshift(importOf('katex/dist/katex.min.css'));
  };
}

function importOf(source: string): Root['children'][number] {
  return {
    type: 'mdxjsEsm',
    value: `import '${source}';`,
    data: {
      estree: {
        type: 'Program',
        sourceType: 'module',
        body: [
          {
            type: 'ImportDeclaration',
            specifiers: [],
            attributes: [],
            source: { type: 'Literal', value: source, raw: `'${source}'` },
          },
        ],
      },
    },
  };
}
