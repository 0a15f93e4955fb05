import { readFileSync } from 'node:fs';
import { decodeJson } from '#base/json';
import { chapters } from '../../chapters/index.ts';

/** The outputs of the committed data, by measurement. */
export function committedOutputs(): Map<string, unknown> {
  const files = chapters.map((chapter) => {
    const file = new URL(`../../output/data/${chapter.id}.json`, import.meta.url);
    return decodeJson(readFileSync(file, 'utf8')) as { measurements: { id: string; output: unknown }[] };
  });
  return new Map(files.flatMap(({ measurements }) => measurements.map(({ id, output }) => [id, output])));
}
