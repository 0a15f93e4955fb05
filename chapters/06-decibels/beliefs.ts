import { choose, claim, code, curious, figure, layout, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { decibels, equation, given, math, percent, real, ref, term, text, token } from '#report/values';
import { beliefsInDecibels } from './beliefs.measure.ts';

export const beliefs = section({
  id: 'beliefs-in-decibels',
  title: prose`Beliefs in decibels`,
  needs: { m: beliefsInDecibels },
  write: ({ m }) => [
    prose`Which ratio is most useful for a probability? The one that compares it with its opposite: the
      ${term('odds')}, what speaks for a thing against what speaks against it. In decibels they are a level
      whose zero is “as likely as not”:`,
    equation`L(p) = 10 \log_{10} \frac{p}{1 - p}\ \text{dB}`,
    table({
      id: 'odds-ladder',
      caption: prose`Probabilities, their odds (so many to one), and the same odds in decibels.`,
      rows: m.ladder,
      columns: [
        ['probability', (row) => given(row.probability)],
        ['odds', (row) => real(row.ratio, { digits: 4 })],
        ['odds (dB)', (row) => decibels(row.odds)],
      ],
    }),
    prose`What to see: each further nine is worth about ten decibels. From ${given(0.5)} to ${given(0.9)} is
      nearly as far as from ${given(0.9)} to ${given(0.99)}. As a difference of probabilities, that second
      step is less than a quarter of the first (${given(m.steps.second)} against ${given(m.steps.first)}). In
      decibels, ${math`p`} and ${math`1 - p`} differ only in sign.`,
    curious(prose`How do probabilities become decibels of odds, in code?`, [
      code('#numerics/decibel', 'odds'),
      prose`From the model's ${math`\ell`} in nats that is ${math`\ell - \ln(1 - e^{\ell})`}, times
        ${real(m.nat, { digits: 7 })}.`,
    ]),
    curious(
      prose`Who weighed evidence this way? Turing's decibans`,
      prose`Alan Turing and his colleagues weighed evidence this way at Bletchley Park in the Second World
        War, to decide which guesses about a cipher machine deserved a try. They called a factor of ten in the
        odds a *ban*, after the town of Banbury, where their paper sheets were printed, and a tenth of it a
        *deciban*. I. J. Good, who was there, wrote later (in *Biometrika*) that a deciban is about the
        smallest change in the weight of evidence that a human mind can feel. So a deciban is a decibel of
        odds, and the scores that they added on paper are the sums of logarithms of this report.`,
    ),
    prose`What does the model believe? ${ref('beliefs-figure')} takes beginnings of simple statements and asks
      for the odds of one next token against *all others together*.${choose(m.answers, {
        'one token': prose``,
        'several tokens': prose` (Where a word is several tokens of this tokeniser, the odds
          are those of all its tokens in a row.)`,
      })}`,
    figure({
      id: 'beliefs-figure',
      caption: prose`The model's odds for the last word of each statement, against all other ways to go on,
        in decibels. Circles: the statement is true. The square: it is false. The dashed line is even odds.${choose(
          m.drawn,
          {
            all: prose``,
            some: prose` A certainty has no place on this axis.`,
          },
        )}`,
      alt: prose`${given(0)} dB is even odds. Highest stands “${text(m.rows[0]?.statement)}” with
        ${decibels(m.rows[0]?.odds)}, lowest of the true ones “${text(m.last.statement)}” with
        ${decibels(m.last.odds)}. The false statement, with ${token(m.wrong.answer)}, is at
        ${decibels(m.wrong.odds)}.`,
      data: {
        rows: m.rows
          .filter(({ odds }) => layout([odds], Number.isFinite))
          .map(({ statement, odds, holds }) => ({ statement, odds, is: String(holds) })),
        even: [{ odds: given(0) }],
      },
      spec: {
        height: { step: 26 },
        layer: [
          mark.reference({ x: 'odds' }, { data: 'even' }),
          mark.dots(
            {
              y: mark.n('statement', { sort: null, title: null, axis: { grid: true } }),
              x: mark.q('odds', { title: 'odds in dB', axis: { tickCount: 4 } }),
              // No title stands above the vertical axis, so the legend may come closer.
              ...mark.series(
                'is',
                { title: 'statement is', sort: ['true', 'false'], legend: { offset: 8 } },
                ['circle', 'square'],
              ),
            },
            { size: 90 },
          ),
        ],
      },
    }),
    prose`What to see: a low belief need not be a false one. The lowest of the true ones is
      “${text(m.last.statement)}”. ${choose(m.lastIs, {
        'behind another token': prose`The likeliest token after its beginning is ${token(m.last.winner)}, with
          ${percent(m.last.winnerProbability)}.`,
        'behind a bare space': prose`The likeliest token after its beginning is a space standing alone, with
          ${percent(m.last.winnerProbability)}: it leaves open what comes next.`,
        likeliest: prose`All the same ${token(m.last.winner)} is the likeliest token after its beginning, with
          ${percent(m.last.winnerProbability)}.`,
        'among equals': prose`Several tokens share the first place after its beginning, with
          ${percent(m.last.winnerProbability)} each.`,
      })} These are odds against *all* ways to go on. Often one answer against another is the better question.
      After “${text(m.doubtedPrompt)}”, ${token(m.right.answer)} has ${percent(m.right.probability)} and
      ${token(m.wrong.answer)} has ${percent(m.wrong.probability)}. Between the two the odds are
      ${decibels(m.between)}, ${claim(m.right.odds, m.wrong.odds, {
        greater: prose`on the side of the right one.`,
        less: prose`on the side of the wrong one.`,
        tooClose: prose`as good as even.`,
      })}`,
    curious(
      prose`What are these beliefs as numbers?`,
      table({
        id: 'beliefs-table',
        caption: prose`The same beliefs as probabilities and as odds.`,
        rows: m.rows,
        columns: [
          ['statement', (row) => text(row.statement)],
          ['last word', (row) => token(row.answer)],
          ['probability', (row) => percent(row.probability)],
          ['odds (dB)', (row) => decibels(row.odds)],
        ],
      }),
    ),
  ],
});
