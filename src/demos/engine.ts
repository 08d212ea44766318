import assets from 'virtual:inference-assets';
import { Engine } from '../inference/engine.ts';
import { siteRoot } from '../root.ts';

/** The one engine that all demos of a page share. */
export const engine = new Engine(assets, siteRoot());
