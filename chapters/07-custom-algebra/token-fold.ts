import { composeFactors, IDENTITY, K, lambda, lambdaInverse } from '#numerics/custom-algebra';
import { at } from '#numerics/list';
import { code, curious, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, given, math, nats, rank, real, ref, term, text } from '#report/values';
import { stepAbove } from './float-steps.ts';
import { errorSpec, REST } from './fold-figures.ts';

const SHOWN = [1, 5, 10, 15, 20, 25, 40, 60];
/** A place late in the range that the scale has room for. */
const LATE = 25;
/** How many tokens the figure shows after the fold is stuck. */
const SHOWN_STUCK = 6;
/** The natural logarithm below which a float64 product loses digits. */
const SUBNORMAL_LOG = -1022 * Math.LN2;
/** Relative errors of the decoded probability that count as agreement, and as no digit left. */
const AGREES = 1e-6;
const NO_DIGIT = 0.1;

// #region fold
/** A running composition of token probabilities, each put on the scale Lₖ first. */
export function fold(logprobs: readonly number[], k = K): number[] {
  let folded = IDENTITY;
  return logprobs.map((logprob) => {
    folded = composeFactors(folded, lambdaInverse(logprob, k), k);
    return folded;
  });
}
// #endregion fold

/** Where the fold with k = -4 overflows: `composeFactors` forms (a + k)(b + k) = k² p^(1/k) before it divides by k. */
export const OTHER_SIGN_REACH = -K * Math.log(Number.MAX_VALUE / K ** 2);

/** |e^(decoded - true) - 1|: the relative error of a probability, from logs; 1 when the decoded one is 0 or none. */
export function relativeError(decoded: number, truth: number): number {
  return Number.isNaN(decoded) ? 1 : Math.abs(Math.expm1(decoded - truth));
}

/** The number of tokens (from 1) from which on a test holds to the end; null when it does not hold at the end. */
export function fromWhen<T>(list: readonly T[], test: (item: T) => boolean): number | null {
  let from = list.length;
  while (from > 0 && test(at(list, from - 1))) from -= 1;
  return from === list.length ? null : from + 1;
}

/** How many of the first items pass a test before one fails. */
export function passingFirst<T>(list: readonly T[], test: (item: T) => boolean): number {
  const failed = list.findIndex((item) => !test(item));
  return failed === -1 ? list.length : failed;
}

/** The same probabilities simply multiplied in float64. */
function plainProduct(logprobs: readonly number[], truth: number) {
  const product = logprobs.reduce((running, logprob) => running * Math.exp(logprob), 1);
  const state: 'agrees' | 'differs' = relativeError(Math.log(product), truth) < AGREES ? 'agrees' : 'differs';
  // To the nearest ten tokens like those of the text.
  const reach = 10 * Math.round(SUBNORMAL_LOG / (truth / logprobs.length) / 10);
  return { state, reach };
}

/** Whether a composed number has come to the floor. */
const stateOf = (folded: number): 'moving' | 'stuck' => (folded === -K ? 'stuck' : 'moving');

/** The same fold with k = -4: its number grows instead of nearing a floor. */
function otherSign(logprobs: readonly number[], truth: number) {
  const folded = at(fold(logprobs, -K), logprobs.length - 1);
  const decoded = lambda(folded, -K);
  const state: 'agrees' | 'differs' = relativeError(decoded, truth) < AGREES ? 'agrees' : 'differs';
  return { folded, decoded, state, reach: OTHER_SIGN_REACH };
}

export const tokenFold = measurement({
  id: 'token-fold',
  data: { text: new URL('./texts/piano.txt', import.meta.url) },
  kinds: {
    beginning: 'exact',
    tokens: 'exact',
    total: 'nats',
    agreesFor: 'rank',
    agreesAtTen: 'exact',
    late: { tokens: 'exact', error: 'nats' },
    noDigitFrom: 'rank',
    stuckFrom: 'rank',
    ending: 'exact',
    stuckLog: 'nats',
    vanish: 'float64',
    // A relative error of a probability is, to first order, a difference of logs, and comes from their rounding.
    rows: {
      tokens: 'exact',
      log: 'nats',
      above: 'probability',
      decoded: 'nats',
      error: 'nats',
      state: 'exact',
    },
    errors: { tokens: 'exact', error: 'nats', state: 'exact' },
    stepsAtTen: 'probability',
    model: 'exact',
    agrees: 'exact',
    noDigit: 'exact',
    plain: { state: 'exact', reach: 'rank' },
    subnormalLog: 'float64',
    otherSign: { folded: 'probability', decoded: 'nats', state: 'exact', reach: 'float64' },
  },
  async measure({ lm, data }) {
    const { tokens } = await lm.score(lm.encode(data.text));
    const logprobs = tokens.flatMap(({ logprob }) => (logprob === null ? [] : [logprob]));
    const folded = fold(logprobs);
    let sum = 0;
    const steps = folded.map((value, index) => {
      sum += at(logprobs, index);
      const decoded = lambda(value);
      return { tokens: index + 1, log: sum, folded: value, decoded, error: relativeError(decoded, sum) };
    });
    const stuckFrom = fromWhen(steps, ({ folded: value }) => value === -4);
    const noDigitFrom = fromWhen(steps, ({ error }) => error > NO_DIGIT);
    const ending: 'stuck' | 'no digits' | 'alive' =
      stuckFrom !== null ? 'stuck' : noDigitFrom !== null ? 'no digits' : 'alive';
    const agreesAtTen: 'yes' | 'no' = at(steps, 9).error < AGREES ? 'yes' : 'no';
    const shown = [...new Set([...SHOWN, ...[noDigitFrom, stuckFrom].filter((n) => n !== null)])]
      .filter((n) => n <= steps.length)
      .sort((a, b) => a - b);
    return {
      model: lm.id,
      agrees: AGREES,
      noDigit: NO_DIGIT,
      beginning: data.text.slice(0, data.text.indexOf('.') + 1),
      tokens: steps.length,
      total: sum,
      agreesFor: passingFirst(steps, ({ error }) => error < AGREES),
      agreesAtTen,
      late: { tokens: LATE, error: at(steps, LATE - 1).error },
      noDigitFrom,
      stuckFrom,
      ending,
      stuckLog: stuckFrom === null ? null : at(steps, stuckFrom - 1).log,
      vanish: 2 ** -216,
      rows: shown.map((n) => {
        const { log, folded: value, decoded, error } = at(steps, n - 1);
        return { tokens: n, log, above: value + K, decoded, error, state: stateOf(value) };
      }),
      errors: steps
        .slice(0, stuckFrom === null ? steps.length : stuckFrom + SHOWN_STUCK)
        .map(({ tokens, error, folded: value }) => ({ tokens, error, state: stateOf(value) })),
      stepsAtTen: (at(steps, 9).folded + K) / stepAbove(K),
      plain: plainProduct(logprobs, sum),
      subnormalLog: SUBNORMAL_LOG,
      otherSign: otherSign(logprobs, sum),
    };
  },
});

export const foldSection = section({
  id: 'token-fold',
  title: prose`Real tokens on a scale with a floor`,
  needs: { m: tokenFold },
  write({ m }) {
    return [
      prose`
        Does the strange scale work for language models? The probability of a text is the product of its
        tokens' probabilities. On the scale ${math`L_4`} that product becomes a composition: put each probability on the scale, compose them all, and
        go back at the end. We let ${text(m.model)} read a paragraph of our own that begins “${text(m.beginning)}” and has
        ${count(m.tokens)} tokens after its first. \`IDENTITY\` is zero, this world's one.
      `,
      code('#chapters/07-custom-algebra/token-fold', 'fold'),
      prose`
        Beside it runs the sum of ${term('log-probability', 'log-probabilities')}. To compare the two, ${math`\lambda`} takes
        the composed number back to ${term('nat', 'nats')}. Columns two and four of ${ref('fold-table')} should then be the
        same. The last column says how far the probability is off.
      `,
      table({
        id: 'fold-table',
        caption: prose`
          The first tokens of the paragraph, multiplied in two ways. The third column says how far the composed number
          still is above the floor, ${given(-4)}; the last is the relative error of ${math`p`} when it is taken back.
        `,
        rows: m.rows,
        columns: [
          { head: prose`tokens`, align: 'right', cell: (row) => prose`${count(row.tokens)}` },
          { head: prose`sum of logs (nats)`, align: 'right', cell: (row) => prose`${nats(row.log)}` },
          {
            head: prose`above the floor`,
            align: 'right',
            cell: (row) => prose`${real(row.above, 'probability')}`,
          },
          { head: prose`taken back (nats)`, align: 'right', cell: (row) => prose`${nats(row.decoded)}` },
          {
            head: prose`relative error of ${math`p`}`,
            align: 'right',
            cell: (row) =>
              choose(row.state, {
                moving: prose`${real(row.error, 'nats')}`,
                stuck: prose`stuck at the floor`,
              }),
          },
        ],
      }),
      prose`
        What to see: the first ${count(m.agreesFor)} tokens agree to a millionth. By token ${count(m.late.tokens)} the error
        is ${real(m.late.error, 'nats')}. ${choose(m.ending, {
          stuck: prose`From token ${rank(m.noDigitFrom ?? undefined)} on it is above ${given(m.noDigit)}, and from token
            ${rank(m.stuckFrom ?? undefined)} on the number is ${given(-4)} and stays there. The sum of logs, at
            ${nats(m.stuckLog ?? undefined)} by then, keeps going.`,
          'no digits': prose`From token ${rank(m.noDigitFrom ?? undefined)} on it is above ${given(m.noDigit)}. The sum of
            logs keeps going.`,
          alive: prose`This paragraph ends before the digits do; a longer one would not.`,
        })}

        Do the digits get lost at once, or bit by bit? ${ref('fold-figure')} has the error after every token.
      `,
      figure({
        id: 'fold-figure',
        caption: prose`
          The relative error of the probability of the first ${math`n`} tokens, composed on ${math`L_4`} and taken back, on a
          logarithmic axis. From the last point shown on nothing changes any more.
        `,
        alt: prose`
          Points that climb steadily on a logarithmic axis. They pass the line of a millionth after token
          ${count(m.agreesFor)}. ${choose(m.ending, {
            stuck: prose`They pass the line of one tenth near token ${rank(m.noDigitFrom ?? undefined)}; from token
              ${rank(m.stuckFrom ?? undefined)} on they stay at one, marked as stuck.`,
            'no digits': prose`They pass the line of one tenth near token ${rank(m.noDigitFrom ?? undefined)}.`,
            alive: prose`They stay below the line of one tenth.`,
          })}
        `,
        data: {
          // A logarithmic axis has no place for an error of zero.
          rows: m.errors
            .filter(({ error }) => error > 0)
            .map(({ tokens, error, state }) => ({ tokens, error, state: REST[state] })),
          marks: [
            { error: m.agrees, label: 'a millionth' },
            { error: m.noDigit, label: 'a tenth' },
          ],
        },
        spec: errorSpec,
      }),
      prose`
        What to see: bit by bit, until none is left. At ten tokens the number is still
        ${real(m.stepsAtTen, 'probability', { digits: 2 })} float steps above ${math`-4`}, and so has about ten digits. A
        probability below ${math`2^{-216}`}, which is ${real(m.vanish, 'float64', { digits: 2 })}, is nearer to ${math`-4`}
        than to the next float: it rounds to impossible.

        But plain probabilities have a floor, too, at zero. Why are they better off? Floats grow ever finer towards zero.
        ${choose(m.plain.state, {
          agrees: prose`Simply multiplied, the whole paragraph still agrees with the sum of logs to a millionth.`,
          differs: prose`Simply multiplied, the whole paragraph no longer agrees with the sum of logs to a millionth.`,
        })} What hurts is a floor *away from zero*, where floats are evenly spaced. Plain products last to about
        ${nats(m.subnormalLog, { digits: 0 })}, some ${count(m.plain.reach)} tokens of this kind; a sum of logs has no such
        end. That is why this report computes with logs.
      `,
      curious(prose`Would a negative k help?`, [
        prose`
          The scale with ${math`k = -4`} has no floor. There, ${math`1 + a/k`} is ${math`p^{-1/4}`}, which *grows* as the
          text goes on, and a growing float keeps its digits. After all ${count(m.tokens)} tokens the number is
          ${real(m.otherSign.folded, 'probability')}, and taken back it is ${nats(m.otherSign.decoded)}.
          ${choose(m.otherSign.state, {
            agrees: prose`That agrees with the sum of logs to a millionth of the probability. So the place of the floor is to blame, not the algebra.`,
            differs: prose`That differs from the sum of logs by more than a millionth of the probability.`,
          })} But such a number ${term('overflow', 'overflows')} at last: our program multiplies two of them before it divides by four, and gets
          no further than ${nats(m.otherSign.reach, { digits: 0 })}. A sum of logs has no such end.
        `,
      ]),
    ];
  },
});
