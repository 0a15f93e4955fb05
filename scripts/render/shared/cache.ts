/** Slow, pure work whose results are cached between runs, by the module that does it. */
export const CACHED_WORK = {
  drawing: 'scripts/render/figures/figure.ts',
  fonts: 'scripts/render/fonts/page.ts',
  places: 'scripts/render/page/search.ts',
  compared: 'chapters/comparison/index.ts',
} as const;

export type CachedWork = keyof typeof CACHED_WORK;

/** The cached result for this input, or what `make` gives, which is then cached. Input and result are plain JSON. */
export type Cache = <T>(work: CachedWork, input: unknown, make: () => Promise<T>) => Promise<T>;

/** Computes everything anew. */
export const noCache: Cache = (_work, _input, make) => make();
