import { at } from '#numerics/list';
import { measurement } from '#report/measurement';
import { asked, sha256Of } from '../03-logprobs-as-confidence/facts.ts';
import { CONDITIONS, RETRIEVAL_FILE, readRetrievalSet, retrievalPrompt } from './retrieval.ts';

export const retrievalScores = measurement({
  id: 'retrieval-scores',
  data: { set: RETRIEVAL_FILE },
  kinds: { rows: { answer: 'nats', falseAnswer: 'nats' } },
  async measure({ lm, data }) {
    const items = readRetrievalSet(data.set);
    const cases = items.flatMap((item) => CONDITIONS.map((condition) => ({ item, condition })));
    const choices = await lm.scoreChoices(
      cases.map(({ item, condition }) =>
        asked(lm, retrievalPrompt(item, condition), [item.answer, item.falseAnswer]),
      ),
      { entropies: false },
    );
    const { question, answer, falseAnswer, gold, irrelevant, counterfactual } = at(items, 0);
    return {
      sha256: sha256Of(data.set),
      example: { question, answer, falseAnswer, gold, irrelevant, counterfactual },
      rows: cases.map(({ item, condition }, i) => ({
        id: item.id,
        kind: item.kind,
        position: item.position,
        answerText: item.answer,
        condition: condition as string,
        answer: at(at(choices, i).scores, 0).total,
        falseAnswer: at(at(choices, i).scores, 1).total,
      })),
    };
  },
});
