import { meanInterval } from '#numerics/bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { each, either, measurement } from '#report/measurement';
import { ownTexts, TEXT_FILES } from './texts.measure.ts';

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
    differences: { tokens: 'exact', ...each('nats', 'mean', 'size', 'low', 'high') },
    largest: 'nats',
  },
  async measure({ lm, data, own }) {
    const random = seededRandom(5);
    /** What chats begin with; null without a chat template, and where it is what this chapter begins with. */
    const chat = lm.chat([{ role: 'user', content: 'Hello.' }]);
    const opening = chat === null ? null : at(lm.pieces(lm.encode(chat).slice(0, 1)), 0);
    const other = opening === null || opening.text === own.start ? null : opening;
    const afterNothing: number[] = [];
    const afterOther: number[] = [];
    const rows = [];
    for (const { name, logprobs } of own.texts) {
      const ids = lm.encode(data[name as keyof typeof data]).slice(0, READ);
      const reference = logprobs.slice(1, READ);
      const bare = at(await lm.scoreContinuations(ids.slice(0, 1), [ids.slice(1)]), 0).logprobs;
      const opened =
        other === null
          ? []
          : at(await lm.scoreContinuations([other.id, ...ids.slice(0, 1)], [ids.slice(1)]), 0).logprobs;
      afterNothing.push(...bare.map((logprob, index) => at(reference, index) - logprob));
      afterOther.push(...opened.map((logprob, index) => at(reference, index) - logprob));
      rows.push({
        name,
        afterStart: -mean(reference),
        afterNothing: -mean(bare),
        afterOther: other === null ? null : -mean(opened),
      });
    }
    const difference = (before: string, changes: readonly number[]) => {
      const interval = meanInterval(changes, { random: random.next });
      const verdict: 'more' | 'less' | 'unclear' =
        interval.low > 0 ? 'more' : interval.high < 0 ? 'less' : 'unclear';
      const average = mean(changes);
      return { before, tokens: changes.length, mean: average, size: Math.abs(average), ...interval, verdict };
    };
    const spread =
      Math.max(...rows.map((row) => row.afterStart)) - Math.min(...rows.map((row) => row.afterStart));
    const moves = rows.flatMap(({ afterStart, afterNothing, afterOther }) =>
      [afterNothing, afterOther ?? afterStart].map((value) => Math.abs(value - afterStart)),
    );
    const largest = Math.max(...moves);
    return {
      start: own.start,
      chats: other !== null ? ('another' as const) : either(chat === null, 'none', 'the same'),
      other: other?.text ?? own.start,
      read: READ,
      targets: READ - 1,
      spread,
      rows,
      differences: [
        difference(NOTHING, afterNothing),
        ...(other === null ? [] : [difference(other.text, afterOther)]),
      ],
      largest,
      dots: either(largest < spread / 2, 'close', 'apart'),
    };
  },
});
