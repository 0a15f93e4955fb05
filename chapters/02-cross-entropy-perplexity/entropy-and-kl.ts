import { at } from '#numerics/list';
import { claim, code, curious, figure, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { bits, codeText, equation, given, math, nats, ref, term, text } from '#report/values';
import { twoForecasts, wrongCountry } from './entropy-and-kl.measure.ts';

export const entropyAndKl = section({
  id: 'entropy-and-kl',
  title: prose`What part of the surprise is the model's fault?`,
  needs: { toy: twoForecasts, real: wrongCountry },
  write({ toy, real: model }) {
    const [pq, qp] = [at(toy.both, 0), at(toy.both, 1)];
    const caseOf = ({ truth, forecast }: typeof pq) => `truth ${truth}, forecast ${forecast}`;
    const [there, back] = [at(model.rows, 0), at(model.rows, 1)];
    return [
      prose`Nobody predicts a fair coin. So when a model pays, say, four nats per token, how much of it lies
        in the text, and how much in the model?

        Take a toy where both are known: the weather really follows the probabilities ${math`p`}, and a
        forecaster believes in ${math`q`} (${ref('weather')}). To get round numbers, this example counts in
        ${term('bit', 'bits')}: nats divided by ${math`\ln 2`}.`,
      table({
        id: 'weather',
        caption: prose`How the weather really is, and what the forecaster believes.`,
        rows: toy.rows,
        columns: [
          ['weather', (row) => text(row.outcome)],
          [prose`truth ${math`p`}`, (row) => given(row.p)],
          [prose`forecast ${math`q`}`, (row) => given(row.q)],
        ],
      }),
      prose`What comes is decided by ${math`p`}; what it costs is decided by ${math`q`}. The average cost is
        the ${term('cross-entropy')}: “cross”, because two distributions meet in it. It splits into two
        parts:`,
      equation`\underbrace{-\sum_j p_j \ln q_j}_{\text{cross-entropy } H(p,\,q)} = \underbrace{-\sum_j p_j \ln p_j}_{\text{entropy } H(p)} + \underbrace{\sum_j p_j \ln \frac{p_j}{q_j}}_{\mathrm{KL}(p \,\|\, q)}`,
      prose`The ${term('entropy')} is the surprise of a perfect forecaster: the weather's own share. The rest
        is called ${term('KL divergence')}. It is what believing ${math`q`} costs extra: never negative, and
        zero only for a perfect forecast. ${ref('entropy-plus-kl')} shows both parts, and what happens when
        ${math`p`} and ${math`q`} change roles.`,
      figure({
        id: 'entropy-plus-kl',
        caption: prose`Cross-entropy in bits as the sum of its two parts, for truth ${math`p`} with forecast
          ${math`q`}, and the other way round.`,
        alt: prose`Two stacked bars. Truth ${math`p`}, forecast ${math`q`}: entropy ${bits(pq.entropy)} and KL
          ${bits(pq.kl)} make ${bits(pq.crossEntropy)}. Truth ${math`q`}, forecast ${math`p`}:
          ${bits(qp.entropy)} and ${bits(qp.kl)} make ${bits(qp.crossEntropy)}.`,
        data: {
          rows: toy.both.flatMap((one) => [
            { part: 'entropy of the truth', value: one.entropy, order: given(0), case: caseOf(one) },
            { part: 'KL divergence', value: one.kl, order: given(1), case: caseOf(one) },
          ]),
          sums: toy.both.map((one) => ({
            case: caseOf(one),
            label: prose`${bits(one.entropy)} + ${bits(one.kl)} = ${bits(one.crossEntropy)}`,
          })),
        },
        spec: {
          height: { step: 62 },
          layer: [
            mark.bars(
              {
                y: mark.n('case', { sort: null, title: null }),
                x: mark.q('value', { stack: 'zero', title: 'bits' }),
                color: mark.n('part', { sort: ['entropy of the truth', 'KL divergence'], title: null }),
                order: 'order',
              },
              { size: 26 },
            ),
            mark.words(
              { y: mark.n('case', { sort: null }), x: { datum: 0 }, text: 'label' },
              { data: 'sums', style: 'value', align: 'left', dx: 2, dy: -22 },
            ),
          ],
        },
      }),
      prose`What to see: the weather itself costs ${bits(pq.entropy)} a day, the wrong forecast adds
        ${bits(pq.kl)}. Exchange the roles, and the extra is not the same: ${bits(qp.kl)}. **The order of the
        arguments matters**: first the truth, then the belief.

        For a real text nobody knows ${math`p`}. The text shows one draw at each position, and the mean
        surprisal estimates the cross-entropy. So on **new** text a model's loss has a floor that no training
        removes, and nobody can read off where it is. In the difference of two models on the same text the
        floor cancels: that is why models can be compared.`,
      curious(prose`How are the two computed?`, [
        prose`Cross-entropy and KL divergence, as they are called for the weather and for the model alike:`,
        code('#numerics/cross-entropy', 'cross-entropy'),
        code('#numerics/kl-divergence', 'kl-divergence'),
      ]),
      curious(prose`What does it cost to believe in the wrong country?`, [
        prose`A model's prediction can be compared with another one, whole vocabulary against whole
          vocabulary. Take the next token after ${codeText(there.truth)} as the truth, and the prediction
          after ${codeText(back.truth)} as the belief; then the other way round (${ref('wrong-country')}).`,
        table({
          id: 'wrong-country',
          caption: prose`The cost of believing in the wrong country, in nats. The sums were rounded after they
            were formed.`,
          rows: model.rows,
          columns: [
            ['truth after', (row) => codeText(row.truth)],
            ['belief after', (row) => codeText(row.forecast)],
            ['entropy', (row) => nats(row.entropy)],
            ['KL', (row) => nats(row.kl)],
            ['cross-entropy', (row) => nats(row.crossEntropy)],
          ],
        }),
        prose`What to see: ${claim(there.kl, back.kl, {
          greater: prose`the mistake in the first row costs more, ${nats(there.kl)} against
            ${nats(back.kl)}.`,
          less: prose`the mistake in the second row costs more, ${nats(back.kl)} against ${nats(there.kl)}.`,
          tooClose: prose`here the two mistakes cost ${nats(there.kl)} and ${nats(back.kl)}, too close to tell apart.`,
        })} A divergence is large when what often happens is what the forecaster thought nearly impossible.
          Again the cross-entropy is the sum of the other two.`,
      ]),
    ];
  },
});
