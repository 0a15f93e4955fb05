import { natsToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { measurement } from '#report/measurement';

/** What is asked about in several sections: two answers, and two ways to ask for them. */
export const DOUBTED = { prompt: 'The capital of Australia is', right: ' Canberra', wrong: ' Sydney' };
const QUESTION = 'Question: What is the capital of Australia?\nAnswer:';
const PASSAGE = 'The parliament meets in Canberra.';

/** The same two answers after a statement and after a question, without and with the same passage before it. */
export const wordings = measurement({
  id: 'two-wordings',
  kinds: {
    right: 'exact',
    wrong: 'exact',
    passage: 'exact',
    rows: {
      wording: 'exact',
      prompt: 'exact',
      right: 'nats',
      wrong: 'nats',
      difference: 'nats',
      without: 'decibels',
      with: 'decibels',
      evidence: 'decibels',
      informed: { right: 'nats', wrong: 'nats', difference: 'nats' },
    },
    signs: 'exact',
  },
  async measure({ lm }) {
    const { right, wrong } = DOUBTED;
    const scored = async (context: string) => {
      const answers = [right, wrong].map((answer) => lm.encode(answer));
      const scores = await lm.scoreContinuations(lm.encode(context), answers);
      const [one, other] = [at(scores, 0).total, at(scores, 1).total];
      return { right: one, wrong: other, difference: one - other };
    };
    const rows = [];
    for (const [wording, prompt, passage] of [
      ['statement', DOUBTED.prompt, `${PASSAGE} `],
      ['question', QUESTION, `${PASSAGE}\n`],
    ] as const) {
      const [plain, informed] = [await scored(prompt), await scored(passage + prompt)];
      rows.push({
        wording: wording as string,
        prompt: prompt as string,
        ...plain,
        without: natsToDecibels(plain.difference),
        with: natsToDecibels(informed.difference),
        evidence: natsToDecibels(informed.difference - plain.difference),
        informed,
      });
    }
    const [statement, question] = [at(rows, 0).evidence, at(rows, 1).evidence];
    const signs: 'opposite' | 'same' = statement * question < 0 ? 'opposite' : 'same';
    return { right, wrong, passage: PASSAGE, rows, signs };
  },
});
