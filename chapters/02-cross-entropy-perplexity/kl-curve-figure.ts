import { figure, prose, type Seen } from '#report';
import * as mark from '#report/marks';
import { coloured, real, ref } from '#report/values';
import type { divisions } from './entropy-and-kl.measure.ts';

/** The keeper's bill for every share that sun can get: lowest at its probability, higher by the KL divergence elsewhere. */
export function billOfDivisions({ curve, best, other }: Seen<typeof divisions>) {
  const x = mark.q('share', {
    title: 'share of all bit strings given to sun',
    scale: { domain: [0, 1], nice: false },
  });
  const y = mark.q('bill', {
    title: 'coins a day',
    axis: { tickCount: 4 },
    scale: { domain: [1.5, 3], zero: false, nice: false },
  });
  return figure({
    id: 'bill-of-divisions',
    caption: prose`The keeper's daily bill against the share given to sun; the other kinds of weather divide the rest in proportion
      to their probabilities. The ${coloured('wrong', 'gap at the square')} is called the KL divergence (${ref('entropy-and-kl')}).`,
    alt: prose`A curve like a bowl. Its lowest point is ${real(best.bill, 3)} coins a day at the share ${real(best.share, 2)}. At the share
      ${real(other.share, 2)} the bill is ${real(other.bill, 3)} coins, ${real(other.kl, 2)} more.`,
    data: {
      rows: curve,
      best: [{ ...best, label: prose`lowest: ${real(best.bill, 3)}` }],
      other: [{ ...other, lowest: best.bill, label: prose`KL divergence ${real(other.kl, 2)}` }],
    },
    spec: {
      height: 190,
      layer: [
        mark.reference({ y }, { data: 'best' }),
        mark.line({ x, y }, { color: '$ink' }),
        mark.rule({ x, y, y2: { field: 'lowest' } }, { data: 'other', color: '$wrong', strokeWidth: 3 }),
        ...mark.labelled(mark.dots({ x, y }, { data: 'other', size: 80, color: '$wrong', shape: 'square' }), {
          align: 'left',
          dx: 10,
          dy: -8,
        }),
        ...mark.labelled(mark.dots({ x, y }, { data: 'best', size: 80, color: '$right' }), { dy: 18 }),
      ],
    },
  });
}
