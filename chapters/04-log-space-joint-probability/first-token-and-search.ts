import { and, finding, firstOf, less, prose, type Seen, section } from '#report';
import { cite, given, math, percent, ref, text, token } from '#report/values';
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
    text: () => prose`It is “${text(ferry?.text)}”, because ${token(ferry?.opening)} has ${percent(ferry?.first, 2)}. The
      whole ending has only ${percent(ferry?.whole, 2)}, less than “bread”.`,
  });
};

export const firstTokenAndSearch = section({
  id: 'first-token-and-search',
  title: prose`The first token, and search`,
  needs: { m: endings },
  write: ({ m }) => [
    prose`Scoring whole endings takes time. Why not take the ending whose *first token* is likeliest? ${firstTokenMisleads(m)} A
      token's probability covers every text that begins with it, and endings that begin alike cannot be told apart.

      *Greedy* decoding makes this bet at every token. Suppose one first token has ${given(0.6)} and its best continuation
      ${given(0.3)}, together ${given(0.18)}. Another has ${given(0.4)} and then ${given(0.9)}, together ${given(0.36)}. Greedy
      never sees the second. *Beam search* extends the ${math`k`} best beginnings in parallel, compares their sums, and keeps
      the ${math`k`} best results. Because sums favour short texts, a *length penalty* divides the sum of each text by a power
      of its length.

      The likeliest text need not be a good one: in translation, ${cite('stahlberg-2019')} found that the likeliest output was
      empty for more than half of the sentences. So open-ended text is usually sampled instead (${ref('temperature')}).`,
  ],
});
