/** Short names dealers know the sites by; any other site is shown by its code. */
const tags: Readonly<Record<string, string>> = { copart: 'CPRT' };

/** A site in a few letters, for dense rows. */
export function siteTag(site: string): string {
  return tags[site] ?? site.toUpperCase().slice(0, 8);
}
