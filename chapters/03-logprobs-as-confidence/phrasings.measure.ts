import { at } from '#numerics/list';
import { measurement, statisticOf } from '#report/measurement';
import { FACTS_FILE, factScores, judge, judged, TEST_ITEMS } from './fact-scores.measure.ts';
import { asked, promptOf, testFacts } from './facts.ts';
import { PAIRED_OUTCOMES, pairedOutcomes, rightOf } from './statistics.ts';

export const phrasings = measurement({
  id: 'phrasings',
  needs: { scores: factScores },
  data: { facts: FACTS_FILE },
  kinds: {
    n: 'exact',
    right: { statement: 'rank', question: 'rank' },
    same: 'rank',
    change: statisticOf(TEST_ITEMS),
    shift: PAIRED_OUTCOMES,
    rows: { chosen: 'rank' },
  },
  async measure({ lm, data, scores }) {
    const facts = testFacts(data.facts);
    const choices = await lm.scoreChoices(
      facts.map((fact) => asked(lm, promptOf(fact, 'question'), fact.answers)),
      { entropies: false },
    );
    const asQuestion = choices.map(({ scores: own }) => judge(own.map(({ total }) => total)));
    const asStatement = judged(scores.items, 'test');
    const same = asStatement.filter(({ chosen }, i) => chosen === at(asQuestion, i).chosen).length;
    const count = (rows: readonly { readonly right: boolean }[]) => rightOf(rows).filter(Boolean).length;
    const example = at(facts, 0);
    return {
      n: facts.length,
      statement: promptOf(example, 'statement'),
      question: promptOf(example, 'question'),
      right: { statement: count(asStatement), question: count(asQuestion) },
      same,
      change: 1 - same / facts.length,
      shift: pairedOutcomes(rightOf(asStatement), rightOf(asQuestion)),
      rows: facts.map(({ id }, i) => {
        const { chosen, right } = at(asQuestion, i);
        return { id, chosen, isRight: right };
      }),
    };
  },
});
