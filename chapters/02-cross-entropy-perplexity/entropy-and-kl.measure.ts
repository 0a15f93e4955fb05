import { toBits } from '#numerics/bits-per-byte';
import { crossEntropy } from '#numerics/cross-entropy';
import { entropy } from '#numerics/entropy';
import { klDivergence } from '#numerics/kl-divergence';
import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { measurement } from '#report/measurement';

const P = [0.5, 0.25, 0.125, 0.125];
const Q = [0.7, 0.1, 0.1, 0.1];
const WEATHER = ['sun', 'cloud', 'rain', 'snow'];
const PROMPTS = ['The capital of France is', 'The capital of Spain is'];

export const twoForecasts = measurement({
  id: 'two-forecasts',
  kinds: {
    rows: { p: 'exact', q: 'exact' },
    both: { entropy: 'float64', kl: 'float64', crossEntropy: 'float64' },
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
    return { rows: WEATHER.map((outcome, index) => ({ outcome, p: at(P, index), q: at(Q, index) })), both };
  },
});

export const wrongCountry = measurement({
  id: 'wrong-country',
  kinds: { rows: { entropy: 'nats', kl: 'nats', crossEntropy: 'nats' } },
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
