/** Slow and pure work, by the module whose code does it. */
export const REMEMBERED = {
  drawing: 'scripts/render/figures/figure.ts',
  picture: 'scripts/render/figures/png.ts',
  fonts: 'scripts/render/fonts/page.ts',
  places: 'scripts/render/page/places.ts',
  model: 'scripts/lm/identity.ts',
  compared: 'chapters/comparison/index.ts',
} as const;

export type Remembered = keyof typeof REMEMBERED;

/** Gives what `make` makes of this input, or made of it in an earlier run. Both are plain JSON. */
export type Remember = <T>(work: Remembered, input: unknown, make: () => Promise<T>) => Promise<T>;

export const makeAnew: Remember = (_work, _input, make) => make();
