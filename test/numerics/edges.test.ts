import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { meanInterval } from '#numerics/bootstrap';
import { type CalibrationBandOptions, calibrationBand } from '#numerics/calibration-band';
import { clusteredBootstrapInterval } from '#numerics/clustered-bootstrap';
import { predictionOf, summarizePrediction } from '#numerics/fast-log-softmax';
import { allPaths, topologicalOrder } from '#numerics/graph';
import { maxPlusSemiring } from '#numerics/optimal-path-semirings';
import { edgeMarginals, pathTotals } from '#numerics/path-totals';
import { reliabilityIn } from '#numerics/reliability';
import { seededRandom } from '#numerics/seeded-random';
import { countingSemiring, logSemiring, probabilitySemiring } from '#numerics/standard-semirings';
import { mean } from '#numerics/sum';

/** Two letters for each edge, one for each node. */
const graph = (nodes: string, edges: string) => ({
  nodes: [...nodes],
  edges: edges.split(' ').map(([from = '', to = '']) => ({ from, to, weight: 0 })),
});
const random = seededRandom(1).next;
const weight = () => 0;

/** What takes other arguments than numbers and lists, as edges.txt calls it. */
const WRITTEN_OUT = {
  allPaths: (nodes: string, edges: string, start: string, ends: string[]) =>
    allPaths(graph(nodes, edges), start, ends),
  calibrationBand: (options: Partial<CalibrationBandOptions>) =>
    calibrationBand({ confidences: [0.5], groups: [[0]], draws: 5, random, ...options }),
  clusteredBootstrapInterval: (options: { rows?: number[] }) =>
    clusteredBootstrapInterval({ rows: [1], clusterOf: String, statistic: mean, random, ...options }),
  closureOfCounts: (n: number) => countingSemiring.closure?.(n),
  closureOfLogs: (x: number) => logSemiring.closure?.(x),
  closureOfProbabilities: (p: number) => probabilitySemiring.closure?.(p),
  closureOfScores: (score: number) => maxPlusSemiring.closure?.({ score, path: ['a'] }),
  edgeMarginals: (nodes: string, edges: string, start: string, ends: string | string[]) =>
    edgeMarginals(graph(nodes, edges), weight, start, ends),
  meanInterval: (values: number[], options: object) => meanInterval(values, { random, ...options }),
  pathTotals: (nodes: string, edges: string, start: string) =>
    pathTotals(graph(nodes, edges), logSemiring, weight, start),
  predictionOf: (logits: number[], target: number) => predictionOf(Float32Array.from(logits), target),
  randomBelow: seededRandom(0).below,
  reliabilityIn: (confidences: number[], outcomes: boolean[]) =>
    reliabilityIn([[...confidences.keys()]], confidences, outcomes),
  summarizePrediction: (logits: number[]) => summarizePrediction(Float32Array.from(logits)),
  topologicalOrder: (nodes: string, edges: string) => topologicalOrder(graph(nodes, edges)),
};

const numerics = new URL('../../scripts/numerics/', import.meta.url);
const modules = readdirSync(numerics).filter((name) => name.endsWith('.ts'));
const exported = await Promise.all(
  modules.map((name) => import(/* @vite-ignore */ new URL(name, numerics).href)),
);
const CALLED: Readonly<Record<string, (...args: never[]) => unknown>> = Object.assign(
  {},
  ...exported,
  WRITTEN_OUT,
);

/** JSON that holds infinities and NaN, too. */
const OUTSIDE_JSON = /-?Infinity|NaN/g;

function read(text: string): never[] {
  const values = JSON.parse(text.replaceAll(OUTSIDE_JSON, '"$&"'), (_key, value) =>
    typeof value === 'string' && /^(-?Infinity|NaN)$/.test(value) ? Number(value) : value,
  );
  return values;
}

/** A value as edges.txt has it: numbers to twelve digits. */
function shown(value: unknown): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(Number(value.toPrecision(12)));
  if (ArrayBuffer.isView(value) || Array.isArray(value))
    return `[${Array.from(value as number[], shown).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, one]) => `"${key}": ${shown(one)}`);
  return `{${fields.join(', ')}}`;
}

it('calls without a usual answer are answered or refused as edges.txt has it', async () => {
  const lines = readFileSync(new URL('edges.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const answered = lines.map((line) => {
    const [asked = '', name = '', args] = /^(\w+)\((.*?)\)(?=: | = |$)/.exec(line) ?? [];
    const call = CALLED[name];
    if (call === undefined) throw new Error(`no function is called by the line "${line}"`);
    try {
      return `${asked} = ${shown(call(...read(`[${args}]`)))}\n`;
    } catch (error) {
      expect(error, asked).toBeInstanceOf(RangeError);
      return `${asked}: ${(error as Error).message}\n`;
    }
  });
  await expect(answered.join('')).toMatchFileSnapshot('edges.txt');
});
