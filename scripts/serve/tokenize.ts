import type { Answer } from './answer-or-chunks.ts';
import { checkModel } from './model-list.ts';
import { tokenizeRequest } from './request-schema.ts';
import { assertSoonEncoded, type ServedModel } from './served-model.ts';

/** The answer to vLLM's `POST /tokenize`. Throws a RequestError that says what is wrong with the request. */
export function tokenized(model: ServedModel, body: unknown): Answer {
  const { model: name, prompt } = tokenizeRequest(body);
  checkModel(model, name);
  assertSoonEncoded(model, [prompt]);
  const tokens = model.encode(prompt);
  return { count: tokens.length, max_model_len: model.contextLength, tokens };
}
