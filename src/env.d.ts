declare module 'virtual:inference-assets' {
  import type { AssetIndex } from './inference/assets.ts';
  const index: AssetIndex;
  export default index;
}

declare module 'virtual:embed-scripts' {
  /** Hashes of the scripts by their paths. */
  const hashes: Readonly<Record<string, string>>;
  export default hashes;
}
