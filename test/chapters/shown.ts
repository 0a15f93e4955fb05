import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
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

export const hasPython = spawnSync('python3', ['--version']).status === 0;

/**
 * Lines of Python that give a variable this value as objects with attributes: in the place of an answer of the OpenAI
 * client, which is not installed here.
 */
export const pythonObject = (variable: string, value: unknown): string => `import json
from types import SimpleNamespace
${variable} = json.loads(${JSON.stringify(JSON.stringify(value))}, object_hook=lambda fields: SimpleNamespace(**fields))
`;

/** What a program prints, which complains of nothing. */
export function printedByPython(program: string): string {
  const { stdout, stderr } = spawnSync('python3', ['-c', program], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trim();
}
