import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { measurement } from '#report/measurement';

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
    for (const [index, sentence] of SENTENCES.entries()) {
      const { tokens } = await lm.score(lm.encode(sentence));
      const answer = at(ANSWERS, index);
      const logprob = tokens.find((piece) => piece.text === answer)?.logprob;
      const stop = tokens.at(-1)?.logprob;
      if (typeof logprob !== 'number' || typeof stop !== 'number') {
        throw new RangeError(`"${answer}" is not a token of "${sentence}"`);
      }
      sentences.push({ sentence, answer, logprob, stop });
    }
    return {
      guess: { logprob: GUESS, probability: Math.exp(GUESS) },
      odds: { plain: oddsAt(1), halved: oddsAt(HALF), temperature: HALF },
      sentences,
      gap: at(sentences, 0).logprob - at(sentences, 1).logprob,
    };
  },
});
