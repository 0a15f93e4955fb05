import { UserError } from '#base/user-error';
import { MissingFileError } from '#lm/model-folder';
import type { ModelIdentity } from '#lm/types';
import type { Measurement } from '#report/measurement';
import type { MeasurementCode } from './code-hash.ts';
import type { InStore, Store, Toolchain } from './data-store.ts';
import type { Services } from './model-and-renderer.ts';

export interface Stale {
  readonly id: string;
  readonly reason: string;
}

export async function toolchainWith(
  model: ModelIdentity,
  services: Pick<Services, 'runtime'>,
): Promise<Toolchain> {
  return { model, ...(await services.runtime(model.engine !== undefined)) };
}

type ModelServices = Pick<Services, 'modelIdentity' | 'openModel'>;

/** Which model measures here. One that is not on this disk is opened first, which downloads it or says what is missing. */
export async function measuringModel({ modelIdentity, openModel }: ModelServices): Promise<ModelIdentity> {
  return await modelIdentity().catch(async (error: unknown) => {
    if (!(error instanceof MissingFileError)) throw error;
    const lm = await openModel();
    await lm.close();
    return await modelIdentity();
  });
}

/** What renders results again may do without their model: one that is not on this disk is taken to be that of the store. */
export async function currentToolchain(store: Store, services: Services): Promise<Toolchain> {
  const [first] = store.values();
  const model = await services.modelIdentity().catch((error: unknown) => {
    if (first && error instanceof MissingFileError) return first.toolchain.model;
    throw error;
  });
  return await toolchainWith(model, services);
}

/** In nats. A server's log-probabilities of one text move by up to 0.35 between requests that share it with others. */
const SERVER_NOISE = 0.5;

/** Whether two results are of one model. Behind a server, its log-probabilities of a fixed text need only be close. */
export function isSameModel(one: ModelIdentity, other: ModelIdentity): boolean {
  const others = other.engine?.logprobs ?? [];
  const distances = (one.engine?.logprobs ?? []).map((logprob, place) =>
    Math.abs((logprob ?? Number.NaN) - (others[place] ?? Number.NaN)),
  );
  return one.sha256 === other.sha256 && !distances.some((distance) => distance > SERVER_NOISE);
}

type Names = Readonly<Record<string, string>>;

function firstChanged(before: Names, now: Names): string | undefined {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return names.find((name) => before[name] !== now[name]);
}

function reasonFor(stored: InStore, code: MeasurementCode, now: Toolchain): string | undefined {
  const before = stored.toolchain;
  if (before.model.id !== now.model.id) return `measured with another model, ${before.model.id}`;
  if (!isSameModel(before.model, now.model))
    return `${now.model.engine ? 'the server or' : 'the files of'} the model ${now.model.id} changed`;
  const name = firstChanged(before.measuredWith, now.measuredWith);
  if (name !== undefined) {
    const [version = 'none', newVersion = 'none'] = [before.measuredWith[name], now.measuredWith[name]];
    return `measured with ${name} ${version}, now ${newVersion}`;
  }
  if (before.lmCode !== now.lmCode) return 'the code that runs the model changed';
  if (stored.code !== code.hash) return 'its code changed';
  const data = firstChanged(stored.data, code.data);
  return data === undefined ? undefined : `its data file "${data}" changed`;
}

/** The results of several stores, each from the first in which it is up to date, or else from the last that has it. */
export function freshest(
  stores: readonly Store[],
  codes: ReadonlyMap<string, MeasurementCode>,
  toolchain: Toolchain,
): Store {
  const isFresh = ([id, stored]: readonly [string, InStore]): boolean => {
    const code = codes.get(id);
    return code !== undefined && reasonFor(stored, code, toolchain) === undefined;
  };
  const all = stores.flatMap((store) => [...store]);
  return new Map([...all, ...all.filter(isFresh).reverse()]);
}

/** The measurements whose stored results today's code, data, toolchain or a stale need would not give again. */
export function staleMeasurements(
  measurements: readonly Measurement[],
  store: Store,
  codes: ReadonlyMap<string, MeasurementCode>,
  toolchain: Toolchain,
): Stale[] {
  const reasons = new Map<string, string | undefined>();
  const reasonOf = ({ id, needs }: Measurement): string | undefined => {
    if (reasons.has(id)) return reasons.get(id);
    const found = store.get(id);
    const code = codes.get(id);
    if (!code) throw new Error(`measurement ${id} has no code hash`);
    const own = found ? reasonFor(found, code, toolchain) : 'never measured';
    // One that is missing will be measured, and give what it gave when this was measured.
    const isStale = (need: Measurement): boolean =>
      store.has(need.id) && codes.has(need.id) && reasonOf(need) !== undefined;
    const stale = Object.values(needs).find(isStale);
    const reason = own ?? (stale && `it needs ${stale.id}, which is out of date`);
    reasons.set(id, reason);
    return reason;
  };
  return measurements.flatMap((one) => {
    const reason = reasonOf(one);
    return reason === undefined ? [] : [{ id: one.id, reason }];
  });
}

const MOST_NAMED = 6;

export function describeStale(stale: readonly Stale[]): string {
  const named = stale.slice(0, MOST_NAMED).map(({ id, reason }) => `${id} (${reason})`);
  const more = stale.length - named.length;
  return named.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

export function assertFresh(stale: readonly Stale[], shownAs: string): void {
  if (stale.length === 0) return;
  throw new UserError(
    `The results stored in ${shownAs}/data are out of date: ${describeStale(stale)}; run npm run build -- --stale to measure them again.`,
  );
}
