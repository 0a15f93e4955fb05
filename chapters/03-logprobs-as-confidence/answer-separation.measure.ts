import { auroc } from '#numerics/auroc';
import { aurocInterval } from '#numerics/auroc-interval';
import { at } from '#numerics/list';
import { each, measurement, statisticOf } from '#report/measurement';
import { chatAnswers } from './chat-answers.measure.ts';
import { RELATION_NAMES } from './facts.ts';
import {
  aurocDifference,
  aurocOf,
  aurocWithin,
  interval,
  intervalOf,
  measuredArea,
  rightOf,
} from './statistics.ts';

const AREA = interval('estimate', statisticOf(100));

/** The finished answers of a half, with what the analyses need. */
export function finished(
  rows: readonly {
    readonly id: string;
    readonly relation: string;
    readonly half: string;
    readonly question: string;
    readonly answer: string;
    readonly tokens: number;
    readonly sum: number | null;
    readonly right: boolean;
  }[],
  half: 'dev' | 'test',
) {
  return rows.flatMap((row) =>
    row.half === half && row.sum !== null
      ? [{ ...row, sum: row.sum, score: row.sum, group: row.relation, confidence: Math.exp(row.sum) }]
      : [],
  );
}

/** How well the sum tells right from wrong free answers of test, in all and among questions of one kind. */
export const answerSeparation = measurement({
  id: 'answer-separation',
  needs: { chat: chatAnswers },
  kinds: {
    halves: each('rank', 'all', 'finished', 'right', 'cut', 'cutRight'),
    ...each(AREA, 'sum', 'lead', 'within'),
    surest: { probability: 'probability' },
  },

  async measure({ chat }) {
    const halves = (['dev', 'test'] as const).map((half) => {
      const all = chat.rows.filter((row) => row.half === half);
      const done = finished(chat.rows, half);
      const cut = all.filter(({ finish }) => finish === 'length');
      return {
        half: half as string,
        all: all.length,
        finished: done.length,
        right: done.filter(({ right }) => right).length,
        cut: cut.length,
        cutRight: cut.filter(({ right }) => right).length,
      };
    });
    const rows = finished(chat.rows, 'test').map((row) => ({ ...row, perToken: row.sum / row.tokens }));
    const byMean = (some: readonly (typeof rows)[number][]) =>
      some.length === 0
        ? Number.NaN
        : auroc(
            some.map(({ perToken }) => perToken),
            rightOf(some),
          );
    const surest = rows.filter(({ right }) => right).sort((one, other) => other.sum - one.sum)[0];
    return {
      halves,
      sum: measuredArea(rows, aurocInterval),
      lead: measuredArea(rows, (all) => aurocDifference(all, aurocOf, byMean)),
      within: measuredArea(rows, (some) => intervalOf(some, aurocWithin)),
      /** The right answer with the largest sum. */
      surest: surest
        ? { question: surest.question, answer: surest.answer, probability: surest.confidence }
        : null,
      /** A question of each kind. */
      examples: RELATION_NAMES.map((name) => {
        const asked = chat.rows.filter((row) => row.half === 'test' && row.relation === name);
        return at(asked, 0).question;
      }),
    };
  },
});
