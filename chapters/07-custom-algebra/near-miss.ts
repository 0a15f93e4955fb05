import { choose, code, curious, list, prose, section, table } from '#report';
import { count, given, math, percent, ref, term } from '#report/values';
import { nearMiss } from './near-miss.measure.ts';

export const examplesAreNoProof = section({
  id: 'examples-are-no-proof',
  title: prose`Three examples are not a proof`,
  needs: { m: nearMiss },
  write({ m }) {
    return [
      prose`To compose many numbers we want to forget the brackets: ${math`(a \oplus_4 b) \oplus_4 c`} should
        equal ${math`a \oplus_4 (b \oplus_4 c)`}. A rule that allows this is called ${term('associative')}. Is
        ours? To see how far trying a few numbers goes, here is a rule that a programmer might write by
        mistake. It works with whole numbers, and rounds the bonus down:`,
      code('#chapters/07-custom-algebra/near-miss.measure', 'near-miss'),
      prose`A program tries all ${count(m.triples)} triples of whole numbers ${math`a \le b \le c`} from one
        to ${given(m.largest)}. ${ref('near-miss-table')} lists the first three triples of distinct numbers
        that pass, and the first three that fail. So its lines are chosen, not drawn at random.`,
      table({
        id: 'near-miss-table',
        caption: prose`The rounded rule with both ways to set the brackets.`,
        rows: [...m.passing, ...m.failing],
        columns: [
          [math`a, b, c`, (row) => list([given(row.a), given(row.b), given(row.c)])],
          ['left pair first', (row) => count(row.left)],
          ['right pair first', (row) => count(row.right)],
          ['same', (row) => (m.passing.includes(row) ? prose`yes` : prose`no`)],
        ],
      }),
      choose(m.outcome, {
        fooled: prose`What to see: three examples agree, and the rule is still not associative. In all,
          ${count(m.passed)} of the ${count(m.triples)} triples pass. Whoever draws one of them at random and
          is content is fooled with probability ${percent(m.share)}; whoever draws three times, still with
          ${percent(m.shareOfThree)}.`,
        caught: prose`What to see: too few triples of different numbers pass to fool anyone:
          ${count(m.passed)} of ${count(m.triples)}, ${percent(m.share)}. Another wrong rule would be
          luckier.`,
        'a law': prose`What to see: all ${count(m.triples)} triples pass. Even that proves nothing about the
          next one.`,
      }),
      prose`Examples can refute a law. Examples alone cannot establish it. What can is a look at all numbers
        at once: letters.`,
      curious(prose`Can examples ever prove a law?`, [
        prose`Together with a reason they can. For ${math`\oplus_4`} both groupings are polynomials, and none
          of the three letters stands in them with a power above the first. Such a polynomial is settled by
          its values at eight points: fix two different numbers, and take all triples whose three entries are
          chosen from these two. So eight well-chosen examples would do, but only after algebra has said what
          form the two sides have. The rounded rule is no polynomial.`,
      ]),
    ];
  },
});
