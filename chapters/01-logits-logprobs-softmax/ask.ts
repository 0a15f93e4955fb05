import type { Entry } from './reading.ts';

// #region ask
/** The tokens that a model answers with; `url` is that of the API with `/v1/chat/completions` at its end. */
export async function ask(url: string, key: string, request: object): Promise<Entry[]> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(request) });
  const { choices, error } = await response.json();
  if (!choices?.[0].logprobs) throw new Error(error?.message ?? 'this server gave no log-probabilities');
  return choices[0].logprobs.content;
}
// #endregion ask
