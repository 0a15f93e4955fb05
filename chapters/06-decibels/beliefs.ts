import { choose, claim, figure, layout, prose, section } from '#report';
import * as mark from '#report/marks';
import { decibels, given, percent, ref, text, token } from '#report/values';
import { beliefsInDecibels } from './beliefs.measure.ts';

const TWO = { digits: 2 } as const;
const ONE = { digits: 1 } as const;

export const beliefs = section({
  id: 'beliefs-in-decibels',
  title: prose`What does the model believe?`,
  needs: { m: beliefsInDecibels },
  write: ({ m }) => [
    prose`How sure is our model that the Earth revolves around the Sun? ${ref('beliefs-figure')} takes the beginnings
      of simple statements and asks for the odds of the last word against *all other ways to go on together*.${choose(
        m.answers,
        {
          'one token': prose``,
          'several tokens': prose` (Where a word is several tokens of this tokeniser, the odds are those of all its
            tokens in a row.)`,
        },
      )}`,
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
      alt: prose`${given(0)} dB is even odds. Highest stands “${text(m.rows[0]?.statement)}” with ${decibels(m.rows[0]?.odds, ONE)}, lowest of the true ones “${text(m.last.statement)}” with ${decibels(m.last.odds, ONE)}. The false statement, with ${token(m.wrong.answer)}, is at ${decibels(m.wrong.odds, ONE)}.`,
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
    prose`${choose(m.level, {
      'all low': prose`Asked like this, not at all. All are low, even the highest with ${decibels(m.rows[0]?.odds, ONE)}: the model would
        hardly write any of these words.`,
      'not all low': prose`${
        m.last.winner === m.wrong.answer
          ? prose`Low odds may mean doubt, and need not.`
          : prose`Low odds need not mean doubt.`
      } The lowest of the true ones is “${text(m.last.statement)}”.
      ${choose(m.lastIs, {
        'behind another token': prose`After its beginning the model would rather write ${token(m.last.winner)}, with
          ${percent(m.last.winnerProbability, TWO)}.`,
        'behind a bare space': prose`After its beginning the model would rather write a bare space, with
          ${percent(m.last.winnerProbability, TWO)}.`,
        likeliest: prose`All the same ${token(m.last.winner)} is the likeliest token after its beginning, with
          ${percent(m.last.winnerProbability, TWO)}.`,
        'among equals': prose`Several tokens share the first place after its beginning, with
          ${percent(m.last.winnerProbability, TWO)} each.`,
      })}`,
    })} Odds against *everything else* ask whether the model would write this word. To ask what it thinks true, set
      one answer against another: after “${text(m.doubtedPrompt)}” it gives ${token(m.right.answer)}
      ${percent(m.right.probability, TWO)} and ${token(m.wrong.answer)} ${percent(m.wrong.probability, TWO)}, odds of
      ${decibels(m.between, ONE)}, ${claim(m.right.odds, m.wrong.odds, {
        greater: prose`on the side of the right one.`,
        less: prose`on the side of the wrong one.`,
        tooClose: prose`as good as even.`,
      })}`,
  ],
});
