import { composeFactors, IDENTITY, K, lambda, lambdaInverse } from '#numerics/custom-algebra';
import { at } from '#numerics/list';
import { code, curious, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, given, math, nats, rank, real, ref, term, text } from '#report/values';
import { SERIES_LINE, seriesEncoding } from './series.ts';

const SHOWN = [1, 5, 10, 15, 20, 25, 30, 40, 60];
/** Relative errors of the decoded probability that count as agreement, and as no digit left. */
const AGREES = 1e-6;
const NO_DIGIT = 0.1;
/** How many running products the picture of both scales shows. */
const CROWD = 30;

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

/** The same fold with k = -4: its number grows instead of nearing a floor. */
function otherSign(logprobs: readonly number[], truth: number) {
  const folded = at(fold(logprobs, -K), logprobs.length - 1);
  const decoded = lambda(folded, -K);
  const state: 'agrees' | 'differs' = relativeError(decoded, truth) < AGREES ? 'agrees' : 'differs';
  return { folded, decoded, state, reach: -K * Math.log(Number.MAX_VALUE) };
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
    floor: 'float64',
    floorLog: 'float64',
    rows: { tokens: 'exact', log: 'nats', above: 'probability', decoded: 'nats', state: 'exact' },
    curve: { tokens: 'exact', series: 'exact', log: 'nats' },
    crowded: 'exact',
    crowd: { custom: 'nats', log: 'nats' },
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
    return {
      beginning: data.text.slice(0, data.text.indexOf('.') + 1),
      tokens: steps.length,
      total: sum,
      agreesAtTen,
      noDigitFrom,
      stuckFrom,
      ending,
      stuckLog: stuckFrom === null ? null : at(steps, stuckFrom - 1).log,
      floor: 2 ** -216,
      floorLog: -216 * Math.LN2,
      rows: SHOWN.filter((n) => n <= steps.length).map((n) => {
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
      crowded: Math.min(CROWD, steps.length),
      crowd: steps.slice(0, CROWD).map((step) => ({ custom: step.folded, log: step.log })),
      otherSign: otherSign(logprobs, sum),
      curve: steps.flatMap((step) => [
        { tokens: step.tokens, series: 'sum of logs', log: step.log },
        ...(Number.isFinite(step.decoded)
          ? [{ tokens: step.tokens, series: 'decoded from ⊕₄', log: step.decoded }]
          : []),
      ]),
    };
  },
});

const strokes = (field: string, title: string) => ({
  width: 560,
  height: 44,
  mark: { type: 'tick', thickness: 2, size: 36, color: '$blue', opacity: 0.7 },
  encoding: { x: { field, type: 'quantitative', title } },
});

const SERIES = ['sum of logs', 'decoded from ⊕₄'];

export const foldSection = section({
  id: 'token-fold',
  title: prose`Real tokens on a scale with a floor`,
  needs: { m: tokenFold },
  write({ m }) {
    return [
      prose`
        Does the strange scale work for language models? A text is a product of token probabilities. On the
        scale ${math`L_4`} that product becomes a composition: put each probability on the scale, compose them all, and
        go back at the end. We let the model read a paragraph of our own that begins “${text(m.beginning)}” and has
        ${count(m.tokens)} tokens after its first.
      `,
      code('#chapters/07-custom-algebra/token-fold', 'fold'),
      prose`
        Beside it runs the sum of ${term('log-probability', 'log-probabilities')}. To compare the two, the composed number is taken back by
        ${math`\lambda`}, which leads to nats. If all goes well, the second and the last number in each line of ${ref('fold-table')} are the same.
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
      figure({
        id: 'fold-figure',
        caption: prose`
          The log-probability of the first ${math`n`} tokens, as a sum of logs and taken back from the composition. The
          dashed line is the floor of the scale in float64.
        `,
        alt: prose`
          Two falling curves that lie on each other at first. ${choose(m.ending, {
            stuck: prose`At the dashed line, near ${nats(m.floorLog)}, the composed one ends; the sum of logs goes on to ${nats(m.total)}.`,
            'no digits': prose`Near the dashed line the composed one leaves the other; the sum of logs goes on to ${nats(m.total)}.`,
            alive: prose`Both go on to ${nats(m.total)}.`,
          })}
        `,
        data: {
          rows: m.curve.map((point) => ({ ...point })),
          floor: [{ log: m.floorLog, label: 'floor of L₄' }],
        },
        spec: {
          height: 270,
          layer: [
            {
              data: { name: 'floor' },
              mark: { type: 'rule', style: 'reference' },
              encoding: { y: { field: 'log', type: 'quantitative' } },
            },
            {
              data: { name: 'floor' },
              mark: { type: 'text', style: 'annotation', align: 'left', dx: 8, dy: 14 },
              encoding: {
                x: { value: 0 },
                y: { field: 'log', type: 'quantitative' },
                text: { field: 'label', type: 'nominal' },
              },
            },
            {
              mark: SERIES_LINE,
              encoding: {
                x: {
                  field: 'tokens',
                  type: 'quantitative',
                  title: 'tokens multiplied so far',
                  scale: { nice: false },
                },
                y: { field: 'log', type: 'quantitative', title: 'log-probability in nats' },
                ...seriesEncoding('series', SERIES),
              },
            },
          ],
        },
      }),
      choose(m.agreesAtTen, {
        yes: prose`
          What to see: ten tokens agree to a millionth of the probability. The new rule multiplies, as promised.
        `,
        no: prose`
          What to see: already at ten tokens the decoded probability is off by more than a millionth.
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
      prose`Where do the digits go? ${ref('crowd-figure')} shows the same products on both scales.`,
      figure({
        id: 'crowd-figure',
        caption: prose`
          The running products of the first ${count(m.crowded)} tokens, one stroke each: above on the scale ${math`L_4`}, below in
          nats.
        `,
        alt: prose`
          Two rows of strokes. On the scale L₄ nearly all of them fall on one another at the left end, ${given(-4)}. In nats they
          spread over the whole row.
        `,
        data: m.crowd.map((product) => ({ ...product })),
        spec: {
          vconcat: [strokes('custom', 'on the scale L₄'), strokes('log', 'in nats')],
        },
      }),
      prose`
        What to see: the reason is the floor. All improbable things crowd just above ${math`-4`}, and a float64 near four has
        only so many steps. A probability below ${math`2^{-216}`}, which is ${real(m.floor, 'float64', { digits: 2 })}, rounds to
        ${math`-4`} itself: impossible. The logarithm spreads out evenly what ${math`L_4`} crowds together, and has no floor
        to get stuck at. That is why this report computes in nats.
      `,
      curious(prose`And with a negative k?`, [
        prose`
          The scale with ${math`k = -4`} has no floor. There, ${math`1 + a/k`} is ${math`p^{-1/4}`}, which *grows* as the
          text goes on, and a growing float keeps its digits. After all ${count(m.tokens)} tokens the number is
          ${real(m.otherSign.folded, 'probability')}, and taken back it is ${nats(m.otherSign.decoded)}.
          ${choose(m.otherSign.state, {
            agrees: prose`That agrees with the sum of logs to a millionth of the probability.`,
            differs: prose`That differs from the sum of logs by more than a millionth of the probability.`,
          })} So the floor is to blame, not the algebra. But such a number overflows at last, near
          ${nats(m.otherSign.reach, { digits: 0 })}. A sum of logs has no such end.
        `,
      ]),
    ];
  },
});
