import type { Candidate } from '#lm/types';
import { at } from '#numerics/list';
import { each, either, measurement } from '#report/measurement';
import { offered } from './offer.ts';

const TYPED = 'I look forward to hearing from you as soon as possible.';

/** A sentence token by token: what would be offered behind each, and what came. */
export const typing = measurement({
  id: 'typing',
  kinds: { tokens: 'exact', rows: { probability: 'probability' }, ...each('rank', 'offers', 'came') },
  async measure({ lm }) {
    const pieces = lm.pieces(lm.encode(TYPED));
    const places = pieces.slice(0, -1);
    const likeliest: Candidate[] = [];
    await lm.everyPosition(
      places.map(({ id }) => id),
      (_, logits) => likeliest.push(...lm.top(logits, 1)),
    );
    const rows = places.map(({ text: typed }, index) => {
      const { text: token, logprob } = at(likeliest, index);
      const next = at(pieces, index + 1).text;
      const isOffered = offered([{ token, logprob }]) !== '';
      return {
        typed,
        likeliest: token,
        probability: Math.exp(logprob),
        offered: either(isOffered, 'yes', 'no'),
        next,
      };
    });
    const offers = rows.filter((row) => row.offered === 'yes');
    const came = offers.filter((row) => row.likeliest === row.next).length;
    const some = either(came === offers.length, 'all came', 'not all came');
    return {
      text: TYPED,
      tokens: rows.length,
      rows,
      offers: offers.length,
      came,
      outcome: offers.length === 0 ? ('nothing' as const) : some,
    };
  },
});
