import { figure, finding, firstOf, prose, section } from '#report';
import * as mark from '#report/marks';
import { decibels, given, percent, ref, text, token } from '#report/values';
import { beliefsInDecibels } from './beliefs.measure.ts';

export const beliefs = section({
  id: 'beliefs-in-decibels',
  title: prose`What would it write?`,
  needs: { m: beliefsInDecibels },
  write: ({ m }) => [
    prose`How likely is our model to finish “The Earth revolves around the” with “Sun”? ${ref('beliefs-figure')} takes the beginnings of simple statements and shows the odds of the last word against *all other continuations combined*.`,
    figure({
      id: 'beliefs-figure',
      caption: prose`The model's odds for the last word of each statement. Circles are true statements, the square is a
        false one, and the dashed line is even odds.`,
      alt: prose`${given(0)} dB is even odds. The highest is “${text(m.rows[0]?.statement)}” with ${decibels(m.rows[0]?.odds, 1)}, and the lowest of the true statements is “${text(m.last.statement)}” with ${decibels(m.last.odds, 1)}. The false statement, with ${token(m.wrong.answer)}, is at ${decibels(m.wrong.odds, 1)}.`,
      data: {
        rows: m.rows.map(({ statement, odds, holds }) => ({ statement, odds, is: String(holds) })),
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
    prose`${finding({
      id: 'low-odds-without-doubt',
      when: firstOf(
        'likeliest token of the true statement with the lowest odds',
        [
          { name: m.last.winner, value: m.last.winnerProbability },
          { name: m.last.answer, value: m.last.probability },
        ],
        ' ',
        'a bare space',
      ),
      text: () =>
        prose`Low odds need not mean that the likeliest token names a wrong answer. The lowest of the true statements is “${text(m.last.statement)}”, and the likeliest token after its beginning is a bare space, with ${percent(m.last.winnerProbability, 2)}.`,
    })} Odds against *everything else* tell how often the model *writes* this word when it samples. To learn which of two answers it prefers, set one against the other. After “${text(m.doubtedPrompt)}” it gives ${token(m.right.answer)}
      ${percent(m.right.probability, 2)} and ${token(m.wrong.answer)} ${percent(m.wrong.probability, 2)}, which are odds of ${decibels(m.between, 1)} for the first.`,
  ],
});
