import { curious, figure, table } from '#report/block';
import { claim } from '#report/claim';
import { formatKind } from '#report/format';
import { join, prose } from '#report/prose';
import { section } from '#report/section';
import { count, given, math, nats, rank, real, ref, term, text, token } from '#report/values';
import { goodAndBad } from './good-and-bad.measure.ts';
import { named } from './lists.ts';

export const goodAndBadSection = section({
  id: 'good-and-bad',
  title: prose`Good predictions, bad predictions, and worse than bad`,
  needs: { m: goodAndBad },
  write({ m }) {
    const memorised = named(m.rows, 'memorised');
    const own = named(m.rows, 'our paragraph');
    const shuffled = named(m.rows, 'its words shuffled');
    const noise = named(m.rows, 'random tokens');
    return [
      prose`
        Is ${nats(own.meanSurprisal)} per token a lot? ${ref('four-texts')} compares four texts: a famous sentence of
        ${count(memorised.tokens)} tokens that very probably stands many times in the training data, so that the model may
        have **memorised** it; our paragraph; its words shuffled; and as many tokens drawn blindly from the vocabulary.

        And there is a line to measure them by. With ${math`V =`} ${count(m.vocabularySize)} tokens in the vocabulary, whoever
        finds all of them equally likely pays ${math`\ln V =`} ${nats(m.bound)} for every token. Can anything be worse
        than knowing nothing?

        The thin lines are ${given(95)}% intervals: we drew each text's tokens again, with repetition, many times (a
        ${term('bootstrap')}); ${given(95)}% of the means fell inside. That treats the tokens as independent, so it is rather
        too narrow.
      `,
      figure({
        id: 'four-texts',
        caption: prose`
          Mean surprisal of four texts, with ${given(95)}% intervals. The dashed line is ${math`\ln V`}, the price of knowing
          nothing.
        `,
        alt: prose`
          Four bars: ${join(
            m.rows.map((row) => prose`${text(row.name)} ${nats(row.meanSurprisal)}`),
            prose`, `,
          )}. The line of the blind guess stands at ${nats(m.bound)}.
        `,
        data: {
          rows: m.rows.map((row) => ({
            name: row.name,
            surprisal: row.meanSurprisal,
            low: row.low,
            high: row.high,
            label: formatKind(row.meanSurprisal, 'nats', 2),
          })),
          bound: [
            {
              surprisal: m.bound,
              label: `knowing nothing\n(ln V = ${formatKind(m.bound, 'nats', 1)})`,
            },
          ],
        },
        spec: {
          height: { step: 44 },
          layer: [
            {
              mark: { type: 'bar' },
              encoding: {
                y: { field: 'name', type: 'nominal', sort: null, title: null },
                x: { field: 'surprisal', type: 'quantitative', title: 'mean surprisal in nats' },
              },
            },
            {
              mark: { type: 'rule', color: '$ink', strokeWidth: 2 },
              encoding: {
                y: { field: 'name', type: 'nominal', sort: null },
                x: { field: 'low', type: 'quantitative' },
                x2: { field: 'high' },
              },
            },
            {
              mark: { type: 'text', style: 'value', align: 'left', dx: 7 },
              encoding: {
                y: { field: 'name', type: 'nominal', sort: null },
                x: { field: 'high', type: 'quantitative' },
                text: { field: 'label', type: 'nominal' },
              },
            },
            {
              data: { name: 'bound' },
              mark: { type: 'rule', style: 'reference' },
              encoding: { x: { field: 'surprisal', type: 'quantitative' } },
            },
            {
              data: { name: 'bound' },
              mark: { type: 'text', style: 'annotation', align: 'right', baseline: 'bottom', dx: 4, dy: -20 },
              encoding: {
                x: { field: 'surprisal', type: 'quantitative' },
                y: { value: -5 },
                text: { field: 'label', type: 'nominal' },
              },
            },
          ],
        },
      }),
      prose`
        What to see: ${claim({
          a: own.low,
          b: memorised.high,
          kind: 'nats',
          when: {
            greater: prose`the famous sentence costs ${nats(memorised.meanSurprisal)} per token (so few tokens
              have a wide interval, from ${nats(memorised.low)} to ${nats(memorised.high)}), against ${nats(own.meanSurprisal)} for a text that the
              model has never seen; ${rank(m.memorisedFirstGuesses)} of its ${count(memorised.tokens)} tokens were the
              model's first guess.`,
            less: prose`the famous sentence costs ${nats(memorised.meanSurprisal)} per token, and its interval overlaps
              with that of our paragraph: if the model ever learned it, little of that shows.`,
            tooClose: prose`the famous sentence costs ${nats(memorised.meanSurprisal)} per token, and its interval all but
              touches that of our paragraph: if the model ever learned it, little of that shows.`,
          },
        })} A low perplexity may just mean that a text was
        in the training data. ${claim({
          a: shuffled.meanSurprisal,
          b: own.meanSurprisal,
          kind: 'nats',
          when: {
            greater: prose`Shuffled, the same words cost ${nats(shuffled.meanSurprisal)} per token: the difference is what word
              order is worth to the model.`,
            less: prose`Strangely, shuffling the words made them easier: ${nats(shuffled.meanSurprisal)}.`,
            tooClose: prose`Shuffling the words changed next to nothing: this model hardly uses their order.`,
          },
        })}

        ${claim({
          a: noise.meanSurprisal,
          b: m.bound,
          kind: 'nats',
          when: {
            greater: prose`And yes, random tokens cost ${nats(noise.meanSurprisal)}, more than ${math`\ln V`}. As a ${term('perplexity')} that is
              ${real(noise.perplexity, 'perplexity')} equal choices, more than the vocabulary holds: the model was not that
              unsure, it was wrong. The blind guess spreads its bets; the model bets on sense, and loses.`,
            less: prose`Even random tokens cost ${nats(noise.meanSurprisal)}, less than the blind guess: the model noticed
              that the text makes no sense, and spread its bets.`,
            tooClose: prose`Random tokens cost about as much as the blind guess, ${nats(noise.meanSurprisal)}. That is no
              law: a model that bets on sense could lose more.`,
          },
        })}
      `,
      curious(prose`How do the four texts begin, and what are their perplexities?`, [
        table({
          id: 'four-texts-table',
          caption: prose`The same four texts, and how each begins.`,
          rows: m.rows,
          columns: [
            { head: prose`text`, cell: (row) => prose`${text(row.name)}` },
            {
              head: prose`begins`,
              cell: (row) =>
                join(
                  row.opening.map((piece) => token(piece)),
                  prose` `,
                ),
            },
            { head: prose`tokens`, align: 'right', cell: (row) => prose`${count(row.tokens)}` },
            { head: prose`nats per token`, align: 'right', cell: (row) => prose`${nats(row.meanSurprisal)}` },
            {
              head: prose`perplexity`,
              align: 'right',
              cell: (row) => prose`${real(row.perplexity, 'perplexity')}`,
            },
          ],
        }),
        prose`
          What to see: the words of the third text are those of the second, in another order, and the fourth is no text at
          all. ${count(own.tokens)} tokens leave the mean of our paragraph uncertain by about
          ${nats(m.halfWidth, { digits: 2 })} either way.
        `,
      ]),
    ];
  },
});
