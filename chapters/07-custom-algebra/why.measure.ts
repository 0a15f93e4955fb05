import { compose, lambda, phi } from '#numerics/custom-algebra';
import { measurement } from '#report/measurement';

const EXAMPLE = [2, 6] as const;
/** The odd numbers of this chapter, and 0: marked on the line of φ. */
const MARKED = [-8, -4, -1, 0];
const CURVE = Array.from({ length: 161 }, (_, index) => -8 + index / 10);

export const twoMaps = measurement({
  id: 'two-maps',
  kinds: {
    rows: { a: 'exact', phi: 'exact', lambda: 'float64' },
    check: { product: 'exact', sum: 'float64' },
    curve: { a: 'exact', value: 'float64' },
    marked: { a: 'exact', phi: 'exact' },
  },
  async measure() {
    const [a, b] = EXAMPLE;
    const composed = compose(a, b);
    const row = (value: number) => ({ a: value, phi: phi(value), lambda: lambda(value) });
    return {
      rows: [row(a), row(b), row(composed)],
      check: { product: phi(a) * phi(b), sum: lambda(a) + lambda(b) },
      curve: CURVE.flatMap((value) => [
        { a: value, map: 'φ', value: phi(value) },
        ...(value > -4 ? [{ a: value, map: 'λ', value: lambda(value) }] : []),
      ]),
      marked: MARKED.map((value) => ({ a: value, phi: phi(value) })),
    };
  },
});
