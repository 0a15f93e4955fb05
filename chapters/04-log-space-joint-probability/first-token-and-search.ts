import { and, finding, firstOf, less, prose, type Seen, section } from '#report';
import { cite, given, math, percent, text, token } from '#report/values';
import { endings } from './endings.measure.ts';

const FERRY = 'a new ferry';

const firstTokenMisleads = ({ rows, bread }: Seen<typeof endings>) => {
  const ferry = rows.find((row) => row.text === FERRY);
  const firsts = rows.map((row) => ({ name: row.text, value: row.first }));
  return finding({
    id: 'first-token-misleads',
    when: and(
      firstOf('ending with the likeliest first token', firsts, FERRY, `“${FERRY}”`),
      less(`sum of “${FERRY}” below that of “bread”`, ferry?.sum ?? null, bread.sum),
    ),
    context: [ferry?.whole ?? null, bread.whole],
    text: () => prose`The likeliest first token, ${token(ferry?.opening)} with ${percent(ferry?.first, 2)}, belongs to
      “${text(ferry?.text)}”. The whole ending, at ${percent(ferry?.whole, 2)}, is less likely
      than “bread”, at ${percent(bread.whole, 2)}.`,
  });
};

export const firstTokenAndSearch = section({
  id: 'first-token-and-search',
  title: prose`First tokens`,
  needs: { m: endings },
  write: ({ m }) => [
    prose`Why not take the ending whose *first token* is likeliest? ${firstTokenMisleads(m)} A token's probability
      covers every token sequence that begins with it.

      *Greedy* decoding makes this bet at every token. Suppose that one beginning has probability ${given(0.6)},
      and its best continuation ${given(0.3)}, so ${given(0.18)} in all. Greedy decoding takes it, and never sees a
      beginning of ${given(0.4)} with a continuation of ${given(0.9)}, so ${given(0.36)} in all. *Beam search* extends
      the ${math`k`} best beginnings in parallel, and usually compares their sums divided by a power of the length
      (*length penalty*). Even the likeliest text need not be good: a translation model gave the empty output the
      highest score for more than half of its test sentences (${cite('stahlberg-2019')}).`,
  ],
});
