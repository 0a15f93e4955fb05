import { at } from '#numerics/list';
import { choose, curious, figure, layout, prose, type Quantity, type Seen, section, visible } from '#report';
import * as mark from '#report/marks';
import {
  byMedium,
  count,
  equation,
  given,
  math,
  nats,
  percent,
  real,
  ref,
  term,
  text,
  token,
} from '#report/values';
import { areLevel } from '../equal-but-for-rounding.ts';
import { ROOM_FOR_LABELS, SLIDER_TOKENS, temperatures } from './temperature.measure.ts';

const OTHERS = 'all others';

/** The bars at the temperature that a parameter of this name has. */
const panel = (temperature: string, tokens: readonly string[]) => ({
  title: { text: { expr: `'T = ' + ${temperature}` } },
  width: 118,
  height: { step: 22 },
  transform: [{ filter: `abs(datum.temperature - ${temperature}) < 0.01` }],
  encoding: {
    y: mark.n('token', { sort: tokens, title: null, axis: { style: 'tokens' } }),
    x: mark.q('probability', {
      title: null,
      scale: { domain: [0, ROOM_FOR_LABELS], nice: false },
      axis: { format: '%', values: [0, 0.5, 1] },
    }),
  },
  layer: [
    { mark: 'bar' },
    mark.bars({}, { transform: [{ filter: `datum.token === '${OTHERS}'` }], color: '$rest' }),
    mark.label({ text: 'label' }, { align: 'left', dx: 5 }),
  ],
});

/** Whether so many equally likely tokens would be printed as one. */
export const isHardlyAChoice = (spread: Quantity) => layout([spread], (tokens) => tokens < 1.05);
/** Among how many tokens a warm draw chooses: all of them, where two digits would make it more. */
const spreadOf = ({ warm, vocabularySize }: Seen<typeof temperatures>) =>
  layout([warm.spread, vocabularySize], (spread, all) => spread > all)
    ? count(vocabularySize)
    : real(warm.spread, 2);

export const temperature = section({
  id: 'temperature',
  title: prose`Temperature reshapes the odds but never changes the winner`,
  needs: { m: temperatures },
  write: ({ m }) => [
    prose`How does a list of probabilities become a word? A program takes the likeliest token (*greedy*), or it draws
      one according to the probabilities (*sampling*). The knob of the draw is ${term('temperature')}: all logits are divided by
      one number ${math`T`}.`,
    equation`q_i(T) = \frac{e^{z_i / T}}{\sum_j e^{z_j / T}}`,
    prose`A ${math`T`} below one stretches the distances between logits, a ${math`T`} above one shrinks them. Distances
      are logarithms of odds, so odds are raised to the power ${math`1/T`}: at half the temperature ten to one becomes a
      hundred to one. ${ref('temperature-slider')} has our prediction at three temperatures${byMedium({
        interactive: prose`; the slider sets the third`,
      })}.`,
    figure({
      id: 'temperature-slider',
      caption: prose`The eight likeliest tokens after “${text(m.prompt)}” at temperatures of
        ${given(m.cold.temperature)}, ${given(m.plain.temperature)} and ${given(m.warm.temperature)}${byMedium(
          {
            interactive: prose`, or one that you choose`,
          },
        )}. Their order is the same in each. Grey: all tokens but these.`,
      alt: prose`Three bar charts of the same eight tokens. At a temperature of ${given(m.cold.temperature)}
        ${token(m.winner)} has ${percent(m.cold.winner)}, at ${given(m.plain.temperature)}
        ${percent(m.plain.winner)}, at ${given(m.warm.temperature)} ${percent(m.warm.winner)}; all tokens but these eight
        together ${percent(m.cold.others)}, ${percent(m.plain.others)} and ${percent(m.warm.others)}.`,
      data: [
        ...m.slider.map((row) => ({ ...row, token: visible(row.token) })),
        ...m.others.map((row) => ({ ...row, token: OTHERS, place: given(SLIDER_TOKENS + 1) })),
      ].map((row) => ({ ...row, label: percent(row.probability, 2) })),
      spec: {
        params: [
          { name: 'cold', value: m.cold.temperature },
          { name: 'plain', value: m.plain.temperature },
          {
            name: 'T',
            value: m.warm.temperature,
            bind: { input: 'range', min: 0.1, max: 2, step: 0.1, name: 'third temperature T' },
          },
        ],
        hconcat: ['cold', 'plain', 'T'].map((name) =>
          panel(name, [...m.slider.slice(0, SLIDER_TOKENS).map((row) => visible(row.token)), OTHERS]),
        ),
      },
    }),
    prose`${choose(m.winnerChanges, {
      never: prose`${token(m.winner)} shrinks from left to right, and is first all the same: dividing by a positive
        number cannot move one logit past another. So greedy choice does not notice temperature. What the first loses goes far down the list: at
        ${math`T = ${given(m.warm.temperature)}`} those beyond these eight hold ${percent(m.warm.others, 2)}.`,
      unseen: prose`No bar changes visibly here, and the order never can: dividing by a positive number cannot move
        one logit past another. So greedy choice does not notice temperature.`,
      somewhere: prose`In exact arithmetic the order cannot change; at some temperature of this run two rounded
        probabilities were equal, and another token came first.`,
    })} ${
      m.entropyRises === 'flat'
        ? prose`Elsewhere temperature changes how widely the draws scatter, measured by entropy (${ref('next-token')}).
              Here that is ${nats(m.plain.entropy, 2)} at any.`
        : prose`What changes is how widely the draws scatter: measured by entropy (${ref('next-token')}), a draw at
              ${math`T = ${given(m.warm.temperature)}`} is ${
                isHardlyAChoice(m.warm.spread)
                  ? prose`hardly a choice`
                  : prose`as open as a choice among ${spreadOf(m)} equally likely tokens`
              }.`
    }

      A request with \`temperature=0\` asks for the greedy choice. The log-probabilities beside it are, as a rule, the model's own, those of ${math`T = 1`} (${ref('unlisted')} has the exceptions).`,
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
          })} ${nats(m.entropyRises === 'flat' ? m.plain.entropy : m.bound)}.`,
        data: {
          rows: m.curve,
          bound: [{ entropy: m.bound, label: 'ln V' }],
          marks: [m.cold, m.plain, m.warm].map(({ temperature, entropy }) => ({
            temperature,
            entropy,
            // Side by side on the floor of the figure there is no room for numbers.
            label: layout([entropy], (value) => value < 0.005)
              ? prose`T = ${given(temperature)}`
              : prose`T = ${given(temperature)}: ${nats(entropy, 2)}`,
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
        everywhere: prose`Entropy rises with every step of temperature, from nearly zero to nearly
          ${math`\ln V =`} ${nats(m.bound, 2)}. It must, unless all logits are equal: the larger ${math`T`}, the
          closer together the divided logits lie.`,
        'not everywhere': prose`Entropy rises with temperature, from nearly zero to nearly
          ${math`\ln V =`} ${nats(m.bound, 2)}. At the ends of the curve the rise is smaller than what float64
          can show.`,
        'in part': prose`Entropy rises with temperature, here from
          ${nats(at(m.curve, 0).entropy)} to ${nats(at(m.curve, m.curve.length - 1).entropy)}; its bound is
          ${math`\ln V =`} ${nats(m.bound)}. The larger ${math`T`}, the closer together the divided logits lie,
          and the more even the probabilities become.`,
        flat: areLevel(m.plain.entropy, m.bound)
          ? prose`This model finds all tokens equally likely here, so no temperature changes
              anything: the entropy is ${math`\ln V =`} ${nats(m.bound)} throughout.`
          : prose`This model is so sure here that none of these temperatures changes anything that can be seen: the
              entropy is ${nats(m.plain.entropy)} throughout. Its bound is ${math`\ln V =`} ${nats(m.bound)}.`,
      }),
    ]),
  ],
});
