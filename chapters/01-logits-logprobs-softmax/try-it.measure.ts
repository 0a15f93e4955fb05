import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { either, measurement } from '#report/measurement';
import { isEmbedded } from '../about-model.ts';
import { PROMPT } from './prediction.ts';

const GUESS = -3;
const ODDS_LOGITS = [1, 0];
const HALF = 0.5;
const SENTENCES = ['The capital of France is Paris.', 'The capital of France is Lyon.'];
const ANSWERS = [' Paris', ' Lyon'];

export const exerciseAnswers = measurement({
  id: 'exercise-answers',
  kinds: {
    guess: { logprob: 'exact', probability: 'float64' },
    odds: { plain: 'float64', halved: 'float64', temperature: 'exact' },
    sentences: { logprob: 'nats', stop: 'nats' },
    gap: 'nats',
  },
  async measure({ lm }) {
    const oddsAt = (temperature: number) => {
      const probabilities = softmax(ODDS_LOGITS, temperature);
      return at(probabilities, 0) / at(probabilities, 1);
    };
    const sentences = [];
    let isOneToken = true;
    for (const [index, sentence] of SENTENCES.entries()) {
      const { tokens } = await lm.score(lm.encode(sentence), [], { entropies: false });
      const answer = at(ANSWERS, index);
      const from = PROMPT.length;
      let end = 0;
      const placed = tokens.map(({ bytes, logprob }) => {
        end += bytes.length;
        return { start: end - bytes.length, end, logprob: logprob ?? 0 };
      });
      /** The tokens that spell the answer: one, where the vocabulary has it. */
      const own = placed.filter(({ start, end }) => end > from && start < from + answer.length);
      const logprob = own.reduce((sum, one) => sum + one.logprob, 0);
      const stop = at(placed, placed.length - 1).logprob;
      isOneToken &&= own.length === 1;
      sentences.push({ sentence, answer, logprob, stop });
    }
    return {
      guess: { logprob: GUESS, probability: Math.exp(GUESS) },
      odds: { plain: oddsAt(1), halved: oddsAt(HALF), temperature: HALF },
      sentences,
      known: either(isEmbedded(lm), 'embedded', 'another'),
      answers: either(isOneToken, 'tokens', 'several tokens'),
      gap: at(sentences, 0).logprob - at(sentences, 1).logprob,
    };
  },
});
