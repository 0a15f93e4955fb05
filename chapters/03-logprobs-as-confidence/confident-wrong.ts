import { at } from '#numerics/list';
import { table } from '#report/block';
import { choose } from '#report/claim';
import { measurement } from '#report/measurement';
import { join, prose } from '#report/prose';
import { section } from '#report/section';
import { count, given, percent, ref, text } from '#report/values';
import { factScores, judged } from './fact-scores.ts';
import { freeAnswers } from './free-answers.ts';

const HIGH = 0.9;
/** Shown when fewer are above. */
const AT_LEAST = 3;

export const confidentAndWrong = measurement({
  id: 'confident-and-wrong',
  needs: { scores: factScores },
  kinds: {
    rows: { prompt: 'exact', chosen: 'exact', right: 'exact', confidence: 'probability' },
    high: 'exact',
    above: { all: 'rank', wrong: 'rank' },
    shown: 'exact',
    any: 'exact',
  },
  async measure({ scores }) {
    const items = judged(scores.items, 'test');
    const above = items.filter(({ confidence }) => confidence >= HIGH);
    const wrong = above.filter(({ right }) => !right).length;
    const rows = items
      .filter(({ right }) => !right)
      .sort((one, other) => other.confidence - one.confidence)
      .slice(0, Math.max(wrong, AT_LEAST))
      .map(({ item, chosen, confidence }) => ({
        prompt: item.prompt,
        chosen: at(item.answers, chosen).text,
        right: at(item.answers, 0).text,
        confidence,
      }));
    const any: 'yes' | 'no' = wrong > 0 ? 'yes' : 'no';
    return { rows, high: HIGH, shown: rows.length, above: { all: above.length, wrong }, any };
  },
});

export const confidentWrong = section({
  id: 'confident-and-wrong',
  title: prose`Confident and wrong`,
  needs: { m: confidentAndWrong, free: freeAnswers },
  write({ m, free }) {
    return [
      prose`
        Of the ${count(m.above.all)} test items answered with a confidence of ${given(m.high)} or more, ${count(m.above.wrong)}
        are wrong. ${choose(m.any, {
          yes: prose`No threshold below that would have stopped them. Who are they?`,
          no: prose`That is none; the list below begins lower.`,
        })}
      `,
      table({
        id: 'wrong-by-name',
        caption: prose`The ${count(m.shown)} wrong choices with the highest confidence, by name.`,
        rows: m.rows,
        columns: [
          { head: prose`the model reads`, cell: (row) => prose`${text(row.prompt)}` },
          { head: prose`its choice`, cell: (row) => prose`${text(row.chosen)}` },
          { head: prose`right`, cell: (row) => prose`${text(row.right)}` },
          { head: prose`confidence`, align: 'right', cell: (row) => prose`${percent(row.confidence)}` },
        ],
      }),
      prose`
        What to see: the first is “${text(m.rows[0]?.prompt)} … ${text(m.rows[0]?.chosen)}”. That many of these look like neighbours of the truth was settled beforehand: the wrong answers on offer were chosen
        so. Without a list (${ref('free-answers')}) the surest mistakes are
        ${join(
          free.surestWrong.map((row) => prose`“${text(row.prompt)} … ${text(row.answer)}”`),
          prose`, `,
        )}. Judge for yourself: strangers, or neighbours?
      `,
      prose`
        A likely reason, which this chapter does not measure: a log-probability is about *text*, how likely these words are
        after those words, in writing such as the model learned from. Where true sentences are also the frequent ones, the two go together; where they part, confidence goes with
        the text.
      `,
    ];
  },
});
