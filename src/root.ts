/**
 * Absolute address of the site's root, with a trailing slash. The page says where it is by
 * `<link rel="home">`, which the build makes relative: so it is right wherever the site was put.
 * @throws {Error} when the page does not say it.
 */
export function siteRoot(): string {
  const home = document.querySelector<HTMLLinkElement>('link[rel="home"]');
  if (!home) throw new Error('this page has no <link rel="home">');
  return home.href;
}
