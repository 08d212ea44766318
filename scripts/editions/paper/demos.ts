/** Rules for demos: what the build has recorded, and the way to the live one. */
import type { Element } from 'hast';
import { select } from 'hast-util-select';
import { element, remove, unwrap, type Change, type Rule } from './rewrite.ts';

/** @param live address of an element by its id on the page, if the book is online. */
export function demoRules(live: (id: string) => string | undefined): Rule[] {
  return [
    // A step is shown by a picture inside a button.
    [
      'button.demo-step',
      (step) => [element('div', { className: ['demo-step'] }, ...step.children)],
    ],
    ['.demo-controls, .demo-run, .demo-presets, .demo-recorded, .book-embed', remove],
    ['.demo-remarks', dropIfEmpty],
    ['button, input, select, textarea, progress, fieldset, label', remove],
    ['ai-demo', unwrap],
    ['.book-demo', sayItIsRecorded(live)],
  ];
}

const dropIfEmpty: Change = (box) =>
  box.children.some((child) => child.type === 'element') ? undefined : [];

function sayItIsRecorded(live: (id: string) => string | undefined): Change {
  return (figure) => {
    const href = live(String(figure.properties['id']));
    const caption: Element | undefined = select('figcaption', figure);
    caption?.children.push(
      ...(href
        ? [
            { type: 'text' as const, value: '这里是制作本书时算出并录下的结果，' },
            element('a', { href }, '到网页版里现场运行'),
            { type: 'text' as const, value: '。' },
          ]
        : [
            {
              type: 'text' as const,
              value: '这里是制作本书时算出并录下的结果；在网页版与离线版里可以现场运行。',
            },
          ]),
    );
    return undefined;
  };
}
