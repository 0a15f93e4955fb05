import { at } from '#numerics/list';
import { and, figure, finding, greater, less, prose, section } from '#report';
import * as mark from '#report/marks';
import {
  byMedium,
  coloured,
  countInWords,
  equation,
  given,
  math,
  nats,
  percent,
  real,
  ref,
  setting,
  term,
  text,
  token,
} from '#report/values';
import { softmaxSteps } from './softmax-by-hand.measure.ts';
import { ROOM_FOR_LABELS, SLIDER_TOKENS, temperatures } from './temperature.measure.ts';

const OTHERS = 'all others';

/** The bars at the temperature that a parameter of this name has. */
const panel = (temperature: string, tokens: readonly string[]) => ({
  title: { text: { expr: `'${mark.italics('T')} = ' + ${temperature}` } },
  width: 150,
  height: { step: 20 },
  transform: [{ filter: `abs(datum.temperature - ${temperature}) < 0.01` }],
  encoding: {
    y: mark.n('token', { sort: [...tokens, OTHERS], title: null, axis: mark.tokenAxis(tokens) }),
    x: mark.q('probability', {
      title: null,
      scale: { domain: [0, ROOM_FOR_LABELS], nice: false },
      axis: { format: '%', values: [0, 0.5, 1], domain: false },
    }),
  },
  layer: [
    { mark: 'bar' },
    mark.bars({}, { transform: [{ filter: `datum.token === '${OTHERS}'` }], color: '$rest' }),
    mark.label({ text: 'label' }, { align: 'left', dx: 5 }),
  ],
});

export const temperature = section({
  id: 'temperature',
  title: prose`Temperature`,
  needs: { m: temperatures, steps: softmaxSteps },
  write: ({ m, steps }) => [
    prose`To continue, a program takes the likeliest token (*greedy* decoding) or draws one at
      random (*sampling*). The ${term('temperature')} ${math`T`} divides all logits before the draw:`,
    equation`q_i(T) = \frac{e^{z_i / T}}{\sum_j e^{z_j / T}}`,
    prose`This raises odds to the power ${math`1/T`}: at ${math`T`} = ${given(m.cold.temperature)}, ten to one becomes a hundred to
      one (${ref('temperature-slider')}).`,
    figure({
      id: 'temperature-slider',
      caption: prose`The eight likeliest tokens after “${text(m.prompt)}” at temperatures of
        ${given(m.cold.temperature)}, ${given(m.plain.temperature)} and ${given(m.warm.temperature)}${byMedium(
          {
            interactive: prose`; the one in the middle is yours to change`,
          },
        )}. The ${coloured('rest', 'grey bar')} is every other token.`,
      alt: prose`Three bar charts of the same eight tokens. At a temperature of ${given(m.cold.temperature)}
        ${token(m.winner)} has ${percent(m.cold.winner)}, at ${given(m.plain.temperature)}
        ${percent(m.plain.winner)}, at ${given(m.warm.temperature)} ${percent(m.warm.winner)}; all tokens outside these eight
        together ${percent(m.cold.others)}, ${percent(m.plain.others)} and ${percent(m.warm.others)}.`,
      data: [
        ...m.slider,
        ...m.others.map((row) => ({ ...row, token: OTHERS, place: given(SLIDER_TOKENS + 1) })),
      ].map((row) => ({ ...row, label: percent(row.probability, 2) })),
      spec: {
        params: [
          { name: 'cold', value: m.cold.temperature },
          mark.slider('T', m.plain.temperature, [0.1, 2, 0.1], 'temperature T in the middle'),
          { name: 'warm', value: m.warm.temperature },
        ],
        hconcat: ['cold', 'T', 'warm'].map((name) =>
          panel(
            name,
            m.slider.slice(0, SLIDER_TOKENS).map((row) => row.token),
          ),
        ),
      },
    }),
    prose`The order of the tokens never changes. ${finding({
      id: 'heat-feeds-the-tail',
      when: greater(
        'probability of all tokens but the eight likeliest, at a temperature of two above that at one',
        m.warm.others,
        m.plain.others,
      ),
      text: () =>
        prose`A higher temperature moves probability to the unlikely tokens: at ${math`T`} = ${given(m.warm.temperature)}, those beyond the first eight have ${percent(m.warm.others, 2)} together, up from ${percent(m.plain.others, 2)} at ${given(m.plain.temperature)}.`,
    })}

      As ${math`T`} ${setting('temperature-slider', { T: 0.1 }, 'approaches zero')}, the likeliest token gets all the probability, so \`temperature=0\` is greedy. As
      ${math`T`} grows, all tokens become equally likely.

      After the temperature, two cuts may follow. *Top-k* keeps the ${math`k`} likeliest tokens: with ${math`k`} =
      ${given(steps.cuts.k)}, the first ${countInWords(steps.cuts.k)}
      of ${ref('top-tokens')}. ${term('top-p', 'Top-p')} keeps the fewest likeliest tokens that together have at least ${math`p`}.
      Then the kept probabilities are rescaled to add up to one. ${finding({
        id: 'top-p-keeps-two',
        when: and(
          less('probability of the likeliest token', at(steps.rows, 0).probability, steps.cuts.p),
          greater('probability of the two likeliest tokens', steps.firstTwo, steps.cuts.p),
        ),
        context: [steps.firstRescaled, steps.secondRescaled],
        text: () =>
          prose`With ${math`p`} = ${given(steps.cuts.p)}, top-p keeps ${token(at(steps.rows, 0).text)} and ${token(at(steps.rows, 1).text)}, rescaled to ${percent(steps.firstRescaled, 3)} and ${percent(steps.secondRescaled, 2)}.`,
      })} Rescaling is right for a draw, which is *given that* the token is one of those kept.

      The ${term('entropy')} says how widely a draw scatters: ${math`H = -\sum_i q_i \ln q_i`}, the average of ${math`-\ell`}. It
      rises with ${math`T`}. Our prediction has
      ${nats(m.plain.entropy, 2)}, like a choice among ${real(m.plain.spread, 2)} (${math`e^H`}) equally likely tokens; at
      ${math`T`} = ${given(m.warm.temperature)}, ${nats(m.warm.entropy, 2)}.`,
  ],
});
