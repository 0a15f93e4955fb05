import { at } from '#numerics/list';
import { mean } from '#numerics/sum';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { isEmbedded } from '../about-model.ts';
import { confidencesOf, FACTS_FILE, factScores, judge, judged } from './fact-scores.measure.ts';
import { asked, promptOf, questionOf, testFacts } from './facts.ts';
import { interval, PAIRED_OUTCOMES, pairedOutcomes, rightOf, shareRight } from './statistics.ts';

/** How many test items it leaves to take every second, and every fourth of them. */
const [PHRASED_ITEMS, CHAT_ITEMS] = [103, 52];
const [PHRASED, CHAT] = [statisticOf(PHRASED_ITEMS), statisticOf(CHAT_ITEMS)];

type Judgement = Omit<ReturnType<typeof judge>, 'tied'>;

function wayOf(judgements: readonly Judgement[]) {
  const share = shareRight(rightOf(judgements));
  return { ...share, confidence: mean(confidencesOf(judgements)) };
}

const wayKinds = (statistic: ReturnType<typeof statisticOf>) =>
  ({ right: 'rank', ...interval('accuracy', statistic), confidence: 'probability' }) as const;

function compare(one: readonly Judgement[], other: readonly Judgement[]) {
  const n = one.length;
  const agree = one.filter(({ chosen }, i) => chosen === at(other, i).chosen).length;
  return {
    n,
    ways: [wayOf(one), wayOf(other)],
    agree,
    agreement: agree / n,
    change: 1 - agree / n,
    difference: pairedOutcomes(rightOf(one), rightOf(other)),
  };
}

/** Every so many of the test items, which must be `expected`. */
function everyTestItem<Item>(items: readonly Item[], every: number, expected: number): Item[] {
  const some = items.filter((_, i) => i % every === 0);
  if (some.length !== expected) throw new RangeError(`${some.length} items are asked in another way`);
  return some;
}

export const phrasings = measurement({
  id: 'phrasings',
  needs: { scores: factScores },
  data: { facts: FACTS_FILE },
  kinds: {
    result: {
      n: 'exact',
      ways: wayKinds(PHRASED),
      agree: 'rank',
      ...each(PHRASED, 'agreement', 'change'),
      difference: PAIRED_OUTCOMES,
    },
    rows: { chosen: 'rank', confidence: 'probability' },
    points: { statement: 'probability', question: 'probability' },
  },
  async measure({ lm, data, scores }) {
    const facts = everyTestItem(testFacts(data.facts), 2, PHRASED_ITEMS);
    const questions = facts.map((fact) => asked(lm, promptOf(fact, 'question'), fact.answers));
    const choices = await lm.scoreChoices(questions, { entropies: false });
    const asQuestion = choices.map(({ scores: own }) => judge(own.map(({ total }) => total)));
    const asStatement = everyTestItem(judged(scores.items, 'test'), 2, PHRASED_ITEMS);
    const moves = asStatement.map(({ confidence }, i) => Math.abs(confidence - at(asQuestion, i).confidence));
    return {
      statement: promptOf(at(facts, 0), 'statement'),
      question: promptOf(at(facts, 0), 'question'),
      result: compare(asStatement, asQuestion),
      rows: facts.map(({ id }, i) => {
        const { chosen, right, confidence } = at(asQuestion, i);
        return { id, chosen, isRight: right, confidence };
      }),
      cloud: either(mean(moves) > 0.1, 'wide', 'narrow'),
      points: asStatement.map((statement, i) => {
        const question = at(asQuestion, i);
        const same = statement.chosen === question.chosen ? 'same choice' : 'another choice';
        return { statement: statement.confidence, question: question.confidence, same };
      }),
    };
  },
});

export const chatTemplate = measurement({
  id: 'chat-template',
  needs: { scores: factScores, plain: phrasings },
  data: { facts: FACTS_FILE },
  kinds: {
    n: 'exact',
    ...each(wayKinds(CHAT), 'statement', 'question', 'chat'),
    difference: PAIRED_OUTCOMES,
    change: CHAT,
    agree: 'rank',
  },
  async measure({ lm, data, scores, plain }) {
    const facts = everyTestItem(testFacts(data.facts), 4, CHAT_ITEMS);
    const asStatement = everyTestItem(judged(scores.items, 'test'), 4, CHAT_ITEMS);
    const asQuestion = everyTestItem(plain.rows, 2, CHAT_ITEMS).map((row) => ({
      ...row,
      right: row.isRight,
    }));
    const plainly = { n: facts.length, statement: wayOf(asStatement), question: wayOf(asQuestion) };
    const prompts = facts.map((fact) => lm.chat([{ role: 'user', content: questionOf(fact) }]));
    const questions = facts.flatMap(({ answers }, i) => {
      const prompt = at(prompts, i);
      return prompt === null ? [] : [asked(lm, prompt, answers, '')];
    });
    const model = either(isEmbedded(lm), 'embedded', 'another');
    if (questions.length < facts.length)
      return { prompt: null, model, ...plainly, chat: null, difference: null, change: null, agree: null };
    const choices = await lm.scoreChoices(questions, { entropies: false });
    const inChat = choices.map(({ scores: own }) => judge(own.map(({ total }) => total)));
    const { agree, change, difference } = compare(asQuestion, inChat);
    return { prompt: at(prompts, 0), model, ...plainly, chat: wayOf(inChat), difference, change, agree };
  },
});
