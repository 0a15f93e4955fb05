import { createHash } from 'node:crypto';
import { decodeJson, encodeJson } from '#base/json';
import { onceEachObject } from '#base/once-each';
import { UserError } from '#base/user-error';
import type { ModelIdentity } from '#lm/identity';
import { noCache as makeAnew, type Cache as Remember } from '#render/shared/cache';
import { textOfProse } from '#render/shared/text-of-prose';
import type { Measurement, Needs } from '#report/measurement';
import { assertKinds } from '#report/result-kinds';
import type { Chapter } from '#report/section';
import { chapterMeasurements, measurementsOf } from '#report/section';
import { asStored } from '#report/stored';
import { targetsOf, writeReport, writeWhatFits } from '#report/write';
import type { WrittenParts, WrittenReport } from '#report/written';
import { factsOf } from './facts.ts';

/** From the stored results of two reports to a page about both. Pure: no model is asked. */

/** What one of the two reports stored. */
export interface SideData {
  /** How messages call it. */
  readonly shownAs: string;
  readonly model: ModelIdentity;
  /** The day on which it was recorded, where it was recorded for this. */
  readonly recorded?: string | undefined;
  /** In which form its weights were kept, where not as published. */
  readonly weights?: string | undefined;
  /** What each measurement gave, by its id, and what it was computed by. */
  readonly stored: ReadonlyMap<string, { readonly output: unknown; readonly code: string }>;
  /** All that the sections write of that, where they have. */
  readonly written?: WrittenParts | undefined;
}

export interface CompareRequest {
  readonly chapters: readonly Chapter[];
  /** What is written about two reports. */
  readonly comparison: Chapter;
  readonly a: SideData;
  readonly b: SideData;
  /** What computes each measurement today. */
  readonly codes: ReadonlyMap<string, string>;
  /** Whether results of other code are compared, too, as far as they have today's shape. */
  readonly acrossVersions?: boolean | undefined;
  readonly remember?: Remember | undefined;
}

export interface Comparison {
  readonly report: WrittenReport;
  /** By the ids of what compared them. */
  readonly results: ReadonlyMap<string, unknown>;
  /** Measurements that one of the two has from other code, or not at all. */
  readonly older: readonly string[];
  /** In a sentence. */
  readonly summary: string;
}

const idsIn = (ids: readonly string[]): string =>
  `${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ` and ${ids.length - 3} more` : ''}`;

function assertSameCode({ a, b }: CompareRequest, older: readonly string[]): void {
  if (older.length === 0) return;
  throw new UserError(
    `${a.shownAs} and ${b.shownAs} were not measured by the same code, today's: ${idsIn(older)}; build them anew, or compare what they share with --across-versions.`,
  );
}

/** Whether a result has the shape that its section writes about. */
function fits({ id, kinds }: Measurement, { stored }: SideData): boolean {
  const found = stored.get(id);
  if (!found) return false;
  try {
    assertKinds(found.output, kinds, id);
    return true;
  } catch {
    return false;
  }
}

/** A section that only one of the two could write says nothing of a difference between them: it is written for none. */
function partsOf(
  { chapters }: CompareRequest,
  { model, stored, written }: SideData,
  isInBoth: (one: Measurement) => boolean,
): WrittenParts {
  if (!written) {
    const inBoth = measurementsOf(chapters).filter(isInBoth);
    const outputs = new Map(inBoth.map(({ id }) => [id, stored.get(id)?.output]));
    return writeWhatFits(chapters, outputs, model.engine?.dtype);
  }
  const isKept = ({ needs }: { readonly needs: Needs }): boolean => Object.values(needs).every(isInBoth);
  const shown = chapters.flatMap(({ number, headline, sections }) => {
    const chapter = written.chapters.find((one) => one.number === number);
    if (!chapter || !isKept(headline)) return [];
    const kept = new Set(sections.filter(isKept).map(({ id }) => id));
    return [{ ...chapter, sections: chapter.sections.filter(({ id }) => kept.has(id)) }];
  });
  return { overview: undefined, chapters: shown };
}

function factsOfSide(
  parts: WrittenParts,
  { model, recorded, weights, stored }: SideData,
  older: readonly string[],
) {
  const { name, version, dtype } = model.engine ?? {};
  return factsOf(parts, targetsOf(parts), {
    model: model.id,
    servedBy: name === undefined ? null : `${name} ${version}, ${dtype}`,
    recorded: recorded ?? null,
    weights: weights ?? null,
    older,
    results: Object.fromEntries(
      [...stored].map(([id, { output }]) => [
        id,
        createHash('sha256').update(encodeJson(output)).digest('hex'),
      ]),
    ),
  });
}

/** The measurements of which a side has no result, or one of other code than today's. */
export function olderIn(
  chapters: readonly Chapter[],
  codes: CompareRequest['codes'],
  ...sides: readonly Pick<SideData, 'stored'>[]
): string[] {
  const ids = measurementsOf(chapters).map(({ id }) => id);
  return ids.filter((id) => sides.some(({ stored }) => stored.get(id)?.code !== codes.get(id)));
}

/**
 * Compares two reports. Throws a UserError when one of them has results of other code than today's, unless versions may
 * differ; then what does not fit is left out.
 */
export async function compareReports(request: CompareRequest): Promise<Comparison> {
  const { chapters, comparison, a, b, codes, remember = makeAnew } = request;
  const older = olderIn(chapters, codes, a, b);
  if (!request.acrossVersions) assertSameCode(request, older);
  const isInBoth = onceEachObject((one: Measurement) => fits(one, a) && fits(one, b));
  const factsOfOne = (side: SideData) => factsOfSide(partsOf(request, side, isInBoth), side, older);
  const facts = { a: factsOfOne(a), b: factsOfOne(b) };
  const said = createHash('sha256').update(encodeJson(facts)).digest('hex');
  const results = new Map<string, unknown>();
  for (const one of chapterMeasurements(comparison)) {
    const needs = Object.entries(one.needs);
    if (!needs.every(([, need]) => isInBoth(need))) continue;
    const outputsOf = ({ stored }: SideData) =>
      Object.fromEntries(needs.map(([name, { id }]) => [name, stored.get(id)?.output]));
    // What a report says has a hash of every result in it.
    const stored = await remember('compared', [one.id, said], async () => {
      const found = await one.run({
        a: { ...outputsOf(a), report: facts.a },
        b: { ...outputsOf(b), report: facts.b },
      });
      return encodeJson(asStored(one, found, 'comparison'));
    });
    results.set(one.id, asStored(one, decodeJson(stored), 'comparison'));
  }
  const sections = comparison.sections.filter(({ needs }) =>
    Object.values(needs).every(({ id }) => results.has(id)),
  );
  const dtypes = [a, b].map(({ model }) => model.engine?.dtype ?? 'float32');
  const dtype = dtypes.find((one) => one !== 'float32');
  const report = writeReport([{ ...comparison, sections }], results, undefined, dtype);
  const [chapter] = report.chapters;
  const summary = chapter ? textOfProse(chapter.headline, report.targets) : '';
  return { report, results, older, summary };
}
