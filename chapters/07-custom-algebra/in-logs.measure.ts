import { each, measurement } from '#report/measurement';
import { SCALES } from './scales.ts';

// #region in-logs
/** A log-probability in nats on other scales, without a detour by way of the probability. */
export const inLogs = (logprob: number, tokens: number) => ({
  bits: -logprob / Math.LN2,
  perplexity: Math.exp(-logprob / tokens),
  logit: logprob - Math.log(-Math.expm1(logprob)), // in decibels of odds: times 10 / ln 10
});
// #endregion in-logs

/** A text whose probability is zero in float64, and an event whose probability is one there. */
const LONG = { logprob: -1000, tokens: 300 };
const SURE = -1e-17;

export const alongLogs = measurement({
  id: 'along-logs',
  kinds: {
    long: { tokens: 'exact', logprob: 'nats', ...each('float64', 'byProbability', 'inLogs') },
    sure: { logprob: 'exact', ...each('float64', 'byProbability', 'inLogs') },
  },
  async measure() {
    const [perplexity, logit] = [SCALES.perplexity.to[1], SCALES.logit.to[1]];
    const size = { tokens: LONG.tokens, bytes: Number.NaN };
    return {
      long: {
        ...LONG,
        byProbability: perplexity(Math.exp(LONG.logprob), size),
        inLogs: inLogs(LONG.logprob, LONG.tokens).perplexity,
      },
      sure: {
        logprob: SURE,
        byProbability: logit(Math.exp(SURE)),
        inLogs: inLogs(SURE, 1).logit,
      },
    };
  },
});
