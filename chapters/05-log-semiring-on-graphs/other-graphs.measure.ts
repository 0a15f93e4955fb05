import { pathTotals } from '#numerics/path-totals';
import { pow } from '#numerics/pow';
import { probabilitySemiring } from '#numerics/standard-semirings';
import { measurement } from '#report/measurement';
import { type Edge, graphFrom } from './paths-of-map.ts';

export const BLANK = '-';
const FRAMES = 5;

/**
 * The probability that the frames spell a text by CTC: repeated symbols are merged, then blanks are dropped. A node is a
 * frame with a place, and each letter and each gap before, between and after the letters is a place of its own.
 */
export function ctcProbability(text: string, frames: readonly Readonly<Record<string, number>>[]): number {
  const places = [BLANK, ...[...text].flatMap((letter) => [letter, BLANK])];
  const mayFollow = (to: number, from: number) =>
    to === from ||
    to === from + 1 ||
    // A blank may be left out, except between equal letters.
    (to === from + 2 && places[to] !== BLANK && places[to] !== places[from]);
  const edges = frames.flatMap((symbols, frame) =>
    places.flatMap((symbol, to): Edge[] => {
      const node = `${frame}:${to}`;
      const p = symbols[symbol] ?? 0;
      if (frame === 0) return to < 2 ? [['S', node, p]] : [];
      const before = [...places.keys()].filter((from) => mayFollow(to, from));
      return before.map((from): Edge => [`${frame - 1}:${from}`, node, p]);
    }),
  );
  const last = [places.length - 2, places.length - 1];
  const ends = last.map((place): Edge => [`${frames.length - 1}:${place}`, 'END', 1]);
  const graph = graphFrom([...edges, ...ends]);
  return pathTotals(graph, probabilitySemiring, ({ weight }) => weight, 'S').get('END') ?? Number.NaN;
}

/** How many sequences of symbols spell two letters that differ, and twice the same letter. */
export const alignments = measurement({
  id: 'ctc-alignments',
  kinds: {
    frames: 'exact',
    different: { paths: 'exact', of: 'exact' },
    same: { paths: 'exact', of: 'exact' },
  },
  async measure() {
    const count = (text: string) => {
      const symbols = [...new Set([BLANK, ...text])];
      const frames = Array.from({ length: FRAMES }, () => Object.fromEntries(symbols.map((one) => [one, 1])));
      return { text, paths: ctcProbability(text, frames), of: pow(symbols.length, FRAMES) };
    };
    return { frames: FRAMES, different: count('ab'), same: count('aa') };
  },
});
