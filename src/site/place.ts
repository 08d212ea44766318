/** Where a reader has stopped. It stays on the device, and a browser that refuses storage loses nothing else. */
const KEY = 'ai-book:place';

/** What is remembered of a reader. */
export interface Place {
  last?: { href: string; title: string; section: string };
  /** Path of a page -> how far it was scrolled, 0 to 1. */
  pages: Record<string, number>;
}

/** The place on this device, as much of it as is sound; empty where storage is refused. Never throws. */
export function readPlace(): Place {
  try {
    return sound(JSON.parse(localStorage.getItem(KEY) ?? 'null'));
  } catch {
    // Damaged or refused: start afresh.
    return { pages: {} };
  }
}

function sound(stored: unknown): Place {
  const { last, pages } = (stored ?? {}) as { last?: unknown; pages?: unknown };
  const progress = Object.entries(pages ?? {}).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return { ...(isLast(last) && { last }), pages: Object.fromEntries(progress) };
}

function isLast(last: unknown): last is NonNullable<Place['last']> {
  const { href, title, section } = (last ?? {}) as Record<string, unknown>;
  return [href, title, section].every((part) => typeof part === 'string');
}

/** Never throws: where storage is refused or full, the place is lost. */
export function savePlace(place: Place): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(place));
  } catch {
    // Nothing to keep it in.
  }
}
