import { at } from '#numerics/list';
import { choose, claim, layout, prose, section, table } from '#report';
import { bits, count, countInWords, real, ref, term, text } from '#report/values';
import { digitsAndCuts } from './bits-per-byte.measure.ts';
import { repetition } from './low-perplexity.measure.ts';
import { ownTexts } from './texts.measure.ts';

export const threeTexts = section({
  id: 'three-texts',
  title: prose`Three texts, three surprises`,
  needs: { m: digitsAndCuts, again: repetition, own: ownTexts },
  write({ m, again, own }) {
    const { digits, paragraph } = m;
    const harbour = at(own.texts, 0);
    const order = layout([paragraph.perplexity, digits.perplexity, again.perplexity], (a, b, c) =>
      a > b && b > c ? 'falling' : 'other',
    );
    return [
      prose`How well does our model predict a text? The usual answer is its ${term('perplexity')}: the lower, the
        better. Here it is for three texts, one of them noise.`,
      table({
        id: 'three-texts-table',
        caption: prose`Three texts by two measures of surprise: perplexity counts by the token, bits per byte (${ref('bits-per-byte')}) by the byte.`,
        rows: [
          { what: prose`a paragraph about ${text(harbour.about)}`, row: paragraph },
          { what: prose`random digits, ${text(digits.opening)} …`, row: digits },
          { what: prose`“${text(again.sentence)}”, ${countInWords(again.times)} times`, row: again },
        ],
        columns: [
          ['text', ({ what }) => what, 'left'],
          ['tokens', ({ row }) => count(row.tokens)],
          ['perplexity', ({ row }) => real(row.perplexity, 2)],
          ['bits per byte', ({ row }) => bits(row.bitsPerByte, 2)],
        ],
      }),
      prose`${choose(order, {
        falling: prose`So noise is easier than English, and nonsense easiest of all? Not so fast.`,
        other: prose`What may be concluded from such numbers? Less than it seems.`,
      })} Perplexity is counted per ${term('token')}, and ${choose(digits.cut, {
        'single digits': prose`a token of the noise is a single digit`,
        'longer pieces': prose`a token of digits is not a token of prose`,
      })}. ${claim(digits.bitsPerByte, paragraph.bitsPerByte, {
        greater: prose`By the byte, the noise is the harder text.`,
        less: prose`By the byte, this model finds the noise easier, too.`,
        tooClose: prose`By the byte, the two cost the same here.`,
      })} And perplexity asks only how expected a text is${choose(again.course, {
        falls: prose`: whoever has read a sentence five times expects it.`,
        rises: prose`, not whether it makes sense.`,
        'does not': prose`, not whether it makes sense.`,
      })}

        In a hurry? \`exp(-sum(logprobs) / len(logprobs))\` is the perplexity. ${ref('average-and-perplexity')} has code to
        paste, ${ref('context')} the loop for long texts, ${ref('low-perplexity')} when to distrust the number.`,
    ];
  },
});
