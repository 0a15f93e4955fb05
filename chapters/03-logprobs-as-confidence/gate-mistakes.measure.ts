import { upperBound } from '#numerics/binomial';
import { at } from '#numerics/list';
import { each, measurement, statisticOf } from '#report/measurement';
import { answerThreshold } from './answer-threshold.measure.ts';
import { gate } from './gate.measure.ts';
import { passageReplies } from './passage-replies.measure.ts';

/** The shown gate on questions that the model answers wrongly by itself, or cannot know: what it approves is wrong. */
export const gateMistakes = measurement({
  id: 'gate-mistakes',
  needs: { replies: passageReplies, chosen: answerThreshold },
  kinds: {
    ...each('rank', 'questions', 'approved', 'repeated'),
    atMost: statisticOf(20),
  },
  async measure({ replies: { rows }, chosen }) {
    const alone = rows.filter(
      ({ condition, answered, verdict }) => condition === 'none' && !(answered && verdict === 'right'),
    );
    /** The questions of which the gate approves a reply beside the right passage or the false one. */
    const approvedFrom = (least: number) =>
      alone.filter((one) =>
        rows.some(
          (row) =>
            row.id === one.id &&
            (row.condition === 'right' || row.condition === 'untrue') &&
            gate(one, row, least) === 'answer',
        ),
      ).length;
    const questions = alone.length;
    const approved = approvedFrom(at(chosen.rules, 0).logprob ?? Number.POSITIVE_INFINITY);
    return {
      questions,
      approved,
      /** By agreement alone, without a threshold. */
      repeated: approvedFrom(Number.NEGATIVE_INFINITY),
      atMost: questions === 0 ? null : upperBound(approved, questions),
    };
  },
});
