import { choose, curious, figure, prose, section } from '#report';
import * as mark from '#report/marks';
import { count, given, math, percent, real, ref, text } from '#report/values';
import { floatRegrouping, LAST_BAR, randomFractions } from './regrouping.measure.ts';

const TICKS = [-LAST_BAR, -4, -2, 0, 2, 4, LAST_BAR];
/** The outermost bars hold all that lies beyond them. */
const TICK_NAME =
  `(datum.value <= -${LAST_BAR} ? '≤ ' : datum.value >= ${LAST_BAR} ? '≥ ' : '') + ` +
  `(datum.value < 0 ? '−' : '') + abs(datum.value)`;

export const regrouping = section({
  id: 'regrouping',
  title: prose`Exact in fractions, nearly so in floats`,
  needs: { exact: randomFractions, float: floatRegrouping },
  write({ exact, float }) {
    return [
      prose`A proof may contain a slip, so we also let the computer try. It draws ${count(exact.triples)}
        random triples of fractions with numerators and denominators up to ${given(exact.largestPart)}, and
        checks every law in exact arithmetic.`,
      choose(exact.verdict, {
        'all hold': prose`No law fails even once. So proof and program speak of the same rule.`,
        'some fail': prose`There are failures, so the program does not compute the rule that was proved.`,
      }),
      choose(float.outcome, {
        'not always': prose`Programs rarely use fractions. In floats ${math`\oplus_4`} is associative up to
          rounding, as ${math`+`} and ${math`\times`} are. So compare with a tolerance, never with \`===\`.`,
        always: prose`In floats these triples all come out equal, too; others would not.`,
      }),
      curious(prose`How far do the two groupings lie apart in floats?`, [
        prose`The first of the triples is ${text(exact.example.a)}, ${text(exact.example.b)} and
          ${text(exact.example.c)}; in fractions, either grouping gives ${text(exact.example.result)}. In
          float64 every operation rounds to the nearest number of a grid. ${ref('regrouping-error')} takes all
          triples as floats. It counts how many steps of that grid, that is, of the last binary digit of the
          result, the two groupings lie apart.`,
        figure({
          id: 'regrouping-error',
          caption: prose`The difference between the two groupings in float64, in steps of the last binary
            digit of the result. The outermost bars also hold what lies beyond them.`,
          alt: prose`A histogram with its peak at zero, which holds ${percent(float.equalShare)} of the
            triples. Within two steps on either side lie ${percent(float.within)}; the largest difference is
            ${real(float.worst.steps, { digits: 2 })} steps.`,
          data: float.bars.map((bar) => ({ ...bar, floor: given(0) })),
          spec: {
            height: 240,
            ...mark.rect({
              x: mark.q('from', {
                title: 'left grouping minus right grouping, in steps of the last digit',
                scale: { domain: [-6.6, 6.6], nice: false },
                axis: { values: TICKS, tickCount: 7, grid: false, labelExpr: TICK_NAME },
              }),
              x2: { field: 'to' },
              y: mark.q('share', { title: 'share of triples', axis: { format: '%' } }),
              y2: { field: 'floor' },
            }),
          },
        }),
        prose`What to see: ${percent(float.equalShare)} of the triples come out equal to the last digit, and
          ${percent(float.within)} within two steps. The largest difference is
          ${real(float.worst.steps, { digits: 3 })} steps, for ${text(float.worst.a)}, ${text(float.worst.b)}
          and ${text(float.worst.c)}. The largest of the three has magnitude
          ${real(float.worst.largest, { digits: 3 })}, the exact result is
          ${real(float.worst.result, { digits: 3 })}. ${choose(float.cause, {
            cancelled: prose`Large parts cancelled, and their rounding stayed: a small error for the parts is
              a large one for the little that is left. The same happens to plain sums.`,
            other: prose`Nothing cancelled here; the error has another cause.`,
          })}

          So take the tolerance relative to the terms that were added up, not to the result.
          ${choose(float.bounded, {
            yes: prose`Divided by ${math`|a| \oplus_4 |b| \oplus_4 |c|`}, every difference here is below
              ${given(float.tolerance)}.`,
            no: prose`Divided by ${math`|a| \oplus_4 |b| \oplus_4 |c|`}, the largest difference here is
              ${real(float.besideTerms, { digits: 2 })}.`,
          })} Divided by the result, the worst is ${real(float.worst.besideResult, { digits: 2 })}
          (${real(float.worst.steps, { digits: 3 })} steps)${choose(float.worst.size, {
            large: prose`, more than a hundred times as much.`,
            small: prose`.`,
          })}`,
      ]),
    ];
  },
});
