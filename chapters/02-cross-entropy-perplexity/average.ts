import { code, figure } from '#report/block';
import { formatKind } from '#report/format';
import { join, prose } from '#report/prose';
import { section } from '#report/section';
import { count, equation, given, math, nats, percent, real, ref, term, text } from '#report/values';
import { averageOfFour } from './average.measure.ts';

export const average = section({
  id: 'average-and-perplexity',
  title: prose`A text: the average, and perplexity`,
  needs: { m: averageOfFour },
  write({ m }) {
    return [
      prose`
        A text has many tokens, so it has many surprisals. Their sum grows with its length. To say how well a model
        predicts, whatever the length, take the average.

        Say a model gave the four tokens of a short text these ${term('log-probability', 'log-probabilities')}:
        ${join(
          m.rows.map((row) => given(row.logprob)),
          prose`, `,
        )}.
        As probabilities they are ${join(
          m.rows.map((row) => percent(row.probability)),
          prose`, `,
        )}.
        The mean log-probability is ${real(m.mean, 'float64', { digits: 2 })}, so the mean surprisal is ${nats(m.meanSurprisal)} per token.

        One more step is common: exponentiate the mean surprisal. The result is called
        ${term('perplexity')}.
      `,
      equation`\text{perplexity} = \exp\Bigl( -\frac{1}{N} \sum_{i=1}^{N} \ln p_i \Bigr)`,
      code('#numerics/perplexity', 'perplexity'),
      prose`
        For the four tokens it is ${real(m.perplexity, 'float64', { digits: 5 })}. What does such a number mean? ${ref('equal-choices')} tries it
        on guesses where the answer is clear. If there are ${math`k`} equally likely choices, every outcome has the
        probability ${math`1/k`}, the surprisal is ${math`\ln k`}, and the perplexity is ${math`k`} again.
      `,
      figure({
        id: 'equal-choices',
        caption: prose`
          Guesses among equally likely choices: mean surprisal, and the perplexity in brackets. The line is
          ${math`\ln k`}.
        `,
        alt: prose`
          A straight line over a logarithmic axis. On it lie ${join(
            m.guesses.map(
              (guess) =>
                prose`${text(guess.who)} with ${count(guess.choices)} choices at ${nats(guess.surprisal)}`,
            ),
            prose`, `,
          )}; our four tokens lie near its lower end, at ${nats(m.meanSurprisal)}.
        `,
        data: [
          {
            who: 'our four tokens',
            perplexity: m.perplexity,
            surprisal: m.meanSurprisal,
            shown: formatKind(m.perplexity, 'perplexity'),
          },
          ...m.guesses.map((guess) => ({
            who: guess.who,
            perplexity: guess.perplexity,
            surprisal: guess.surprisal,
            shown: formatKind(guess.choices, 'exact'),
          })),
        ].map(({ shown, ...row }) => ({
          ...row,
          label: `${row.who} (${shown})`,
          side: row.surprisal > 8 ? 'left' : row.surprisal < 1 ? 'low' : 'right',
        })),
        spec: {
          height: 340,
          encoding: {
            x: {
              field: 'perplexity',
              type: 'quantitative',
              scale: { type: 'log', domainMin: 1 },
              axis: { values: [1, 10, 100, 1000, 10000] },
              title: 'perplexity: as many equal choices',
            },
            y: { field: 'surprisal', type: 'quantitative', title: 'mean surprisal in nats' },
          },
          layer: [
            { mark: { type: 'line', style: 'muted' } },
            { mark: { type: 'point', filled: true, size: 60 } },
            ...(['right', 'low', 'left'] as const).map((side) => ({
              transform: [{ filter: `datum.side === '${side}'` }],
              mark: {
                type: 'text',
                style: 'label',
                align: side === 'left' ? 'right' : 'left',
                dx: side === 'left' ? -9 : 10,
                dy: side === 'left' ? -9 : side === 'low' ? 1 : 8,
              },
              encoding: { text: { field: 'label', type: 'nominal' } },
            })),
          ],
        },
      }),
      prose`
        What to see: perplexity reads as **“as surprised, on average, as by a fair draw from so many equal choices”**. Our
        four tokens surprise less than a coin. A guess that gives all ${count(m.vocabularySize)} tokens the same
        probability has the size of the vocabulary as its perplexity, up to rounding. And twice as many choices, as from letters to playing
        cards, add ${math`\ln 2`} to the surprisal: nats add where choices multiply.
      `,
    ];
  },
});
