import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LanguageModel } from '#lm/types';
import { logSumExp } from '#numerics/log-sum-exp';
import { pathTotals } from '#numerics/path-totals';
import { countingSemiring } from '#numerics/semirings';
import { GRAPH } from '../../chapters/05-log-semiring-on-graphs/graphs.ts';
import {
  drawPath,
  type Feeling,
  hiddenMarkov,
  OBSERVED,
  trellis,
} from '../../chapters/05-log-semiring-on-graphs/hidden-markov.measure.ts';
import { refusal } from '../../chapters/05-log-semiring-on-graphs/loops.measure.ts';
import {
  howManyRight,
  rightOrWrong,
} from '../../chapters/05-log-semiring-on-graphs/right-answers.measure.ts';
import {
  countSegmentations,
  segmentations,
  waysToWrite,
} from '../../chapters/05-log-semiring-on-graphs/segmentations.measure.ts';
import { sevenAnswers } from '../../chapters/05-log-semiring-on-graphs/semirings.measure.ts';
import {
  greedyPath,
  layeredGraph,
  onePass,
  shortestPath,
} from '../../chapters/05-log-semiring-on-graphs/shortest-path.measure.ts';
import { coolEachStep, twoWaysToCool } from '../../chapters/05-log-semiring-on-graphs/sum-to-max.measure.ts';
import {
  assertExclusive,
  questionsOf,
  spellings,
} from '../../chapters/05-log-semiring-on-graphs/surface-forms.measure.ts';
import { mulberry } from './mulberry.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('the map', () => {
  it('has another greedy path, another shortest path and another likeliest end', async () => {
    const { greedy, best, ends } = (await shortestPath.run({})) as {
      greedy: { path: string; probability: number };
      best: { path: string; probability: number; cost: number };
      ends: { end: string; total: number }[];
    };
    expect([greedy.path, best.path, ends[0]?.end]).toEqual(['S→A→x', 'S→B→y', 'z']);
    expect(greedy.probability).toBeCloseTo(0.2, 15);
    expect(best.probability).toBeCloseTo(0.28, 15);
    expect(best.cost).toBeCloseTo(-Math.log(0.28), 14);
    expect(ends.map(({ end }) => end)).toEqual(['z', 'y', 'x']);
    // By hand, in hundredths: 40·40 + 35·20 + 25·70, 40·10 + 35·80, 40·50 + 25·30.
    for (const [index, total] of [0.405, 0.32, 0.275].entries()) {
      expect(ends[index]?.total).toBeCloseTo(total, 15);
    }
  });

  it('is walked in one pass, what arrives at a node adding up to its total', () => {
    for (const { arriving, best, total, probability } of onePass(GRAPH)) {
      expect(sum(arriving.map(({ logprob }) => Math.exp(logprob)))).toBeCloseTo(probability, 14);
      expect(Math.log(probability)).toBeCloseTo(total, 14);
      expect(Math.max(...arriving.map(({ logprob }) => logprob))).toBeCloseTo(best, 14);
    }
  });

  it('gives seven answers at z, by exact arithmetic in thousandths', () => {
    const seven = sevenAnswers(GRAPH, ['z'], 2);
    expect([seven.reachable, seven.paths]).toEqual(['yes', 3]);
    const paths = [0.16, 0.07, 0.175];
    expect(seven.probability).toBeCloseTo(0.405, 15);
    expect(seven.log).toBeCloseTo(Math.log(0.405), 14);
    expect(seven.best.path).toBe('S→C→z');
    expect(seven.kBest.map(({ path }) => path)).toEqual(['S→C→z', 'S→A→z']);
    expect(seven.kBest[1]?.probability).toBeCloseTo(0.16, 15);
    const shares = paths.map((p) => p / 0.405);
    expect(seven.entropy).toBeCloseTo(-sum(shares.map((share) => share * Math.log(share))), 14);
    expect(seven.pair.p).toBeCloseTo(0.405, 15);
    expect(seven.pair.r).toBeCloseTo(-sum(paths.map((p) => p * Math.log(p))), 14);
    expect(sevenAnswers(GRAPH, ['A'], 2).entropy).toBeCloseTo(0, 15);
  });
});

describe('listing all paths', () => {
  it('is counted by the counting semiring: width to the power of layers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }), (layers, width) => {
        const graph = layeredGraph(layers, width, 1);
        expect(pathTotals(graph, countingSemiring, () => 1, 'S').get('E')).toBe(width ** layers);
        expect(graph.edges).toHaveLength(2 * width + (layers - 1) * width ** 2);
      }),
    );
  });
});

describe('the hidden Markov model', () => {
  interface Found {
    best: string;
    bestProbability: number;
    total: number;
    onBest: string;
    likeliest: string;
    slopes: string;
    days: { filtered: number; smoothed: number }[];
    begins: { when: string; share: number; drawn: number }[];
    parts: { alpha: number; weight: number; beta: number; total: number; share: number; slope: number };
  }

  /** All courses of the illness, listed without a graph, from the published probabilities. */
  function courses(observed: readonly Feeling[]) {
    const begin = { H: 0.6, F: 0.4 };
    const move = { HH: 0.7, HF: 0.3, FH: 0.4, FF: 0.6 };
    const feel = { H: { normal: 0.5, cold: 0.4, dizzy: 0.1 }, F: { normal: 0.1, cold: 0.3, dizzy: 0.6 } };
    let found: { path: string; p: number }[] = [{ path: '', p: 1 }];
    for (const feeling of observed) {
      found = found.flatMap(({ path, p }) =>
        (['H', 'F'] as const).map((state) => {
          const last = path.at(-1) as 'H' | 'F' | undefined;
          const step = last ? move[`${last}${state}`] : begin[state];
          return { path: path + state, p: p * step * feel[state][feeling] };
        }),
      );
    }
    return found;
  }

  it('has the likeliest course, total, shares and posteriors of the list of all eight courses', async () => {
    const found = (await hiddenMarkov.run({})) as Found;
    const all = courses(OBSERVED);
    const total = sum(all.map(({ p }) => p));
    const best = all.reduce((first, one) => (one.p > first.p ? one : first));
    expect(found.best.replaceAll(' ', '')).toBe(best.path);
    expect(found.bestProbability).toBeCloseTo(best.p, 14);
    expect(found.total).toBeCloseTo(total, 14);
    const share = (of: (path: string) => boolean) =>
      sum(all.filter(({ path }) => of(path)).map(({ p }) => p)) / total;
    const days = [0, 1, 2].map((day) => share((path) => path[day] === 'F'));
    for (const [day, posterior] of days.entries())
      expect(found.days[day]?.smoothed).toBeCloseTo(posterior, 13);
    const starts = [0, 1, 2, -1].map((first) => share((path) => path.indexOf('F') === first));
    for (const [index, one] of starts.entries()) expect(found.begins[index]?.share).toBeCloseTo(one, 13);
    expect(found.parts.share).toBeCloseTo(
      share((path) => path.endsWith('HF')),
      13,
    );
    expect(found.parts.slope).toBeCloseTo(found.parts.share, 8);
    expect(found.parts.beta).toBeCloseTo(1, 12); // nothing follows the last day
    expect(found.slopes).toBe('agree');
    expect([found.onBest, found.likeliest]).toEqual(['day 3', 'day 1']);
    // What was known on day two: all courses of the first two days.
    const early = courses(OBSERVED.slice(0, 2));
    const feverish = sum(early.filter(({ path }) => path[1] === 'F').map(({ p }) => p));
    expect(found.days[1]?.filtered).toBeCloseTo(feverish / sum(early.map(({ p }) => p)), 13);
  });

  it('draws each course as often as it deserves', () => {
    const random = { next: mulberry(3) };
    const graph = trellis(OBSERVED);
    const draws = Array.from({ length: 20_000 }, () =>
      drawPath(graph, ['H3', 'F3'], random)
        .map((node) => node[0])
        .join(''),
    );
    const all = courses(OBSERVED);
    const total = sum(all.map(({ p }) => p));
    for (const { path, p } of all) {
      const share = p / total;
      const drawn = draws.filter((one) => one === path).length / draws.length;
      // Five standard deviations.
      expect(Math.abs(drawn - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / draws.length));
    }
  });
});

describe('cooling down', () => {
  it('leads to greedy when each step is cooled, to the best path when whole paths are', () => {
    const { steps, paths } = twoWaysToCool(0.1);
    expect([steps.path, paths.path]).toEqual(['S→A→x', 'S→B→y']);
    const all = [0.2, 0.04, 0.16, 0.28, 0.07, 0.075, 0.175].map((p) => p ** 10);
    expect(paths.p).toBeCloseTo(0.28 ** 10 / sum(all), 13);
    const step = (p: number, others: number[]) => p ** 10 / (p ** 10 + sum(others.map((one) => one ** 10)));
    expect(steps.p).toBeCloseTo(step(0.4, [0.35, 0.25]) * step(0.5, [0.1, 0.4]), 13);
    expect(twoWaysToCool(1).steps.p).toBeCloseTo(twoWaysToCool(1).paths.p, 14);
    expect(greedyPath(coolEachStep(0.1), 'S').path).toEqual(greedyPath(GRAPH, 'S').path);
  });
});

describe('a game at deuce', () => {
  it('that nobody leaves is refused by its name', () => {
    expect(refusal()).toContain('the cycle through deuce, ahead has no total');
  });
});

describe('cutting a word', () => {
  /** A vocabulary of the pieces named, of which the tokeniser uses those of `own`. */
  const modelWith = (texts: readonly string[], own: readonly number[]) =>
    ({
      vocabularySize: texts.length,
      encode: () => own,
      pieces: (ids: readonly number[]) => ids.map((id) => ({ id, text: texts[id], special: false })),
    }) as unknown as LanguageModel;

  it("has the tokeniser's own tokens, where two spell the same, and even where they spell other characters", () => {
    const twice = waysToWrite(modelWith(['a', 'b', 'a'], [0, 1]), 'ab');
    expect(twice).toEqual({ cuts: [['a', 'b']], ids: [[0, 1]], own: 0, counted: 1 });
    const bytes = waysToWrite(modelWith(['\\xC3', '\\xA9'], [0, 1]), 'é');
    expect(bytes).toMatchObject({ cuts: [['\\xC3', '\\xA9']], ids: [[0, 1]], own: 0 });
  });

  it('in all ways gives a cut for each choice of borders when every piece is allowed', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom('a', 'b', ' ') }), (word) => {
        const cuts = segmentations(word, () => true);
        expect(cuts).toHaveLength(2 ** (word.length - 1));
        expect(new Set(cuts.map((cut) => cut.join('|'))).size).toBe(cuts.length);
        for (const cut of cuts) expect(cut.join('')).toBe(word);
      }),
    );
  });
});

describe('the ways to cut a text', () => {
  it('are as many as the counting semiring says, and spell the text', () => {
    const letters = fc
      .array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 9 })
      .map((list) => list.join(''));
    const pieces = fc.array(
      fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 3 }).map((list) => list.join('')),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(letters, pieces, (word, vocabulary) => {
        const known = new Set(vocabulary);
        const cuts = segmentations(word, (piece) => known.has(piece));
        expect(countSegmentations(word, (piece) => known.has(piece))).toBe(cuts.length);
        expect(new Set(cuts.map((cut) => cut.join('|'))).size).toBe(cuts.length);
        for (const cut of cuts) expect(cut.join('')).toBe(word);
      }),
    );
    expect(countSegmentations('abcdef', () => true)).toBe(2 ** 5);
  });
});

describe('merging spellings', () => {
  const questions = questionsOf(
    readFileSync(new URL('../../chapters/05-log-semiring-on-graphs/yes-no.json', import.meta.url), 'utf8'),
  );

  it('asks sixty-four different questions, half of them with yes for an answer', () => {
    expect(questions).toHaveLength(64);
    expect(new Set(questions.map(({ question }) => question)).size).toBe(64);
    expect(questions.filter(({ answer }) => answer === 'yes')).toHaveLength(32);
    // Neighbours are drawn together: one yes and one no.
    for (const [index, { answer }] of questions.entries())
      expect(answer).toBe(index % 2 === 0 ? 'yes' : 'no');
    for (const { question } of questions) expect(question).toMatch(/^(Is|Do|Does|Can) .*\?$/);
    expect(() => questionsOf('[{ "question": "Why?", "answer": "because" }]')).toThrow('neither yes nor no');
  });

  it('is refused when one spelling is the beginning of another', () => {
    expect(() => assertExclusive([' Paris', ' Paris.'])).toThrow('" Paris" is the beginning of " Paris."');
    expect(() => assertExclusive([...spellings('yes'), ...spellings('no')])).not.toThrow();
    expect(spellings('no')).toEqual([' No', ' no', ' NO', 'No', 'no', 'NO', '\nNo', '\nno']);
  });
});

describe('how many answers are right', () => {
  /** The log-probability of so many right answers by listing every outcome of every question. */
  function listOutcomes(leads: readonly number[]): number[] {
    let outcomes = [{ count: 0, logprob: 0 }];
    for (const lead of leads) {
      const [right, wrong] = rightOrWrong(lead);
      outcomes = outcomes.flatMap(({ count, logprob }) => [
        { count: count + 1, logprob: logprob + right },
        { count, logprob: logprob + wrong },
      ]);
    }
    return Array.from({ length: leads.length + 1 }, (_, count) =>
      logSumExp(outcomes.filter((one) => one.count === count).map(({ logprob }) => logprob)),
    );
  }

  it('is the list of all outcomes, in one pass', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 1, maxLength: 9 }),
        (leads) => {
          const [pass, list] = [howManyRight(leads), listOutcomes(leads)];
          expect(pass).toHaveLength(leads.length + 1);
          for (const [count, logprob] of pass.entries()) expect(logprob).toBeCloseTo(list[count] ?? 0, 11);
          expect(sum(pass.map(Math.exp))).toBeCloseTo(1, 12);
        },
      ),
    );
  });
});
