import { RESAMPLES } from '#numerics/bootstrap';
import { comparison, each, statisticOf } from '#report/measurement';
import { chatAnswers } from '../03-logprobs-as-confidence/chat-answers.measure.ts';
import { factScores, judged } from '../03-logprobs-as-confidence/fact-scores.measure.ts';
import { passageReplies } from '../03-logprobs-as-confidence/passage-replies.measure.ts';
import { correctedLevel } from '../03-logprobs-as-confidence/statistics.ts';
import { AUROC, compared, joined, shareOf, wins } from './estimates.ts';

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
}

/** What was answered to each question, by the passage before it. */
function byQuestion(rows: readonly PassageRow[]) {
  const verdicts = new Map<string, Map<string, string>>();
  for (const { id, condition, verdict } of rows)
    verdicts.set(id, (verdicts.get(id) ?? new Map()).set(condition, verdict));
  return [...verdicts].map(([id, of]) => ({
    id,
    alone: Number(of.get('none') === 'right'),
    passage: Number(of.get('right') === 'right'),
    misled: Number(of.get('untrue') === 'false'),
    kept: Number(of.get('untrue') === 'right'),
  }));
}

const ESTIMATE = each(statisticOf(80), 'estimate', 'low', 'high');
const COUNTED = { ...ESTIMATE, ...each('rank', 'seen', 'among') } as const;
const COMPARED = { n: 'exact', ...each(COUNTED, 'first', 'second'), difference: ESTIMATE } as const;

/** Shares of the same questions in both models, and their paired differences. */
export const pairedShares = comparison({
  id: 'paired-shares',
  needs: { facts: factScores, chat: chatAnswers },
  kinds: {
    ...each('exact', 'lookedAt', 'intervals', 'draws', 'facts', 'completions'),
    level: 'float64',
    of: each(COMPARED, ...(['choices', 'written', 'separates'] as const)),
  },
  compare({ a, b }) {
    const chosen = joined(judged(a.facts.items), judged(b.facts.items), ({ item }) => item.id);
    const written = joined(a.chat.rows, b.chat.rows, ({ id }) => id);
    const isRight = shareOf(({ right }: { readonly right: boolean }) => right);
    return {
      lookedAt: LOOKED_AT,
      intervals: INTERVALS,
      level: LEVEL,
      draws: RESAMPLES,
      facts: chosen.length,
      completions: written.length,
      of: {
        choices: compared(chosen, isRight, LEVEL),
        written: compared(written, isRight, LEVEL),
        separates: compared(chosen, AUROC, LEVEL),
      },
    };
  },
});

/** The same of questions that were asked without a passage and beside some. */
export const pairedPassages = comparison({
  id: 'paired-passages',
  needs: { passages: passageReplies },
  kinds: {
    questions: 'exact',
    of: each(COMPARED, ...(['alone', 'passage', 'untrue'] as const)),
  },
  compare({ a, b }) {
    const rows = joined(byQuestion(a.passages.rows), byQuestion(b.passages.rows), ({ id }) => id);
    return {
      questions: rows.length,
      of: {
        alone: compared(
          rows,
          shareOf(({ alone }) => alone === 1),
          LEVEL,
        ),
        passage: compared(
          rows,
          wins(({ passage, alone }) => passage - alone),
          LEVEL,
        ),
        untrue: compared(
          rows,
          wins(({ misled, kept }) => misled - kept),
          LEVEL,
        ),
      },
    };
  },
});
