import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '#base/user-error';
import { type ModelFolder, readModelJson } from './model-folder.ts';
import { endIdsOf, Tokenizer } from './tokenizer.ts';

/** Opens the tokenizer of a model's folder; asks no server. Throws a UserError when a file of it is damaged. */
export async function openTokenizer({ path }: Pick<ModelFolder, 'path'>): Promise<Tokenizer> {
  const template = join(path, 'chat_template.jinja');
  const files = {
    'tokenizer.json': await readModelJson(path, 'tokenizer.json'),
    'tokenizer_config.json': await readModelJson(path, 'tokenizer_config.json'),
    'chat_template.jinja': existsSync(template) ? await readFile(template, 'utf8') : undefined,
  };
  try {
    return new Tokenizer(files);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new UserError(`The tokenizer of ${path} cannot be opened: ${reason}`, { cause });
  }
}

/** The ids that end a text of the model in a folder. */
export async function endIdsIn(folder: string, tokenizer: Tokenizer): Promise<number[]> {
  const present = ['generation_config.json', 'config.json'].filter((file) => existsSync(join(folder, file)));
  return endIdsOf(await Promise.all(present.map((file) => readModelJson(folder, file))), tokenizer);
}
