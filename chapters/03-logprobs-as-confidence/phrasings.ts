import { at } from '#numerics/list';
import { mean } from '#numerics/sum';
import { wilsonInterval } from '#numerics/wilson';
import { type Block, curious, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { statisticOf } from '#report/kind';
import { measurement, type OutputsOf } from '#report/measurement';
import { prose } from '#report/prose';
import { codeText, count, percent, real, ref, term } from '#report/values';
import { FACTS_FILE, factScores, judge } from './fact-scores.ts';
import { promptOf, RELATIONS, readFacts } from './facts.ts';
import { diagonal } from './layers.ts';
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

type Phrasings = OutputsOf<{ m: typeof phrasings }>['m'];
type Chat = OutputsOf<{ m: typeof chatTemplate }>['m'];

/** Folded: the same facts, asked in two ways. */
export function phrasingsPart(m: Phrasings): Block {
  const [statement, question] = [at(m.result.ways, 0), at(m.result.ways, 1)];
  return curious(prose`Does the wording matter: a statement or a question?`, [
    prose`
      So far every fact was the beginning of a statement: “${codeText(m.statement)}”. Half of the test items were asked a second
      time, as a question: “${codeText(m.question)}”. The facts are the same, and so are the answers (${ref('phrasing-scatter')}).
    `,
    figure({
      id: 'phrasing-scatter',
      caption: prose`
        Confidence in the chosen answer, asked as a statement and as a question. Circles: the same answer was chosen; crosses:
        another one.
      `,
      alt: prose`
        A wide cloud of points around the diagonal. In ${percent(m.result.agreement)} of the items the choice is the same.
      `,
      data: {
        rows: m.points.map((point) => ({ ...point })),
        diagonal: [
          { x: 0.2, y: 0.2 },
          { x: 1, y: 1 },
        ],
      },
      spec: {
        height: 360,
        layer: [
          {
            mark: { type: 'point', size: 50, strokeWidth: 1.5 },
            encoding: {
              x: {
                field: 'statement',
                type: 'quantitative',
                title: 'confidence, asked as a statement',
                axis: { format: '%' },
                scale: { domain: [0.2, 1] },
              },
              y: {
                field: 'question',
                type: 'quantitative',
                title: 'confidence, asked as a question',
                axis: { format: '%' },
                scale: { domain: [0.2, 1] },
              },
              color: {
                field: 'same',
                type: 'nominal',
                title: null,
                scale: { domain: ['same choice', 'another choice'], range: ['$teal', '$plum'] },
              },
              shape: {
                field: 'same',
                type: 'nominal',
                title: null,
                scale: { domain: ['same choice', 'another choice'], range: ['circle', 'cross'] },
              },
            },
          },
          diagonal('diagonal'),
        ],
      },
    }),
    prose`
      What to see: asked as statements, ${count(statement.right)} of ${count(m.result.n)} are right; as questions,
      ${count(question.right)}. Item by item, ${count(m.result.difference.gained)} become right and
      ${count(m.result.difference.lost)} wrong (${term('sign test')}: p = ${real(m.result.difference.p, 'probability')}):
      ${choose(m.result.difference.verdict, {
        up: prose`the questions do better.`,
        down: prose`the questions do worse.`,
        'no clear effect': prose`no clear difference.`,
      })} The choice is the same in ${count(m.result.agree)} of them. A fact has no confidence; a *prompt* has.
    `,
  ]);
}

/** Folded: the chat template against plain text. */
export function chatPart(m: Chat): Block {
  return curious(prose`Does the chat template change the answers?`, [
    prose`
      The model of this report was tuned to follow instructions, and it expects them in a certain form, its *chat template*.
      A chat library writes it for you. Written out, one question looks like this
      (${ref('chat-table')} has the results):
    `,
    prose`${codeText(m.prompt)}`,
    table({
      id: 'chat-table',
      caption: prose`${count(m.n)} test items in three forms.`,
      rows: [
        { name: prose`plain statement`, ...m.statement },
        { name: prose`plain question`, ...m.question },
        { name: prose`question in the chat template`, ...m.chat },
      ],
      columns: [
        { head: prose`asked as`, cell: (row) => row.name },
        { head: prose`right`, align: 'right', cell: (row) => prose`${count(row.right)}` },
        {
          head: prose`share`,
          align: 'right',
          cell: (row) => prose`${percent(row.accuracy, { decimals: 1 })}`,
        },
        { head: prose`from`, align: 'right', cell: (row) => prose`${percent(row.low, { decimals: 1 })}` },
        { head: prose`to`, align: 'right', cell: (row) => prose`${percent(row.high, { decimals: 1 })}` },
        {
          head: prose`mean confidence`,
          align: 'right',
          cell: (row) => prose`${percent(row.confidence, { decimals: 1 })}`,
        },
      ],
    }),
    prose`
      What to see: the fair comparison is between the last two rows, the same question in two forms. Item by item, with the
      template ${count(m.difference.gained)} become right and ${count(m.difference.lost)} wrong
      (${term('sign test')}: p = ${real(m.difference.p, 'probability')}): ${choose(m.difference.verdict, {
        up: prose`it helps.`,
        down: prose`it harms.`,
        'no clear effect': prose`so few items show no clear effect.`,
      })} The same answer is chosen in ${count(m.agree)} of ${count(m.n)} items. The model was tuned on conversations in just
      this form. Tuning changes probabilities on purpose; what it does to calibration must be measured, in the form that
      you use.
    `,
  ]);
}
