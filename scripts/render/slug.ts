/** The anchors that GitHub gives headings. */

/** "13-temperature-reshapes-the-odds" of "1.3 Temperature reshapes the odds". */
export function githubSlug(heading: string): string {
  return heading
    .toLowerCase()
    .trim()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** Anchors of one file's headings in their order: a second heading of the same text gets `-1`. */
export function githubAnchors(headings: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return headings.map((heading) => {
    const slug = githubSlug(heading);
    const before = seen.get(slug);
    seen.set(slug, (before ?? -1) + 1);
    return before === undefined ? slug : `${slug}-${before + 1}`;
  });
}
