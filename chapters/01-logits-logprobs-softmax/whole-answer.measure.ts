import { compensatedSum } from '#numerics/sum';
import { either, measurement } from '#report/measurement';

const ASKED = 'Who wrote Emma?';
const MOST_TOKENS = 40;

/** The model's likeliest answer to a question, with the log-probability of each token but the one that ends it. */
export const wholeAnswerOf = measurement({
  id: 'whole-answer',
  kinds: {
    mostTokens: 'exact',
    length: 'rank',
    tokens: { logprob: 'nats' },
    probability: 'probability',
    perplexity: 'perplexity',
  },
  async measure({ lm }) {
    const prompt = lm.chat([{ role: 'user', content: ASKED }]);
    const [answer] = await lm.generate([lm.encode(prompt ?? `${ASKED}\n`)], {
      maxTokens: MOST_TOKENS,
      temperature: 0,
      steps: 'first',
    });
    const { ids = [], logprobs = [], end } = answer ?? {};
    const length = ids.length - (end === 'stop' ? 1 : 0);
    const tokens = lm.pieces(ids.slice(0, length)).map(({ text }, place) => {
      return { text, logprob: logprobs[place] ?? Number.NaN };
    });
    const total = compensatedSum(tokens.map(({ logprob }) => logprob));
    return {
      asked: ASKED,
      mostTokens: MOST_TOKENS,
      prompt: either(prompt === null, 'plain', 'chat template'),
      text: lm.decode(ids.slice(0, length)),
      length,
      ended: either(end === 'stop', 'by itself', 'cut'),
      tokens,
      /** The three that it gave the lowest probability. */
      least: tokens
        .toSorted((one, other) => one.logprob - other.logprob)
        .slice(0, 3)
        .map(({ text }) => text),
      /** Of no tokens there is neither. */
      probability: length === 0 ? null : Math.exp(total),
      perplexity: length === 0 ? null : Math.exp(-total / length),
    };
  },
});
