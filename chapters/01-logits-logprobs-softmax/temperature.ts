import { figure, finding, greater, prose, section } from '#report';
import * as mark from '#report/marks';
import { byMedium, coloured, given, math, percent, ref, setting, term, text, token } from '#report/values';
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
  title: prose`Temperature: greedy decoding and sampling`,
  needs: { m: temperatures },
  write: ({ m }) => [
    prose`To continue a text, a program takes the likeliest token (*greedy* decoding) or draws a token at random
      (*sampling*). Before the draw, softmax is applied to ${math`z_i / T`} instead of ${math`z_i`}, where ${math`T`} is the
      ${term('temperature')}. A temperature of one changes nothing. At ${math`T`} = ${given(m.cold.temperature)}, all differences double, so all odds are
      squared: ten to one becomes a hundred to one. At ${math`T`} = ${given(m.warm.temperature)}, the differences are halved
      (${ref('temperature-slider')}).`,
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

      As ${math`T`} ${setting('temperature-slider', { T: 0.1 }, 'approaches zero')}, the likeliest token gets all the
      probability, so \`temperature=0\` is greedy. As ${math`T`} grows, all tokens become equally likely. Two more settings,
      top-k and top-p, cut off the unlikely tokens (${ref('top-p-and-entropy')}).`,
  ],
});
