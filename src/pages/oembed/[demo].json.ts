import type { APIRoute } from 'astro';
import { base } from '../../book/links.ts';
import { TITLE } from '../../book/parts.ts';
import { isDemoId } from '../../demos/registry.ts';
import { demoIds, embedded } from '../../embed/embedded.ts';
import { PICTURE, snippets } from '../../embed/snippets.ts';

const WIDTH = 720;
const DAY = 86_400;

export function getStaticPaths() {
  return demoIds().map((demo) => ({ params: { demo } }));
}

/** What oEmbed (https://oembed.com) answers for an embed page. */
export const GET: APIRoute = ({ params: { demo = '' }, site }) => {
  if (!isDemoId(demo)) throw new Error(`no demo "${demo}"`);
  const root = new URL(base, site).href;
  const about = embedded(demo);
  const answer = {
    version: '1.0',
    type: 'rich',
    title: about.title,
    provider_name: TITLE,
    provider_url: root,
    cache_age: DAY,
    html: snippets(about, root).frame,
    width: WIDTH,
    height: about.height,
    thumbnail_url: `${root}og/${demo}.png`,
    thumbnail_width: PICTURE.width,
    thumbnail_height: PICTURE.height,
  };
  return new Response(JSON.stringify(answer, null, 2), {
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
  });
};
