import type { LanguageModel, Piece } from '#lm/types';
import { at } from '#numerics/list';
import { compensatedSum } from '#numerics/sum';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { FACTS_FILE } from './fact-scores.measure.ts';
import { type Fact, promptOf, testFacts } from './facts.ts';
import { aurocInterval, aurocWithin, interval, intervalOf, withSeparation } from './statistics.ts';

const FREE_RELATIONS = ['capital', 'element'];
const FREE_ITEMS = 50;
const STATISTIC = statisticOf(FREE_ITEMS);
export const MOST_TOKENS = 6;
const SHOWN = { right: 3, wrong: 5 };
const SEED = 4;
/** Forms that count as right besides the answer itself, listed before anything was generated. */
const OTHER_FORMS: Readonly<Record<string, readonly string[]>> = {
  aluminum: ['aluminium'],
  Brasilia: ['Brasília'],
  'New Delhi': ['Delhi'],
  sulfur: ['sulphur'],
  Bogota: ['Bogotá'],
  Yaounde: ['Yaoundé'],
};

// #region free-answer
/** The words of an answer: everything up to the first sign that ends it. */
export function answerTokens(pieces: readonly Piece[]): readonly Piece[] {
  const end = pieces.findIndex(({ text, special }) => special || /[.,;:!?()\n]/.test(text));
  return end < 0 ? pieces : pieces.slice(0, end);
}

/** Whether a free answer says one of the forms that count as right: it begins with it, and the word ends there. */
export function saysOneOf(answer: string, forms: readonly string[]): boolean {
  const said = answer.trim().toLowerCase().replace(/^the /, '');
  return forms.some(
    (form) => said.startsWith(form.toLowerCase()) && !/\p{L}/u.test(said.charAt(form.length)),
  );
}
// #endregion free-answer

export function formsOf({ answers }: Fact): string[] {
  const right = at(answers, 0);
  return [right, ...(OTHER_FORMS[right] ?? [])];
}

/** Test items whose answers are a name, so that a free answer can be judged. */
export function freeFacts(text: string): Fact[] {
  return testFacts(text).filter(({ relation }) => FREE_RELATIONS.includes(relation));
}

/** What a generation answered, and the log-probability of those words. */
export function answerOf(lm: LanguageModel, ids: readonly number[], logprobs: readonly number[]) {
  const { length } = answerTokens(lm.pieces(ids));
  return { text: lm.decode(ids.slice(0, length)).trim(), sum: compensatedSum(logprobs.slice(0, length)) };
}

export const freeAnswers = measurement({
  id: 'free-answers',
  data: { facts: FACTS_FILE },
  kinds: {
    n: 'exact',
    right: 'rank',
    accuracy: STATISTIC,
    ...each(interval('estimate', STATISTIC), 'auroc', 'within'),
    ...each({ sum: 'nats' }, 'rows', 'examples'),
    smallestMargin: 'nats',
  },
  async measure({ lm, data }) {
    const facts = freeFacts(data.facts);
    if (facts.length !== FREE_ITEMS) throw new RangeError(`${facts.length} items are answered freely`);
    const generations = await lm.generate(
      facts.map((fact) => lm.encode(promptOf(fact, 'statement'))),
      { maxTokens: MOST_TOKENS, temperature: 0 },
    );
    const rows = facts.map((fact, i) => {
      const { ids, logprobs } = at(generations, i);
      const { text, sum } = answerOf(lm, ids, logprobs);
      return {
        id: fact.id,
        relation: fact.relation as string,
        prompt: promptOf(fact, 'statement'),
        answer: text,
        sum,
        verdict: either(saysOneOf(text, formsOf(fact)), 'right', 'wrong'),
      };
    });
    const scored = rows.map(({ id, relation, sum, verdict }) => ({
      id,
      group: relation,
      score: sum,
      right: verdict === 'right',
    }));
    const first = (verdict: 'right' | 'wrong') =>
      rows
        .filter((row) => row.verdict === verdict)
        .sort((one, other) => other.sum - one.sum)
        .slice(0, SHOWN[verdict]);
    const examples = [...first('right'), ...first('wrong')];
    const right = scored.filter((row) => row.right).length;
    return {
      n: rows.length,
      right,
      accuracy: right / rows.length,
      shown: either(examples.length === SHOWN.right + SHOWN.wrong, 'three and five', 'fewer'),
      wrongs: either(right < rows.length, 'some', 'none'),
      auroc: withSeparation(aurocInterval(scored, SEED)),
      within: withSeparation(intervalOf(scored, aurocWithin, SEED)),
      rows,
      examples: examples.map(({ id, relation, ...row }) => row),
      smallestMargin: Math.min(...generations.map(({ smallestMargin }) => smallestMargin)),
    };
  },
});
