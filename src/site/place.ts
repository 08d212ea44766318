/** Where a reader has stopped. It stays on the device, and a browser that refuses storage loses nothing else. */
const KEY = 'ai-book:place';

/** What is remembered of a reader. */
export interface Place {
  last?: { href: string; title: string; section: string };
  /** Path of a page -> how far it was scrolled, 0 to 1. */
  pages: Record<string, number>;
}

/** The place on this device; empty where none is stored or storage is refused. Never throws. */
export function readPlace(): Place {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (stored && typeof stored === 'object' && 'pages' in stored) return stored as Place;
  } catch {
    // Damaged or refused: start afresh.
  }
  return { pages: {} };
}

/** Never throws: where storage is refused or full, the place is lost. */
export function savePlace(place: Place): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(place));
  } catch {
    // Nothing to keep it in.
  }
}
