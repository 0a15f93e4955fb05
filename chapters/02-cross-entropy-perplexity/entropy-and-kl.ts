import { toBits } from '#numerics/bits-per-byte';
import { crossEntropy } from '#numerics/cross-entropy';
import { entropy } from '#numerics/entropy';
import { klDivergence } from '#numerics/kl-divergence';
import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { code, curious, figure, table } from '#report/block';
import { choose, claim } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { bits, codeText, equation, given, math, nats, real, ref, term, text } from '#report/values';

const P = [0.5, 0.25, 0.125, 0.125];
const Q = [0.7, 0.1, 0.1, 0.1];
const WEATHER = ['sun', 'cloud', 'rain', 'snow'];
const PROMPTS = ['The capital of France is', 'The capital of Spain is'];

export const twoForecasts = measurement({
  id: 'two-forecasts',
  kinds: {
    rows: { outcome: 'exact', p: 'exact', q: 'exact' },
    both: { truth: 'exact', forecast: 'exact', entropy: 'float64', kl: 'float64', crossEntropy: 'float64' },
    largestGap: 'float64',
    adds: 'exact',
  },
  async measure() {
    const pay = (truth: string, forecast: string, p: readonly number[], q: readonly number[]) => ({
      truth,
      forecast,
      entropy: toBits(entropy(p)),
      kl: toBits(klDivergence(p, q)),
      crossEntropy: toBits(crossEntropy(p, q)),
    });
    const both = [pay('p', 'q', P, Q), pay('q', 'p', Q, P)];
    const largestGap = Math.max(...both.map((one) => Math.abs(one.crossEntropy - one.entropy - one.kl)));
    const adds: 'exactly' | 'nearly' = largestGap === 0 ? 'exactly' : 'nearly';
    return {
      rows: WEATHER.map((outcome, index) => ({ outcome, p: at(P, index), q: at(Q, index) })),
      both,
      largestGap,
      adds,
    };
  },
});

export const wrongCountry = measurement({
  id: 'wrong-country',
  kinds: {
    prompts: 'exact',
    rows: { truth: 'exact', forecast: 'exact', entropy: 'nats', kl: 'nats', crossEntropy: 'nats' },
  },
  async measure({ lm }) {
    const predictions: Float64Array[] = [];
    for (const prompt of PROMPTS) predictions.push(softmax((await lm.next(lm.encode(prompt))).logits));
    const row = (truth: number, forecast: number) => {
      const [p, q] = [at(predictions, truth), at(predictions, forecast)];
      return {
        truth: at(PROMPTS, truth),
        forecast: at(PROMPTS, forecast),
        entropy: entropy(p),
        kl: klDivergence(p, q),
        crossEntropy: crossEntropy(p, q),
      };
    };
    return { prompts: PROMPTS, rows: [row(0, 1), row(1, 0)] };
  },
});

export const entropyAndKl = section({
  id: 'entropy-and-kl',
  title: prose`What part of the surprise is the model's fault?`,
  needs: { toy: twoForecasts, real: wrongCountry },
  write({ toy, real: model }) {
    const [pq, qp] = [at(toy.both, 0), at(toy.both, 1)];
    const [there, back] = [at(model.rows, 0), at(model.rows, 1)];
    return [
      prose`
        Some surprise cannot be avoided. Nobody predicts a fair coin. So when a model pays, say, four nats a token, how much
        of it lies in the text, and how much in the model?

        A toy where both are known: the weather really follows the probabilities ${math`p`}, and a forecaster believes in
        ${math`q`}. To get round numbers, this part counts in ${term('bit', 'bits')}: what formulas and code give in nats is divided by
        ${math`\ln 2`}.
      `,
      table({
        id: 'weather',
        caption: prose`How the weather really is, and what the forecaster believes.`,
        rows: toy.rows,
        columns: [
          { head: prose`weather`, cell: (row) => prose`${text(row.outcome)}` },
          { head: prose`truth ${math`p`}`, align: 'right', cell: (row) => prose`${given(row.p)}` },
          { head: prose`forecast ${math`q`}`, align: 'right', cell: (row) => prose`${given(row.q)}` },
        ],
      }),
      prose`
        What comes is decided by ${math`p`}; what it costs is decided by ${math`q`}. The average cost is the
        ${term('cross-entropy')}, and it splits into two parts:
      `,
      equation`\underbrace{-\sum_j p_j \ln q_j}_{\text{cross-entropy } H(p,\,q)} = \underbrace{-\sum_j p_j \ln p_j}_{\text{entropy } H(p)} + \underbrace{\sum_j p_j \ln \frac{p_j}{q_j}}_{\mathrm{KL}(p \,\|\, q)}`,
      prose`
        The ${term('entropy')} is the surprise of a perfect forecaster: the weather's own share. The rest is called
        ${term('KL divergence')}. It is what believing ${math`q`} costs extra; it is never negative, and zero only for a
        perfect forecast.
      `,
      code('#numerics/cross-entropy', 'cross-entropy'),
      code('#numerics/kl-divergence', 'kl-divergence'),
      figure({
        id: 'entropy-plus-kl',
        caption: prose`
          Cross-entropy as the sum of its two parts, for truth ${math`p`} with forecast ${math`q`}, and the other way round.
        `,
        alt: prose`
          Two stacked bars. Truth ${math`p`}, forecast ${math`q`}: entropy ${bits(pq.entropy)} and KL ${bits(pq.kl)} make
          ${bits(pq.crossEntropy)}. Truth ${math`q`}, forecast ${math`p`}: ${bits(qp.entropy)} and ${bits(qp.kl)} make
          ${bits(qp.crossEntropy)}.
        `,
        data: toy.both.flatMap((one) =>
          [
            { part: 'entropy of the truth', value: one.entropy, order: 0 },
            { part: 'KL divergence', value: one.kl, order: 1 },
          ].map((part) => ({ ...part, case: `truth ${one.truth}, forecast ${one.forecast}` })),
        ),
        spec: {
          height: { step: 44 },
          mark: 'bar',
          encoding: {
            y: { field: 'case', type: 'nominal', sort: null, title: null },
            x: { field: 'value', type: 'quantitative', stack: 'zero', title: 'bits' },
            color: {
              field: 'part',
              type: 'nominal',
              sort: ['entropy of the truth', 'KL divergence'],
              title: null,
            },
            order: { field: 'order', type: 'quantitative' },
          },
        },
      }),
      prose`
        What to see: the weather itself costs ${bits(pq.entropy)} a day. The wrong forecast adds
        ${bits(pq.kl)}, together ${bits(pq.crossEntropy)}. Exchange the roles, and the extra is not the same:
        ${bits(qp.kl)}. **The order of the arguments matters**: first who is right, then who believes. ${choose(
          toy.adds,
          {
            exactly: prose`Computed apart, the two parts add up to the whole to the last digit.`,
            nearly: prose`Computed apart, the two parts add up to the whole but for
            ${real(toy.largestGap, 'float64', { digits: 2 })} bits of rounding.`,
          },
        )}

        For a real text nobody knows ${math`p`}. The text shows one draw at each place, and the mean surprisal estimates
        the cross-entropy. So a model's loss has a floor that no training removes, and nobody can read off where it is. In the difference of two models on the same text the floor
        cancels: that is why models can be compared.
      `,
      curious(prose`Two real predictions`, [
        prose`
          A model's prediction can be compared with another one, whole vocabulary against whole vocabulary. Take the next
          token after ${codeText(there.truth)} as the truth, and the prediction after ${codeText(back.truth)} as the
          belief, and the other way round.
        `,
        table({
          id: 'wrong-country',
          caption: prose`What it costs to believe in the wrong country, in nats.`,
          rows: model.rows,
          columns: [
            { head: prose`truth after`, cell: (row) => prose`${codeText(row.truth)}` },
            { head: prose`belief after`, cell: (row) => prose`${codeText(row.forecast)}` },
            { head: prose`entropy`, align: 'right', cell: (row) => prose`${nats(row.entropy)}` },
            { head: prose`KL`, align: 'right', cell: (row) => prose`${nats(row.kl)}` },
            { head: prose`cross-entropy`, align: 'right', cell: (row) => prose`${nats(row.crossEntropy)}` },
          ],
        }),
        prose`
          What to see: ${claim({
            a: there.kl,
            b: back.kl,
            kind: 'nats',
            when: {
              greater: prose`the first mistake is the dearer one, ${nats(there.kl)} against ${nats(back.kl)}.`,
              less: prose`the second mistake is the dearer one, ${nats(back.kl)} against ${nats(there.kl)}.`,
              tooClose: prose`here both mistakes cost about the same, ${nats(there.kl)}, which is chance.`,
            },
          })} A divergence is large when the truth often is what the belief thought impossible.
          The two parts are those of ${ref('entropy-plus-kl')}.
        `,
      ]),
    ];
  },
});
