import { at } from '#numerics/list';
import { choose, curious, figure, layout, prose, section, table, visible } from '#report';
import * as mark from '#report/marks';
import {
  byMedium,
  count,
  equation,
  given,
  math,
  nats,
  percent,
  ref,
  term,
  text,
  token,
} from '#report/values';
import { ROOM_FOR_LABELS, SLIDER_TOKENS, temperatures } from './temperature.measure.ts';

export const temperature = section({
  id: 'temperature',
  title: prose`Temperature reshapes the odds but never changes the winner`,
  needs: { m: temperatures },
  write: ({ m }) => [
    prose`How does a list of probabilities become a word? A program takes the likeliest token (*greedy*), or
      it draws one at random by the probabilities (*sampling*). Most APIs have a knob for the draw, the
      ${term('temperature')}. What does it turn? Before softmax, all logits are divided by one number
      ${math`T`}:`,
    equation`p_i(T) = \frac{e^{z_i / T}}{\sum_j e^{z_j / T}}`,
    prose`A ${math`T`} below one stretches the distances between logits, and distances are odds: the likeliest
      gets likelier still. A ${math`T`} above one shrinks them: the odds even out. At ${math`T = 1`} the model
      speaks for itself. ${ref('toy-temperature')} shows our three toy tokens.`,
    table({
      id: 'toy-temperature',
      caption: prose`The probabilities of the three toy tokens at three temperatures.`,
      rows: m.toy,
      columns: [
        [math`T`, (row) => given(row.temperature)],
        ...m.toyTokens.map(
          ({ name, logit }, place) =>
            [
              prose`${text(name)} (${math`z`} = ${given(logit)})`,
              (row: (typeof m.toy)[number]) => percent(row.probabilities[place]),
            ] as const,
        ),
      ],
    }),
    prose`What to see: in each line the order is the same, and further down the three come closer together.

      And the model? ${ref('temperature-slider')} shows its twelve likeliest tokens at ${math`T = 1`}${byMedium(
        {
          interactive: prose`; the slider sets any temperature up to two`,
        },
      )}.`,
    figure({
      id: 'temperature-slider',
      caption: prose`The twelve likeliest tokens after “${text(m.prompt)}”, drawn at a temperature of
        one${byMedium({ interactive: prose`, unless you choose another` })}. Their order is the same at every temperature.`,
      alt: prose`Horizontal bars for twelve tokens. At a temperature of one, ${token(m.winner)} has
        ${percent(m.plain.winner)}; at ${given(m.cold.temperature)} it has ${percent(m.cold.winner)}, at
        ${given(m.warm.temperature)} ${percent(m.warm.winner)}.`,
      data: m.slider.map((row) => ({ ...row, token: visible(row.token), label: percent(row.probability) })),
      spec: {
        height: { step: 22 },
        params: [
          {
            name: 'T',
            value: 1,
            bind: { input: 'range', min: 0.1, max: 2, step: 0.1, name: 'temperature T' },
          },
        ],
        transform: [{ filter: 'abs(datum.temperature - T) < 0.01' }],
        encoding: {
          y: mark.n('token', {
            sort: m.slider.slice(0, SLIDER_TOKENS).map((row) => visible(row.token)),
            title: null,
            axis: { style: 'tokens' },
          }),
          x: mark.q('probability', {
            title: 'probability',
            scale: { domain: [0, ROOM_FOR_LABELS], nice: false },
            axis: { format: '%', values: [0, 0.25, 0.5, 0.75, 1] },
          }),
        },
        layer: [{ mark: 'bar' }, mark.label({ text: 'label' }, { align: 'left', dx: 6 })],
      },
    }),
    prose`What to see: ${token(m.winner)} has ${percent(m.cold.winner)} at
      ${math`T = ${given(m.cold.temperature)}`}, ${percent(m.plain.winner)} at
      ${math`T = ${given(m.plain.temperature)}`} and ${percent(m.warm.winner)} at
      ${math`T = ${given(m.warm.temperature)}`}. ${choose(m.winnerChanges, {
        never: prose`And still it is first: the bars change their lengths, never their order. Dividing by a
          positive number cannot move one logit past another.`,
        unseen: prose`No bar changes visibly here, and the order never can: dividing by a positive number cannot
          move one logit past another.`,
        somewhere: prose`In exact arithmetic the order cannot change; at some temperature of this run two
          rounded probabilities were equal, and another token came first.`,
      })}

      Temperature raises the odds of one token against another to the power ${math`1/T`}: at half the
      temperature, odds of ten to one become a hundred to one. The same division comes back in
      ${ref('03-logprobs-as-confidence')} and ${ref('05-log-semiring-on-graphs')}.

      So temperature does not make a model know more or less. Greedy choice does not even notice it. What
      changes is how widely a *draw* scatters.`,
    curious(prose`How widely does a draw scatter at each temperature?`, [
      prose`The entropy of the whole prediction measures it. ${ref('temperature-entropy')} draws it for
        temperatures from ${given(0.1)} to ${given(10)}.`,
      figure({
        id: 'temperature-entropy',
        caption: prose`Entropy of the whole prediction against temperature, on a logarithmic axis. The dashed
          line is ${math`\ln V`}, the entropy if all ${count(m.vocabularySize)} tokens were equally likely.`,
        alt: prose`${choose(m.entropyRises, {
          everywhere: prose`A rising curve`,
          'not everywhere': prose`A rising curve`,
          'in part': prose`A rising curve`,
          flat: prose`A flat line`,
        })}: ${nats(m.cold.entropy)} at ${given(m.cold.temperature)},
          ${nats(m.plain.entropy)} at one, ${nats(m.warm.entropy)} at ${given(m.warm.temperature)}; to the
          right it ${choose(m.entropyRises, {
            everywhere: prose`nears`,
            'not everywhere': prose`nears`,
            'in part': prose`comes to ${nats(at(m.curve, m.curve.length - 1).entropy)} of`,
            flat: prose`stays at`,
          })} ${nats(m.bound)}.`,
        data: {
          rows: m.curve,
          bound: [{ entropy: m.bound, label: 'ln V' }],
          marks: [m.cold, m.plain, m.warm].map(({ temperature, entropy }) => ({
            temperature,
            entropy,
            // Side by side on the floor of the figure there is no room for numbers.
            label: layout([entropy], (value) => value < 0.005)
              ? prose`T = ${given(temperature)}`
              : prose`T = ${given(temperature)}: ${nats(entropy, { digits: 2 })}`,
          })),
        },
        spec: {
          height: 240,
          layer: [
            mark.reference({ y: 'entropy' }, { data: 'bound' }),
            mark.line({
              x: mark.q('temperature', { scale: { type: 'log' }, title: 'temperature T' }),
              y: mark.q('entropy', { title: 'entropy H in nats' }),
            }),
            ...mark.labelled(mark.dots({ x: 'temperature', y: 'entropy' }, { data: 'marks', size: 60 }), {
              align: 'right',
              dx: -8,
              dy: -9,
            }),
            mark.annotation(
              { x: { value: 0 }, y: 'entropy', text: 'label' },
              { data: 'bound', align: 'left', dx: 6, dy: 12 },
            ),
          ],
        },
      }),
      choose(m.entropyRises, {
        everywhere: prose`What to see: entropy rises with every step of temperature, from nearly zero to
          nearly ${math`\ln V =`} ${nats(m.bound)}. It must, unless all logits are equal: the larger
          ${math`T`}, the closer together the divided logits lie, and the more even the probabilities
          become.`,
        'not everywhere': prose`What to see: entropy rises with temperature, from nearly zero to nearly
          ${math`\ln V =`} ${nats(m.bound)}. At the ends of the curve the rise is smaller than what float64
          can show.`,
        'in part': prose`What to see: entropy rises with temperature, here from
          ${nats(at(m.curve, 0).entropy)} to ${nats(at(m.curve, m.curve.length - 1).entropy)}; its bound is
          ${math`\ln V =`} ${nats(m.bound)}. The larger ${math`T`}, the closer together the divided logits lie,
          and the more even the probabilities become.`,
        flat: prose`What to see: this model finds all tokens equally likely here, so no temperature changes
          anything: the entropy is ${math`\ln V =`} ${nats(m.bound)} throughout.`,
      }),
    ]),
  ],
});
