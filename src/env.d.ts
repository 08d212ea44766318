declare module 'virtual:inference-assets' {
  const index: import('./inference/assets.ts').AssetIndex;
  export default index;
}
