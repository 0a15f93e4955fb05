import { describe, expect, it } from 'vitest';
import { blocksOfChapter } from './committed.ts';
import { hasPython, printedByPython, pythonAndOutput, pythonObject } from './shown.ts';

const blocks = blocksOfChapter(1);

const programs = pythonAndOutput(blocks);
const reviews = programs.find(({ python }) => python.includes('def lead'))?.python ?? '';

/** Functions of the program that sorts reviews, after a client whose answer lists these tokens. */
function withAnswer(listed: Record<string, number>): string {
  const top_logprobs = Object.entries(listed).map(([token, logprob]) => ({ token, logprob }));
  const answer = { choices: [{ logprobs: { content: [{ top_logprobs }] } }] };
  const functions = [/def lead[\s\S]*?\n\n/, /def wrong[\s\S]*?\n\n/].map((one) => one.exec(reviews)?.[0]);
  return `${pythonObject('answer', answer)}
from types import SimpleNamespace
model, create = "m", lambda **request: answer
client = SimpleNamespace(chat=SimpleNamespace(completions=SimpleNamespace(create=create)))
reviews = {"unseen": [["Nice.", "positive"], ["Bad.", "negative"]]}
${functions.join('')}`;
}

describe.runIf(hasPython)('the Python that chapter 1 shows', () => {
  it.each([
    ['gives the lead of one label over the other', { positive: -1, negative: -4 }, '3'],
    ['gives no lead when a label is not listed', { positive: -1, maybe: -9 }, 'None'],
    ['takes no lead from a label without a number', { positive: -1, negative: -9999 }, 'None'],
  ])('%s', (_what, listed, lead) => {
    expect(printedByPython(`${withAnswer(listed)}print(lead([], "Nice."))`)).toBe(lead);
  });

  it('counts a review on the wrong side of the threshold, and one without a lead, as wrong', () => {
    const calls = 'wrong([2, 0], 1), wrong([2, 0], 3), wrong([2, 0], -1), wrong([None, None], 1)';
    expect(printedByPython(`${withAnswer({})}print(${calls})`)).toBe('0 1 1 2');
  });
});
