import { assertJson, decodeJson, encodeJson } from '#base/json';
import { lookingAt } from '#base/source-location';
import type { ModelIdentity } from '#lm/types';
import { assertKinds } from './kind-tree.ts';
import type { Measurement } from './measurement.ts';

/** No list in the stored data may be longer, so that a diff can be read. */
const LONGEST_ARRAY = 2000;

/** A result as a stored file would give it. Throws a TypeError with the path of what JSON or the kinds do not allow. */
export function asSerialized(measurement: Measurement, result: unknown): unknown {
  const path = `measurement ${measurement.id}: result`;
  lookingAt(measurement, () => {
    assertJson(result, { path, longestArray: LONGEST_ARRAY });
    assertKinds(result, measurement.kinds, path);
  });
  return decodeJson(encodeJson(result));
}

/** A model as stored files name it: with its engine where there is one. */
export function serializedModel({ id, sha256, engine }: ModelIdentity): object {
  return engine ? { id, sha256, engine } : { id, sha256 };
}
