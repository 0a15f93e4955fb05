import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { answerThreshold } from '../../chapters/03-logprobs-as-confidence/answer-threshold.measure.ts';
import { CLOSED_BOOK, MOST_TOKENS, shortAnswerChat } from '../../chapters/03-logprobs-as-confidence/chat.ts';
import { chatAnswers } from '../../chapters/03-logprobs-as-confidence/chat-answers.measure.ts';
import { gateMistakes } from '../../chapters/03-logprobs-as-confidence/gate-mistakes.measure.ts';
import { passageReplies } from '../../chapters/03-logprobs-as-confidence/passage-replies.measure.ts';
import { passageResults } from '../../chapters/03-logprobs-as-confidence/passage-results.measure.ts';
import { withSource } from '../../chapters/03-logprobs-as-confidence/passages.ts';
import { plattScaling } from '../../chapters/03-logprobs-as-confidence/platt.measure.ts';
import { replyExample } from '../../chapters/03-logprobs-as-confidence/reply-example.measure.ts';
import {
  type Reply,
  valueIn,
  type Wrapping,
} from '../../chapters/03-logprobs-as-confidence/value-in-reply.ts';
import { blocksOfChapter, storedResult } from './committed.ts';
import { hasPython, listingsIn, printedByPython, pythonObject } from './shown.ts';

const blocks = blocksOfChapter(3);
const [reply = '', gate = '', choosing = '', curves = ''] = listingsIn('python', blocks);

/** Tokens by their text, or by their bytes where those are no whole character. */
const replyOf = (
  tokens: readonly (readonly [token: string | readonly number[], logprob: number])[],
  finish_reason: Reply['finish_reason'] = 'stop',
): Reply => ({
  finish_reason,
  content: tokens.map(([token, logprob]) => {
    const bytes = [...Buffer.from(token as string)];
    return { token: typeof token === 'string' ? token : `bytes:${bytes}`, bytes, logprob };
  }),
});

const LABEL = { before: 'Answer:', after: null };
const JSON_FIELD = { before: '"answer": "', after: '"' };
const WRAPPED = [
  ['Answer', -1],
  [':', -1],
] as const;
const QUOTED = [
  ['{"', -1],
  ['answer', -1],
  ['":', -1],
  [' "', -1],
] as const;

type Found = readonly [text: string, sum: number] | null;
const CASES: readonly (readonly [what: string, given: Reply, wrapping: Wrapping, found: Found])[] = [
  [
    'is scored by its own tokens, and not by its wrapping',
    replyOf([...WRAPPED, [' New', -0.25], [' Delhi', -0.5]]),
    LABEL,
    ['New Delhi', -0.75],
  ],
  [
    'in JSON ends at its quote, and counts a token that also holds the quote',
    replyOf([...QUOTED, ['Ro', -0.25], ['me"}', -0.5]]),
    JSON_FIELD,
    ['Rome', -0.75],
  ],
  [
    'may have a character that is split between tokens',
    replyOf([...QUOTED, ['S', -0.25], [[0xc3], -0.5], [[0xa3, 0x6f], -0.125], ['"', -1], ['}', -1]]),
    JSON_FIELD,
    ['São', -0.875],
  ],
  ['is none if the reply is cut off', replyOf([...WRAPPED, [' New', -0.1]], 'length'), LABEL, null],
  ['is none if the reply is empty, which would pass for certain', replyOf(WRAPPED), LABEL, null],
  ['is none if the reply has no label', replyOf([['Rome', -0.1]]), LABEL, null],
  ['is none without its closing quote', replyOf([...QUOTED, ['Rome', -0.1]]), JSON_FIELD, null],
];

describe('the value in a reply', () => {
  it.each(CASES)('%s', (_what, given, wrapping, found) => {
    const value = valueIn(given, wrapping);
    expect(value && [value.text, value.logprob]).toEqual(found);
  });

  it.runIf(hasPython)('is the same in the Python that the chapter shows', () => {
    const [, value = ''] = /(def value.*?return text.strip\(\), total\n)/s.exec(reply) ?? [];
    const given = CASES.map(([, { finish_reason, content }, wrapping]) => {
      const text = Buffer.from(content.flatMap(({ bytes }) => bytes)).toString();
      return { ...wrapping, choice: { finish_reason, message: { content: text }, logprobs: { content } } };
    });
    const printed = printedByPython(`import json
${pythonObject('cases', given)}${value}
print(json.dumps([value(one.choice, one.before, one.after) for one in cases]))`);
    expect(JSON.parse(printed)).toEqual(CASES.map(([, , , found]) => found));
  });
});

describe.runIf(hasPython)('the gate that is shown', () => {
  it('sends the messages and the limit that its counts were measured with', () => {
    const [, asking = ''] = /(examples = .*?)def value/s.exec(reply) ?? [];
    const [, beside = ''] = /sourced = value\(ask\((.*?)\)\)\n/.exec(gate) ?? [];
    const printed = printedByPython(`import json
class Server:
    def __init__(self):
        self.chat = self.completions = self
    def create(self, **sent):
        print(json.dumps(sent))
        raise SystemExit
server, model, question, passage = Server(), "any", "Who?", "Ina did."
${asking}
ask(${beside})`);
    expect(JSON.parse(printed)).toEqual({
      model: 'any',
      messages: shortAnswerChat(CLOSED_BOOK, withSource('Who?', 'Ina did.')),
      logprobs: true,
      temperature: 0,
      max_completion_tokens: MOST_TOKENS,
    });
    expect(storedResult(replyExample)).toMatchObject({ mostTokens: MOST_TOKENS });
    expect(storedResult(passageReplies)).toMatchObject({ mostTokens: MOST_TOKENS });
  });

  it('decides on all stored replies as the table counts', () => {
    const { rows } = storedResult(passageReplies);
    const { groups } = storedResult(passageResults);
    const { rules } = storedResult(answerThreshold);
    const knows = new Set(
      rows.flatMap(({ id, condition, kind, verdict }) =>
        condition === 'none' && (kind === 'invented' || verdict === 'right') ? [id] : [],
      ),
    );
    const [, shown = ''] = /(def gate.*?)\n# The threshold/s.exec(gate) ?? [];
    const decisions: unknown[] = JSON.parse(
      printedByPython(`import json
from math import exp, log
rows = json.loads(${JSON.stringify(JSON.stringify(rows))})
prompts = [row["question"] if row["passage"] is None else f"Source: {row['passage']}\\nQuestion: {row['question']}" for row in rows]
ask = dict(zip(prompts, rows)).get
value = lambda row: (row["answer"], row["sum"]) if row["answered"] else None
${shown}
print(json.dumps([row["passage"] and gate(row["question"], row["passage"], exp(${rules[0]?.logprob})) for row in rows]))`),
    );
    for (const { kind, condition, answered, answeredWrong, checked, checkedWrong } of groups) {
      const counted = { answered: 0, answeredWrong: 0, checked: 0, checkedWrong: 0 };
      for (const [i, row] of rows.entries()) {
        const decision = decisions[i];
        if (row.kind !== kind || row.condition !== condition || !knows.has(row.id)) continue;
        if (decision === null || decision === 'hand over') continue;
        const name = decision === row.answer ? 'answered' : 'checked';
        counted[name]++;
        if (row.verdict !== 'right') counted[`${name}Wrong`]++;
      }
      expect(counted, `${kind}, ${condition}`).toEqual({ answered, answeredWrong, checked, checkedWrong });
    }
    const rightAlone = new Set(
      rows.flatMap(({ id, condition, verdict }) => (condition === 'none' && verdict === 'right' ? [id] : [])),
    );
    const mistakes = rows.filter(
      ({ id, condition, answer }, i) =>
        decisions[i] === answer && ['right', 'untrue'].includes(condition) && !rightAlone.has(id),
    );
    expect(mistakes.filter(({ verdict }) => verdict === 'right')).toEqual([]);
    const approved = new Set(mistakes.map(({ id }) => id)).size;
    expect(storedResult(gateMistakes)).toMatchObject({ questions: 72 - rightAlone.size, approved });
  });
});

describe.runIf(hasPython)('the Python that chooses a threshold and fits curves', () => {
  const sample = fileURLToPath(
    new URL('../../output/samples/03-logprobs-as-confidence/free-answers.jsonl', import.meta.url),
  );

  it('finds the threshold that the chapter finds on dev', () => {
    const { rows } = storedResult(chatAnswers);
    const dev = rows.filter(({ half }) => half === 'dev').map(({ question }) => question);
    const printed = printedByPython(`${curves}\n${choosing}
dev = json.loads(${JSON.stringify(JSON.stringify(dev))})
rows = [row for row in labelled(${JSON.stringify(sample)}) if row["question"] in dev]
print(lowest_threshold(rows, 0.25))`);
    const { rules } = storedResult(answerThreshold);
    expect(Number(printed)).toBeCloseTo(rules[0]?.logprob ?? 0, 9);
  });

  const hasSklearn = spawnSync('python3', ['-c', 'import sklearn']).status === 0;
  it.runIf(hasSklearn)('fits a curve that beats isotonic regression on few labels', () => {
    const call = `print(json.dumps(compare_curves(labelled(${JSON.stringify(sample)}))))`;
    const losses = JSON.parse(printedByPython(`${curves}\n${call}`));
    expect(losses.Platt).toBeLessThan(losses.isotonic);
  });

  it.runIf(hasSklearn)('fits the curve that the chapter prints of dev', () => {
    const { rows } = storedResult(chatAnswers);
    const dev = rows.filter(({ half }) => half === 'dev').map(({ question }) => question);
    const printed = printedByPython(`${curves}
dev = json.loads(${JSON.stringify(JSON.stringify(dev))})
fit = fit_platt([row for row in labelled(${JSON.stringify(sample)}) if row["question"] in dev])
print(json.dumps([fit.coef_[0][0], fit.intercept_[0]]))`);
    const { found } = storedResult(plattScaling);
    const [slope, intercept] = JSON.parse(printed);
    expect(slope).toBeCloseTo(found?.slope ?? Number.NaN, 4);
    expect(intercept).toBeCloseTo(found?.intercept ?? Number.NaN, 4);
  });
});
