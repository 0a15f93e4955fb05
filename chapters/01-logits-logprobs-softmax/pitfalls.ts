import { choose, claim, curious, layout, pitfall, prose, type Seen, section, table } from '#report';
import { codeText, given, nats, percent, real, ref, text, token } from '#report/values';
import { nextToken } from './next-token.measure.ts';
import { nearlyCertain, neverEqual, trailingSpace } from './pitfalls.measure.ts';

/** A change in two digits: the decimals of nats show fewer of a small one. */
const inTwoDigits = (change: Parameters<typeof nats>[0]) =>
  nats(change, layout([change], (size) => size < 0.005) ? 2 : 3);

/** Whether the token completes the name that chat templates give the model. */
const endsAssistant = (place: { readonly token: string; readonly before: string }) =>
  place.token.length < 'assistant'.length && `${place.before}${place.token}`.endsWith('assistant');

/** The token that the model had held likeliest, of those that came. */
const surest = (certain: Seen<typeof nearlyCertain>) =>
  prose`it was surest of ${token(certain.token)}${
    endsAssistant(certain) ? prose`, the end of “assistant”,` : prose``
  } after ${codeText(certain.before)}.`;

export const pitfalls = section({
  id: 'what-can-go-wrong',
  title: prose`What can go wrong`,
  needs: { equal: neverEqual, certain: nearlyCertain, space: trailingSpace, next: nextToken },
  write: ({ equal, certain, space, next }) => [
    pitfall(prose`Comparing with \`==\``, [
      prose`A sum of floats depends on their order, which libraries choose by processor, by version, and by the texts that are computed together (a *batch*). After “${text(next.prompt)}” ${choose(
        equal.order,
        {
          'fourth decimal': prose`adding up the exponentials of softmax in float32 by id, not smallest first, changed the fourth decimal of a log-probability`,
          less: prose`adding up the exponentials of softmax in float32 by id, not smallest first, changed less than half of a log-probability's fourth decimal`,
        },
      )}, ${choose(equal.batch, {
        same: prose`and a second text in the batch changed nothing`,
        different: prose`and so did a second text in the batch`,
      })}${choose(equal.rounding, {
        moves: prose`; logits stored in sixteen bits changed some log-probabilities by up to ${nats(equal.sixteenBits, 2)}`,
        'does not': prose`; logits stored in sixteen bits changed nothing`,
      })}. Compare with a tolerance.`,
      curious(prose`How far does a log-probability move?`, [
        prose`${ref('never-equal')} computes this prediction again in five ways and shows how far the
          log-probabilities move from those of this report. The last two ways
          round the logits to formats of sixteen bits: float16 keeps eleven significant bits, bfloat16 only eight.`,
        table({
          id: 'never-equal',
          caption: prose`How far log-probabilities move when something else is done, in nats.`,
          rows: equal.rows,
          columns: [
            ['what was changed', (row) => text(row.change)],
            ['change, likeliest token', (row) => inTwoDigits(row.winner)],
            ['largest change, all tokens', (row) => inTwoDigits(row.anywhere)],
          ],
        }),
        choose(equal.batch, {
          same: prose`The batch changed nothing here; do not count on that elsewhere.`,
          different: prose`Even the company of another text in the same batch moved the result.`,
        }),
      ]),
    ]),
    pitfall(prose`Taking \`0.0\` for certainty`, [
      prose`The model scored every token of ${choose(certain.prompt, {
        'chat with marks': prose`a short chat prompt, where special tokens mark who is speaking`,
        chat: prose`a short chat prompt`,
        text: prose`“${text(certain.read)}”`,
      })}; ${choose(certain.certainty, {
        'shown as zero': prose`${surest(certain)} Printed with two decimals, its log-probability is zero. Yet there is one
            chance in about ${real(certain.roundOneIn, 1)} that another token comes.`,
        zero: prose`${surest(certain)} Its log-probability is zero even in float64, which cannot show what all other tokens
            together hold.`,
        less: prose`none has a log-probability above ${nats(certain.logprob)}, so none is printed as zero
            with two decimals. Where one is, another token may still come.`,
      })} At the other end the logarithm of a softmax
        makes ${nats(certain.behind.logOfSoftmax)} of a token that is ${given(certain.behind.by)} logits behind; log-softmax (${ref('log-probabilities')}) makes ${nats(certain.behind.logSoftmax, 0)}.`,
    ]),
    pitfall(prose`A space at the end of the prompt`, [
      prose`${choose(space.space, {
        'its own token': prose`In this vocabulary “Paris” after a space begins with a token that is only a space. So a
          space at the end of the prompt changes no spelling, but it changes the place that is predicted.`,
        'part of the answer': prose`After a prompt that ends in a space, the next word would have to come without its own, as it seldom did in training.`,
      })} ${choose(space.likeliest, {
        another: prose`After “${text(space.prompt)}” the likeliest token is no longer
            ${token(space.plain.text)} but ${token(space.spaced.text)}.`,
        'the same word': prose`Without the space the likeliest token is ${token(space.plain.text)} with
            ${percent(space.plain.probability, 2)}, with it ${token(space.spaced.text)} with
            ${percent(space.spaced.probability, 2)}.`,
      })} ${choose(space.space, {
        'its own token': prose``,
        'part of the answer': prose`${claim(space.parisPlain, space.parisSpaced, {
          greater: prose`“Paris”, now spelled without a space, falls from ${percent(space.parisPlain, 2)} to
              ${percent(space.parisSpaced, 2)}.`,
          less: prose`“Paris” has ${percent(space.parisSpaced, 2)} there, spelled without a space; before, with one, it had
              ${percent(space.parisPlain, 2)}: not every prompt is hurt.`,
          tooClose: prose`“Paris”, now spelled without a space, keeps ${percent(space.parisPlain, 2)} here: not every prompt is
              hurt.`,
        })}`,
      })} End a prompt with its last word.`,
    ]),
  ],
});
