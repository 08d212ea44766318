/** The code that embeds a demo: what the button copies, the appendix prints and oEmbed answers. */

/** What the frame may do besides running scripts: keep the model, open the book, save a file. */
export const SANDBOX =
  'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads';

/** Copying a link from inside the frame. */
export const PERMISSIONS = 'clipboard-write';

/**
 * The frame's `color-scheme`: one that no browser knows. With another, or with `normal` where the host has a
 * `<meta name="color-scheme">`, the ground would be white on a dark page, or `theme=auto` light in Firefox.
 */
export const SCHEME = 'only none';

/** A demo as the code needs to know it. */
export interface Embedded {
  readonly id: string;
  readonly title: string;
  /** Usual height in CSS pixels. */
  readonly height: number;
  /** Its place in the book, relative to the root. */
  readonly place: string;
}

/** Size of the pictures in `public/og/`. */
export const PICTURE = { width: 1200, height: 630 };

/** The texts to copy. */
export interface Snippets {
  readonly frame: string;
  readonly script: string;
  readonly link: string;
}

/** @param root absolute address of the site, with a trailing slash. */
export function snippets({ id, title, height, place }: Embedded, root: string): Snippets {
  const name = attribute(title);
  const page = `${root}embed/${id}/`;
  return {
    frame:
      `<iframe src="${page}" title="${name}" width="100%" height="${height}" loading="lazy" ` +
      `sandbox="${SANDBOX}" allow="${PERMISSIONS}" style="border:0;color-scheme:${SCHEME}"></iframe>`,
    script:
      `<script async src="${root}embed.js"></script>\n` +
      `<ai-demo name="${id}"><a href="${page}">${name}</a></ai-demo>`,
    link:
      `<a href="${root}${place}"><img src="${root}og/${id}.png" alt="${name}" ` +
      `width="${PICTURE.width / 2}" height="${PICTURE.height / 2}" ` +
      `style="max-width:100%;height:auto"></a>`,
  };
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
