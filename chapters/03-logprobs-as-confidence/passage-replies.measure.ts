import { at } from '#numerics/list';
import { each, measurement } from '#report/measurement';
import { answerIn, askedInWordings, greedyReplies, MOST_TOKENS, replyOf } from './chat.ts';
import { sha256Of } from './facts.ts';
import {
  answerPrompt,
  CONDITIONS_OF,
  PASSAGES_FILE,
  passageOf,
  readPassages,
  SUPPORT_WORDINGS,
  withSource,
} from './passages.ts';
import { saysOneOf, verdictOn } from './verdict.ts';

/** The model's replies to each question under each condition, and whether it finds them in the passage. */
export const passageReplies = measurement({
  id: 'passage-replies',
  data: { set: PASSAGES_FILE },
  kinds: {
    ...each('exact', 'questions', 'mostTokens'),
    rows: { tokens: 'rank', sum: 'nats', support: { odds: 'nats', said: 'probability' } },
  },
  async measure({ lm, data }) {
    const items = readPassages(data.set);
    const cases = items.flatMap((item) => CONDITIONS_OF[item.kind].map((condition) => ({ item, condition })));
    const asked = cases.map((one) => ({ ...one, passage: passageOf(one.item, items, one.condition) }));
    const generations = await greedyReplies(
      lm,
      asked.map(({ item, passage }) => answerPrompt(lm, item.question, passage)),
    );
    const answered = asked.map((one, i) => {
      const found = answerIn(replyOf(lm, at(generations, i)));
      const verdict = verdictOn(found.answer, one.item);
      const inPassage = one.passage !== null && saysOneOf(one.passage, [found.answer]);
      return { ...one, ...found, verdict, inPassage };
    });
    // Supported: the right answer beside its passage. Not supported: what is said beside a passage without an answer.
    const judged = answered.filter(
      ({ item, condition, answered: isAnswered, verdict }) =>
        item.kind === 'known' &&
        isAnswered &&
        ((condition === 'right' && verdict === 'right') ||
          condition === 'near' ||
          condition === 'irrelevant'),
    );
    const support = await askedInWordings(
      lm,
      judged.map(
        ({ item, passage, answer }) => `${withSource(item.question, passage ?? '')}\nAnswer: ${answer}`,
      ),
      SUPPORT_WORDINGS,
    );
    return {
      sha256: sha256Of(data.set),
      questions: items.length,
      mostTokens: MOST_TOKENS,
      wordings: SUPPORT_WORDINGS.map(({ text }) => text),
      rows: answered.map((one) => ({
        id: one.item.id,
        kind: one.item.kind as string,
        question: one.item.question,
        condition: one.condition as string,
        passage: one.passage,
        finish: one.finish,
        answered: one.answered,
        answer: one.answer,
        verdict: one.verdict,
        tokens: one.tokens,
        sum: one.sum,
        inPassage: one.inPassage,
        support: support[judged.indexOf(one)] ?? null,
      })),
    };
  },
});
