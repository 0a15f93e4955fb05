import { at } from '#numerics/list';
import { choose, claim, curious, figure, layout, pitfall, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { count, countInWords, math, nats, real, ref, text } from '#report/values';
import { named } from './lists.ts';
import { averages, repetition } from './pitfalls.measure.ts';
import { ownTexts } from './texts.measure.ts';

export const pitfalls = section({
  id: 'averages-and-pitfalls',
  title: prose`What can go wrong`,
  needs: { m: averages, again: repetition, own: ownTexts },
  write({ m, again, own }) {
    const [single, longest] = [at(m.rows, 0), at(m.rows, m.rows.length - 1)];
    const [once, last] = [at(again.rows, 0), at(again.rows, again.rows.length - 1)];
    const harbour = named(own.texts, 'harbour');
    return [
      pitfall(prose`Averaging perplexities`, [
        prose`Two texts have perplexities of ten and a thousand. What is their perplexity together? Not five
          hundred and five. Average first, exponentiate last: with equal lengths it is the geometric mean, one
          hundred. Perplexity is the average factor per token by which the text's probability shrinks, and
          factors multiply.

          Keep sums of log-probabilities and numbers of tokens; exponentiate once, at the very end.`,
        curious(prose`How does the error depend on the length of the parts?`, [
          prose`Take the first ${count(m.used)} tokens of each of the seven texts, cut them into parts of
            equal length, and average the parts' perplexities (${ref('averaged-perplexities')}). The tokens
            are the same each time. The result should be, too.`,
          figure({
            id: 'averaged-perplexities',
            caption: prose`The mean of the parts' perplexities by the length of the parts. The dashed line is
              the perplexity of all tokens together, which does not depend on any cutting.`,
            alt: prose`A ${choose(m.line, { falling: prose`falling`, flat: prose`flat` })} line on two logarithmic axes: with parts of one token the mean of
              perplexities is ${real(single.meanOfPerplexities)}, with parts of ${count(longest.partLength)}
              it is ${real(longest.meanOfPerplexities)}; the true value is ${real(m.pooled)}.`,
            data: {
              rows: m.rows.map((row) => ({ length: row.partLength, value: row.meanOfPerplexities })),
              pooled: [{ value: m.pooled, label: 'all tokens together' }],
            },
            spec: {
              height: 220,
              layer: [
                ...mark.namedReference('value', { data: 'pooled', dy: -9 }),
                mark.line({
                  x: mark.q('length', {
                    scale: { type: 'log', nice: false },
                    axis: { values: m.rows.map((row) => layout([row.partLength], (length) => length)) },
                    title: 'tokens in a part',
                  }),
                  y: mark.q('value', {
                    scale: { type: 'log' },
                    axis: layout([single.meanOfPerplexities], (most) => most < 1e6)
                      ? { values: [10, 100, 1000, 10000, 100000] }
                      : { labelExpr: '$powerOfTen', tickCount: 5 },
                    title: 'mean of the perplexities',
                  }),
                }),
                mark.dots({ x: 'length', y: 'value' }, { size: 60 }),
              ],
            },
          }),
          table({
            id: 'averaged-perplexities-table',
            caption: prose`The same tokens, cut into shorter and longer parts.`,
            rows: m.rows,
            columns: [
              ['tokens in a part', (row) => count(row.partLength)],
              ['parts', (row) => count(row.parts)],
              ['mean of perplexities', (row) => real(row.meanOfPerplexities)],
              ['perplexity of all', (row) => real(row.pooled)],
            ],
          }),
          prose`What to see: the exponential of the mean is not the mean of the exponentials. The second is
            always the larger one (or equal, if all parts agree). ${claim(
              single.meanOfPerplexities,
              m.pooled,
              {
                greater: prose`The hard tokens rule it: cut into single tokens, the “perplexity” is
                  ${real(single.meanOfPerplexities)} instead of ${real(m.pooled)}.`,
                less: prose`Here it is the smaller one, which is impossible: a mistake.`,
                tooClose: prose`Here all tokens are about equally hard, so the two agree.`,
              },
            )}`,
        ]),
      ]),
      pitfall(
        prose`Nats in, powers of two out`,
        prose`Perplexity is ${math`e`} to the nats or ${math`2`} to the bits, and both are the same number.
          Mixed up, they are not: for our paragraph ${math`e`} to the ${nats(m.nats)} is ${real(m.rightBase)},
          while ${math`2`} to the same number is ${real(m.wrongBase)}. The wrong one looks better, so nobody
          complains.`,
      ),
      pitfall(prose`Taking a low perplexity for a good text`, [
        prose`Perplexity measures how expected a text is, not how good. Here is “${text(again.sentence)}”
          ${countInWords(last.time)} times in a row (${ref('repetition-table')}).`,
        table({
          id: 'repetition-table',
          caption: prose`The same sentence, again and again.`,
          rows: again.rows,
          columns: [
            ['time', (row) => count(row.time)],
            ['nats per token', (row) => nats(row.meanSurprisal)],
            ['perplexity', (row) => real(row.perplexity)],
          ],
        }),
        prose`What to see: ${claim(once.meanSurprisal, last.meanSurprisal, {
          greater: prose`the first time it costs ${nats(once.meanSurprisal)} per token, the last time
            ${nats(last.meanSurprisal)}.`,
          less: prose`for this model it does not grow cheaper: ${nats(once.meanSurprisal)} per token the first
            time, ${nats(last.meanSurprisal)} the last.`,
          tooClose: prose`for this model the cost stays at ${nats(once.meanSurprisal)} per token.`,
        })} ${claim(harbour.perplexity, again.whole, {
          greater: prose`The whole nonsense has a perplexity of ${real(again.whole)} and beats our paragraph
            with its ${real(harbour.perplexity)}. A filter that keeps what has a low perplexity keeps
            parrots, and what the model knows by heart (${ref('good-and-bad')}).`,
          less: prose`The whole has a perplexity of ${real(again.whole)}, above our paragraph.`,
          tooClose: prose`The whole has a perplexity of ${real(again.whole)}, like our paragraph.`,
        })}`,
      ]),
    ];
  },
});
