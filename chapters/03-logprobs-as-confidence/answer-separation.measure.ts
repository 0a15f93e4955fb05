import { at } from '#numerics/list';
import { each, measurement, statisticOf } from '#report/measurement';
import { chatAnswers } from './chat-answers.measure.ts';
import { aboutOf, RELATION_NAMES } from './facts.ts';
import {
  aurocDifference,
  aurocInterval,
  aurocOf,
  aurocWithin,
  interval,
  intervalOf,
  measuredArea,
} from './statistics.ts';

const AREA = interval('estimate', statisticOf(100));
const SHOWN = 3;

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
    ...each(AREA, 'sum', 'mean', 'lead', 'within'),
    ...each({ sum: 'nats', probability: 'probability' }, 'rights', 'wrongs'),
    kinds: { right: 'rank', n: 'rank', ...interval('estimate', statisticOf(10)) },
    surest: { ...each('rank', 'wrong', 'right'), from: 'exact' },
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
    const rows = finished(chat.rows, 'test');
    const perToken = (some: readonly (typeof rows)[number][]) =>
      some.map((row) => ({ ...row, score: row.sum / row.tokens }));
    const surest = (right: boolean) =>
      rows
        .filter((row) => row.right === right)
        .sort((one, other) => other.sum - one.sum)
        .slice(0, SHOWN)
        .map(({ question, answer, sum }) => ({ question, answer, sum, probability: Math.exp(sum) }));
    const high = rows.filter(({ confidence }) => confidence >= 0.8);
    return {
      halves,
      sum: measuredArea(rows, aurocInterval),
      mean: measuredArea(rows, (some) => aurocInterval(perToken(some))),
      lead: measuredArea(rows, (all) => aurocDifference(all, aurocOf, (some) => aurocOf(perToken(some)))),
      within: measuredArea(rows, (some) => intervalOf(some, aurocWithin)),
      rights: surest(true),
      wrongs: surest(false),
      kinds: RELATION_NAMES.map((relation) => {
        const asked = chat.rows.filter((row) => row.half === 'test' && row.relation === relation);
        const own = rows.filter((row) => row.relation === relation);
        return {
          about: aboutOf(relation),
          example: at(asked, 0).question,
          n: own.length,
          right: own.filter(({ right }) => right).length,
          ...measuredArea(own, aurocInterval),
        };
      }),
      surest: {
        from: 0.8,
        wrong: high.filter(({ right }) => !right).length,
        right: high.filter(({ right }) => right).length,
      },
    };
  },
});
