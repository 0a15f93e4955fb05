import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import { shownOutput } from '#render/shared/output';
import type { Block } from '#report/block';
import { allParts } from '#report/written';

/** Code that stands in the prose of chapters, and how it is run here. */

/** The listings in a language that stand in prose, in their order. */
export function listingsIn(language: 'ts' | 'python', blocks: readonly Block[]): string[] {
  const listing = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's');
  const texts = blocks.flatMap((block) =>
    block.type === 'prose'
      ? allParts(block).flatMap((part) => (part.type === 'literal' ? [part.markdown] : []))
      : [],
  );
  return texts.flatMap((text) => listing.exec(text)?.[1] ?? []);
}

/** The Python that stands in prose, with the output that is shown under it. */
export const pythonAndOutput = (blocks: readonly Block[]) =>
  blocks.flatMap((block, index) => {
    const [python] = listingsIn('python', [block]);
    const next = blocks[index + 1];
    return python !== undefined && next?.type === 'output' ? [{ python, output: shownOutput(next) }] : [];
  });

export const hasPython = spawnSync('python3', ['--version']).status === 0;

/**
 * Lines of Python that give a variable this value as objects with attributes: in the place of an answer of the OpenAI
 * client, which is not installed here.
 */
export const pythonObject = (variable: string, value: unknown): string => `import json
from types import SimpleNamespace
${variable} = json.loads(${JSON.stringify(JSON.stringify(value))}, object_hook=lambda fields: SimpleNamespace(**fields))
`;

/** An answer of an API to the first token of which these are the likeliest, by their probabilities. */
export const answerOf = (likeliest: Readonly<Record<string, number>>) => {
  const top_logprobs = Object.entries(likeliest).map(([token, q]) => ({ token, logprob: Math.log(q) }));
  return { choices: [{ logprobs: { content: [{ ...top_logprobs[0], top_logprobs }] } }] };
};

/** A program without the import of the OpenAI client. */
export const withoutClient = (python: string): string => python.replace('from openai import OpenAI\n', '');

/** What a program prints to which the OpenAI client gives these answers, in their order; the first is `answer`, too. */
export function printedGiven(answers: readonly object[], python: string): string {
  return printedByPython(`${pythonObject('answers', answers)}
from math import exp
answer = answers[0]
entry = getattr(answer.choices[0].logprobs, "content", [None])[0]
completions = SimpleNamespace(create=lambda **request: answers.pop(0))
models = SimpleNamespace(list=lambda: SimpleNamespace(data=[SimpleNamespace(id="model")]))
OpenAI = lambda **server: SimpleNamespace(
    chat=SimpleNamespace(completions=completions), completions=completions, models=models)
${withoutClient(python)}`);
}

/** What a program prints, which complains of nothing. */
export function printedByPython(program: string): string {
  const { stdout, stderr } = spawnSync('python3', ['-c', program], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trim();
}
