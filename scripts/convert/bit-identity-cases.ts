/**
 * The calls whose logits bit-identity.ts compares between processors. Run as a program of its own, it prints one JSON
 * object: the SHA-256 of the raw logits of each call. `node bit-identity-cases.mjs GRAPH THREADS`
 */
import { createHash } from 'node:crypto';
import { seededRandom } from '#base/random';
import { type RawCall, RawSession } from './raw-session.ts';

const SEED = 20;
/** Ids that every vocabulary of a natural size has. */
const ID_LIMIT = 1000;

/** The SHA-256 of the logits of every case, by its name. */
export async function runCases(session: RawSession): Promise<Record<string, string>> {
  const random = seededRandom(SEED);
  const ids = (sequences: number, tokens: number): number[][] =>
    Array.from({ length: sequences }, () => Array.from({ length: tokens }, () => random.below(ID_LIMIT)));
  const afterPrefix = async (prefix: number[][], next: number[][]): Promise<RawCall> => ({
    ids: next,
    cache: (await session.run({ ids: prefix })).cache,
  });
  const cases: [string, RawCall][] = [
    ['1 x 24', { ids: ids(1, 24) }],
    ['1 x 7 after 24', await afterPrefix(ids(1, 24), ids(1, 7))],
    ['2 x 1 after 31', await afterPrefix(ids(2, 31), ids(2, 1))],
    ['3 x 6, padded on the right', { ids: ids(3, 6), mask: [6, 4, 1].map((real) => rightPadded(real, 6)) }],
  ];
  const hashes: Record<string, string> = {};
  for (const [name, call] of cases) hashes[name] = logitsHash((await session.run(call)).logits);
  return hashes;
}

function rightPadded(real: number, length: number): number[] {
  return Array.from({ length }, (_, i) => (i < real ? 1 : 0));
}

function logitsHash(logits: Float32Array): string {
  return createHash('sha256')
    .update(new Uint8Array(logits.buffer, logits.byteOffset, logits.byteLength))
    .digest('hex');
}

const [graph, threads] = process.argv.slice(2);
if (graph !== undefined && threads !== undefined) {
  const session = await RawSession.open(graph, Number(threads));
  process.stdout.write(JSON.stringify(await runCases(session)));
  await session.close();
}
