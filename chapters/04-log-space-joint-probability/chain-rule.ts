import { logSoftmax } from '#numerics/softmax';
import { table } from '#report/block';
import { choose } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { nats, percent, probability, real, ref, text, token } from '#report/values';

const SENTENCE = 'Once upon a time there was a small village by the sea.';

export const chainRule = measurement({
  id: 'chain-rule',
  kinds: {
    sentence: 'exact',
    first: 'exact',
    rows: { text: 'exact', logprob: 'nats', probability: 'probability', sum: 'nats' },
    total: 'nats',
    probability: 'probability',
    largestDifference: 'nats',
    agreement: 'exact',
  },
  async measure({ lm }) {
    const ids = lm.encode(SENTENCE);
    const { tokens, totalLogprob } = await lm.score(ids);
    const prefixes = ids.slice(1).map((_, index) => ids.slice(0, index + 1));
    const predictions = await lm.nextOfMany(prefixes);
    let sum = 0;
    let largestDifference = 0;
    const rows = predictions.map(({ logits }, index) => {
      const scored = tokens[index + 1];
      const logprob = scored?.logprob ?? Number.NaN;
      const stepwise = logSoftmax(logits)[ids[index + 1] ?? -1] ?? Number.NaN;
      largestDifference = Math.max(largestDifference, Math.abs(stepwise - logprob));
      sum += logprob;
      return { text: scored?.text ?? '', logprob, probability: Math.exp(logprob), sum };
    });
    const agreement: 'exact' | 'close' | 'apart' =
      largestDifference === 0 ? 'exact' : largestDifference < 1e-3 ? 'close' : 'apart';
    return {
      sentence: SENTENCE,
      first: tokens[0]?.text ?? '',
      rows,
      total: totalLogprob,
      probability: Math.exp(totalLogprob),
      largestDifference,
      agreement,
    };
  },
});

export const joint = section({
  id: 'chain-rule',
  title: prose`The probability of a sentence: the chain rule`,
  needs: { m: chainRule },
  write({ m }) {
    return [
      prose`
        A model only ever predicts *one* token. How can it have an opinion on a sentence? By the chain rule: the
        probability that A and B both happen is that of A, times that of B *given* A. For a sentence that means one factor
        for each token, given all before it, and in log-space one term for each. ${ref('chain-rule-table')} adds them up
        for “${text(m.sentence)}”. Nothing stands before ${token(m.first)}, so the sum begins with the second token.
      `,
      table({
        id: 'chain-rule-table',
        caption: prose`A sentence, token by token after ${token(m.first)}: each log-probability, and the sum so far.`,
        rows: m.rows,
        columns: [
          { head: prose`token`, cell: (row) => prose`${token(row.text)}` },
          { head: prose`probability`, align: 'right', cell: (row) => prose`${percent(row.probability)}` },
          { head: prose`log-probability (nats)`, align: 'right', cell: (row) => prose`${nats(row.logprob)}` },
          { head: prose`sum so far`, align: 'right', cell: (row) => prose`${nats(row.sum)}` },
        ],
      }),
      prose`
        The last line is the log-probability of all that follows ${token(m.first)}: ${nats(m.total)}, which is a
        probability of ${probability(m.probability)}.

        Must the model run once for each token? No. It reads the sentence in one pass and predicts at every position, and
        each prediction sees only what stands before. To be sure, we also asked step by step, with each beginning of the
        sentence as a prompt of its own. ${choose(m.agreement, {
          exact: prose`The largest difference between the two ways is exactly ${real(m.largestDifference, 'nats')}.`,
          close: prose`The largest difference between the two ways is ${nats(m.largestDifference)}, which is rounding. Servers
          that compute in sixteen bits differ by far more.`,
          apart: prose`The largest difference between the two ways is ${nats(m.largestDifference)}, more than rounding
          explains: this model's file computes a token differently when others stand beside it.`,
        })}
      `,
    ];
  },
});
