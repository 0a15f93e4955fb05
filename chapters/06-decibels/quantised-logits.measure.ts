import { powerToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { expectedSignalToNoise, quantise, signalToNoise, withoutMean } from '#numerics/quantise';
import { mean } from '#numerics/sum';
import { each, either, measurement } from '#report/measurement';
import { STATEMENTS } from './beliefs.measure.ts';

/** The prediction that is drawn. */
const DRAWN = 'The capital of France is';
/**
 * The finest has steps far above what another processor changes in a logit: below that, the noise of rounding would be
 * a property of the machine.
 */
const DEPTHS = [8, 7, 6, 5, 4, 3, 2];
/** Depths that the picture of rounding shows, and how many of the likeliest tokens. */
const PICTURED = [5, 3];
const SHOWN = 40;
/** A mean cost within so many decibels of the theory follows it. */
const CLOSE = 0.5;

/** How many values share the largest one. */
function sharingTheTop(values: Float64Array): number {
  const top = values.reduce((largest, x) => Math.max(largest, x), Number.NEGATIVE_INFINITY);
  return values.reduce((count, x) => (x === top ? count + 1 : count), 0);
}

/** Logits without their mean, rounded to each depth: how far the noise lies below them, and how many share the top. */
function roundings(logits: ArrayLike<number>) {
  const signal = withoutMean(logits);
  const depths = DEPTHS.map((bits) => {
    const { values } = quantise(signal, bits);
    return { bits, level: signalToNoise(signal, values), sharing: sharingTheTop(values) };
  });
  return { signal, depths };
}

/** The logits of several predictions, rounded ever more coarsely: what each bit is worth in decibels. */
export const quantisedLogits = measurement({
  id: 'quantised-logits',
  kinds: {
    ...each('exact', 'vocabularySize', 'predictions', 'shown'),
    perBit: 'float64',
    stairs: { bits: 'exact', levels: 'rank' },
    picture: { rank: 'exact', bits: 'exact', logit: 'logit' },
    dots: { bits: 'exact', cost: 'decibels' },
    rows: {
      bits: 'exact',
      alone: 'rank',
      ...each('decibels', 'theory', 'mean', 'least', 'most', 'level'),
    },
    finest: { bits: 'exact', level: 'decibels' },
    coarsest: { bits: 'exact', level: 'decibels', alone: 'rank' },
    ...each('decibels', 'least', 'most', 'even'),
    sine: { ...each('decibels', 'level', 'offset') },
    offset: 'decibels',
  },
  async measure({ lm }) {
    const prompts = STATEMENTS.map(([prompt]) => prompt);
    const predictions = await lm.nextOfMany(prompts.map((prompt) => lm.encode(prompt)));
    const all = predictions.map(({ logits }, i) => ({ prompt: at(prompts, i), ...roundings(logits) }));
    // Logits that already lie on a grid are not moved by it, and that has no level.
    const moved = all.filter(({ depths }) => depths.every(({ level }) => Number.isFinite(level)));
    const levelsAt = (place: number) => moved.map(({ depths }) => at(depths, place).level);
    const aloneAt = (place: number) => moved.filter(({ depths }) => at(depths, place).sharing === 1).length;
    const costsAt = (place: number) => {
      const finer = levelsAt(place - 1);
      return levelsAt(place).map((level, i) => at(finer, i) - level);
    };
    const sound = moved.length > 0;
    const rows = !sound
      ? []
      : DEPTHS.slice(1).map((bits, i) => {
          const costs = costsAt(i + 1);
          const expected = (depth: number) => expectedSignalToNoise(at(moved, 0).signal, depth);
          return {
            bits,
            /** The same for every signal: only the number of steps in its range counts. */
            theory: expected(bits + 1) - expected(bits),
            mean: mean(costs),
            least: Math.min(...costs),
            most: Math.max(...costs),
            level: mean(levelsAt(i + 1)),
            alone: aloneAt(i + 1),
          };
        });
    const upToThree = rows.filter(({ bits }) => bits >= 3);
    const last = DEPTHS.length - 1;
    const place = prompts.indexOf(DRAWN);
    const { logits } = at(predictions, place);
    const { signal } = at(all, place);
    const top = lm.top(logits, SHOWN);
    const pictureOf = (bits: number, values: Float64Array) =>
      top.map(({ id }, index) => ({
        rank: index + 1,
        bits,
        logit: at(values, id),
        last: index === top.length - 1,
      }));
    const stairs = PICTURED.map((bits) => {
      const { values } = quantise(signal, bits);
      return {
        bits,
        values,
        levels: new Set(top.map(({ id }) => at(values, id))).size,
        top: either(sharingTheTop(values) === 1, 'alone', 'shared'),
      };
    });
    return {
      prompt: DRAWN,
      winner: at(top, 0).text,
      signal: either(sound, 'sound', 'nothing to round'),
      vocabularySize: logits.length,
      predictions: moved.length,
      shown: top.length,
      perBit: 2 * powerToDecibels(2),
      /** A sine with a range of 2^b steps has 3/2 · 2^2b times the mean square of the rounding errors, step²/12. */
      sine: {
        level: 2 * at(DEPTHS, 0) * powerToDecibels(2) + powerToDecibels(1.5),
        offset: powerToDecibels(1.5),
      },
      offset: sound ? mean(levelsAt(0)) - 2 * at(DEPTHS, 0) * powerToDecibels(2) : null,
      stairs: stairs.map(({ bits, levels, top }) => ({ bits, levels, top })),
      picture: [...pictureOf(0, signal), ...stairs.flatMap(({ bits, values }) => pictureOf(bits, values))],
      dots: rows.flatMap(({ bits }, i) =>
        sound ? costsAt(i + 1).map((cost, one) => ({ bits, cost, prompt: at(moved, one).prompt })) : [],
      ),
      rows,
      finest: { bits: at(DEPTHS, 0), level: sound ? mean(levelsAt(0)) : null },
      coarsest: {
        bits: at(DEPTHS, last),
        level: sound ? mean(levelsAt(last)) : null,
        alone: aloneAt(last),
      },
      least: sound ? Math.min(...upToThree.map(({ least }) => least)) : null,
      most: sound ? Math.max(...upToThree.map(({ most }) => most)) : null,
      even: 0,
      follows: either(
        upToThree.every((row) => Math.abs(row.mean - row.theory) < CLOSE),
        'yes',
        'no',
      ),
    };
  },
});
