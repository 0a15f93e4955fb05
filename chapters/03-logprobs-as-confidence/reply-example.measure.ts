import { at } from '#numerics/list';
import { each, measurement } from '#report/measurement';
import { CLOSED_BOOK, promptOfChat, replyOf, shortAnswerChat, WRAPPING } from './chat.ts';
import { valueIn } from './value-in-reply.ts';

const QUESTION = 'What is the capital of Turkey?';
const MOST_TOKENS = 20;
const JSON_WRAPPING = { before: '"answer": "', after: '"' };

/** One question, answered after a label and as JSON, as a chat API lists the tokens. */
export const replyExample = measurement({
  id: 'reply-example',
  kinds: {
    mostTokens: 'exact',
    replies: { content: { logprob: 'nats' }, ...each('nats', 'sum', 'whole'), probability: 'probability' },
  },
  async measure({ lm }) {
    const ways = [
      { wrapping: WRAPPING, messages: shortAnswerChat(CLOSED_BOOK, QUESTION) },
      {
        wrapping: JSON_WRAPPING,
        messages: shortAnswerChat(CLOSED_BOOK, QUESTION, 'Reply in JSON.', (answer) =>
          JSON.stringify({ answer }).replace(':', ': '),
        ),
      },
    ];
    const generations = await lm.generate(
      ways.map(({ messages }) => promptOfChat(lm, messages)),
      { maxTokens: MOST_TOKENS, temperature: 0 },
    );
    const replies = ways.map(({ wrapping, messages }, i) => {
      const reply = replyOf(lm, at(generations, i));
      const value = valueIn(reply, wrapping);
      return {
        ...wrapping,
        messages: messages.map(({ role, content }) => ({ role: role as string, content })),
        finish: reply.finish_reason,
        content: reply.content.map((one) => ({
          token: one.token,
          logprob: one.logprob,
          isValue: value?.tokens.includes(one) ?? false,
        })),
        answer: value?.text ?? null,
        sum: value?.logprob ?? null,
        probability: value === null ? null : Math.exp(value.logprob),
        whole: reply.content.reduce((sum, { logprob }) => sum + logprob, 0),
      };
    });
    return { question: QUESTION, mostTokens: MOST_TOKENS, replies };
  },
});
