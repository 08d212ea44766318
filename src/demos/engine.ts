import assets from 'virtual:inference-assets';
import { Engine } from '../inference/engine.ts';

/** The one engine that all demos of a page share. */
export const engine = new Engine(
  assets,
  new URL(import.meta.env.BASE_URL.replace(/\/?$/, '/'), location.href).href,
);
