import { finding, greater, instrument, prose, type Seen, section } from '#report';
import { cite, given, math, percent, text, token } from '#report/values';
import { endings } from './endings.measure.ts';

const firstTokenMisleads = ({ opener, winner }: Seen<typeof endings>) =>
  finding({
    id: 'first-token-misleads',
    when: greater(
      'probability of the likeliest ending above that of the ending with the likeliest first token',
      winner.whole,
      opener.whole,
    ),
    context: [opener.first],
    text: () => prose`Of our endings, “${text(opener.text)}” has the likeliest first token, ${token(opener.opening)} with
      ${percent(opener.first, 2)}. The whole ending, at ${percent(opener.whole, 2)}, is less likely than
      “${text(winner.text)}”, at ${percent(winner.whole, 2)}.`,
  });

export const firstTokenAndSearch = section({
  id: 'first-token-and-search',
  title: prose`First tokens, greedy decoding and beam search`,
  needs: { m: endings },
  write: ({ m }) => [
    prose`Why not take the ending whose *first token* is likeliest? It would need only one prediction.
      ${firstTokenMisleads(m)} The probability of a token covers every text that begins with it, and most of those are
      not the ending you had in mind.

      *Greedy decoding* takes this bet at every token. Suppose that one beginning has probability ${given(0.6)}, and its
      best continuation ${given(0.3)}, so together they have ${given(0.18)}. Greedy decoding takes that beginning. It never sees the other one,
      with probability ${given(0.4)} and a continuation of ${given(0.9)}: together ${given(0.36)}, twice as much.

      *Beam search* extends the ${math`k`} best beginnings in parallel. Because sums favour short texts, it usually divides
      them by a power of the length (*length penalty*), which is a rule between the sum and the mean per token.

      Even a perfect search need not find a good text. A translation model gave the empty output the
      highest score for more than half of its test sentences (${cite('stahlberg-2019')}).`,
    instrument({ kind: 'generate', example: { text: 'With the money from the market, the islanders buy' } }),
  ],
});
