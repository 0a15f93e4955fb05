import type { Kind, KindName } from './kind.ts';
import { kindName } from './kind.ts';

/** What a kind of number is, for readers who ask; the tolerances are those of `tolerance`, in words. */
const WORDS: Readonly<Record<KindName, { readonly what: string; readonly elsewhere: string }>> = {
  exact: { what: 'An input or a count', elsewhere: 'the same on every machine' },
  float64: { what: 'Plain arithmetic', elsewhere: 'the same on every machine to about nine digits' },
  nats: {
    what: 'A logarithm of probabilities, in nats',
    elsewhere: 'another processor may move it by about 0.0005',
  },
  logit: { what: 'A raw score, in logits', elsewhere: 'another processor may move it by about 0.0005' },
  bits: {
    what: 'A logarithm of probabilities, in bits',
    elsewhere: 'another processor may move it by about 0.0007',
  },
  decibels: { what: 'A level, in decibels', elsewhere: 'another processor may move it by about 0.002' },
  probability: {
    what: 'A probability, or a ratio of some',
    elsewhere: 'another processor may move it by about 0.05% of itself',
  },
  perplexity: { what: 'A perplexity', elsewhere: 'another processor may move it by about 0.1% of itself' },
  rank: {
    what: 'A rank, or a count that ranks decide',
    elsewhere: 'another processor may move it by up to 2% when it is large',
  },
  statistic: { what: 'A statistic', elsewhere: 'another processor may move it by one item' },
};

/** "A logarithm of probabilities, in nats; another processor may move it by about 0.0005." */
export function kindInWords(kind: Kind): string {
  const { what, elsewhere } = WORDS[kindName(kind)];
  const items = typeof kind === 'string' ? '' : ` over ${kind.items} items`;
  return `${what}${items}; ${elsewhere}.`;
}
