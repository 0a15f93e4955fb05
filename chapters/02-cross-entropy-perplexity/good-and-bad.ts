import { choose, claim, curious, figure, join, layout, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { count, given, math, nats, rank, real, ref, term, text, token } from '#report/values';
import { goodAndBad } from './good-and-bad.measure.ts';
import { named } from './lists.ts';

export const goodAndBadSection = section({
  id: 'good-and-bad',
  title: prose`Good predictions, bad predictions, and worse than bad`,
  needs: { m: goodAndBad },
  write({ m }) {
    const memorised = named(m.rows, 'famous sentence');
    const own = named(m.rows, 'our paragraph');
    const shuffled = named(m.rows, 'its words shuffled');
    const noise = named(m.rows, 'random tokens');
    const cost = prose`the famous sentence costs ${nats(memorised.meanSurprisal)} per token`;
    const learned = prose`that of our paragraph: if the model ever learned it, little of that shows.`;
    const known = prose`A low perplexity may just mean that a text was in the training data.`;
    const y = mark.n('name', { sort: null });
    return [
      prose`Is ${nats(own.meanSurprisal)} per token a lot? ${ref('four-texts')} compares four texts: a famous
        sentence of ${count(memorised.tokens)} tokens, copied so often that a model may have **memorised**
        it; our paragraph; its words shuffled; and as many
        tokens drawn blindly from the vocabulary.

        And there is a line to measure them by. With ${math`V =`} ${count(m.vocabularySize)} tokens in the
        vocabulary, whoever finds all of them equally likely pays ${math`\ln V =`} ${nats(m.bound)} for every
        token. Can anything be worse than knowing nothing?

        The thin lines are ${given(95)}% intervals: we drew each text's tokens again, with repetition, many
        times (a ${term('bootstrap')}); ${given(95)}% of the means fell inside. That treats the tokens as
        independent, so it is rather too narrow.`,
      figure({
        id: 'four-texts',
        caption: prose`Mean surprisal of four texts, with ${given(95)}% intervals. The dashed line is
          ${math`\ln V`}, the price of knowing nothing.`,
        alt: prose`Four bars: ${join(
          m.rows.map((row) => prose`${text(row.name)} ${nats(row.meanSurprisal)}`),
        )}. The line of the blind guess stands at ${nats(m.bound)}.`,
        data: {
          rows: m.rows.map(({ name, meanSurprisal: surprisal, low, high }) => ({
            name,
            surprisal,
            low,
            high,
            label: nats(surprisal, { digits: 2 }),
          })),
          bound: [
            { surprisal: m.bound, label: prose`knowing nothing\n(ln V = ${nats(m.bound, { digits: 1 })})` },
          ],
        },
        spec: {
          height: { step: 44 },
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
      prose`What to see: ${claim(own.low, memorised.high, {
        greater: prose`${cost} (so few tokens have a wide interval, from ${nats(memorised.low)} to
          ${nats(memorised.high)}), against ${nats(own.meanSurprisal)} for a text that the model has never
          seen; ${rank(m.memorisedFirstGuesses)} of its ${count(memorised.tokens)} tokens were the model's
          first guess. ${known}`,
        less: prose`${claim(memorised.low, own.high, {
          greater: prose`${cost}, even more than our paragraph with its ${nats(own.meanSurprisal)}: this model
            does not know it by heart.`,
          less: prose`${cost}, and its interval overlaps with ${learned} ${known}`,
          tooClose: prose`${cost}, and its interval meets ${learned} ${known}`,
        })}`,
        tooClose: prose`${cost}, and its interval meets ${learned} ${known}`,
      })} ${claim(shuffled.meanSurprisal, own.meanSurprisal, {
        greater: prose`Shuffled, the same words cost ${nats(shuffled.meanSurprisal)} per token: the
            difference is what word order is worth to the model.`,
        less: prose`${claim(own.low, shuffled.high, {
          greater: prose`Shuffled, the same words cost less, ${nats(shuffled.meanSurprisal)} per token: their order
            misleads this model.`,
          less: prose`Shuffled, the same words cost no more, ${nats(shuffled.meanSurprisal)} per token: this model
            does not profit from their order.`,
          tooClose: prose`Shuffled, the same words cost no more, ${nats(shuffled.meanSurprisal)} per token: this
            model does not profit from their order.`,
        })}`,
        tooClose: prose`Shuffling the words changed next to nothing: this model hardly uses their order.`,
      })}

        ${claim(noise.meanSurprisal, m.bound, {
          greater: prose`And yes, random tokens cost ${nats(noise.meanSurprisal)}, more than ${math`\ln V`}.
            As a ${term('perplexity')} that is ${real(noise.perplexity)} equal choices, more than the
            vocabulary holds: the model was not that unsure, it was wrong. The blind guess spreads its bets;
            ${choose(
              layout([own.high, m.bound], (high, bound) => high < bound) ? m.bets : 'on something else',
              {
                'on sense': prose`the model bets on sense, and loses.`,
                'on something else': prose`this model bets, and loses.`,
              },
            )}`,
          less: prose`Random tokens cost ${nats(noise.meanSurprisal)}, less than the blind guess, which is chance:
            over all that could be drawn blindly no model beats it.`,
          tooClose: prose`Random tokens cost about as much as the blind guess, ${nats(noise.meanSurprisal)}.
            That is no law: a model that bets on sense could lose more.`,
        })}${claim(own.meanSurprisal, m.bound, {
          greater: prose` And our own paragraph costs this model more than the blind guess.`,
          less: prose``,
          tooClose: prose``,
        })}`,
      curious(prose`How do the four texts begin, and what are their perplexities?`, [
        table({
          id: 'four-texts-table',
          caption: prose`The same four texts, and how each begins.`,
          rows: m.rows,
          columns: [
            ['text', (row) => text(row.name)],
            ['begins', (row) => join(row.opening.map(token), prose` `)],
            ['tokens', (row) => count(row.tokens)],
            ['nats per token', (row) => nats(row.meanSurprisal)],
            ['perplexity', (row) => real(row.perplexity)],
          ],
        }),
        prose`What to see: the words of the third text are those of the second, in another order, and the
          fourth is no text at all. ${count(own.tokens)} tokens leave the mean of our paragraph uncertain by
          about ${nats(m.halfWidth, { digits: 2 })} either way.`,
      ]),
    ];
  },
});
