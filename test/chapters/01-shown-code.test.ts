import { describe, expect, it } from 'vitest';
import { allBlocks } from '#report/report-tree';
import { writeReport } from '#report/write-report';
import { chapters, overview } from '../../chapters/index.ts';
import { committedOutputs } from './committed.ts';
import { hasPython, listingsIn, printedByPython, pythonObject } from './shown.ts';

const blocks = writeReport(chapters, committedOutputs(), overview)
  .chapters.slice(0, 1)
  .flatMap(({ sections }) => sections.flatMap((section) => allBlocks(section.blocks)));

describe.runIf(hasPython)('the Python that chapter 1 shows, for a hosted model', () => {
  const [likeliest = '', , reviews = ''] = listingsIn('python', blocks);

  /** The function `likeliest` with an answer that lists these tokens. */
  function standIn(listed: Record<string, number>): string {
    const top_logprobs = Object.entries(listed).map(([token, logprob]) => ({ token, logprob }));
    const answer = { choices: [{ logprobs: { content: [{ top_logprobs }] } }] };
    return `${pythonObject('answer', answer)}
import openai
from types import SimpleNamespace
openai.OpenAI = lambda **where: SimpleNamespace(
    models=SimpleNamespace(list=lambda: SimpleNamespace(data=[SimpleNamespace(id="m")])),
    chat=SimpleNamespace(completions=SimpleNamespace(create=lambda **request: answer)))
${likeliest.replace('if __name__', 'if False and __name__')}
`;
  }

  it('does not take a token without a number for an impossible one', () => {
    const program = `${standIn({ Paris: -0.5, Rome: -9999 })}print(likeliest("Which city?"))`;
    expect(printedByPython(program)).toBe("{'Paris': -0.5}");
  });

  it.each([
    ['decides with a lead far from the threshold', { positive: -1, negative: -4 }, 'positive'],
    ['asks a person about a lead near the threshold', { positive: -1, negative: -2 }, 'ask a person'],
    ['asks a person when a label is not listed', { positive: -1, maybe: -9 }, 'ask a person'],
    ['asks a person when no label is listed', { Positive: -1, maybe: -9 }, 'ask a person'],
  ])('%s', (_what, listed, decision) => {
    const functions = [/def lead[\s\S]*?\n\n/, /def decide[\s\S]*?\n\n/].map((one) => one.exec(reviews)?.[0]);
    const settings = "prompt, examples, threshold, margin = '{}', [], 0.5, 1\n";
    const program = `${standIn(listed)}${settings}${functions.join('')}print(decide(lead("Nice.")))`;
    expect(printedByPython(program)).toBe(decision);
  });
});
