/** What the build lists for reading offline: what each page needs, with sizes and hashes. */
import type { Asset, AssetIndex } from '../inference/assets.ts';

/** A file of the built site. */
export interface OfflineFile {
  /** Relative to the site's base; of a page its address (`part-1/ch01/`), so that the cover is empty. */
  readonly path: string;
  /** As a plain static server sends it. */
  readonly bytes: number;
  /** Start of the SHA-256 in lower-case hexadecimal. */
  readonly hash: string;
}

/** What a reader saves at once: a page, or the whole book. */
export interface OfflineUnit {
  /** Path of the page, or `WHOLE_BOOK`. */
  readonly id: string;
  readonly title: string;
  /** Places in the manifest's `files`. */
  readonly files: readonly number[];
  /** Models that its demos run. */
  readonly models: readonly string[];
}

/** One build of the book. A service worker carries the manifest of its own build. */
export interface OfflineManifest {
  /** Hash over all files: it changes with any of them. */
  readonly build: string;
  readonly files: readonly OfflineFile[];
  readonly units: readonly OfflineUnit[];
  readonly inference: AssetIndex;
}

/** Id of the unit that has all pages. */
export const WHOLE_BOOK = '*';

/** The page that stands in for those which are not stored. */
export const FALLBACK = 'offline/';

/** Length of `OfflineFile.hash`. */
export const HASH_LENGTH = 16;

/** The unit with that id, if this build has one. */
export function findUnit({ units }: OfflineManifest, id: string): OfflineUnit | undefined {
  return units.find((unit) => unit.id === id);
}

/** All files that `units` need, each once. */
export function filesOf(
  { files }: OfflineManifest,
  units: readonly OfflineUnit[],
): readonly OfflineFile[] {
  return [...new Set(units.flatMap((unit) => unit.files))].flatMap((place) => files[place] ?? []);
}

/** The runtime and the models that the demos of `units` run on, each once. */
export function assetsOf(
  { inference }: OfflineManifest,
  units: readonly OfflineUnit[],
): readonly Asset[] {
  const models = [...new Set(units.flatMap((unit) => unit.models))];
  if (models.length === 0) return [];
  const ofModels = models.flatMap((id) => {
    const model = inference.models[id];
    return model ? [model.manifest, model.graph] : [];
  });
  return [inference.runtime, ...ofModels];
}

/** Finds the file of a build that an address under `base` means. */
export function fileFinder(
  { files }: OfflineManifest,
  base: string,
): (url: string) => OfflineFile | undefined {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const { origin, pathname: root } = new URL(base);
  return (url) => {
    const { origin: from, pathname } = new URL(url);
    if (from !== origin || !pathname.startsWith(root)) return undefined;
    const path = decodeURI(pathname.slice(root.length)).replace(/(^|\/)index\.html$/, '$1');
    // Some servers answer for a page without its slash.
    return byPath.get(path) ?? (path.includes('.') ? undefined : byPath.get(`${path}/`));
  };
}
