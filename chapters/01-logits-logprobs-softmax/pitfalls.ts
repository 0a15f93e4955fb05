import { choose, claim, curious, layout, pitfall, prose, section, table } from '#report';
import { codeText, given, nats, percent, probability, real, ref, text, token } from '#report/values';
import { nearlyCertain, neverEqual, trailingSpace, zeroTemperature } from './pitfalls.measure.ts';

/** A change in two digits: the decimals of nats show fewer of a small one. */
const inTwoDigits = (change: Parameters<typeof nats>[0]) =>
  nats(change, { digits: layout([change], (size) => size < 0.005) ? 2 : 3 });

export const pitfalls = section({
  id: 'what-can-go-wrong',
  title: prose`What can go wrong`,
  needs: { equal: neverEqual, certain: nearlyCertain, space: trailingSpace, zero: zeroTemperature },
  write: ({ equal, certain, space, zero }) => [
    pitfall(prose`Comparing with \`===\``, [
      prose`The result of adding floats depends on their order, which libraries choose by processor, batch and
        version. The last token of “${text(equal.stop.sentence)}”, ${token(equal.stop.text)}, has
        ${nats(equal.stop.together)} whether our model writes the sentence token by token or reads it in one
        go. ${choose(equal.stop.same, {
          no: prose`Yet the two results differ by ${nats(equal.stop.difference)} on the machine that built this
        report, and on another one by another tiny number or none.`,
          yes: prose`On the machine that built this report the two results are the same to the last bit; on
            another one they may differ.`,
        })} ${choose(equal.rounding, {
          moves: prose`Logits kept in sixteen bits move a token by up to ${nats(equal.sixteenBits)}. `,
          'does not': prose``,
        })}Compare with a tolerance, never with \`===\`.`,
      curious(prose`How far does a log-probability move?`, [
        prose`${ref('never-equal')} computes one prediction again in five ways and shows how far the
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
        prose`What to see: ${choose(equal.order, {
          'fourth decimal': prose`in float32 the order of addition alone moves the fourth decimal`,
          less: prose`in float32 the order of addition moves less than half of the fourth decimal`,
        })}${choose(equal.rounding, {
          moves: prose`, and logits of sixteen bits move a token's log-probability by up to
            ${nats(equal.sixteenBits)}.`,
          'does not': prose`, and logits of sixteen bits moved nothing here.`,
        })}
          ${choose(equal.batch, {
            same: prose`The batch changed nothing here; do not count on that elsewhere.`,
            different: prose`Even the company of another text in the same batch moved the result.`,
          })}`,
      ]),
    ]),
    pitfall(prose`Taking \`0.0\` for certainty`, [
      prose`Of all tokens in ${choose(certain.prompt, {
        'chat with marks': prose`a short chat prompt`,
        chat: prose`a short chat prompt`,
        text: prose`“${text(certain.read)}”`,
      })}, our model was surest of ${token(certain.token)} after
        ${codeText(certain.before)}${choose(certain.prompt, {
          'chat with marks': prose`, where special tokens mark who speaks.`,
          chat: prose`.`,
          text: prose`.`,
        })} ${choose(certain.certainty, {
          'shown as zero': prose`Printed with two decimals, its log-probability is zero. It is
            ${nats(certain.logprob)}: one chance in about ${real(certain.roundOneIn, { digits: 1 })} that another token
            comes.`,
          zero: prose`Its log-probability is zero even in float64, which cannot show what all other tokens
            together hold.`,
          less: prose`Its log-probability is ${nats(certain.logprob)}, not even nearly zero: this model was not
            sure of any token that came.`,
        })} An exact zero comes out much sooner when one
        takes the logarithm *after* softmax has rounded.`,
      curious(prose`When does an exact zero come out?`, [
        prose`${ref('near-certain')} computes the log-probabilities of two tokens as the logarithm of softmax,
          and by log-softmax, which subtracts log-sum-exp and never forms a probability.`,
        table({
          id: 'near-certain',
          caption: prose`Two tokens whose logits differ by the lead: their log-probabilities, computed in two
            ways.`,
          rows: certain.toys,
          columns: [
            ['lead', (row) => given(row.lead)],
            ['likelier: ln(softmax)', (row) => real(row.logOfSoftmax, { digits: 3 })],
            ['likelier: log-softmax', (row) => real(row.logSoftmax, { digits: 3 })],
            ['less likely: ln(softmax)', (row) => real(row.loserLogOfSoftmax, { digits: 3 })],
            ['less likely: log-softmax', (row) => real(row.loserLogSoftmax, { digits: 3 })],
          ],
        }),
        choose(certain.lost, {
          yes: prose`What to see: with a long lead the first probability is rounded to one, and its logarithm
            is exactly zero. With a longer one the second probability is rounded to zero, and its logarithm is
            minus infinity. Log-softmax stays finite throughout, and keeps the first token's digits as long as
            floats can show how far the probability is from one; only then it says zero, too.`,
          no: prose`What to see: both ways agree in these cases; with a longer lead they would not.`,
        }),
      ]),
    ]),
    pitfall(prose`A space at the end of the prompt`, [
      prose`A space usually belongs to the word after it. A prompt that ends in a space has already spent it,
        so the next word has to be its other token, the one without a space, or comes after a second space.${choose(
          space.space,
          {
            'its own token': prose` (In this vocabulary the answer begins with a token that is only a space, so
            nothing is spent here.)`,
            'part of the answer': prose``,
          },
        )} ${choose(space.likeliest, {
          another: prose`After “${text(space.prompt)}” the likeliest token is no longer
            ${token(space.plain.text)} with ${percent(space.plain.probability)} but
            ${token(space.spaced.text)} with ${percent(space.spaced.probability)}.`,
          'the same word': prose`Without the space the likeliest token is ${token(space.plain.text)} with
            ${percent(space.plain.probability)}, with it ${token(space.spaced.text)} with
            ${percent(space.spaced.probability)}.`,
        })} ${choose(space.space, {
          'its own token': prose``,
          'part of the answer': prose`${claim(space.parisPlain, space.parisSpaced, {
            greater: prose`The answer, now spelled without a space, falls from ${percent(space.parisPlain)} to
              ${percent(space.parisSpaced)}.`,
            less: prose`The answer itself even rises, from ${percent(space.parisPlain)} to
              ${percent(space.parisSpaced)}: not every prompt is hurt.`,
            tooClose: prose`The answer itself keeps its ${percent(space.parisPlain)} here: not every prompt is
              hurt.`,
          })}`,
        })} End a prompt with its last word.`,
    ]),
    pitfall(prose`Temperature zero`, [
      prose`Many APIs accept a temperature of zero, but nothing can be divided by it. The naive formula gives
        ${probability(zero.naive)} for the likeliest token: ${choose(zero.sign, {
          positive: prose`infinite logits, and infinity divided by infinity.`,
          negative: prose`logits of minus infinity, so all exponentials are zero, and zero divided by zero.`,
          zero: prose`its logit is zero, and zero divided by zero is not a number.`,
        })}
        It is understood as a limit, the likeliest token, and needs a case of its own in the code: our softmax
        refuses it.`,
    ]),
  ],
});
