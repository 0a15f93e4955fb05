import { at } from '#numerics/list';
import { either, measurement } from '#report/measurement';
import { isEmbedded } from '../about-model.ts';
import { chatPrompt } from './predict-next-token.ts';

const COUNTRIES = ['France', 'Australia'];
const LISTED = 3;
const MAX_TOKENS = 20;
/** A less likely answer goes to a person. */
const THRESHOLD = 0.8;

const question = (country: string) => `What is the capital of ${country}?`;

/** Two greedy answers, token by token, as a chat API lists them, and what a program decides by their probabilities. */
export const capitalAnswers = measurement({
  id: 'capital-answers',
  kinds: {
    threshold: 'exact',
    rows: {
      first: { probability: 'probability' },
      tokens: { logprob: 'nats', listed: { probability: 'probability' } },
      total: 'nats',
      probability: 'probability',
    },
  },
  async measure({ lm }) {
    const prompts = COUNTRIES.map((country) =>
      chatPrompt(lm, [question('Italy'), 'Rome', question(country)]),
    );
    const lists = prompts.map((): { text: string; probability: number }[][] => []);
    const answers = await lm.generate(prompts, {
      temperature: 0,
      maxTokens: MAX_TOKENS,
      onStep: ({ sequence, logits }) => {
        const top = lm.top(logits, LISTED);
        at(lists, sequence).push(top.map(({ text, logprob }) => ({ text, probability: Math.exp(logprob) })));
      },
    });
    const rows = answers.map(({ ids, logprobs, end }, index) => {
      // An API does not list the token that ends the answer.
      const shown = end === 'stop' ? ids.slice(0, -1) : ids;
      const tokens = lm.pieces(shown).map(({ text }, place) => {
        return { text, logprob: at(logprobs, place), listed: at(at(lists, index), place) };
      });
      const total = tokens.reduce((sum, { logprob }) => sum + logprob, 0);
      const probability = Math.exp(total);
      const text = lm.decode(shown);
      return {
        country: at(COUNTRIES, index),
        text,
        decision: probability >= THRESHOLD ? 'accept' : 'ask a person',
        // The first list has its own name, because an answer may end at once.
        first: at(at(lists, index), 0),
        tokens,
        total,
        probability,
      };
    });
    return {
      model: lm.id,
      known: either(isEmbedded(lm), 'embedded', 'another'),
      weights: isEmbedded(lm) ? 'rounded to four bits' : null,
      threshold: THRESHOLD,
      rows,
    };
  },
});
