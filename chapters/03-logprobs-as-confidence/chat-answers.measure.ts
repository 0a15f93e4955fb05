import { at } from '#numerics/list';
import { each, measurement } from '#report/measurement';
import {
  answerIn,
  CLOSED_BOOK,
  greedyReplies,
  MOST_TOKENS,
  promptOfChat,
  replyOf,
  shortAnswerChat,
} from './chat.ts';
import { FACTS_FILE } from './fact-scores.measure.ts';
import { formsOf, questionOf, readFacts, sha256Of } from './facts.ts';
import { verdictOn } from './verdict.ts';

/** The model's greedy reply to each question of the facts, with no passage. */
export const chatAnswers = measurement({
  id: 'chat-answers',
  data: { facts: FACTS_FILE },
  kinds: { ...each('exact', 'n', 'mostTokens'), rows: { sum: 'nats', tokens: 'rank' } },
  async measure({ lm, data }) {
    const facts = readFacts(data.facts);
    const generations = await greedyReplies(
      lm,
      facts.map((fact) => promptOfChat(lm, shortAnswerChat(CLOSED_BOOK, questionOf(fact)))),
    );
    const rows = facts.map((fact, i) => {
      const found = answerIn(replyOf(lm, at(generations, i)));
      return {
        id: fact.id,
        relation: fact.relation as string,
        half: fact.half as string,
        question: questionOf(fact),
        ...found,
        right: verdictOn(found.answer, formsOf(fact)) === 'right',
      };
    });
    return { sha256: sha256Of(data.facts), n: rows.length, mostTokens: MOST_TOKENS, rows };
  },
});
