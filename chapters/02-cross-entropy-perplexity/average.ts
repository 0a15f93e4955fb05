import { code, figure, join, layout, prose, section } from '#report';
import * as mark from '#report/marks';
import { count, equation, given, math, nats, percent, real, ref, term, text } from '#report/values';
import { averageOfFour } from './average.measure.ts';

export const average = section({
  id: 'average-and-perplexity',
  title: prose`A text: the average, and perplexity`,
  needs: { m: averageOfFour },
  write: ({ m }) => [
    prose`A text has many tokens, so it has many surprisals. Their sum grows with its length. To say how well
      a model predicts, whatever the length, take the average.

      Say a model gave the four tokens of a short text these ${term('log-probability', 'log-probabilities')}:
      ${join(m.rows.map((row) => given(row.logprob)))}. As probabilities they are
      ${join(m.rows.map((row) => percent(row.probability)))}. The mean log-probability is
      ${real(m.mean, { digits: 2 })}, so the mean surprisal is ${nats(m.meanSurprisal)} per token.

      One more step is common: exponentiate the mean surprisal. The result is called ${term('perplexity')}.`,
    equation`\text{perplexity} = \exp\Bigl( -\frac{1}{N} \sum_{i=1}^{N} \ln p_i \Bigr)`,
    code('#numerics/perplexity', 'perplexity'),
    prose`For the four tokens it is ${real(m.perplexity, { digits: 5 })}. What does such a number mean?
      ${ref('equal-choices')} tries it on guesses where the answer is clear. If there are ${math`k`} equally
      likely choices, every outcome has the probability ${math`1/k`}, the surprisal is ${math`\ln k`}, and the
      perplexity is ${math`k`} again.`,
    figure({
      id: 'equal-choices',
      caption: prose`Guesses among equally likely choices: mean surprisal, and the perplexity in brackets. The
        line is ${math`\ln k`}.`,
      alt: prose`A straight line over a logarithmic axis. On it lie ${join(
        m.guesses.map(
          (row) => prose`${text(row.who)} with ${count(row.choices)} choices at ${nats(row.surprisal)}`,
        ),
      )}; our four tokens lie near its lower end, at ${nats(m.meanSurprisal)}.`,
      data: [
        {
          who: 'our four tokens',
          perplexity: m.perplexity,
          surprisal: m.meanSurprisal,
          label: prose`our four tokens (${real(m.perplexity, { digits: 3 })})`,
        },
        ...m.guesses.map(({ choices, ...row }) => ({
          ...row,
          label: prose`${text(row.who)} (${count(choices)})`,
        })),
      ].map((row) => ({
        ...row,
        // Any token at all has the left to itself: a vocabulary may be about as large as the year has days.
        side: layout([row.surprisal, m.guesses.at(-1)?.surprisal], (nats, ofAny) =>
          nats === ofAny ? 'left' : nats < 1 ? 'low' : 'right',
        ),
      })),
      spec: {
        height: 340,
        encoding: {
          x: mark.q('perplexity', {
            scale: { type: 'log', domainMin: 1 },
            axis: { values: [1, 10, 100, 1000, 10000] },
            title: 'perplexity: as many equal choices',
          }),
          y: mark.q('surprisal', { title: 'mean surprisal in nats' }),
        },
        layer: [
          mark.line({}, { style: 'muted' }),
          ...mark.labelled(
            mark.dots({}, { size: 60 }),
            mark.cases('side', {
              right: { align: 'left', dx: 10, dy: 8 },
              low: { align: 'left', dx: 10, dy: 1 },
              left: { align: 'right', dx: -9, dy: -9 },
            }),
          ),
        ],
      },
    }),
    prose`What to see: perplexity reads as **“as surprised, on average, as by a fair draw from so many equal
      choices”**. Our four tokens surprise less than a coin. A guess that gives all ${count(m.vocabularySize)}
      tokens the same probability has the size of the vocabulary as its perplexity, up to rounding. And twice
      as many choices, as from letters to playing cards, add ${math`\ln 2`} to the surprisal: nats add where
      choices multiply.`,
  ],
});
