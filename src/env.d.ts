declare module 'virtual:inference-assets' {
  import type { AssetIndex } from './inference/assets.ts';
  const index: AssetIndex;
  export default index;
}

declare module 'virtual:embed-scripts' {
  /** Hash of the script of each demo's embed page. */
  const hashes: Readonly<Record<string, string>>;
  export default hashes;
}
