import { comparison, each, statisticOf } from '#report/measurement';
import { factScores, judged } from '../03-logprobs-as-confidence/fact-scores.measure.ts';
import { freeAnswers } from '../03-logprobs-as-confidence/free-answers.measure.ts';
import { passageAnswers } from '../03-logprobs-as-confidence/passage-answers.measure.ts';
import { phrasings } from '../03-logprobs-as-confidence/phrasings.measure.ts';
import { correctedLevel } from '../03-logprobs-as-confidence/statistics.ts';
import { AUROC, compared, joined, RESAMPLES, shareOf, wins } from './estimates.ts';

/**
 * The comparisons were chosen after a look at so many shares of the embedded model and the recorded one. Whoever adds a
 * comparison after another look counts that look here. Each look has three intervals: for either model, and for the difference.
 */
const LOOKED_AT = 400;
const INTERVALS = 3 * LOOKED_AT;
const LEVEL = correctedLevel(INTERVALS);

interface PassageRow {
  readonly id: string;
  readonly condition: string;
  readonly verdict: string;
  readonly sum: number;
}

/** What was answered to each question, by the passage before it. */
function byQuestion(rows: readonly PassageRow[]) {
  const questions = new Map<string, Map<string, PassageRow>>();
  for (const row of rows) questions.set(row.id, (questions.get(row.id) ?? new Map()).set(row.condition, row));
  const isRight = ({ verdict }: PassageRow): number => Number(verdict === 'right');
  return [...questions].map(([id, answers]) => {
    const { none, right, irrelevant, untrue, contradictory } = Object.fromEntries(answers);
    if (!none || !right || !irrelevant || !untrue || !contradictory) throw new Error(`${id} lacks an answer`);
    return {
      id,
      alone: isRight(none),
      passage: isRight(right),
      misled: Number(untrue.verdict === 'false'),
      kept: isRight(untrue),
      /** How much surer the answer is with the passage than without, and how much less sure where a second one disagrees. */
      surer: right.sum - none.sum,
      doubts: right.sum - contradictory.sum,
    };
  });
}

const ESTIMATE = each(statisticOf(80), 'estimate', 'low', 'high');
const COUNTED = { ...ESTIMATE, ...each('rank', 'seen', 'among') } as const;
const COMPARED = { n: 'exact', ...each(COUNTED, 'first', 'second'), difference: ESTIMATE } as const;

/** Shares of the same questions in both models, and their paired differences. */
export const pairedShares = comparison({
  id: 'paired-shares',
  needs: { facts: factScores, asQuestions: phrasings, passages: passageAnswers, free: freeAnswers },
  kinds: {
    ...each('exact', 'lookedAt', 'intervals', 'draws', 'facts', 'questions', 'completions'),
    level: 'float64',
    of: each(
      COMPARED,
      ...([
        'choices',
        'written',
        'alone',
        'separates',
        'passage',
        'surer',
        'untrue',
        'doubts',
        'question',
      ] as const),
    ),
  },
  compare({ a, b }) {
    const choices = ({ facts, asQuestions }: Pick<typeof a, 'facts' | 'asQuestions'>) => {
      const right = new Map(asQuestions.rows.map((row) => [row.id, row.isRight]));
      return judged(facts.items, 'test').map((row) => ({
        ...row,
        asQuestion: right.get(row.item.id) === true,
      }));
    };
    const chosen = joined(choices(a), choices(b), ({ item }) => item.id);
    const rows = joined(byQuestion(a.passages.rows), byQuestion(b.passages.rows), ({ id }) => id);
    const written = joined(a.free.rows, b.free.rows, ({ id }) => id);
    return {
      lookedAt: LOOKED_AT,
      intervals: INTERVALS,
      level: LEVEL,
      draws: RESAMPLES,
      facts: chosen.length,
      questions: rows.length,
      completions: written.length,
      of: {
        choices: compared(
          chosen,
          shareOf(({ right }) => right),
          LEVEL,
        ),
        written: compared(
          written,
          shareOf(({ verdict }) => verdict === 'right'),
          LEVEL,
        ),
        alone: compared(
          rows,
          shareOf(({ alone }) => alone === 1),
          LEVEL,
        ),
        separates: compared(chosen, AUROC, LEVEL),
        passage: compared(
          rows,
          wins(({ passage, alone }) => passage - alone),
          LEVEL,
        ),
        surer: compared(
          rows,
          wins(({ surer }) => surer),
          LEVEL,
        ),
        untrue: compared(
          rows,
          wins(({ misled, kept }) => misled - kept),
          LEVEL,
        ),
        doubts: compared(
          rows,
          wins(({ doubts }) => doubts),
          LEVEL,
        ),
        question: compared(
          chosen,
          wins(({ asQuestion, right }) => Number(asQuestion) - Number(right)),
          LEVEL,
        ),
      },
    };
  },
});
