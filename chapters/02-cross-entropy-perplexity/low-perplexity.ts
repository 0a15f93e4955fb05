import { choose, claim, pitfall, prose, section, table } from '#report';
import { count, countInWords, given, math, nats, rank, real, ref, term, text } from '#report/values';
import { areLevel } from '../equal-but-for-rounding.ts';
import { ownWriting, repetition, trueAndFalse, wrongBase } from './low-perplexity.measure.ts';

export const lowPerplexity = section({
  id: 'low-perplexity',
  title: prose`What a low perplexity does not mean`,
  needs: { facts: trueAndFalse, again: repetition, writing: ownWriting, base: wrongBase },
  write({ facts, again, writing, base }) {
    const { worst } = facts;
    const temperatureOf = ({ temperature }: { readonly temperature: Parameters<typeof given>[0] }) =>
      prose`the model, temperature ${given(temperature)}`;
    // A false sentence may be the likelier one by having fewer tokens, each of them more surprising.
    const asAWhole = prose`the model finds it, as a whole, ${real(worst.factor, 2)} times as likely as “${text(worst.truth)}”`;
    return [
      pitfall(
        prose`${claim(worst.wrong, worst.right, {
          less: prose`Low does not mean true`,
          greater: prose`Likely does not mean true`,
          tooClose: prose`Likely does not mean true`,
        })}`,
        prose`${choose(facts.any, {
          some: areLevel(worst.right, worst.wrong)
            ? prose`“${text(worst.falsehood)}” is false, and has the perplexity of “${text(worst.truth)}”:
                ${real(worst.wrong, 2)}.`
            : prose`“${text(worst.falsehood)}” is false, and ${claim(worst.wrong, worst.right, {
                less: prose`has a perplexity of ${real(worst.wrong, 2)}; “${text(worst.truth)}” has
                  ${real(worst.right, 2)}.`,
                greater: asAWhole,
                tooClose: asAWhole,
              })} Of ${countInWords(facts.pairs)} such pairs about countries whose best-known city is not the capital, the model finds the false sentence, as a whole, likelier
                in ${rank(facts.likelier)}, this one among them.`,
          none: prose`For none of ${countInWords(facts.pairs)} countries whose best-known city is not the capital does the
            false sentence win here. Yet what is often written comes cheap, true or not.`,
        })}`,
      ),
      pitfall(
        prose`Low does not mean good`,
        prose`“${text(again.sentence)}” has a perplexity of ${real(again.first, 2)}. ${choose(again.course, {
          falls: prose`Written again and again, it has ${real(again.last, 2)} the last time${choose(
            again.place,
            {
              'below our paragraph': prose`, and the whole nonsense beats our paragraph.`,
              'not below': prose`.`,
            },
          )} A filter for low perplexity keeps repetition, and what the model knows by heart (${ref('good-and-bad')}).`,
          rises: prose`Written again and again, it has ${real(again.last, 2)} the last time: this model expects a
              sentence less, not more, for having just read it.`,
          'does not': prose`Written again and again it stays near that: this model does not learn from what it has
              just read.`,
        })}`,
      ),
      pitfall(
        prose`${choose(writing.course, {
          'falls below ours': prose`Generated text flatters`,
          falls: prose`The number of generated text is a matter of temperature`,
          'does not': prose`Scoring what the model itself wrote`,
        })}`,
        [
          prose`A model that scores its own output scores what it was likely to write.`,
          table({
            id: 'own-writing-table',
            caption: prose`Each row: one continuation of ${count(writing.written)} tokens after the first ${count(writing.read)} of each of our
            ${countInWords(writing.texts)} texts, ${count(writing.drawn)} tokens in all. All are scored by the model's plain
            probabilities, those of temperature ${given(1)}.`,
            rows: [
              { who: prose`we ourselves`, perplexity: writing.people },
              ...writing.rows.map((row) => ({ who: temperatureOf(row), perplexity: row.perplexity })),
            ],
            columns: [
              ['who wrote the continuation', ({ who }) => who, 'left'],
              ['perplexity', ({ perplexity }) => real(perplexity, 2)],
            ],
          }),
          prose`${choose(writing.course, {
            'falls below ours': prose`The colder the draw, the more often it takes the likeliest token, and the lower the number (${ref('own-writing-table')}): it moves with the
            ${term('temperature')}, though the writer is the same. ${choose(writing.fair, {
              unclear: prose`(At temperature ${given(1)} the difference may be chance.)`,
              'below ours': prose``,
              'above ours': prose``,
            })}`,
            falls: prose`Here the number falls from ${real(writing.rows[0]?.perplexity, 2)} to ${real(writing.rows[2]?.perplexity, 2)}, as
            the ${term('temperature')} of the draw does (${ref('own-writing-table')}). The writer is the same.${choose(
              writing.fair,
              {
                'above ours': prose` At a temperature of one it lies above ours.`,
                'below ours': prose``,
                unclear: prose``,
              },
            )}`,
            'does not': prose`In general the number falls with the ${term('temperature')} of the draw, whatever the text is
            worth; in ${ref('own-writing-table')} it does not fall at every step.`,
          })} To compare models, score what neither has written.`,
        ],
      ),
      pitfall(
        prose`Nats in, powers of two out`,
        prose`Perplexity is ${math`e`} raised to the nats, or ${math`2`} to the bits. Mix them up, and our paragraph with its
          ${nats(base.nats, 2)} per token has ${real(base.wrong, 2)} instead of ${real(base.right, 2)}.`,
      ),
      prose`That is all you need for measuring; the next two sections are for those who ask why.`,
    ];
  },
});
