// #region score
/** A `score` for vLLM; `url` is that of the server with `/v1/completions` at its end. */
export const scoreOn =
  (url: string, model: string) =>
  async (context: readonly number[], targets: readonly number[]): Promise<number[]> => {
    const body = { model, prompt: [...context, ...targets], max_tokens: 1, prompt_logprobs: 0 };
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    const { choices, error } = await response.json();
    const places = choices?.[0].prompt_logprobs;
    if (!places) throw new Error(error?.message ?? 'this server gave no log-probabilities of the prompt');
    return targets.map((id, index) => places[context.length + index][id].logprob);
  };
// #endregion score
