import {
  type LabModel,
  type LabTokens,
  type Part,
  type SentVocabulary,
  Unfinished,
  type Vocabulary,
} from '../../../scripts/page-model/lab.ts';

/** The model behind `npm run serve`, which also sends the page. `root` is the address of the report's folder. */
export function serverModel(root: URL): LabModel {
  let known: Promise<Vocabulary> | undefined;

  async function answered(path: string, init: RequestInit): Promise<Response> {
    const response = await fetch(new URL(path, root), init).catch((error: unknown) => {
      if (init.signal?.aborted) throw error;
      throw new Error('The server does not answer. Is npm run serve still running?');
    });
    if (response.ok) return response;
    const { error } = (await response.json()) as { readonly error: { readonly message: string } };
    throw [400, 413].includes(response.status) ? new Unfinished(error.message) : new Error(error.message);
  }

  const post = (path: string, body: object, signal: AbortSignal): Promise<Response> =>
    answered(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });

  async function readVocabulary(): Promise<Vocabulary> {
    const response = await answered('lab/vocabulary', {});
    const { special, ...rest } = (await response.json()) as SentVocabulary;
    return { ...rest, special: new Set(special) };
  }

  return {
    vocabulary() {
      known ??= readVocabulary().catch((error: unknown) => {
        known = undefined;
        throw error;
      });
      return known;
    },

    async predict(text, ids, signal) {
      const response = await post('lab/next', { text, ids }, signal);
      return new Float32Array(await response.arrayBuffer());
    },

    async tokenize(prompt, signal) {
      const response = await post('tokenize', { prompt }, signal);
      return ((await response.json()) as { readonly tokens: readonly number[] }).tokens;
    },

    async score(parts: readonly Part[], signal, take) {
      const response = await post('lab/score', { parts }, signal);
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (;;) {
        const { value, done } = (await reader?.read()) ?? { done: true };
        if (done) throw new Error('The answer ended early. Is npm run serve still running?');
        const events = (rest + value).split('\n\n');
        rest = events.pop() ?? '';
        for (const event of events) {
          const data = event.slice('data: '.length);
          if (data === '[DONE]') return;
          const tokens = JSON.parse(data) as LabTokens & { readonly error?: { readonly message: string } };
          if (tokens.error) throw new Error(tokens.error.message);
          take(tokens);
        }
      }
    },
  };
}
