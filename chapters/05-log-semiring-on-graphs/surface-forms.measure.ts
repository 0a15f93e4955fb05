import { clusteredBootstrapInterval } from '#numerics/clustered-bootstrap';
import { at } from '#numerics/list';
import { logAddExp } from '#numerics/log-add-exp';
import { logSumExp } from '#numerics/log-sum-exp';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { keepsSeam } from './token-boundary.ts';

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
/** A question alone, in the usual spelling, and one after examples that write small. */
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
/** Two prompts, two measures: four chances to be fooled. */
const COMPARED = 4;
const LEVEL = 1 - 0.05 / COMPARED;
/** A smaller difference is rounding. */
const NOTHING = 1e-9;
const RESAMPLES = 4000;
const SEED = 64;

export function questionsOf(text: string): Question[] {
  const questions = JSON.parse(text) as Question[];
  for (const { question, answer } of questions) {
    if (answer !== 'yes' && answer !== 'no')
      throw new RangeError(`"${question}" is answered by neither yes nor no`);
  }
  return questions;
}

/** Throws a RangeError when a text begins another: ⊕ would count it twice. */
export function assertExclusive(forms: readonly string[]): void {
  for (const form of forms) {
    const longer = forms.find((other) => other !== form && other.startsWith(form));
    if (longer !== undefined)
      throw new RangeError(`${JSON.stringify(form)} is the beginning of ${JSON.stringify(longer)}`);
  }
}

/**
 * The difference of means, the second minus the first, of paired numbers, with an interval. Neighbours, a question to be
 * answered with yes and one with no, are about one thing and not independent: they are drawn together.
 */
export function pairedDifference(first: readonly number[], second: readonly number[]) {
  const differences = second.map((value, index) => value - at(first, index));
  const random = seededRandom(SEED);
  const { estimate, low, high } = clusteredBootstrapInterval({
    rows: differences.map((difference, index) => ({ difference, pair: Math.floor(index / 2) })),
    clusterOf: ({ pair }) => pair,
    statistic: (rows) => mean(rows.map(({ difference }) => difference)),
    random: () => random.next(),
    resamples: RESAMPLES,
    level: LEVEL,
  });
  const verdict = low > NOTHING ? ('more' as const) : either(high < -NOTHING, 'less', 'unclear');
  return { estimate, low, high, verdict };
}

/** Whoever says the same to more than this share says it to nearly everything. */
const NEARLY = 0.9;

/** Which answer a model gives to every question, or to nearly every one, by how often it gave each; a tie is neither. */
export function leaningOf({ saidYes, saidNo }: { saidYes: number; saidNo: number }, n: number) {
  if (saidNo === n) return 'all no' as const;
  if (saidYes === n) return 'all yes' as const;
  if (saidNo > NEARLY * n) return 'nearly all no' as const;
  return either(saidYes > NEARLY * n, 'nearly all yes', 'neither');
}

/** What it answers after merging, and whether that is the work of merging. */
function leaningAfter(before: ReturnType<typeof leaningOf>, after: ReturnType<typeof leaningOf>) {
  const answer = (leaning: typeof before) => leaning.replace(/.* /, '');
  const isNew = after !== 'neither' && answer(before) !== answer(after);
  return { to: after, by: either(isNew, 'merging', 'the model') };
}

const DIFFERENCE = each('nats', 'estimate', 'low', 'high');
const COUNTED = each(statisticOf(64), 'estimate', 'low', 'high');

export const surfaceForms = measurement({
  id: 'surface-forms',
  data: { questions: new URL('./yes-no.json', import.meta.url) },
  kinds: {
    ...each('exact', 'n', 'forms', 'level', 'compared'),
    coin: 'nats',
    prompts: {
      usualShare: 'probability',
      sets: { ...each('rank', 'right', 'saidYes', 'saidNo'), loss: 'nats' },
      loss: DIFFERENCE,
      accuracy: COUNTED,
      items: { lead: 'nats' },
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
        const { scores } = at(asked, place * questions.length + index);
        const logprobs = scores.map(({ total }) => total);
        const sets = SETS.map((set) => {
          const sum = (offset: number) => logSumExp(set.forms.map((form) => at(logprobs, offset + form)));
          const [yes, no] = [sum(0), sum(YES.length)];
          const lead = answer === 'yes' ? yes - no : no - yes;
          // A tie is no answer.
          return {
            lead,
            right: lead > 0 ? 1 : 0,
            saidYes: yes > no ? 1 : 0,
            saidNo: no > yes ? 1 : 0,
            loss: logAddExp(0, -lead),
            both: logAddExp(yes, no),
          };
        });
        return { usual: at(sets, 0), all: at(sets, 2), sets };
      });
      const of = (set: 'usual' | 'all', what: 'right' | 'loss') => answers.map((one) => one[set][what]);
      return {
        name,
        example: ask(at(questions, 0).question),
        usualShare: mean(answers.map(({ usual, all }) => Math.exp(usual.both - all.both))),
        sets: SETS.map((set, index) => {
          const each = answers.map(({ sets }) => at(sets, index));
          const count = (what: 'right' | 'saidYes' | 'saidNo') =>
            each.filter((one) => one[what] === 1).length;
          return {
            name: set.name,
            // The spellings of yes and of no, where it is one of each.
            shown: set.forms.length === 1 ? [at(YES, set.forms[0]), at(NO, set.forms[0])] : [],
            right: count('right'),
            saidYes: count('saidYes'),
            saidNo: count('saidNo'),
            loss: mean(each.map(({ loss }) => loss)),
          };
        }),
        loss: pairedDifference(of('usual', 'loss'), of('all', 'loss')),
        accuracy: pairedDifference(of('usual', 'right'), of('all', 'right')),
        items: answers.map(({ all }) => ({ lead: all.lead })),
      };
    });
    const verdicts = prompts.map(({ accuracy }) => accuracy.verdict);
    const [more, less] = [verdicts.includes('more'), verdicts.includes('less')];
    const leans = prompts.map(({ sets }) => {
      const [before, after] = [at(sets, 0), at(sets, SETS.length - 1)];
      return leaningAfter(leaningOf(before, questions.length), leaningOf(after, questions.length));
    });
    const harms = less || prompts.some(({ loss }) => loss.verdict === 'more');
    const [, taught, merged] = at(prompts, 1).sets;
    const { loss, accuracy } = at(prompts, 1);
    const seams = PROMPTS.every(({ ask }) =>
      questions.every(({ question }) => forms.every((form) => keepsSeam(lm, ask(question), form))),
    );
    return {
      seams: either(seams, 'kept', 'moved'),
      examplesAre: either(
        loss.verdict === 'unclear' && accuracy.verdict === 'unclear',
        'within chance',
        'clear',
      ),
      accuracyIs:
        more && less ? ('both ways' as const) : more ? ('more' as const) : either(less, 'less', 'unclear'),
      leans: { question: at(leans, 0), examples: at(leans, 1) },
      merging: harms ? ('harms' as const) : either(more, 'helps', 'at best probabilities'),
      taughtHas: either((taught?.right ?? 0) < (merged?.right ?? 0), 'fewer right', 'as many right'),
      n: questions.length,
      forms: YES.length,
      level: LEVEL,
      compared: COMPARED,
      spellings: YES,
      examples: questions.slice(0, 2),
      coin: Math.LN2,
      prompts,
    };
  },
});
