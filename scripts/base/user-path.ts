import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** A path as its user means it: npm runs commands in the project's folder, and says where it was called. */
export function userPath(path: string, env: NodeJS.ProcessEnv = process.env): string {
  return resolve(env.INIT_CWD ?? process.cwd(), path);
}

/** What an option `--model` names: a folder where npm was called, if there is one; else the name as it is. */
export function userModel(
  model: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  if (model === undefined || model === '') return model;
  const folder = userPath(model, env);
  return existsSync(folder) ? folder : model;
}
