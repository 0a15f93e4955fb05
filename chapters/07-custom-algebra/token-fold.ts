import { composeFactors, IDENTITY, K, lambda, lambdaInverse } from '#numerics/custom-algebra';
import { at } from '#numerics/list';
import { code, curious, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, given, math, nats, rank, real, ref, term, text } from '#report/values';
import { stepAbove } from './float-steps.ts';
import { foldSpec, SERIES, stepsSpec } from './fold-figures.ts';

const SHOWN = [1, 5, 10, 15, 20, 25, 40, 60];
/** Natural logarithms below which a float64 product loses digits, and below which it is rounded to zero. */
const SUBNORMAL_LOG = -1022 * Math.LN2;
const ZERO_LOG = -1075 * Math.LN2;
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

/** The same probabilities simply multiplied in float64. */
function plainProduct(logprobs: readonly number[], truth: number) {
  const product = logprobs.reduce((running, logprob) => running * Math.exp(logprob), 1);
  const state: 'agrees' | 'differs' = relativeError(Math.log(product), truth) < AGREES ? 'agrees' : 'differs';
  return { state };
}

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
    agreesAtTen: 'exact',
    noDigitFrom: 'rank',
    stuckFrom: 'rank',
    ending: 'exact',
    stuckLog: 'nats',
    vanish: 'float64',
    vanishLog: 'float64',
    rows: { tokens: 'exact', log: 'nats', above: 'probability', decoded: 'nats', state: 'exact' },
    curve: { tokens: 'exact', series: 'exact', log: 'nats' },
    steps: { tokens: 'exact', above: 'probability' },
    stepsAtTen: 'probability',
    model: 'exact',
    agrees: 'exact',
    noDigit: 'exact',
    plain: { state: 'exact' },
    subnormalLog: 'float64',
    zeroLog: 'float64',
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
    const stepsAbove = steps.map((step) => ({
      tokens: step.tokens,
      above: (step.folded + K) / stepAbove(K),
    }));
    return {
      model: lm.id,
      agrees: AGREES,
      noDigit: NO_DIGIT,
      beginning: data.text.slice(0, data.text.indexOf('.') + 1),
      tokens: steps.length,
      total: sum,
      agreesAtTen,
      noDigitFrom,
      stuckFrom,
      ending,
      stuckLog: stuckFrom === null ? null : at(steps, stuckFrom - 1).log,
      vanish: 2 ** -216,
      vanishLog: -216 * Math.LN2,
      rows: shown.map((n) => {
        const step = at(steps, n - 1);
        const state: 'agrees' | 'some digits' | 'no digits' | 'stuck' =
          step.folded === -4
            ? 'stuck'
            : step.error < AGREES
              ? 'agrees'
              : step.error < NO_DIGIT
                ? 'some digits'
                : 'no digits';
        return { tokens: n, log: step.log, above: step.folded + 4, decoded: step.decoded, state };
      }),
      steps: stepsAbove.filter(({ above }) => above > 0),
      stepsAtTen: at(stepsAbove, 9).above,
      plain: plainProduct(logprobs, sum),
      subnormalLog: SUBNORMAL_LOG,
      zeroLog: ZERO_LOG,
      otherSign: otherSign(logprobs, sum),
      curve: steps.flatMap((step) => [
        { tokens: step.tokens, series: SERIES[0], log: step.log },
        ...(Number.isFinite(step.decoded)
          ? [{ tokens: step.tokens, series: SERIES[1], log: step.decoded }]
          : []),
      ]),
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
        Does the strange scale work for language models? A text is a product of token probabilities. On the
        scale ${math`L_4`} that product becomes a composition: put each probability on the scale, compose them all, and
        go back at the end. We let ${text(m.model)} read a paragraph of our own that begins “${text(m.beginning)}” and has
        ${count(m.tokens)} tokens after its first. \`IDENTITY\` is zero, this world's one.
      `,
      code('#chapters/07-custom-algebra/token-fold', 'fold'),
      prose`
        Beside it runs the sum of ${term('log-probability', 'log-probabilities')}. To compare the two, the composed number
        is taken back by ${math`\lambda`}, which leads to ${term('nat', 'nats')}. If all goes well, columns two and four of
        ${ref('fold-table')} are the same. The verdict is about the probability that is taken back: it agrees when its
        relative error is below ${given(m.agrees)}, and has no digit left when the error is above ${given(m.noDigit)}.
      `,
      table({
        id: 'fold-table',
        caption: prose`
          The first tokens of the paragraph, multiplied in two ways. The third column says how far the composed number
          still is above the floor, ${given(-4)}.
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
            head: prose`verdict`,
            cell: (row) =>
              choose(row.state, {
                agrees: prose`agrees to a millionth`,
                'some digits': prose`some digits are left`,
                'no digits': prose`no digit is left`,
                stuck: prose`stuck at the floor`,
              }),
          },
        ],
      }),
      choose(m.agreesAtTen, {
        yes: prose`
          What to see: ten tokens agree to a millionth of the probability. The new rule multiplies, as promised.
        `,
        no: prose`
          What to see: already at ten tokens the probability taken back is off by more than a millionth.
        `,
      }),
      choose(m.ending, {
        stuck: prose`
          But from token ${rank(m.noDigitFrom ?? undefined)} on no digit is right any more, and from token
          ${rank(m.stuckFrom ?? undefined)} on the number is ${given(-4)} and stays there. The sum of logs, at
          ${nats(m.stuckLog ?? undefined)} by then, keeps going.
        `,
        'no digits': prose`
          But from token ${rank(m.noDigitFrom ?? undefined)} on no digit is right any more. The sum of logs keeps going.
        `,
        alive: prose`This paragraph ends before the digits do; a longer one would not.`,
      }),
      figure({
        id: 'fold-figure',
        caption: prose`
          The log-probability of the first ${math`n`} tokens, as a sum of logs (line) and taken back from the composition
          (points). What lies below the dashed line is rounded to ${given(-4)} on ${math`L_4`}.
        `,
        alt: prose`
          A falling line, and points that lie on it at first. ${choose(m.ending, {
            stuck: prose`At the dashed line, near ${nats(m.vanishLog)}, the points end; the line goes on to ${nats(m.total)}.`,
            'no digits': prose`Near the dashed line the points leave it; the line goes on to ${nats(m.total)}.`,
            alive: prose`Both go on to ${nats(m.total)}.`,
          })}
        `,
        data: {
          rows: m.curve.map((point) => ({ ...point })),
          rounded: [{ log: m.vanishLog, label: 'rounded to −4 below' }],
        },
        spec: foldSpec,
      }),
      prose`Where do the digits go? ${ref('steps-figure')} counts how many floats still lie between the number and ${math`-4`}.`,
      figure({
        id: 'steps-figure',
        caption: prose`
          The distance from the composed number down to ${given(-4)}, in steps of the float grid there, on a logarithmic axis.
        `,
        alt: prose`
          Points that fall along a nearly straight slope, from a very large number of steps to
          ${choose(m.ending, {
            stuck: prose`a single one; then the number is ${given(-4)} itself, and the points end.`,
            'no digits': prose`a few.`,
            alive: prose`fewer and fewer.`,
          })}
        `,
        data: m.steps.map((step) => ({ ...step })),
        spec: stepsSpec,
      }),
      prose`
        What to see: at ten tokens there are ${real(m.stepsAtTen, 'probability', { digits: 2 })} steps left, and so about ten
        digits. Every token takes its share of them. A probability below ${math`2^{-216}`}, which is
        ${real(m.vanish, 'float64', { digits: 2 })}, is nearer to ${math`-4`} than to the next float: it rounds to impossible.

        But plain probabilities have a floor, too, at zero. Why are they better off? Floats grow ever finer towards zero, so
        a product of probabilities keeps its digits down to ${nats(m.subnormalLog, { digits: 0 })} and becomes zero only
        near ${nats(m.zeroLog, { digits: 0 })}. ${choose(m.plain.state, {
          agrees: prose`Simply multiplied, the whole paragraph still agrees with the sum of logs to a millionth.`,
          differs: prose`Simply multiplied, the whole paragraph no longer agrees with the sum of logs to a millionth.`,
        })} What hurts is a floor *away from zero*, where floats are evenly spaced. A sum of logs has no floor at all. That
        is why this report computes in nats.
      `,
      curious(prose`And with a negative k?`, [
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
