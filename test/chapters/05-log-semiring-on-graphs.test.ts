import { describe, expect, it } from 'vitest';
import type { LanguageModel } from '#lm/types';
import { logSoftmax } from '#numerics/softmax';
import { cycles } from '../../chapters/05-log-semiring-on-graphs/cycles.measure.ts';
import { FELT, FEVER, hiddenMarkov } from '../../chapters/05-log-semiring-on-graphs/hidden-markov.measure.ts';
import type { HiddenMarkovModel } from '../../chapters/05-log-semiring-on-graphs/hidden-markov-model.ts';
import { BLANK, ctcProbability } from '../../chapters/05-log-semiring-on-graphs/other-graphs.measure.ts';
import { MAP_GRAPH } from '../../chapters/05-log-semiring-on-graphs/paths-of-map.ts';
import { answersAt } from '../../chapters/05-log-semiring-on-graphs/semirings.measure.ts';
import { EATEN, ICE_CREAM, iceCream } from '../../chapters/05-log-semiring-on-graphs/try-it.measure.ts';
import {
  segmentations,
  wordProbability,
} from '../../chapters/05-log-semiring-on-graphs/word-probability.measure.ts';
import { resultOf } from './committed.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('the map', () => {
  it('gives the answers of all semirings at z, by exact arithmetic in thousandths', () => {
    const found = answersAt(MAP_GRAPH, 'z');
    expect([found.paths, found.best.path]).toEqual([3, 'S→C→z']);
    expect(found.probability).toBeCloseTo(0.405, 15);
    expect(found.log).toBeCloseTo(Math.log(0.405), 14);
  });

  it('with a return from x has the geometric series of its rounds', async () => {
    const found = await resultOf(cycles);
    expect(found.rounds.map(({ via }) => via)).toEqual(['A', 'C']);
    expect(found.rounds[0]?.probability).toBeCloseTo(0.2, 15);
    expect(found.rounds[1]?.probability).toBeCloseTo(0.075, 15);
    const returns = sum(found.rounds.map(({ probability }) => probability));
    expect(found.returns).toBeCloseTo(returns, 15);
    const rounds = Array.from({ length: 200 }, (_, round) => returns ** round);
    expect(found.visits).toBeCloseTo(sum(rounds), 12);
    expect(found.reaches).toBeCloseTo(0.405 * sum(rounds), 12);
  });
});

describe('the hidden Markov model', () => {
  /** All sequences of states, each with its probability, by multiplication along it. */
  function listed<Sign extends string | number>(
    { start, move, sign }: HiddenMarkovModel<Sign>,
    seen: readonly Sign[],
  ) {
    const states = Object.keys(sign);
    let courses: { states: string[]; p: number }[] = [{ states: [], p: 1 }];
    for (const shown of seen)
      courses = courses.flatMap(({ states: before, p }) =>
        states.map((state) => {
          const last = before.at(-1);
          const moved = (last === undefined ? start[state] : move[last]?.[state]) ?? 0;
          return { states: [...before, state], p: p * moved * (sign[state]?.[shown] ?? 0) };
        }),
      );
    const total = sum(courses.map(({ p }) => p));
    const share = (of: (states: readonly string[]) => boolean) =>
      sum(courses.filter(({ states }) => of(states)).map(({ p }) => p)) / total;
    const best = courses.reduce((first, one) => (one.p > first.p ? one : first)).states;
    const daily = seen.map((_, day) => {
      const shareOf = (state: string) => share((course) => course[day] === state);
      return states.reduce((first, state) => (shareOf(state) > shareOf(first) ? state : first));
    });
    return { total, share, best, daily };
  }
  const same = (a: readonly string[]) => (b: readonly string[]) => a.join() === b.join();

  it('has the total, the best path and the posteriors of the list of all paths', async () => {
    const { total, share, best, daily } = listed(FEVER, FELT);
    const found = await resultOf(hiddenMarkov);
    expect([found.states, found.daily]).toEqual([best, daily]);
    expect(found.total).toBeCloseTo(total, 14);
    expect(found.bestShare).toBeCloseTo(share(same(best)), 12);
    expect(found.dailyShare).toBeCloseTo(share(same(daily)), 12);
    expect(found.fallsIll).toBeCloseTo(
      share(([first, second]) => first === 'H' && second === 'F'),
      12,
    );
    expect(found.staysIll).toBeCloseTo(
      share(([first, second]) => first === 'F' && second === 'F'),
      12,
    );
    for (const [day, { fever, healthy }] of found.days.entries()) {
      expect(fever).toBeCloseTo(
        share((states) => states[day] === 'F'),
        12,
      );
      expect(fever + healthy).toBeCloseTo(1, 12);
    }
    const lit = found.edges.filter(({ onBest }) => onBest === 'yes').map(({ to }) => to);
    expect(lit).toEqual([...best.map((state, index) => `${state}${index + 1}`), 'END']);
    const drawn = found.edges.find(({ from, to }) => from === 'H1' && to === 'F2');
    expect(drawn?.weight).toBe(found.onset);
  });

  it('has a best path that is not made of the most probable state of each day', () => {
    const { best, daily } = listed(FEVER, FELT);
    expect(daily).not.toEqual(best);
  });

  it('solves the exercise as the list of all paths does', async () => {
    const { total, share, best } = listed(ICE_CREAM, EATEN);
    const found = await resultOf(iceCream);
    expect(found.total).toBeCloseTo(total, 15);
    expect(found.states).toEqual(best);
    expect(found.bestShare).toBeCloseTo(share(same(best)), 12);
    for (const [day, hot] of found.hot.entries())
      expect(hot).toBeCloseTo(
        share((states) => states[day] === 'H'),
        12,
      );
  });
});

describe('the graph of CTC', () => {
  /** Merges repeated symbols, then drops blanks. */
  const collapsed = (symbols: string) => symbols.replaceAll(/(.)\1+/g, '$1').replaceAll(BLANK, '');

  it.each(['a', 'ab', 'aa', 'aba', 'abb'])('adds up what spells %s in five frames', (transcript) => {
    const symbols = ['a', 'b', BLANK];
    const frames = Array.from({ length: 5 }, (_, frame) => {
      const weights = symbols.map((_, index) => 1 + Math.sin(3 * frame + 5 * index) / 2);
      return Object.fromEntries(symbols.map((one, index) => [one, (weights[index] ?? 0) / sum(weights)]));
    });
    let all = [{ text: '', p: 1 }];
    for (const frame of frames)
      all = all.flatMap(({ text, p }) =>
        symbols.map((one) => ({ text: text + one, p: p * (frame[one] ?? 0) })),
      );
    const spelt = all.filter(({ text }) => collapsed(text) === transcript);
    expect(ctcProbability(transcript, frames)).toBeCloseTo(sum(spelt.map(({ p }) => p)), 14);
  });
});

describe('the probability of a word', () => {
  /** A model that predicts a token from the last one alone, with some vocabulary. */
  function modelOf(texts: readonly string[], seed: number): LanguageModel {
    const logits = texts.map((_, last) =>
      Float32Array.from(texts, (_, next) => Math.sin(seed + 7 * last + 3 * next) * 2),
    );
    const predicted = (ids: readonly number[]) => logits[ids.at(-1) ?? 0] ?? new Float32Array();
    return {
      vocabularySize: texts.length,
      encode: (text: string) => (text === 'prompt' ? [0] : [...text].map((sign) => texts.indexOf(sign))),
      pieces: (ids: readonly number[]) => ids.map((id) => ({ id, text: texts[id], special: id === 0 })),
      nextOfMany: async (many: readonly number[][]) => many.map((ids) => ({ logits: predicted(ids) })),
      scoreContinuations: async (context: number[], many: readonly number[][]) =>
        many.map((ids) => {
          const logprobs = ids.map(
            (id, place) => logSoftmax(predicted([...context, ...ids.slice(0, place)]))[id] ?? Number.NaN,
          );
          return { ids, logprobs, total: sum(logprobs) };
        }),
    } as unknown as LanguageModel;
  }

  it('is that of the list of all texts, at a boundary, as a beginning and as a word', async () => {
    const texts = ['<end>', 'a', 'b', '.', 'ab', 'ba', 'b.', 'aba'];
    for (const seed of [1, 2, 3]) {
      const lm = modelOf(texts, seed);
      const found = await wordProbability(lm, 'prompt', 'aba');
      // All texts of four tokens, or fewer before the end.
      const all: { text: string; cuts: number[]; p: number }[] = [];
      const walk = (text: string, cuts: number[], last: number, p: number, left: number) => {
        if (left === 0 || (last === 0 && cuts.length > 0)) return void all.push({ text, cuts, p });
        const next = logSoftmax(Float32Array.from(texts, (_, id) => Math.sin(seed + 7 * last + 3 * id) * 2));
        for (const [id, token] of texts.entries()) {
          const longer = id === 0 ? text : text + token;
          walk(longer, [...cuts, longer.length], id, p * Math.exp(next[id] ?? 0), left - 1);
        }
      };
      walk('', [], 0, 1, 4);
      const probabilityOf = (of: (one: (typeof all)[number]) => boolean) =>
        sum(all.filter(of).map(({ p }) => p));
      const begins = ({ text }: { text: string }) => text.startsWith('aba');
      expect(Math.exp(found.begins)).toBeCloseTo(probabilityOf(begins), 6);
      expect(Math.exp(found.boundary)).toBeCloseTo(
        probabilityOf((one) => begins(one) && one.cuts.includes(3)),
        6,
      );
      expect(Math.exp(found.whole)).toBeCloseTo(
        probabilityOf((one) => begins(one) && !/^[ab]/.test(one.text.slice(3))),
        6,
      );
      expect(found.missing).toBe(0);
    }
  });

  it('adds a segmentation for each choice of borders when every piece is allowed', () => {
    expect(segmentations('abcd', () => true)).toHaveLength(8);
    expect(segmentations('abc', (piece) => piece !== 'bc').map((cut) => cut.join('|'))).toEqual([
      'abc',
      'ab|c',
      'a|b|c',
    ]);
  });
});
