import { clusteredBootstrapInterval } from '#numerics/clustered-bootstrap';
import { at } from '#numerics/list';
import { perplexityOf } from '#numerics/perplexity';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { each, measurement } from '#report/measurement';
import { ownTexts, readable, startOf, TEXT_FILES } from './texts.measure.ts';

const INPUTS = 64;
/** Tokens of the text that are predicted; with the start token before them the windows come out even. */
const TARGETS = 128;

/**
 * Windows of at most `inputs` tokens that together predict each token of a text but the first exactly once. A window
 * that starts at b reads b … b + inputs - 1 and predicts b + 1 … b + inputs; the next one starts `stride` further and
 * counts only what the ones before it did not predict. Throws a RangeError unless 1 <= stride <= inputs: a longer
 * stride would leave tokens out. `start` is a window's first token, `from` and `to` are its first and last target; the
 * token before the last target is the last that is read.
 */
export function slidingWindows(length: number, inputs: number, stride: number) {
  if (![inputs, stride].every(Number.isInteger) || stride < 1 || stride > inputs)
    throw new RangeError(`a stride must be a whole number from 1 to ${inputs}, got ${stride}`);
  const windows: { start: number; from: number; to: number }[] = [];
  let next = 1; // the first token not yet predicted
  for (let start = 0; next < length; start += stride) {
    const to = Math.min(start + inputs, length - 1);
    windows.push({ start, from: next, to });
    next = to + 1;
  }
  return windows;
}

export const STRIDES = [64, 32, 16];

export const slidingWindow = measurement({
  id: 'sliding-window',
  needs: { own: ownTexts },
  data: TEXT_FILES,
  kinds: {
    ...each('exact', 'inputs', 'judgedFrom', 'targets', 'texts'),
    rows: {
      ...each('exact', 'stride', 'forwardTokens'),
      windows: each('exact', 'start', 'from', 'to'),
      perplexity: 'perplexity',
    },
    whole: 'perplexity',
    ...each(each('nats', 'estimate', 'low', 'high'), 'half', 'further'),
  },
  async measure({ lm, data, own }) {
    const texts = own.texts.map(({ name, logprobs }) => ({
      name,
      ids: [...startOf(lm), ...lm.encode(data[name as keyof typeof data]).slice(0, TARGETS)],
      whole: logprobs.slice(0, TARGETS),
    }));
    const length = 1 + TARGETS;
    // All in one request: windows of one stride are windows of others, too, and those are read once.
    const asked = STRIDES.flatMap((stride) =>
      texts.flatMap((text) =>
        slidingWindows(length, INPUTS, stride).map((window) => ({ stride, text, window })),
      ),
    );
    const scored = await lm.scoreMany(
      asked.map(({ text, window: { start, from, to } }) => ({
        context: text.ids.slice(start, from),
        continuation: text.ids.slice(from, to + 1),
      })),
    );
    /** [128] The log-probabilities of a text's targets at a stride. */
    const through = (stride: number, text: (typeof texts)[number]) =>
      asked.flatMap((one, index) =>
        one.stride === stride && one.text === text ? at(scored, index).logprobs : [],
      );
    const rows = STRIDES.map((stride) => {
      const windows = slidingWindows(length, INPUTS, stride);
      const logprobs = texts.flatMap((text) => through(stride, text));
      return {
        stride,
        windows,
        forwardTokens: windows.reduce((sum, { start, to }) => sum + to - start, 0),
        perplexity: perplexityOf(logprobs),
      };
    });
    // The targets of the first window have the same context at every stride.
    const saved = (coarse: number, fine: number) => {
      const judged = texts.flatMap((text) => {
        const finer = through(fine, text);
        return through(coarse, text)
          .map((logprob, place) => ({ name: text.name, gain: at(finer, place) - logprob }))
          .slice(INPUTS);
      });
      return clusteredBootstrapInterval({
        rows: judged,
        clusterOf: ({ name }) => name,
        statistic: (targets) => mean(targets.map(({ gain }) => gain)),
        random: seededRandom(4).next,
      });
    };
    const [blocks = 0, half = 0, quarter = 0] = STRIDES;
    return {
      inputs: INPUTS,
      /** The first token whose context differs, counted from one; the last is the last target. */
      judgedFrom: INPUTS + 1,
      targets: TARGETS,
      texts: texts.length,
      rows,
      whole: perplexityOf(texts.flatMap((text) => text.whole)),
      /** Nats per target that the middle stride saves, and what the smallest saves beyond it. */
      half: saved(blocks, half),
      further: saved(half, quarter),
    };
  },
});

/** Half a window: the stride of the program that readers run, and of the figure at first. */
export const STRIDE = 32;

/** The paragraph in windows, as the program reads it. */
export const longText = measurement({
  id: 'long-text',
  data: { harbour: TEXT_FILES.harbour },
  kinds: { ...each('exact', 'inputs', 'stride', 'tokens'), perplexity: 'perplexity' },
  async measure({ lm, data }) {
    const ids = [...startOf(lm), ...readable(lm, data.harbour)];
    const windows = slidingWindows(ids.length, INPUTS, STRIDE);
    const scored = await lm.scoreMany(
      windows.map(({ start, from, to }) => ({
        context: ids.slice(start, from),
        continuation: ids.slice(from, to + 1),
      })),
    );
    const logprobs = scored.flatMap((one) => [...one.logprobs]);
    return { inputs: INPUTS, stride: STRIDE, tokens: logprobs.length, perplexity: perplexityOf(logprobs) };
  },
});
