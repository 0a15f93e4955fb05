import type { Entry } from './reading.ts';

/** An API's answer, as far as it matters for one token. */
export interface Answer {
  readonly choices: readonly [{ readonly logprobs: { readonly content: readonly [Entry] } }];
}

/** The label that beats all others whatever the list hides, or a word on what to do: a program that can be pasted. */
export function decisionOn(answer: Answer, labels: Readonly<Record<string, readonly string[]>>): string {
  // #region program
  const [{ top_logprobs }] = answer.choices[0].logprobs.content;
  const given = top_logprobs.filter(({ logprob }) => logprob > -9999); // -9999 stands for no number
  const listed = given.map(({ token, logprob }) => ({ token, q: Math.exp(logprob) }));
  const hidden = Math.max(0, 1 - listed.reduce((sum, { q }) => sum + q, 0));
  const last = Math.min(...listed.map(({ q }) => q)); // no token that is not listed has more

  const bounds = Object.entries(labels).map(([label, spellings]) => {
    const found = listed.filter(({ token }) => spellings.includes(token));
    const atLeast = found.reduce((sum, { q }) => sum + q, 0);
    const missing = Math.min(hidden, (spellings.length - found.length) * last);
    return { label, atLeast, atMost: atLeast + missing };
  });
  const winner = bounds.find(({ label, atLeast }) =>
    bounds.every((other) => other.label === label || atLeast > other.atMost),
  );
  const decision = winner ? winner.label : 'open: ask for a longer list';
  // #endregion program
  return decision;
}
