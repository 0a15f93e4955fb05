import { entropy } from '#numerics/entropy';
import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { curious, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { formatKind } from '#report/format';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, equation, given, math, nats, percent, ref, term, text, token } from '#report/values';
import { visible } from '#report/visible';
import { PROMPT, predict } from './prediction.ts';
import { TOY_LOGITS, TOY_NAMES } from './softmax-by-hand.measure.ts';

const TOY_TEMPERATURES = [0.5, 1, 2];
const SLIDER_STEPS = 20;
const SLIDER_TOKENS = 12;
/** Where the axis of the bars ends, so that a bar of one has room for its label. */
const ROOM_FOR_LABELS = 1.2;

/** Temperatures from a tenth to ten, equally spaced on a logarithmic axis. */
const GRID = Array.from({ length: 61 }, (_, index) => 0.1 * 10 ** (index / 30));

export const temperatures = measurement({
  id: 'temperatures',
  kinds: {
    prompt: 'exact',
    toyTokens: { name: 'exact', logit: 'exact' },
    toy: { temperature: 'exact', probabilities: 'float64' },
    winner: 'exact',
    winnerChanges: 'exact',
    entropyRises: 'exact',
    vocabularySize: 'exact',
    bound: 'float64',
    curve: { temperature: 'exact', entropy: 'nats' },
    cold: { temperature: 'exact', entropy: 'nats', winner: 'probability' },
    plain: { temperature: 'exact', entropy: 'nats', winner: 'probability' },
    warm: { temperature: 'exact', entropy: 'nats', winner: 'probability' },
    slider: { temperature: 'exact', token: 'exact', place: 'exact', probability: 'probability' },
  },
  async measure({ lm }) {
    const { logits, order } = await predict(lm, PROMPT);
    const winner = at(order, 0);
    let winnerChanges: 'never' | 'somewhere' = 'never';
    let entropyRises: 'everywhere' | 'not everywhere' = 'everywhere';
    let before = Number.NEGATIVE_INFINITY;
    const curve = GRID.map((temperature) => {
      const probabilities = softmax(logits, temperature);
      if (probabilities.indexOf(Math.max(...probabilities)) !== winner) winnerChanges = 'somewhere';
      const value = entropy(probabilities);
      if (value <= before) entropyRises = 'not everywhere';
      before = value;
      return { temperature, entropy: value };
    });
    const atTemperature = (temperature: number) => {
      const probabilities = softmax(logits, temperature);
      return { temperature, entropy: entropy(probabilities), winner: at(probabilities, winner) };
    };
    const shown = lm.pieces(Array.from(order.slice(0, SLIDER_TOKENS)));
    const slider = Array.from({ length: SLIDER_STEPS }, (_, step) => (step + 1) / 10).flatMap(
      (temperature) => {
        const probabilities = softmax(logits, temperature);
        return shown.map(({ id, text }, index) => ({
          temperature,
          token: text,
          place: index + 1,
          probability: at(probabilities, id),
        }));
      },
    );
    return {
      prompt: PROMPT,
      toyTokens: TOY_LOGITS.map((logit, place) => ({ name: at(TOY_NAMES, place), logit })),
      toy: TOY_TEMPERATURES.map((temperature) => ({
        temperature,
        probabilities: [...softmax(TOY_LOGITS, temperature)],
      })),
      winner: at(lm.pieces([winner]), 0).text,
      winnerChanges,
      entropyRises,
      vocabularySize: logits.length,
      bound: Math.log(logits.length),
      curve,
      cold: atTemperature(0.5),
      plain: atTemperature(1),
      warm: atTemperature(2),
      slider,
    };
  },
});

export const temperature = section({
  id: 'temperature',
  title: prose`Temperature reshapes the odds but never changes the winner`,
  needs: { m: temperatures },
  write({ m }) {
    return [
      prose`
        How does a list of probabilities become a word? A program takes the likeliest token (*greedy*), or it draws one at
        random by the probabilities (*sampling*). Most APIs have a knob for the draw, the ${term('temperature')}. What does
        it turn? Before softmax, all logits are divided by one number ${math`T`}:
      `,
      equation`p_i(T) = \frac{e^{z_i / T}}{\sum_j e^{z_j / T}}`,
      prose`
        A ${math`T`} below one stretches the distances between logits, and distances are odds: the likeliest gets
        likelier still. A ${math`T`} above one shrinks them: the odds even out. At ${math`T = 1`} the model speaks for
        itself. ${ref('toy-temperature')} shows our three toy tokens.
      `,
      table({
        id: 'toy-temperature',
        caption: prose`The probabilities of the three toy tokens at three temperatures.`,
        rows: m.toy,
        columns: [
          { head: prose`${math`T`}`, align: 'right', cell: (row) => prose`${given(row.temperature)}` },
          ...m.toyTokens.map(({ name, logit }, place) => ({
            head: prose`${text(name)} (${math`z`} = ${given(logit)})`,
            align: 'right' as const,
            cell: (row: (typeof m.toy)[number]) => prose`${percent(row.probabilities[place])}`,
          })),
        ],
      }),
      prose`
        What to see: in each line the order is the same, and further down the three come closer together.

        And the model? ${ref('temperature-slider')} shows its twelve likeliest tokens at ${math`T = 1`}. (In the HTML
        report a slider sets any temperature up to two.)
      `,
      figure({
        id: 'temperature-slider',
        caption: prose`
          The twelve likeliest tokens after “${text(m.prompt)}”, drawn at a temperature of one unless you choose another.
          Their order stays the same at every one.
        `,
        alt: prose`
          Horizontal bars for twelve tokens. At a temperature of one, ${token(m.winner)} has
          ${percent(m.plain.winner)}; at ${given(m.cold.temperature)} it has ${percent(m.cold.winner)}, at
          ${given(m.warm.temperature)} ${percent(m.warm.winner)}.
        `,
        data: m.slider.map((row) => ({
          temperature: row.temperature,
          token: visible(row.token),
          place: row.place,
          probability: row.probability,
          label: `${percent(row.probability).text}%`,
        })),
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
            y: {
              field: 'token',
              type: 'nominal',
              sort: m.slider.slice(0, SLIDER_TOKENS).map((row) => visible(row.token)),
              title: null,
              axis: { style: 'tokens' },
            },
            x: {
              field: 'probability',
              type: 'quantitative',
              title: 'probability',
              scale: { domain: [0, ROOM_FOR_LABELS], nice: false },
              axis: { format: '%', values: [0, 0.25, 0.5, 0.75, 1] },
            },
          },
          layer: [
            { mark: 'bar' },
            {
              mark: { type: 'text', style: 'label', align: 'left', dx: 6 },
              encoding: { text: { field: 'label', type: 'nominal' } },
            },
          ],
        },
      }),
      prose`
        What to see: ${token(m.winner)} has ${percent(m.cold.winner)} at ${math`T = ${given(m.cold.temperature)}`},
        ${percent(m.plain.winner)} at ${math`T = ${given(m.plain.temperature)}`} and ${percent(m.warm.winner)} at
        ${math`T = ${given(m.warm.temperature)}`}. ${choose(m.winnerChanges, {
          never: prose`And still it is first: the bars change their lengths, never their order. Dividing by a positive
            number cannot move one logit past another.`,
          somewhere: prose`In exact arithmetic the order cannot change; at some temperature of this run two rounded
            probabilities were equal, and another token came first.`,
        })}

        Temperature raises the odds of one token against another to the power ${math`1/T`}: at half the temperature, odds of
        ten to one become a hundred to one. The same division comes back in ${ref('03-logprobs-as-confidence')} and
        ${ref('05-log-semiring-on-graphs')}.

        So temperature does not make a model know more or less. Greedy choice does not even notice it. What changes is how
        widely a *draw* scatters.
      `,
      curious(prose`How widely does a draw scatter at each temperature?`, [
        prose`
          The entropy of the whole prediction measures it. ${ref('temperature-entropy')} draws it for
          temperatures from ${given(0.1)} to ${given(10)}.
        `,
        figure({
          id: 'temperature-entropy',
          caption: prose`
          Entropy of the whole prediction against temperature, on a logarithmic axis. The dashed line is ${math`\ln V`}, the
          entropy if all ${count(m.vocabularySize)} tokens were equally likely.
        `,
          alt: prose`
          A rising curve: ${nats(m.cold.entropy)} at ${given(m.cold.temperature)}, ${nats(m.plain.entropy)} at one,
          ${nats(m.warm.entropy)} at ${given(m.warm.temperature)}; to the right it nears ${nats(m.bound)}.
        `,
          data: {
            rows: m.curve.map((point) => ({ ...point })),
            bound: [{ entropy: m.bound, label: 'ln V' }],
            marks: [m.cold, m.plain, m.warm].map((mark) => ({
              temperature: mark.temperature,
              entropy: mark.entropy,
              label: `T = ${mark.temperature}: ${formatKind(mark.entropy, 'nats', 2)}`,
            })),
          },
          spec: {
            height: 240,
            layer: [
              {
                data: { name: 'bound' },
                mark: { type: 'rule', style: 'reference' },
                encoding: { y: { field: 'entropy', type: 'quantitative' } },
              },
              {
                mark: { type: 'line' },
                encoding: {
                  x: {
                    field: 'temperature',
                    type: 'quantitative',
                    scale: { type: 'log' },
                    title: 'temperature T',
                  },
                  y: { field: 'entropy', type: 'quantitative', title: 'entropy H in nats' },
                },
              },
              {
                data: { name: 'marks' },
                mark: { type: 'point', filled: true, size: 60 },
                encoding: {
                  x: { field: 'temperature', type: 'quantitative' },
                  y: { field: 'entropy', type: 'quantitative' },
                },
              },
              {
                data: { name: 'marks' },
                mark: { type: 'text', style: 'label', align: 'right', dx: -8, dy: -9 },
                encoding: {
                  x: { field: 'temperature', type: 'quantitative' },
                  y: { field: 'entropy', type: 'quantitative' },
                  text: { field: 'label', type: 'nominal' },
                },
              },
              {
                data: { name: 'bound' },
                mark: { type: 'text', style: 'annotation', align: 'left', dx: 6, dy: 12 },
                encoding: {
                  x: { value: 0 },
                  y: { field: 'entropy', type: 'quantitative' },
                  text: { field: 'label', type: 'nominal' },
                },
              },
            ],
          },
        }),
        choose(m.entropyRises, {
          everywhere: prose`
            What to see: entropy rises with every step of temperature, from nearly zero to nearly
            ${math`\ln V =`} ${nats(m.bound)}. It must, unless all logits are equal: the larger ${math`T`}, the closer
            together the divided logits lie, and the more even the probabilities become.
          `,
          'not everywhere': prose`
            What to see: entropy rises with temperature, from nearly zero to nearly ${math`\ln V =`} ${nats(m.bound)}.
            At the ends of the curve the rise is smaller than what float64 can show.
          `,
        }),
      ]),
    ];
  },
});
