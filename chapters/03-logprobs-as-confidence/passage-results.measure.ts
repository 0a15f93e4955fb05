import { aurocInterval } from '#numerics/auroc-interval';
import { upperBound } from '#numerics/binomial';
import { at } from '#numerics/list';
import { each, measurement, statisticOf } from '#report/measurement';
import { answerThreshold } from './answer-threshold.measure.ts';
import { gate } from './gate.measure.ts';
import { passageReplies } from './passage-replies.measure.ts';
import { CONDITIONS_OF, type PassageKind } from './passages.ts';
import { interval, measuredArea, medianOrNull } from './statistics.ts';

const AREA = interval('estimate', statisticOf(20));
const SORTS: Readonly<Record<PassageKind, string>> = { known: 'easy', invented: 'invented' };
const PASSAGES: Readonly<Record<string, string>> = {
  none: 'no passage',
  right: 'right passage',
  untrue: 'false passage',
  near: 'near miss',
  irrelevant: 'irrelevant passage',
};

interface Scored {
  readonly id: string;
  readonly right: boolean;
  readonly score: number;
}

const area = (rows: readonly Scored[]) => measuredArea(rows, aurocInterval);

/** What passages do to the answers, what a threshold and a gate let through, and what tells a bad passage. */
export const passageResults = measurement({
  id: 'passage-results',
  needs: { replies: passageReplies, chosen: answerThreshold },
  kinds: {
    ...each('rank', 'known', 'invented'),
    groups: {
      ...each('rank', 'asked', 'finished', 'right', 'untrue', 'another'),
      ...each('rank', 'passed', 'passedWrong', 'answered', 'answeredWrong', 'checked', 'checkedWrong'),
      ...each('rank', 'found', 'foundRight'),
      ...each(statisticOf(20), 'passedAtMost', 'answeredAtMost'),
    },
    tells: { n: 'rank', ...AREA },
    support: {
      said: 'probability',
      of: each('rank', 'asked', 'yes'),
    },
    example: { rows: { probability: 'probability' } },
  },
  async measure({ replies, chosen }) {
    const { rows } = replies;
    type Row = (typeof rows)[number];
    const alone = new Map(rows.filter(({ condition }) => condition === 'none').map((row) => [row.id, row]));
    /** Easy questions that this model answers without a passage, and questions that nobody can answer. */
    const counts = ({ kind, id }: Row) => {
      const reply = alone.get(id);
      return kind === 'invented' || (reply?.answered && reply.verdict === 'right');
    };
    const of = (kind: string, condition: string) =>
      rows.filter((row) => row.kind === kind && row.condition === condition && counts(row));
    const done = (kind: string, condition: string) =>
      of(kind, condition).flatMap((row) =>
        row.answered && row.sum !== null ? [{ ...row, sum: row.sum }] : [],
      );
    const least = at(chosen.rules, 0).logprob ?? Number.POSITIVE_INFINITY;
    const wrongIn = (some: readonly Row[]) => some.filter(({ verdict }) => verdict !== 'right').length;
    const atMost = (some: readonly Row[]) =>
      some.length === 0 ? null : upperBound(wrongIn(some), some.length);
    const groups = (Object.entries(CONDITIONS_OF) as [PassageKind, readonly string[]][]).flatMap(
      ([kind, conditions]) =>
        conditions.map((condition) => {
          const finished = done(kind, condition);
          const verdicts = (verdict: string) => finished.filter((row) => row.verdict === verdict).length;
          const decided = (decision: string) =>
            condition === 'none'
              ? []
              : finished.filter((row) => gate(alone.get(row.id), row, least) === decision);
          const passed = finished.filter(({ sum }) => sum >= least);
          const [answered, checked] = [decided('answer'), decided('check')];
          const found = finished.filter(({ inPassage }) => inPassage);
          return {
            name: `${SORTS[kind]}, ${PASSAGES[condition]}`,
            kind: kind as string,
            condition,
            asked: of(kind, condition).length,
            finished: finished.length,
            right: verdicts('right'),
            untrue: verdicts('false'),
            another: verdicts('another'),
            passed: passed.length,
            passedWrong: wrongIn(passed),
            passedAtMost: atMost(passed),
            answered: answered.length,
            answeredWrong: wrongIn(answered),
            answeredAtMost: atMost(answered),
            checked: checked.length,
            checkedWrong: wrongIn(checked),
            found: found.length,
            foundRight: found.length - wrongIn(found),
          };
        }),
    );
    const tells = groups
      .filter(({ condition }) => condition !== 'none' && condition !== 'right')
      .map(({ name, kind, condition }) => {
        const others = new Map(done(kind, condition).map((row) => [row.id, row.sum]));
        const pairs = done(kind, 'right').flatMap(({ id, sum }) => {
          const other = others.get(id);
          return other === undefined
            ? []
            : [
                { id, score: sum, right: true },
                { id, score: other, right: false },
              ];
        });
        return { name, n: pairs.length / 2, ...area(pairs) };
      });
    const judged = (['right', 'near', 'irrelevant'] as const).map((condition) => ({
      condition: condition as string,
      rows: done('known', condition).flatMap((row) =>
        row.support === null ? [] : [{ ...row, ...row.support }],
      ),
    }));
    const support = replies.wordings.map((text, w) => {
      return {
        text,
        said: medianOrNull(judged.flatMap(({ rows: asked }) => asked.map(({ said }) => at(said, w)))),
        of: judged.map(({ condition, rows: asked }) => ({
          condition,
          asked: asked.length,
          yes: asked.filter(({ odds }) => at(odds, w) > 0).length,
        })),
      };
    });
    /** A known question that follows its false passage, and the first of all where there is none. */
    const shown =
      done('known', 'untrue').find(
        ({ verdict, id }) => verdict === 'false' && done('known', 'right').some((row) => row.id === id),
      ) ?? at(rows, 0);
    return {
      known: of('known', 'none').length,
      invented: of('invented', 'none').length,
      groups,
      tells,
      support,
      example: {
        question: shown.question,
        rows: rows
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
