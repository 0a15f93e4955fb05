import { at } from '#numerics/list';
import { perplexityOf } from '#numerics/perplexity';
import { mean } from '#numerics/sum';
import { each, either, measurement } from '#report/measurement';
import { named } from './lists.ts';
import { ownTexts, startOf, TEXT_FILES } from './texts.measure.ts';

const INPUTS = 64;
/** Tokens of the text that are predicted; with the start token before them the windows come out even. */
const TARGETS = 128;

/** What is read at once, and which of its tokens are targets: places in the text. */
export interface Window {
  readonly start: number;
  /** The first and the last target; the token before the last one is the last that is read. */
  readonly from: number;
  readonly to: number;
}

/**
 * Windows of at most `inputs` tokens that together predict each token of a text but the first exactly once. A window
 * that starts at b reads b … b + inputs - 1 and predicts b + 1 … b + inputs; the next one starts `stride` further and
 * counts only what the ones before it did not predict. Throws a RangeError unless 1 <= stride <= inputs: a longer
 * stride would leave tokens out.
 */
// #region windows
export function slidingWindows(length: number, inputs: number, stride: number): Window[] {
  assertStride(inputs, stride);
  const windows: Window[] = [];
  let next = 1; // the first token not yet predicted
  for (let start = 0; next < length; start += stride) {
    const to = Math.min(start + inputs, length - 1);
    windows.push({ start, from: next, to });
    next = to + 1;
  }
  return windows;
}
// #endregion windows

function assertStride(inputs: number, stride: number): void {
  if (!(Number.isInteger(stride) && Number.isInteger(inputs) && stride >= 1 && stride <= inputs)) {
    throw new RangeError(`a stride must be a whole number from 1 to ${inputs}, got ${stride}`);
  }
}

export const slidingWindow = measurement({
  id: 'sliding-window',
  needs: { own: ownTexts },
  data: { harbour: TEXT_FILES.harbour },
  kinds: {
    inputs: 'exact',
    targets: 'exact',
    rows: {
      ...each('exact', 'stride', 'windows', 'counted', 'shortestContext', 'forwardTokens'),
      meanSurprisal: 'nats',
      perplexity: 'perplexity',
    },
    whole: { forwardTokens: 'exact', meanSurprisal: 'nats', perplexity: 'perplexity' },
    priceFactor: 'float64',
  },
  async measure({ lm, data, own }) {
    const ids = [...startOf(lm), ...lm.encode(data.harbour).slice(0, TARGETS)];
    const strides = [64, 32, 16, 8, 1].map((stride) => {
      return { stride, windows: slidingWindows(ids.length, INPUTS, stride) };
    });
    // All in one request: windows of one stride are windows of others, too, and those are read once.
    const all = strides.flatMap(({ windows }) => windows);
    const scored = await lm.scoreMany(
      all.map(({ start, from, to }) => ({
        context: ids.slice(start, from),
        continuation: ids.slice(from, to + 1),
      })),
    );
    const rows = strides.map(({ stride, windows }) => {
      const logprobs = windows.flatMap((window) => at(scored, all.indexOf(window)).logprobs);
      return {
        stride,
        windows: windows.length,
        counted: logprobs.length,
        // The first window has no choice: the start of a text has nothing before it.
        shortestContext: Math.min(...windows.slice(1).map(({ start, from }) => from - start)),
        forwardTokens: windows.reduce((sum, { start, to }) => sum + to - start, 0),
        meanSurprisal: -mean(logprobs),
        perplexity: perplexityOf(logprobs),
      };
    });
    const harbour = named(own.texts, 'harbour');
    const whole = harbour.logprobs.slice(0, TARGETS);
    const means = rows.map(({ meanSurprisal }) => meanSurprisal);
    const isLevel = Math.max(...means) - Math.min(...means) < 0.0005;
    const falls = rows.every(
      (row, index) => index === 0 || row.meanSurprisal < at(rows, index - 1).meanSurprisal,
    );
    return {
      inputs: INPUTS,
      targets: TARGETS,
      rows,
      whole: { forwardTokens: ids.length - 1, meanSurprisal: -mean(whole), perplexity: perplexityOf(whole) },
      course: isLevel ? ('level' as const) : either(falls, 'falls', 'wavers'),
      paragraph: either(Math.abs(mean(whole) + harbour.meanSurprisal) < 0.0005, 'the same', 'another'),
      priceFactor: at(rows, rows.length - 1).forwardTokens / at(rows, 0).forwardTokens,
    };
  },
});
