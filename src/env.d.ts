declare module 'virtual:inference-assets' {
  import type { AssetIndex } from './inference/assets.ts';
  const index: AssetIndex;
  export default index;
}
