import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { ROOT } from '#base/command';
import { readRegion, shownOutput } from '#render/shared/code';
import type { Block } from '#report/block';
import { allParts } from '#report/prose-contents';

/** Code that stands in the prose of chapters, and how it is run here. */

/** The programs in a language, in their order: listings in prose, and files of Python whose output is shown. */
export function listingsIn(language: 'ts' | 'python' | 'sh' | 'text', blocks: readonly Block[]): string[] {
  const listing = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's');
  return blocks.flatMap((block, index) => {
    if (block.type === 'code' && language === 'python' && block.module.endsWith('.py'))
      return blocks[index + 1]?.type === 'output'
        ? [readRegion(block.module, block.region, ROOT).source]
        : [];
    if (block.type !== 'prose') return [];
    const texts = allParts(block).flatMap((part) => (part.type === 'literal' ? [part.markdown] : []));
    return texts.flatMap((text) => listing.exec(text)?.[1] ?? []);
  });
}

/** The Python that stands in prose, with the arguments that it is called with there and the output that is shown under it. */
export const pythonAndOutput = (blocks: readonly Block[]) =>
  blocks.flatMap((block, index) => {
    const next = blocks[index + 1];
    const [python] = listingsIn('python', next ? [block, next] : [block]);
    if (python === undefined || next?.type !== 'output') return [];
    const [command = ''] = listingsIn('sh', [block]);
    const words = command.replace(/^python \S+/, '').matchAll(/"([^"]*)"|\S+/g);
    return [{ python, args: [...words].map(([word, quoted]) => quoted ?? word), output: shownOutput(next) }];
  });

export const hasPython = spawnSync('python3', ['--version']).status === 0;

/** The folder of a stand-in for the OpenAI client, which is not installed here. */
export const CLIENT = fileURLToPath(new URL('fixtures', import.meta.url));

/** Lines of Python that give a variable this value, as the client would hand it over. */
export const pythonObject = (variable: string, value: unknown): string => `from openai import read
${variable} = read(${JSON.stringify(JSON.stringify(value))})
`;

/** What a program prints, which complains of nothing. */
export function printedByPython(program: string): string {
  const { stdout, stderr } = spawnSync('python3', ['-c', program], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: CLIENT, PYTHONDONTWRITEBYTECODE: '1' },
  });
  expect(stderr).toBe('');
  return stdout.trim();
}
