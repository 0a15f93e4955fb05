import { at } from '#numerics/list';
import { each, measurement } from '#report/measurement';
import { answerThreshold } from './answer-threshold.measure.ts';
import { answerIn, CLOSED_BOOK, greedyReplies, promptOfChat, replyOf, shortAnswerChat } from './chat.ts';
import { passageReplies } from './passage-replies.measure.ts';
import { LAYOUTS, withSource } from './passages.ts';

const QUESTION = 'In which year did the Berlin Wall fall?';
const PASSAGES = ['1989', '1985'].map((year) => `Crowds climbed on the Berlin Wall when it fell in ${year}.`);
const THRESHOLD = 0.5;

interface Reply {
  readonly answered: boolean;
  readonly answer: string;
  readonly sum: number | null;
}

/** What the shown program does with the replies without and beside a passage; `least` is the logarithm of its threshold. */
function gate(alone: Reply | undefined, sourced: Reply, least: number): 'answer' | 'check' | 'hand over' {
  if (sourced.sum === null || sourced.sum < least) return 'hand over';
  const isSame = alone?.answered && alone.answer.toLowerCase() === sourced.answer.toLowerCase();
  return isSame ? 'answer' : 'check';
}

/** What the shown program prints. */
export const gateExample = measurement({
  id: 'gate-example',
  kinds: {},
  async measure({ lm }) {
    const asked = [QUESTION, ...PASSAGES.map((passage) => withSource(QUESTION, passage, 'source first'))];
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

/** What a gate would do with the chapter's replies beside passages, at the threshold that was chosen without passages. */
export const gateResults = measurement({
  id: 'gate-results',
  needs: { replies: passageReplies, chosen: answerThreshold },
  kinds: each(
    each('rank', 'passed', 'answered', 'answeredWrong', 'checked', 'checkedWrong'),
    'right',
    'untrue',
  ),
  async measure({ replies, chosen }) {
    const main = replies.rows.filter(({ layout }) => layout === LAYOUTS[0]);
    const alone = new Map(main.filter(({ condition }) => condition === 'none').map((row) => [row.id, row]));
    const least = at(chosen.rules, 0).logprob ?? Number.POSITIVE_INFINITY;
    const of = (condition: string) => {
      const rows = main.filter((row) => {
        const isKnown = row.kind === 'known' && alone.get(row.id)?.verdict === 'right';
        return row.condition === condition && (isKnown || row.kind === 'invented');
      });
      const decided = (decision: string) =>
        rows.filter((row) => gate(alone.get(row.id), row, least) === decision);
      const [answered, checked] = [decided('answer'), decided('check')];
      const wrong = (some: typeof rows) => some.filter(({ verdict }) => verdict !== 'right').length;
      return {
        passed: answered.length + checked.length,
        answered: answered.length,
        answeredWrong: wrong(answered),
        checked: checked.length,
        checkedWrong: wrong(checked),
      };
    };
    return { right: of('right'), untrue: of('untrue') };
  },
});
