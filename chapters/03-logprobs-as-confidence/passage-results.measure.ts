import { aurocInterval } from '#numerics/auroc-interval';
import { at } from '#numerics/list';
import { compensatedSum } from '#numerics/sum';
import { each, measurement, statisticOf } from '#report/measurement';
import { answerThreshold } from './answer-threshold.measure.ts';
import { passageReplies } from './passage-replies.measure.ts';
import { CONDITIONS, LAYOUTS } from './passages.ts';
import { interval, measuredArea, PAIRED_OUTCOMES, pairedOutcomes } from './statistics.ts';

const AREA = interval('estimate', statisticOf(20));
const [MAIN] = LAYOUTS;

interface Row {
  readonly id: string;
  readonly right: boolean;
  readonly score: number;
}

const area = (rows: readonly Row[]) => measuredArea(rows, aurocInterval);

/** What passages do to the finished answers, and what tells a bad passage. */
export const passageResults = measurement({
  id: 'passage-results',
  needs: { replies: passageReplies, chosen: answerThreshold },
  kinds: {
    ...each('rank', 'known', 'invented', 'finished', 'all'),
    conditions: each('rank', 'n', 'finished', 'right', 'untrue', 'another', 'inPassage'),
    changed: PAIRED_OUTCOMES,
    tells: { n: 'rank', ...AREA },
    passing: each('rank', 'finished', 'wrong', 'passed', 'passedWrong'),
    choosing: each('rank', 'n', 'open', 'surer'),
    support: { ...AREA, ...each('rank', 'supported', 'unsupported', 'yesSupported', 'yesUnsupported') },
    example: { rows: { probability: 'probability' } },
  },
  async measure({ replies, chosen }) {
    const main = replies.rows.filter(({ layout }) => layout === MAIN);
    const isRight = (row: (typeof main)[number]) => row.answered && row.verdict === 'right';
    const closedOf = (id: string) =>
      at(
        main,
        main.findIndex((row) => row.id === id && row.condition === 'none'),
      );
    /** Easy questions that this model answers, and questions that nobody can answer. */
    const counts = (row: (typeof main)[number]) => row.kind === 'invented' || isRight(closedOf(row.id));
    const of = (kind: string, condition: string, layout: string = MAIN) =>
      replies.rows.filter(
        (row) => row.kind === kind && row.condition === condition && row.layout === layout && counts(row),
      );
    const done = (kind: string, condition: string, layout?: string) =>
      of(kind, condition, layout).flatMap((row) =>
        row.answered && row.sum !== null ? [{ ...row, sum: row.sum }] : [],
      );
    const groups = [
      ...CONDITIONS.map((condition) => ['known' as string, condition as string] as const),
      ...CONDITIONS.filter((condition) => condition !== 'irrelevant').map(
        (condition) => ['invented' as string, condition as string] as const,
      ),
    ];
    const verdicts = (rows: readonly { readonly verdict: string }[]) => ({
      right: rows.filter(({ verdict }) => verdict === 'right').length,
      untrue: rows.filter(({ verdict }) => verdict === 'false').length,
      another: rows.filter(({ verdict }) => verdict === 'another').length,
    });
    const conditions = groups.map(([kind, condition]) => {
      const rows = done(kind, condition);
      return {
        kind,
        condition,
        n: of(kind, condition).length,
        finished: rows.length,
        ...verdicts(rows),
        inPassage: rows.filter(({ inPassage }) => inPassage).length,
      };
    });
    /** Known questions whose false passage was answered in both orders: who follows it? */
    const [first, second] = LAYOUTS.map(
      (layout) => new Map(done('known', 'untrue', layout).map((row) => [row.id, row.verdict === 'false'])),
    );
    const both = [...(first?.keys() ?? [])].filter((id) => second?.has(id));
    const changed = pairedOutcomes(
      both.map((id) => first?.get(id) === true),
      both.map((id) => second?.get(id) === true),
    );
    const tells = groups
      .filter(([, condition]) => condition === 'untrue' || condition === 'irrelevant')
      .map(([kind, condition]) => {
        const others = new Map(done(kind, condition).map((row) => [row.id, row]));
        const pairs = done(kind, 'right').flatMap(({ id, sum }) => {
          const other = others.get(id);
          return other
            ? [
                [
                  { id, score: sum, right: true },
                  { id, score: other.sum, right: false },
                ],
              ]
            : [];
        });
        return { kind, condition, n: pairs.length, ...area(pairs.flat()) };
      });
    const choosing = groups
      .filter(([, condition]) => condition !== 'none')
      .map(([kind, condition]) => {
        const rows = done(kind, condition).map((open) => {
          const alone = closedOf(open.id);
          const isSurer = alone.answered && (alone.sum ?? Number.NEGATIVE_INFINITY) > open.sum;
          const passage = open.verdict === 'right';
          return { open: passage, surer: isSurer ? isRight(alone) : passage };
        });
        const count = (name: 'open' | 'surer') => rows.filter((row) => row[name]).length;
        return { kind, condition, n: rows.length, open: count('open'), surer: count('surer') };
      });
    const supports = (condition: string, w: number) =>
      done('known', condition).flatMap(({ id, support }) =>
        support ? [{ id, score: at(support, w), right: condition === 'right' }] : [],
      );
    const support = replies.wordings.map((text, w) => {
      const [yes, no] = [supports('right', w), supports('irrelevant', w)];
      const saysYes = (rows: readonly Row[]) => rows.filter(({ score }) => score > 0).length;
      return {
        text,
        ...area([...yes, ...no]),
        supported: yes.length,
        unsupported: no.length,
        yesSupported: saysYes(yes),
        yesUnsupported: saysYes(no),
      };
    });
    /** What the threshold that was chosen without passages lets through. */
    const least = at(chosen.rules, 0).logprob ?? Number.POSITIVE_INFINITY;
    const wrongIn = (rows: readonly { readonly verdict: string }[]) => rows.length - verdicts(rows).right;
    const passing = CONDITIONS.map((condition) => {
      const rows = [...done('known', condition), ...done('invented', condition)];
      const passed = rows.filter(({ sum }) => sum >= least);
      return {
        condition: condition as string,
        finished: rows.length,
        wrong: wrongIn(rows),
        passed: passed.length,
        passedWrong: wrongIn(passed),
      };
    });
    /** A known question that follows its false passage, and the first of all where there is none. */
    const shown =
      done('known', 'untrue').find(
        ({ verdict, id }) => verdict === 'false' && done('known', 'right').some((row) => row.id === id),
      ) ?? at(main, 0);
    return {
      known: of('known', 'none').length,
      invented: of('invented', 'none').length,
      all: compensatedSum(conditions.map(({ n }) => n)),
      finished: compensatedSum(conditions.map(({ finished }) => finished)),
      conditions,
      changed,
      tells,
      passing,
      choosing,
      support,
      example: {
        question: shown.question,
        rows: main
          .filter(({ id }) => id === shown.id)
          .map(({ condition, passage, answer, sum, verdict }) => ({
            condition,
            passage,
            answer,
            verdict,
            probability: sum === null ? null : Math.exp(sum),
          })),
      },
    };
  },
});
