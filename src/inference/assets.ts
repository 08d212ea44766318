/** The files that inference downloads, as the build lists them. */

/** A file under the site's base, named by its content, so that a cached copy is never stale. */
export interface Asset {
  /** Path relative to the site's base, without a leading slash. */
  readonly path: string;
  /** Bytes on the wire: packed, where `encoding` is zstd. */
  readonly bytes: number;
  /** Bytes on the device, where it lies unpacked. */
  readonly unpacked: number;
  readonly encoding: 'zstd' | 'identity';
  /** SHA-256 of the unpacked content, in lower-case hexadecimal. */
  readonly sha256: string;
}

/** The files of one model. */
export interface ModelAssets {
  readonly manifest: Asset;
  readonly graph: Asset;
}

/** All that the page may download to run a model. */
export interface AssetIndex {
  /** ONNX Runtime's WebAssembly. */
  readonly runtime: Asset;
  /** The worker, a classic script: it also runs as a Blob, where modules cannot. */
  readonly worker: Asset;
  readonly models: Readonly<Record<string, ModelAssets>>;
}
