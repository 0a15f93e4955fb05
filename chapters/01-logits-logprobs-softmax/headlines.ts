/** A prompt that sorts headlines, and what to make of its answer. */

const examples = `Topics: money, sport, science, politics.

Bank lowers interest rates: money
Striker scores twice in cup final: sport
Telescope finds water on a distant moon: science
Minister resigns before the vote: politics
Runner breaks the record over a mile: sport
Price of bread goes up again: money
New law passes by one vote: politics
Fossil of a giant bird found: science
`;
export const promptFor = (headline: string): string => `${examples}${headline}:`;

/** What the labels have together, and each one's share of it. A token counts for the one label that begins like it. */
export function sharesOf(
  list: readonly { readonly token: string; readonly logprob: number }[],
  labels: readonly string[],
) {
  const begun = ({ token }: { readonly token: string }) =>
    labels.filter((label) => {
      const word = token.trim().toLowerCase();
      return label.startsWith(word) || word.startsWith(label);
    });
  const each = labels.map((label) =>
    list
      .filter((entry) => begun(entry).join() === label)
      .reduce((sum, { logprob }) => sum + Math.exp(logprob), 0),
  );
  const held = each.reduce((sum, q) => sum + q, 0);
  return { held, shares: each.map((q) => (held === 0 ? 0 : q / held)) };
}
