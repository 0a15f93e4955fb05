import { describe, expect, it } from 'vitest';
import type { Work } from '#report/block';
import { prose } from '#report/prose';
import { authorsOf, workLabel } from '#report/sources';

const WORK: Work = {
  id: 'shannon-1948',
  authors: ['Shannon, Claude E.'],
  year: 1948,
  title: 'A Mathematical Theory of Communication',
  where: 'Bell System Technical Journal',
  url: 'https://doi.org/10.1002/j.1538-7305.1948.tb01338.x',
  adds: prose`Where entropy got its name.`,
};
const by = (...authors: readonly string[]): Work => ({ ...WORK, authors: authors as unknown as [string] });

describe('a source', () => {
  it.each([
    [by('Shannon, Claude E.'), 'Shannon 1948', 'Claude E. Shannon'],
    [by('Good, I. J.', 'Turing, Alan'), 'Good and Turing 1948', 'I. J. Good and Alan Turing'],
    [
      by('van den Oord, Aäron', 'A, B', 'C, D'),
      'van den Oord et al. 1948',
      'Aäron van den Oord, B A and D C',
    ],
    [by('Kadavath, Saurav', 'others'), 'Kadavath et al. 1948', 'Saurav Kadavath et al.'],
    [by('Guo, Chuan', 'Pleiss, Geoff', 'others'), 'Guo et al. 1948', 'Chuan Guo, Geoff Pleiss et al.'],
    [by('Bell Labs'), 'Bell Labs 1948', 'Bell Labs'],
  ])('is called by its authors and its year', (work, label, names) => {
    expect(workLabel(work)).toBe(label);
    expect(authorsOf(work)).toBe(names);
  });
});
