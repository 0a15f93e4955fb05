import { clusteredBootstrapInterval } from '#numerics/clustered-bootstrap';
import { at } from '#numerics/list';
import { logAddExp } from '#numerics/log-add-exp';
import { logSumExp } from '#numerics/log-sum-exp';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { each, measurement, statisticOf } from '#report/measurement';

interface Question {
  readonly question: string;
  readonly answer: 'yes' | 'no';
}

/** The spellings of a word that are scored, the usual one first; none is the beginning of another. */
export function spellings(word: string): string[] {
  const capital = word.slice(0, 1).toUpperCase() + word.slice(1);
  const plain = [capital, word, word.toUpperCase()];
  return [...plain.map((one) => ` ${one}`), ...plain, `\n${capital}`, `\n${word}`];
}

const YES = spellings('yes');
const NO = spellings('no');
const EXAMPLES = 'is snow white? yes\nis fire cold? no\nis grass pink? no\nis coal black? yes\n';
/** A question alone, in the usual spelling, and one after examples in lower case. */
export const PROMPTS = [
  { name: 'question', ask: (question: string) => `Question: ${question}\nAnswer:` },
  { name: 'examples', ask: (question: string) => EXAMPLES + question.toLowerCase() },
];
/** What is compared, as places in the list of spellings. */
const SETS = [
  { name: 'usual', forms: [0] },
  { name: 'small', forms: [1] },
  { name: 'all', forms: YES.map((_, index) => index) },
];
/** Two prompts, two measures. */
const COMPARED = 4;
const LEVEL = 1 - 0.05 / COMPARED;
const RESAMPLES = 4000;
const SEED = 64;

export const questionsOf = (text: string): Question[] => JSON.parse(text);

/** Throws a RangeError if one text is the beginning of another: ⊕ would count it twice. */
export function assertExclusive(forms: readonly string[]): void {
  for (const form of forms) {
    const longer = forms.find((other) => other !== form && other.startsWith(form));
    if (longer !== undefined)
      throw new RangeError(`${JSON.stringify(form)} is the beginning of ${JSON.stringify(longer)}`);
  }
}

/**
 * The mean difference of paired numbers, the second minus the first, with an interval. Neighbouring questions are about
 * the same thing, so they are drawn together.
 */
function pairedDifference(first: readonly number[], second: readonly number[]) {
  const random = seededRandom(SEED);
  const { estimate, low, high } = clusteredBootstrapInterval({
    rows: second.map((value, index) => ({
      difference: value - at(first, index),
      pair: Math.floor(index / 2),
    })),
    clusterOf: ({ pair }) => pair,
    statistic: (rows) => mean(rows.map(({ difference }) => difference)),
    random: () => random.next(),
    resamples: RESAMPLES,
    level: LEVEL,
  });
  return { estimate, low, high };
}

export const surfaceForms = measurement({
  id: 'surface-forms',
  data: { questions: new URL('./yes-no.json', import.meta.url) },
  kinds: {
    ...each('exact', 'n', 'forms', 'level', 'compared'),
    coin: 'nats',
    prompts: {
      usualShare: 'probability',
      sets: { ...each('rank', 'right', 'saidYes'), loss: 'nats' },
      loss: each('nats', 'estimate', 'low', 'high'),
      accuracy: each(statisticOf(64), 'estimate', 'low', 'high'),
    },
  },
  async measure({ lm, data }) {
    const questions = questionsOf(data.questions);
    const forms = [...YES, ...NO];
    assertExclusive(forms);
    const ids = forms.map((form) => lm.encode(form));
    const contexts = PROMPTS.flatMap(({ ask }) => questions.map(({ question }) => lm.encode(ask(question))));
    const asked = await lm.scoreChoices(
      contexts.map((context) => ({ context, continuations: ids })),
      { entropies: false },
    );
    const prompts = PROMPTS.map(({ name, ask }, place) => {
      const answers = questions.map(({ answer }, index) => {
        const logprobs = at(asked, place * questions.length + index).scores.map(({ total }) => total);
        const sets = SETS.map((set) => {
          const sum = (offset: number) => logSumExp(set.forms.map((form) => at(logprobs, offset + form)));
          const [yes, no] = [sum(0), sum(YES.length)];
          const lead = answer === 'yes' ? yes - no : no - yes;
          return {
            right: Number(lead > 0),
            saidYes: Number(yes > no),
            loss: logAddExp(0, -lead),
            both: logAddExp(yes, no),
          };
        });
        return { usual: at(sets, 0), all: at(sets, 2), sets };
      });
      const of = (set: 'usual' | 'all', what: 'right' | 'loss') => answers.map((one) => one[set][what]);
      return {
        name,
        example: ask(at(questions, 0).question).replaceAll('\n', ' ⏎ '),
        usualShare: mean(answers.map(({ usual, all }) => Math.exp(usual.both - all.both))),
        sets: SETS.map((set, index) => {
          const each = answers.map(({ sets }) => at(sets, index));
          return {
            name: set.name,
            // The spellings of yes and of no, if it is one of each.
            shown: set.forms.length === 1 ? [at(YES, set.forms[0]), at(NO, set.forms[0])] : [],
            right: each.filter(({ right }) => right === 1).length,
            saidYes: each.filter(({ saidYes }) => saidYes === 1).length,
            loss: mean(each.map(({ loss }) => loss)),
          };
        }),
        loss: pairedDifference(of('usual', 'loss'), of('all', 'loss')),
        accuracy: pairedDifference(of('usual', 'right'), of('all', 'right')),
      };
    });
    return {
      n: questions.length,
      forms: YES.length,
      level: LEVEL,
      compared: COMPARED,
      spellings: YES,
      coin: Math.LN2,
      prompts,
    };
  },
});

const PROMPT = 'The capital of France is';
const OVERLAPPING = [' Paris', ' Paris.', ' Paris,'];

/** Continuations of which one is the beginning of the others, and what adding them up would give. */
export const overlapping = measurement({
  id: 'overlapping-forms',
  kinds: { rows: { probability: 'probability' }, sum: 'probability' },
  async measure({ lm }) {
    const scores = await lm.scoreContinuations(
      lm.encode(PROMPT),
      OVERLAPPING.map((form) => lm.encode(form)),
    );
    const rows = OVERLAPPING.map((form, index) => {
      return { form, probability: Math.exp(at(scores, index).total) };
    });
    return { prompt: PROMPT, rows, sum: rows.reduce((sum, { probability }) => sum + probability, 0) };
  },
});
