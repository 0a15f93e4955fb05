import { entropy } from '#numerics/entropy';
import { largest } from '#numerics/extremes';
import { at } from '#numerics/list';
import { pow } from '#numerics/pow';
import { softmax } from '#numerics/softmax';
import { compensatedSum } from '#numerics/sum';
import { each, either, measurement } from '#report/measurement';
import { PROMPT, predict } from './prediction.ts';

const SLIDER = Array.from({ length: 20 }, (_, step) => (step + 1) / 10);
export const SLIDER_TOKENS = 8;
/** Where the axis of the bars ends, so that a bar of one has room for its label. */
export const ROOM_FOR_LABELS = 1.55;

/** Temperatures from a tenth to ten, equally spaced on a logarithmic axis. */
const GRID = Array.from({ length: 61 }, (_, index) => 0.1 * pow(10, index / 30));

/**
 * `spread`: among how many equally likely tokens a choice would be as open, in two digits; `others`: what the tokens
 * that have no bar hold together.
 */
const POINT = {
  ...each('probability', 'winner', 'others'),
  temperature: 'exact',
  entropy: 'nats',
  spread: 'perplexity',
} as const;

/** How the entropy moves with temperature, and whether it comes from nearly zero to nearly its bound. */
export function courseOf(curve: readonly { readonly entropy: number }[], bound: number, rises: boolean) {
  const [coldest, hottest] = [at(curve, 0).entropy, at(curve, curve.length - 1).entropy];
  if (hottest - coldest < 1e-6) return 'flat' as const;
  if (coldest > 0.05 * bound || hottest < 0.95 * bound) return 'in part' as const;
  return either(rises, 'everywhere', 'not everywhere');
}

export const temperatures = measurement({
  id: 'temperatures',
  kinds: {
    vocabularySize: 'exact',
    bound: 'float64',
    curve: { temperature: 'exact', entropy: 'nats' },
    cold: POINT,
    plain: POINT,
    warm: POINT,
    slider: { temperature: 'exact', place: 'exact', probability: 'probability' },
    others: { temperature: 'exact', probability: 'probability' },
  },
  async measure({ lm }) {
    const { logits, order } = await predict(lm, PROMPT);
    const winner = at(order, 0);
    let winnerChanges = false;
    const curve = GRID.map((temperature) => {
      const probabilities = softmax(logits, temperature);
      winnerChanges ||= probabilities.indexOf(largest(probabilities)) !== winner;
      return { temperature, entropy: entropy(probabilities) };
    });
    const rises = curve.every((point, index) => index === 0 || point.entropy > at(curve, index - 1).entropy);
    const withoutBar = order.slice(SLIDER_TOKENS);
    const othersIn = (probabilities: Float64Array) =>
      compensatedSum(Array.from(withoutBar, (id) => at(probabilities, id)));
    const atTemperature = (temperature: number) => {
      const probabilities = softmax(logits, temperature);
      const nats = entropy(probabilities);
      return {
        temperature,
        entropy: nats,
        spread: Number(Math.exp(nats).toPrecision(2)),
        winner: at(probabilities, winner),
        others: othersIn(probabilities),
      };
    };
    const [cold, warm] = [atTemperature(0.5), atTemperature(2)];
    const isUnmoved = Math.abs(cold.winner - warm.winner) < 0.0005;
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
      winnerChanges: winnerChanges ? ('somewhere' as const) : either(isUnmoved, 'unseen', 'never'),
      entropyRises: courseOf(curve, Math.log(logits.length), rises),
      vocabularySize: logits.length,
      bound: Math.log(logits.length),
      curve,
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
