/** What an API's list of the likeliest tokens tells of a prediction. Nothing is imported: it can be copied as it is. */

// #region read
/** A token with its log-probability in nats, as chat-completions APIs return it. */
export interface ListedToken {
  readonly token: string;
  readonly logprob: number;
}

/** An entry of `content`: the token that was chosen, and the likeliest ones at its place. */
export interface Entry extends ListedToken {
  readonly top_logprobs: readonly ListedToken[];
}

/** OpenAI's schema has this where a token is too unlikely to be given a number: no log-probability at all. */
const NO_NUMBER = -9999;

/** The probabilities that are shown, what all others hold together, and the log-probability that none of these exceeds. */
function shownBy({ token: chosen, top_logprobs }: Entry) {
  const list = top_logprobs.filter(({ logprob }) => logprob > NO_NUMBER);
  const shown = list.map(({ token, logprob }) => ({ token, logprob, q: Math.exp(logprob) }));
  // Rounded log-probabilities may add up to a little more than one.
  const hidden = Math.max(0, 1 - shown.reduce((sum, { q }) => sum + q, 0));
  // Some servers list the chosen token though it is not among the likeliest, so it limits no other.
  const others = shown.filter(({ token }) => token !== chosen);
  const last = Math.min(0, ...others.map(({ logprob }) => logprob));
  return { shown, hidden, last };
}

/** The probability that a list hides, and bounds on that of a label that is spelled in these ways. */
export function readList(entry: Entry, spellings: readonly string[]) {
  const { shown, hidden, last } = shownBy(entry);
  const found = shown.filter(({ token }) => spellings.includes(token));
  const atLeast = found.reduce((sum, { q }) => sum + q, 0);
  const missing = Math.min(hidden, (spellings.length - found.length) * Math.exp(last));
  return { hidden, atLeast, atMost: atLeast + missing };
}

/** The label that beats all others whatever the list hides, null where none does: then ask for a longer list. */
export function settled(entry: Entry, labels: Readonly<Record<string, readonly string[]>>): string | null {
  const bounds = Object.entries(labels).map(([label, forms]) => ({ label, ...readList(entry, forms) }));
  const beatsAll = ({ label, atLeast }: { label: string; atLeast: number }) =>
    bounds.every((other) => other.label === label || atLeast > other.atMost);
  return bounds.find(beatsAll)?.label ?? null;
}

/** Bounds on the entropy in nats of the whole prediction, which has so many tokens. */
export function entropyBounds(entry: Entry, vocabularySize: number) {
  const { shown, hidden, last } = shownBy(entry);
  const known = shown.reduce((sum, { q, logprob }) => sum - q * logprob, 0);
  const unlisted = vocabularySize - shown.length;
  const evenly = hidden > 0 && unlisted > 0 ? Math.log(unlisted / hidden) : 0;
  return { atLeast: known - hidden * last, atMost: known + hidden * evenly };
}
// #endregion read
