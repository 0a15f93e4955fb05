import { entropy } from '#numerics/entropy';
import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { compensatedSum } from '#numerics/sum';
import { each, measurement } from '#report/measurement';
import { PROMPT, predict } from './predict-next-token.ts';

const SLIDER = Array.from({ length: 20 }, (_, step) => (step + 1) / 10);
export const SLIDER_TOKENS = 8;

/**
 * `spread`: among how many equally likely tokens a choice would be as open; `others`: what the tokens
 * that have no bar hold together.
 */
const POINT = {
  ...each('probability', 'winner', 'others'),
  temperature: 'exact',
  entropy: 'nats',
  spread: 'perplexity',
} as const;

export const temperatures = measurement({
  id: 'temperatures',
  kinds: {
    vocabularySize: 'exact',
    cold: POINT,
    plain: POINT,
    warm: POINT,
    slider: { temperature: 'exact', place: 'exact', probability: 'probability' },
    others: { temperature: 'exact', probability: 'probability' },
  },
  async measure({ lm }) {
    const { logits, order } = await predict(lm, PROMPT);
    const winner = at(order, 0);
    const withoutBar = order.slice(SLIDER_TOKENS);
    const othersIn = (probabilities: Float64Array) =>
      compensatedSum(Array.from(withoutBar, (id) => at(probabilities, id)));
    const atTemperature = (temperature: number) => {
      const probabilities = softmax(logits, temperature);
      const nats = entropy(probabilities);
      return {
        temperature,
        entropy: nats,
        spread: Math.exp(nats),
        winner: at(probabilities, winner),
        others: othersIn(probabilities),
      };
    };
    const [cold, warm] = [atTemperature(0.5), atTemperature(2)];
    const shown = lm.pieces(Array.from(order.slice(0, SLIDER_TOKENS)));
    const slider = SLIDER.flatMap((temperature) => {
      const probabilities = softmax(logits, temperature);
      return shown.map(({ id, text }, index) => ({
        temperature,
        token: text,
        place: index + 1,
        probability: at(probabilities, id),
      }));
    });
    return {
      prompt: PROMPT,
      winner: at(lm.pieces([winner]), 0).text,
      vocabularySize: logits.length,
      cold,
      plain: atTemperature(1),
      warm,
      slider,
      others: SLIDER.map((temperature) => {
        return { temperature, probability: othersIn(softmax(logits, temperature)) };
      }),
    };
  },
});
