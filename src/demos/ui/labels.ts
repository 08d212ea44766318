import { strings } from './strings.ts';

/** A class that a model knows, with its names from the model's card. */
export interface Label {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
}

/** What a reader needs of a card's labels. */
export function toLabels(labels: readonly Label[]): Label[] {
  return labels.map(({ id, zh, en }) => ({ id, zh, en }));
}

/** What class `id` is called in the language of the interface. */
export function nameOf(id: string, labels: readonly Label[]): string {
  return labels.find((label) => label.id === id)?.[strings.key] ?? id;
}
