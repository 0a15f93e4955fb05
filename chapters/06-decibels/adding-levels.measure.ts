import { addInPhase, addLevels, addWithPhase, meanLevel } from '#numerics/decibel';
import { pow } from '#numerics/pow';
import { each, measurement } from '#report/measurement';

const PAIRS = [
  [60, 60],
  [80, 85],
  [70, 60],
  [70, 50],
] as const;

const DIFFERENCES = Array.from({ length: 81 }, (_, index) => index / 4);
const [QUARTER_TURN, HALF_TURN, FULL_TURN] = [90, 180, 360];
/** The drawing ends here; opposite phases go on to minus infinity. */
const FLOOR = -30;
/** The shift in degrees at which two equal waves are at the floor: 20 log10(2 cos(shift / 2)) = FLOOR. */
const AT_FLOOR = (2 * Math.acos(pow(10, FLOOR / 20) / 2) * 180) / Math.PI;

/** Shifts to draw up to the floor: finer towards its end, where the curve is steep. */
const SHIFTS = [
  ...Array.from({ length: 56 }, (_, index) => index * 3),
  ...Array.from({ length: 41 }, (_, index) => 168 + index / 4),
  AT_FLOOR,
];

export const levelSums = measurement({
  id: 'level-sums',
  kinds: {
    pairs: { a: 'exact', b: 'exact', incoherent: 'float64', inPhase: 'float64' },
    curve: { difference: 'exact', incoherent: 'float64' },
    marks: { difference: 'exact', gain: 'float64' },
    equal: { incoherent: 'float64' },
    ten: { each: 'exact', all: 'float64' },
  },
  async measure() {
    const ten = Array.from({ length: 10 }, () => 60);
    return {
      pairs: PAIRS.map(([a, b]) => ({ a, b, incoherent: addLevels(a, b), inPhase: addInPhase(a, b) })),
      curve: DIFFERENCES.map((difference) => ({ difference, incoherent: addLevels(0, -difference) })),
      marks: [0, 5, 10].map((difference) => ({ difference, gain: addLevels(0, -difference) })),
      equal: { incoherent: addLevels(0, 0) },
      ten: { each: 60, all: ten.reduce(addLevels) },
    };
  },
});

export const phaseSums = measurement({
  id: 'phase-sums',
  kinds: {
    curve: { degrees: 'float64', gain: 'float64' },
    ...each('float64', 'incoherent', 'best', 'mean'),
    ...each('exact', 'quarterTurn', 'halfTurn', 'floor'),
  },
  async measure() {
    const gainAt = (degrees: number): number => addWithPhase(0, 0, (degrees * Math.PI) / 180);
    const before = SHIFTS.map((degrees) => ({ degrees, gain: gainAt(degrees), side: 'before' }));
    const after = before.map(({ degrees, gain }) => ({ degrees: FULL_TURN - degrees, gain, side: 'after' }));
    return {
      curve: [...before, ...after],
      incoherent: addLevels(0, 0),
      best: gainAt(0),
      mean: meanLevel(Array.from({ length: FULL_TURN }, (_, degrees) => gainAt(degrees))),
      quarterTurn: QUARTER_TURN,
      halfTurn: HALF_TURN,
      floor: FLOOR,
    };
  },
});
