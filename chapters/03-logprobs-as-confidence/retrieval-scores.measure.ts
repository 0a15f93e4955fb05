import { at } from '#numerics/list';
import { measurement } from '#report/measurement';
import { sha256Of } from './facts.ts';
import { CONDITIONS, RETRIEVAL_FILE, readRetrievalSet, retrievalPrompt } from './retrieval.ts';

/** Every question under every condition: the summed log-probabilities of the right and the false answer. */
export const retrievalScores = measurement({
  id: 'retrieval-scores',
  data: { set: RETRIEVAL_FILE },
  kinds: {
    sha256: 'exact',
    example: {
      question: 'exact',
      answer: 'exact',
      falseAnswer: 'exact',
      gold: 'exact',
      irrelevant: 'exact',
      counterfactual: 'exact',
    },
    rows: {
      id: 'exact',
      kind: 'exact',
      position: 'exact',
      answerText: 'exact',
      condition: 'exact',
      answer: 'nats',
      falseAnswer: 'nats',
    },
  },
  async measure({ lm, data }) {
    const items = readRetrievalSet(data.set, (text) => lm.encode(text));
    const asked = items.flatMap((item) => CONDITIONS.map((condition) => ({ item, condition })));
    const choices = await lm.scoreChoices(
      asked.map(({ item, condition }) => ({
        context: lm.encode(retrievalPrompt(item, condition)),
        continuations: [item.answer, item.falseAnswer].map((answer) => lm.encode(` ${answer}`)),
      })),
    );
    const { question, answer, falseAnswer, gold, irrelevant, counterfactual } = at(items, 0);
    return {
      sha256: sha256Of(data.set),
      example: { question, answer, falseAnswer, gold, irrelevant, counterfactual },
      rows: asked.map(({ item, condition }, i) => {
        const [right, wrong] = at(choices, i).scores;
        return {
          id: item.id,
          kind: item.kind as string,
          position: item.position as string,
          answerText: item.answer,
          condition: condition as string,
          answer: right?.total ?? Number.NaN,
          falseAnswer: wrong?.total ?? Number.NaN,
        };
      }),
    };
  },
});
