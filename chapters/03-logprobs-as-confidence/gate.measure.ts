import { measurement } from '#report/measurement';
import { answerIn, CLOSED_BOOK, greedyReplies, promptOfChat, replyOf, shortAnswerChat } from './chat.ts';
import { withSource } from './passages.ts';

const QUESTION = 'In which year did the Berlin Wall fall?';
const PASSAGES = ['1989', '1985'].map((year) => `Crowds climbed on the Berlin Wall when it fell in ${year}.`);
const THRESHOLD = 0.5;

interface Reply {
  readonly answered: boolean;
  readonly answer: string;
  readonly sum: number | null;
}

/** What the shown program does with the replies without and beside a passage; `least` is the logarithm of its threshold. */
export function gate(
  alone: Reply | undefined,
  sourced: Reply,
  least: number,
): 'answer' | 'check' | 'hand over' {
  if (sourced.sum === null || sourced.sum < least) return 'hand over';
  const isSame = alone?.answered && alone.answer.toLowerCase() === sourced.answer.toLowerCase();
  return isSame ? 'answer' : 'check';
}

/** What the shown program prints. */
export const gateExample = measurement({
  id: 'gate-example',
  kinds: {},
  async measure({ lm }) {
    const asked = [QUESTION, ...PASSAGES.map((passage) => withSource(QUESTION, passage))];
    const generations = await greedyReplies(
      lm,
      asked.map((text) => promptOfChat(lm, shortAnswerChat(CLOSED_BOOK, text))),
    );
    const [alone, ...sourced] = generations.map((generation) => answerIn(replyOf(lm, generation)));
    const decisions = sourced.map((reply) => {
      const decision = gate(alone, reply, Math.log(THRESHOLD));
      if (decision === 'hand over') return decision;
      return decision === 'answer' ? reply.answer : `check the source of ${reply.answer}`;
    });
    return { decisions };
  },
});
