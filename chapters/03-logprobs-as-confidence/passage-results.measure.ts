import { aurocInterval } from '#numerics/auroc-interval';
import { upperBound } from '#numerics/binomial';
import { at } from '#numerics/list';
import { each, measurement, statisticOf } from '#report/measurement';
import { answerThreshold } from './answer-threshold.measure.ts';
import { CLOSED_BOOK, shortAnswerChat } from './chat.ts';
import { gate } from './gate.measure.ts';
import { passageReplies } from './passage-replies.measure.ts';
import { CONDITIONS_OF, type PassageKind, withSource } from './passages.ts';
import { answersAt, interval, measuredArea, medianOrNull } from './statistics.ts';

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

/** The two-sided interval of 95% of a share. */
const exactInterval = (found: number, of: number) => ({
  foundAtLeast: of === 0 ? null : 1 - upperBound(of - found, of, 0.975),
  foundAtMost: of === 0 ? null : upperBound(found, of, 0.975),
});

/** What passages do to the answers, what a threshold and a gate let through, and what tells a bad passage. */
export const passageResults = measurement({
  id: 'passage-results',
  needs: { replies: passageReplies, chosen: answerThreshold },
  kinds: {
    mostTokens: 'exact',
    ...each('rank', 'known', 'invented'),
    groups: {
      ...each('rank', 'asked', 'finished', 'right', 'untrue', 'another'),
      ...each('rank', 'passed', 'passedWrong', 'answered', 'answeredWrong', 'checked', 'checkedWrong'),
      ...each('rank', 'found', 'foundRight'),
      ...each(statisticOf(20), 'passedAtMost', 'foundAtLeast', 'foundAtMost'),
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
            checked: checked.length,
            checkedWrong: wrongIn(checked),
            found: found.length,
            foundRight: found.length - wrongIn(found),
            ...exactInterval(found.length, finished.length),
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
      const said = medianOrNull(judged.flatMap(({ rows: asked }) => asked.map((row) => at(row.said, w))));
      return {
        text,
        said,
        isAnswered: answersAt(said),
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
    const shownPassage = shown.passage ?? '';
    const missed = done('invented', 'right').find((row) => row.verdict === 'right' && !row.inPassage);
    const messages = shortAnswerChat(CLOSED_BOOK, withSource(shown.question, shownPassage));
    return {
      mostTokens: replies.mostTokens,
      known: of('known', 'none').length,
      invented: of('invented', 'none').length,
      groups,
      tells,
      support,
      /** A right answer that a search of its passage does not find. */
      missed: missed?.answer ?? null,
      example: {
        question: shown.question,
        lines: messages.flatMap(({ role, content }) =>
          content.split('\n').map((line, place) => ({ role: place === 0 ? (role as string) : null, line })),
        ),
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
