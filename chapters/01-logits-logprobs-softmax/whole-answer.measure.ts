import { compensatedSum } from '#numerics/sum';
import { either, measurement } from '#report/measurement';

/** Two questions, and what the right answer to each has in it. */
const ASKED = [
  { question: 'What is the capital of France?', has: 'Paris' },
  { question: 'What is the capital of Burkina Faso?', has: 'Ouagadougou' },
];
const MOST_TOKENS = 40;

/** The model's likeliest answers to two questions, with the log-probability of each token but the one that ends it. */
export const wholeAnswers = measurement({
  id: 'whole-answers',
  kinds: {
    mostTokens: 'exact',
    rows: {
      length: 'rank',
      tokens: { logprob: 'nats', probability: 'probability' },
      probability: 'probability',
      perplexity: 'perplexity',
    },
  },
  async measure({ lm }) {
    const prompts = ASKED.map(({ question }) => lm.chat([{ role: 'user', content: question }]));
    const answers = await lm.generate(
      prompts.map((prompt, index) => lm.encode(prompt ?? `${ASKED[index]?.question}\n`)),
      { maxTokens: MOST_TOKENS, temperature: 0 },
    );
    const rows = answers.map(({ ids, logprobs, end }, index) => {
      const length = ids.length - (end === 'stop' ? 1 : 0);
      const text = lm.decode(ids.slice(0, length));
      const tokens = lm.pieces(ids.slice(0, length)).map((piece, place) => {
        const logprob = logprobs[place] ?? Number.NaN;
        return { text: piece.text, logprob, probability: Math.exp(logprob) };
      });
      const total = compensatedSum(tokens.map(({ logprob }) => logprob));
      return {
        question: ASKED[index]?.question ?? '',
        text,
        length,
        ended: either(end === 'stop', 'by itself', 'cut'),
        tokens,
        probability: Math.exp(total),
        /** Of no tokens there is none. */
        perplexity: length === 0 ? null : Math.exp(-total / length),
        isRight: text.includes(ASKED[index]?.has ?? ''),
      };
    });
    const [first, second] = rows.map(({ isRight }) => isRight);
    return {
      mostTokens: MOST_TOKENS,
      prompt: either(prompts.includes(null), 'plain', 'chat template'),
      rows: rows.map(({ isRight, ...row }) => row),
      right: first
        ? either(second === true, 'both', 'the first')
        : either(second === true, 'the second', 'neither'),
    };
  },
});
