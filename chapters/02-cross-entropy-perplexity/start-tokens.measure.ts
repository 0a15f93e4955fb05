import { meanInterval } from '#numerics/bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { measurement } from '#report/measurement';
import { ownTexts, specialToken, TEXT_FILES } from './texts.measure.ts';

const OTHER = '<|im_start|>';

export const NOTHING = 'nothing';
/** Tokens of each text that are read; all but the first are targets. */
const READ = 128;

export const startTokens = measurement({
  id: 'start-tokens',
  needs: { own: ownTexts },
  data: TEXT_FILES,
  kinds: {
    read: 'exact',
    targets: 'exact',
    spread: 'nats',
    rows: { afterStart: 'nats', afterNothing: 'nats', afterOther: 'nats' },
    differences: { tokens: 'exact', mean: 'nats', low: 'nats', high: 'nats' },
    largest: 'nats',
  },
  async measure({ lm, data, own }) {
    const random = seededRandom(5);
    const other = specialToken(lm, OTHER);
    const afterNothing: number[] = [];
    const afterOther: number[] = [];
    const rows = [];
    for (const { name, logprobs } of own.texts) {
      const ids = lm.encode(data[name as keyof typeof data]).slice(0, READ);
      const reference = logprobs.slice(1, READ);
      const bare = at(await lm.scoreContinuations(ids.slice(0, 1), [ids.slice(1)]), 0).logprobs;
      const opened = at(await lm.scoreContinuations([other, ...ids.slice(0, 1)], [ids.slice(1)]), 0).logprobs;
      afterNothing.push(...bare.map((logprob, index) => at(reference, index) - logprob));
      afterOther.push(...opened.map((logprob, index) => at(reference, index) - logprob));
      rows.push({ name, afterStart: -mean(reference), afterNothing: -mean(bare), afterOther: -mean(opened) });
    }
    const difference = (before: string, changes: readonly number[]) => {
      const interval = meanInterval(changes, { random: random.next });
      const verdict: 'more' | 'less' | 'unclear' =
        interval.low > 0 ? 'more' : interval.high < 0 ? 'less' : 'unclear';
      return { before, tokens: changes.length, mean: mean(changes), ...interval, verdict };
    };
    return {
      start: own.start,
      other: OTHER,
      read: READ,
      targets: READ - 1,
      spread: Math.max(...rows.map((row) => row.afterStart)) - Math.min(...rows.map((row) => row.afterStart)),
      rows,
      differences: [difference(NOTHING, afterNothing), difference(OTHER, afterOther)],
      largest: Math.max(
        ...rows.flatMap((row) =>
          [row.afterNothing, row.afterOther].map((value) => Math.abs(value - row.afterStart)),
        ),
      ),
    };
  },
});
