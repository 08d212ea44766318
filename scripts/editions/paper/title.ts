import type { Element } from 'hast';
import { description, factsDay, LICENCES, TITLE } from '../book-facts.ts';
import { element } from './rewrite.ts';

/**
 * What stands on the title page.
 * @param online address of the online book.
 */
export function titleText(online: string | undefined): Element[] {
  const [title = '', subtitle = ''] = TITLE.split('：');
  const live = online
    ? ['现场运行请到', element('a', { href: online }, '网页版'), '。']
    : ['在网页版与离线版里可以现场运行。'];
  return [
    element('h1', {}, title),
    element('p', { className: ['subtitle'] }, subtitle),
    element('p', {}, description()),
    element('p', {}, `事实核对至${factsDay()}。`),
    element('p', {}, '书里的演示是真的模型。这里是制作本书时算出并录下的结果；', ...live),
    element('p', {}, LICENCES),
  ];
}
