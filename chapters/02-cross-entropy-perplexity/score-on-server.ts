// #region score
async function post(url: URL | string, body: object) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return await response.json();
}

/** The tokens of a text; `url` is that of the server with `/v1/completions` at its end. */
export async function idsOn(url: string, model: string, text: string): Promise<number[]> {
  const { tokens, error } = await post(new URL('/tokenize', url), { model, prompt: text });
  if (!tokens) throw new Error(error?.message ?? 'this server gave no tokens');
  return tokens;
}

/** A `score` for the same server. */
export const scoreOn =
  (url: string, model: string) =>
  async (context: readonly number[], targets: readonly number[]): Promise<number[]> => {
    const body = { model, prompt: [...context, ...targets], max_tokens: 1, prompt_logprobs: 0 };
    const { choices, error } = await post(url, body);
    const places = choices?.[0].prompt_logprobs;
    if (!places) throw new Error(error?.message ?? 'this server gave no log-probabilities of the prompt');
    return targets.map((id, index) => places[context.length + index][id].logprob);
  };
// #endregion score
