import type { OpenAI } from 'openai';
import type { Answer } from './answer-or-chunks.ts';
import { RequestError } from './request-error.ts';
import type { ServedModel } from './served-model.ts';

const startedAt = Math.floor(Date.now() / 1000);
const modelOf = (model: ServedModel) =>
  ({ id: model.id, object: 'model', created: startedAt, owned_by: 'local' }) satisfies OpenAI.Model;

/** The answer to `GET /v1/models`. */
export const modelList = (model: ServedModel): Answer => ({ object: 'list', data: [modelOf(model)] });

/** The answer to `GET /v1/models/{name}`, be the name encoded or not. Throws a RequestError for another model. */
export function modelNamed(model: ServedModel, name: string): Answer {
  if (name !== encodeURIComponent(model.id)) checkModel(model, name);
  return modelOf(model);
}

/** Throws a RequestError for any model but the served one. */
export function checkModel(model: ServedModel, name: string = model.id): void {
  if (name !== model.id)
    throw new RequestError(404, `This server has "${model.id}", not ${JSON.stringify(name)}.`, 'model');
}
