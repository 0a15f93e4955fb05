import { choose, claim, figure, join, layout, prose, section } from '#report';
import * as mark from '#report/marks';
import { count, given, math, nats, real, ref, term, text } from '#report/values';
import { goodAndBad } from './good-and-bad.measure.ts';
import { named } from './lists.ts';

export const goodAndBadSection = section({
  id: 'good-and-bad',
  title: prose`Good, bad, and worse than knowing nothing`,
  needs: { m: goodAndBad },
  write({ m }) {
    const famous = named(m.rows, 'a famous sentence');
    const reworded = named(m.rows, 'the same, reworded');
    const own = named(m.rows, 'our paragraph');
    const shuffled = named(m.rows, 'its words shuffled');
    const noise = named(m.rows, 'random tokens');
    const y = mark.n('name', { sort: null });
    const notLearned = prose`In other words the famous sentence costs ${nats(reworded.meanSurprisal, 1)}, in its
      own ${real(famous.meanSurprisal, 1)}: too close to say that this model knows it by heart.`;
    const avoided = claim(famous.low, reworded.high, {
      greater: prose`In other words the famous sentence costs ${nats(reworded.meanSurprisal, 1)}, in its own even more,
        ${real(famous.meanSurprisal, 1)}: this model does not know it by heart.`,
      less: notLearned,
      tooClose: notLearned,
    });
    const noProfit = prose`With its words shuffled our paragraph costs no more, ${nats(shuffled.meanSurprisal, 1)} per
      token: this model does not profit from their order.`;
    return [
      prose`On average the paragraph costs ${nats(own.meanSurprisal, 1)} per token. Is that a lot? A model that finds all ${math`V =`}
        ${count(m.vocabularySize)} tokens equally likely pays ${math`\ln V =`} ${nats(m.bound, 1)} for each: the price
        of knowing nothing. Can anything be worse?`,
      figure({
        id: 'four-texts',
        caption: prose`Mean surprisal of five texts. Thin lines: how far a mean may be off because the text is
          short (${given(95)}% intervals, ${term('bootstrap')}). Dashed: ${math`\ln V`}.`,
        alt: prose`Five bars: ${join(
          m.rows.map((row) => prose`${text(row.name)} ${nats(row.meanSurprisal)}`),
        )}. The line of the blind guess stands at ${nats(m.bound)}.`,
        data: {
          rows: m.rows.map(({ name, meanSurprisal: surprisal, low, high }) => ({
            name,
            surprisal,
            low,
            high,
            label: nats(surprisal, 1),
          })),
          bound: [{ surprisal: m.bound, label: prose`knowing nothing\n(ln V = ${nats(m.bound, 1)})` }],
        },
        spec: {
          height: { step: 40 },
          layer: [
            mark.bars({
              y: { ...y, title: null },
              x: mark.q('surprisal', { title: 'mean surprisal in nats' }),
            }),
            mark.rule({ y, x: 'low', x2: { field: 'high' } }, { color: '$ink', strokeWidth: 2 }),
            mark.words({ y, x: 'high', text: 'label' }, { style: 'value', align: 'left', dx: 7 }),
            mark.reference({ x: 'surprisal' }, { data: 'bound' }),
            mark.annotation(
              { x: 'surprisal', y: { value: -5 }, text: 'label' },
              { data: 'bound', align: 'right', baseline: 'bottom', dx: 4, dy: -20 },
            ),
          ],
        },
      }),
      prose`${claim(noise.meanSurprisal, m.bound, {
        greater: prose`Yes. Tokens drawn at random cost ${nats(noise.meanSurprisal, 1)} each (${ref('four-texts')}).
          The blind guess spreads its bets; ${choose(
            layout([own.high, m.bound], (high, bound) => high < bound) ? m.bets : 'on something else',
            {
              'on sense': prose`the model bets on sense, and loses.`,
              'on something else': prose`this model bets, and loses.`,
            },
          )}`,
        less: prose`Tokens drawn at random cost ${nats(noise.meanSurprisal, 1)} each (${ref('four-texts')}), less
          than the blind guess, which is chance: over all that could be drawn no model beats it.`,
        tooClose: prose`Tokens drawn at random cost about as much as the blind guess, ${nats(noise.meanSurprisal, 1)}
          (${ref('four-texts')}). That is no law: a model that bets on sense could lose more.`,
      })}${claim(own.meanSurprisal, m.bound, {
        greater: prose` And our own paragraph costs this model more than the blind guess.`,
        less: prose``,
        tooClose: prose``,
      })}

        ${claim(reworded.low, famous.high, {
          greater: prose`At the other end, a famous sentence of the Declaration of Independence has a
            perplexity of ${real(famous.perplexity, 2)}; the same thought in our words,
            ${real(reworded.perplexity, 2)}. A low perplexity may only mean that a text was in the training data.`,
          less: prose`${avoided}`,
          tooClose: notLearned,
        })} ${claim(shuffled.meanSurprisal, own.meanSurprisal, {
          greater: prose`Order counts, too: with its words shuffled our paragraph costs ${nats(shuffled.meanSurprisal, 1)} a token.`,
          less: prose`${claim(own.low, shuffled.high, {
            greater: prose`With its words shuffled our paragraph even costs less here, ${nats(shuffled.meanSurprisal, 1)}
              per token.`,
            less: noProfit,
            tooClose: noProfit,
          })}`,
          tooClose: prose`Shuffling the words of our paragraph changes next to nothing: this model hardly uses their
            order.`,
        })}`,
    ];
  },
});
