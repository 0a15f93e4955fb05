import { at } from '#numerics/list';
import { mean } from '#numerics/sum';
import { wilsonInterval } from '#numerics/wilson';
import { statisticOf } from '#report/kind';
import { measurement } from '#report/measurement';
import { FACTS_FILE, factScores, judge } from './fact-scores.measure.ts';
import { promptOf, RELATIONS, readFacts } from './facts.ts';
import { PAIRED_OUTCOMES_KINDS, pairedOutcomes } from './paired.ts';

const EVERY = 2;

/** How many test items that leaves. */
export const PHRASED_ITEMS = 103;

const CHAT_EVERY = 4;

export const CHAT_ITEMS = 52;

const STATISTIC = statisticOf(PHRASED_ITEMS);

const CHAT_STATISTIC = statisticOf(CHAT_ITEMS);

interface Judgement {
  readonly chosen: number;
  readonly right: boolean;
  readonly confidence: number;
}

/** One way to ask: how many choices are right, and how confident they are. */
function wayOf(judgements: readonly Judgement[]) {
  const right = judgements.filter((judgement) => judgement.right).length;
  return {
    right,
    accuracy: right / judgements.length,
    ...wilsonInterval(right, judgements.length),
    confidence: mean(judgements.map(({ confidence }) => confidence)),
  };
}

const WAY_KINDS = (kind: ReturnType<typeof statisticOf>) => ({
  right: 'rank' as const,
  accuracy: kind,
  low: kind,
  high: kind,
  confidence: 'probability' as const,
});

/** How two ways to ask for the same facts compare, and how often they lead to the same choice. */
function compare(one: readonly Judgement[], other: readonly Judgement[]) {
  const n = one.length;
  const agree = one.filter(({ chosen }, i) => chosen === at(other, i).chosen).length;
  return {
    n,
    ways: [wayOf(one), wayOf(other)],
    agree,
    agreement: agree / n,
    change: 1 - agree / n,
    difference: pairedOutcomes(
      one.map(({ right }) => right),
      other.map(({ right }) => right),
    ),
  };
}

const COMPARE_KINDS = {
  n: 'exact',
  ways: WAY_KINDS(STATISTIC),
  agree: 'rank',
  agreement: STATISTIC,
  change: STATISTIC,
  difference: PAIRED_OUTCOMES_KINDS,
} as const;

export const phrasings = measurement({
  id: 'phrasings',
  needs: { scores: factScores },
  data: { facts: FACTS_FILE },
  kinds: {
    statement: 'exact',
    question: 'exact',
    result: COMPARE_KINDS,
    rows: { id: 'exact', chosen: 'rank', isRight: 'exact', confidence: 'probability' },
    points: { statement: 'probability', question: 'probability', same: 'exact' },
  },
  async measure({ lm, data, scores }) {
    const facts = readFacts(data.facts, (text) => lm.encode(text))
      .filter(({ half }) => half === 'test')
      .filter((_, i) => i % EVERY === 0);
    if (facts.length !== PHRASED_ITEMS) throw new RangeError(`${facts.length} items are asked in two ways`);
    const choices = await lm.scoreChoices(
      facts.map((fact) => ({
        context: lm.encode(promptOf(fact, 'question')),
        continuations: fact.answers.map((answer) => lm.encode(` ${answer}`)),
      })),
    );
    const asQuestion = choices.map(({ scores: own }) => judge(own.map(({ total }) => total)));
    const asStatement = facts.map(({ id }) => judgementOf(scores.items, id));
    return {
      statement: promptOf(at(facts, 0), 'statement'),
      question: promptOf(at(facts, 0), 'question'),
      result: compare(asStatement, asQuestion),
      rows: facts.map(({ id }, i) => {
        const { chosen, right, confidence } = at(asQuestion, i);
        return { id, chosen, isRight: right, confidence };
      }),
      points: facts.map((_, i) => ({
        statement: at(asStatement, i).confidence,
        question: at(asQuestion, i).confidence,
        same: at(asStatement, i).chosen === at(asQuestion, i).chosen ? 'same choice' : 'another choice',
      })),
    };
  },
});

export const chatTemplate = measurement({
  id: 'chat-template',
  needs: { scores: factScores, plain: phrasings },
  data: { facts: FACTS_FILE },
  kinds: {
    prompt: 'exact',
    n: 'exact',
    statement: WAY_KINDS(CHAT_STATISTIC),
    question: WAY_KINDS(CHAT_STATISTIC),
    chat: WAY_KINDS(CHAT_STATISTIC),
    difference: PAIRED_OUTCOMES_KINDS,
    change: CHAT_STATISTIC,
    agree: 'rank',
  },
  async measure({ lm, data, scores, plain }) {
    const facts = readFacts(data.facts, (text) => lm.encode(text))
      .filter(({ half }) => half === 'test')
      .filter((_, i) => i % CHAT_EVERY === 0);
    if (facts.length !== CHAT_ITEMS)
      throw new RangeError(`${facts.length} items are asked in the chat template`);
    const prompts = facts.map(({ relation, subject }) => {
      const content = RELATIONS[relation].question
        .replace('{}', subject)
        .replace(/^Question: /, '')
        .replace(/\nAnswer:$/, '');
      return lm.chat([{ role: 'user', content }]);
    });
    const choices = await lm.scoreChoices(
      facts.map((fact, i) => ({
        context: lm.encode(at(prompts, i)),
        continuations: fact.answers.map((answer) => lm.encode(answer)),
      })),
    );
    const inChat = choices.map(({ scores: own }) => judge(own.map(({ total }) => total)));
    const asQuestion = facts.map(({ id }) => {
      const row = plain.rows.find((one) => one.id === id);
      if (row === undefined) throw new RangeError(`the fact ${id} was not asked as a plain question`);
      return { chosen: row.chosen, right: row.isRight, confidence: row.confidence };
    });
    const { n, agree, change, difference } = compare(asQuestion, inChat);
    return {
      prompt: at(prompts, 0),
      n,
      statement: wayOf(facts.map(({ id }) => judgementOf(scores.items, id))),
      question: wayOf(asQuestion),
      chat: wayOf(inChat),
      difference,
      change,
      agree,
    };
  },
});

/** What the model chose for a fact when it was asked as a statement. */
function judgementOf(
  items: readonly { readonly id: string; readonly answers: readonly { readonly sum: number }[] }[],
  id: string,
): Judgement {
  const item = items.find((one) => one.id === id);
  if (item === undefined) throw new RangeError(`no fact has the id ${id}`);
  return judge(item.answers.map(({ sum }) => sum));
}
