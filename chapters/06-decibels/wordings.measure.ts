import { natsToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { each, either, measurement } from '#report/measurement';

/** What is asked about in several sections: two answers, and two ways to ask for them. */
export const DOUBTED = { prompt: 'The capital of Australia is', right: ' Canberra', wrong: ' Sydney' };
const QUESTION = 'Question: What is the capital of Australia?\nAnswer:';
const PASSAGE = 'The parliament meets in Canberra.';
/** Evidence that differs by fewer decibels is the same in the digits that are printed. */
const EQUAL = 0.01;

/** The same two answers after a statement and after a question, without and with the same passage before it. */
export const wordings = measurement({
  id: 'two-wordings',
  kinds: {
    rows: {
      ...each('nats', 'right', 'wrong', 'difference'),
      ...each('decibels', 'without', 'with', 'evidence'),
      informed: { right: 'nats', wrong: 'nats', difference: 'nats' },
      probabilityWith: { right: 'probability', wrong: 'probability' },
    },
  },
  async measure({ lm }) {
    const { right, wrong } = DOUBTED;
    const scored = async (context: string) => {
      const answers = [right, wrong].map((answer) => lm.encode(answer));
      const scores = await lm.scoreContinuations(lm.encode(context), answers);
      const [one, other] = [at(scores, 0).total, at(scores, 1).total];
      return { right: one, wrong: other, difference: one - other };
    };
    const prompts = { statement: `${PASSAGE} ${DOUBTED.prompt}`, question: `${PASSAGE}\n${QUESTION}` };
    const rows = [];
    for (const [wording, prompt] of [
      ['statement', DOUBTED.prompt],
      ['question', QUESTION],
    ] as const) {
      const [plain, informed] = [await scored(prompt), await scored(prompts[wording])];
      rows.push({
        wording: wording as string,
        prompt: prompt as string,
        ...plain,
        without: natsToDecibels(plain.difference),
        with: natsToDecibels(informed.difference),
        evidence: natsToDecibels(informed.difference - plain.difference),
        informed,
        probabilityWith: { right: Math.exp(informed.right), wrong: Math.exp(informed.wrong) },
      });
    }
    const [statement, question] = [at(rows, 0), at(rows, 1)];
    const isEqual = Math.abs(statement.evidence - question.evidence) < EQUAL;
    const signs =
      statement.evidence * question.evidence < 0 ? ('opposite' as const) : either(isEqual, 'equal', 'same');
    return { right, wrong, passage: PASSAGE, prompts, rows, signs };
  },
});
