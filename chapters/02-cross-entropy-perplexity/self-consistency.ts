import { at } from '#numerics/list';
import { choose, curious, figure, layout, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { count, given, nats, real, ref, term, text } from '#report/values';
import { selfConsistency } from './self-consistency.measure.ts';

export const selfConsistencySection = section({
  id: 'self-consistency',
  title: prose`Can we trust the meter?`,
  needs: { m: selfConsistency },
  write({ m }) {
    const [fair, sharp] = [at(m.rows, 0), at(m.rows, 1)];
    const misses = prose`such an interval misses once in twenty times even if all is well.`;
    const interval = prose`interval from ${nats(fair.low)} to ${nats(fair.high)}`;
    return [
      prose`Code has mistakes. But for one kind of text we know the right answer: in text that the model has
        drawn itself from its own probabilities, it receives on average exactly the surprise that it expects.
        Mean surprisal minus mean ${term('entropy')} must be zero, up to chance. ${choose(fair.verdict, {
          'zero inside': choose(m.canFail, {
            yes: prose`The meter passes: an error of more than about ${nats(m.reach, { digits: 1 })} per token
              would have shown.`,
            no: prose`The meter passes.`,
          }),
          above: prose`Here its ${given(95)}% interval lies above zero; ${misses}`,
          below: prose`Here its ${given(95)}% interval lies below zero; ${misses}`,
        })} A sharper check: the log-probabilities at drawing and at scoring ${choose(m.twice, {
          'the same': prose`are the same to the last bit`,
          'nearly the same': prose`differ by at most ${nats(m.disagreement)}`,
        })}.`,
      curious(prose`How was the meter tested, and can the test fail?`, [
        prose`We let the model write ${count(m.sequences)} openings of ${count(m.length)} tokens each at
          ${term('temperature')} one, where the model speaks for itself, and score them anew. One of the texts
          is “${text(fair.opening)}”${
            fair.opening.includes('\uFFFD') ? prose` (� stands for bytes that are no character)` : prose``
          }. And to see that the test can fail, we do the same with text drawn
          at temperature ${given(sharp.temperature)}, where likely tokens come more often than they should.
          ${ref('expected-and-received')} shows both.`,
        figure({
          id: 'expected-and-received',
          caption: prose`Mean surprisal minus mean entropy of text that the model wrote itself, with
            ${given(95)}% intervals. Zero means that sampler and scorer agree.`,
          alt: prose`Two points with intervals and a line at zero. Drawn at a temperature of
            ${given(fair.temperature)}: ${nats(fair.difference)}, from ${nats(fair.low)} to
            ${nats(fair.high)}. Drawn at ${given(sharp.temperature)}: ${nats(sharp.difference)}, from
            ${nats(sharp.low)} to ${nats(sharp.high)}.`,
          data: {
            rows: m.rows.map((row) => ({
              drawn: prose`drawn at T = ${given(row.temperature)}`,
              difference: row.difference,
              low: row.low,
              high: row.high,
            })),
            zero: [{ difference: given(0) }],
          },
          spec: {
            height: { step: 44 },
            layer: [
              mark.reference({ x: 'difference' }, { data: 'zero' }),
              mark.rule(
                {
                  y: mark.n('drawn', { sort: null, title: null }),
                  x: mark.q('low', {
                    title: 'surprise received minus surprise expected, in nats',
                    scale: { nice: false, padding: 16 },
                    ...(layout([sharp.low], (low) => low < -0.5) ? { axis: { tickCount: 4 } } : {}),
                  }),
                  x2: { field: 'high' },
                },
                { color: '$blue', strokeWidth: 2.5 },
              ),
              mark.dots({ y: mark.n('drawn', { sort: null }), x: 'difference' }, { size: 90 }),
            ],
          },
        }),
        prose`What to see: ${choose(fair.verdict, {
          'zero inside': prose`at temperature one the difference is ${nats(fair.difference)}, and the
            ${interval} holds zero.`,
          above: prose`at temperature one the ${interval} lies above zero: chance, or a mistake.`,
          below: prose`at temperature one the ${interval} lies below zero: chance, or a mistake.`,
        })} ${choose(sharp.verdict, {
          below: prose`Text drawn at ${given(sharp.temperature)} is less surprising than the model expects, by
            ${nats(sharp.size)} per token, and its interval is clear of zero. The test can fail when it
            should.`,
          'zero inside': choose(m.canFail, {
            yes: prose`But text drawn at ${given(sharp.temperature)} passes as well, with
              ${nats(sharp.difference)}: on so few tokens the test is too weak to see the difference.`,
            no: prose`Text drawn at ${given(sharp.temperature)} passes as well: this model finds all tokens equally
              likely, and no temperature changes that.`,
          }),
          above: prose`Text drawn at ${given(sharp.temperature)} is more surprising than expected, by
            ${nats(sharp.difference)}, which theory does not allow for long: chance, or a mistake.`,
        })}

          What the test does **not** show: that the model is any good. A model with damaged weights expects
          what it writes itself just as well. It only shows that drawing and scoring use the same
          probabilities. ${ref('self-consistency-table')} compares them token by token.`,
        table({
          id: 'self-consistency-table',
          caption: prose`Surprise expected and received, both at temperature one, and the largest difference
            between the log-probability at drawing and at scoring.`,
          rows: m.rows,
          columns: [
            ['drawn at temperature', (row) => given(row.temperature)],
            ['tokens', (row) => count(row.tokens)],
            ['expected (nats)', (row) => nats(row.expected)],
            ['received (nats)', (row) => nats(row.received)],
            ['drawing against scoring', (row) => nats(row.disagreement)],
          ],
        }),
        prose`What to see: drawing goes token by token with remembered intermediate results, scoring reads the
          text at once. ${choose(m.twice, {
            'nearly the same': prose`The largest difference between the two is ${nats(m.disagreement)}, which is rounding.`,
            'the same': prose`Here both give the same to the last bit.`,
          })}

          For the intervals in ${ref('expected-and-received')} single tokens are drawn again (a
          ${term('bootstrap')}). That is allowed although they stand in one text: whatever came before, the
          expected difference at the next token is zero, so differences at two positions are uncorrelated. For
          the colder text that does not hold, and its interval is only a rough one. At its closest
          call the sampler's random number was ${real(fair.smallestMargin)} away from choosing another token
          at temperature one, and ${real(sharp.smallestMargin)} at ${given(sharp.temperature)}. On
          another kind of processor it may choose the other one, and then the text goes on differently: these
          numbers would change, and what they show should not.`,
      ]),
    ];
  },
});
