import { createHash } from 'node:crypto';
import { decodeJson, encodeJson } from '#base/json';
import type { ModelIdentity } from '#lm/types';
import type { OtherFindings } from '#render/shared/blocks';
import { noCache as makeAnew, type Cache as Remember } from '#render/shared/cache';
import { textOfProse } from '#render/shared/text-of-prose';
import { assertKinds } from '#report/kind-tree';
import type { Measurement, ReportFacts, StatedFinding } from '#report/measurement';
import { join, prose } from '#report/prose';
import { reportProses, type WrittenReport } from '#report/report-tree';
import type { Chapter } from '#report/section';
import { chapterMeasurements, measurementsOf, renumbered } from '#report/section';
import { asSerialized } from '#report/serialize';
import { findingsIn, targetsOf, writeReport, writeWhatFits } from '#report/write-report';

/** From the stored results of two reports to a page about both. Pure: no model is asked. */

/** What one of the two reports stored. */
export interface SideData {
  readonly model: ModelIdentity;
  /** The day on which it was recorded, where it was recorded for this. */
  readonly recorded?: string | undefined;
  /** In which form its weights were kept, where not as published. */
  readonly weights?: string | undefined;
  /** What each measurement gave, by its id, and what it was computed by. */
  readonly stored: ReadonlyMap<string, { readonly output: unknown; readonly code: string }>;
}

export interface CompareRequest {
  readonly chapters: readonly Chapter[];
  /** What is written about two reports. */
  readonly comparison: Chapter;
  readonly a: SideData;
  readonly b: SideData;
  readonly codes: ReadonlyMap<string, string>;
  readonly remember?: Remember | undefined;
}

export interface Comparison {
  readonly report: WrittenReport;
  readonly sides: readonly [SideData, SideData];
  /** By the ids of what compared them. */
  readonly results: ReadonlyMap<string, unknown>;
  /** Measurements that one of the two has from other code, or not at all. */
  readonly older: readonly string[];
  readonly summary: string;
  /** What became of each finding in the second report, by its id. */
  readonly second: OtherFindings;
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

/** The findings of a report, as far as its sections can be written from what was stored, and what they can refer to. */
function findingsOf({ chapters }: CompareRequest, { model, stored }: SideData) {
  const outputs = new Map([...stored].map(([id, { output }]) => [id, output]));
  const parts = writeWhatFits(chapters, outputs, model.engine?.dtype);
  const targets = targetsOf(parts);
  const findings = findingsIn(reportProses(parts)).map(({ chapter, section, finding }): StatedFinding => {
    const { id, outcome, condition } = finding;
    return {
      id,
      section: section || chapter,
      outcome: (condition.margin ?? 0) <= -1 ? 'reversed' : outcome,
      text: outcome === 'holds' ? textOfProse(finding.prose, targets) : '',
      condition: condition.rule,
      numbers: textOfProse(condition.numbers, targets),
      unmet: textOfProse(join(condition.unmet, prose`; `), targets),
    };
  });
  return { findings, targets };
}

function factsOf(
  request: CompareRequest,
  { model, recorded, weights }: SideData,
  older: readonly string[],
  findings: readonly StatedFinding[],
): ReportFacts {
  const { name, version, dtype } = model.engine ?? {};
  return {
    model: model.id,
    servedBy: name === undefined ? null : `${name} ${version}, ${dtype}`,
    recorded: recorded ?? null,
    weights: weights ?? null,
    measurements: measurementsOf(request.chapters).length,
    older: older.length,
    findings,
  };
}

/** The measurements of which a side has no result, or one of other code than today's. */
function olderIn(
  chapters: readonly Chapter[],
  codes: CompareRequest['codes'],
  ...sides: readonly Pick<SideData, 'stored'>[]
): string[] {
  const ids = measurementsOf(chapters).map(({ id }) => id);
  return ids.filter((id) => sides.some(({ stored }) => stored.get(id)?.code !== codes.get(id)));
}

/** Results of older code are compared as well, if their shape has not changed. */
export async function compareReports(request: CompareRequest): Promise<Comparison> {
  const { chapters, comparison, a, b, codes, remember = makeAnew } = request;
  const older = olderIn(chapters, codes, a, b);
  const isInBoth = (one: Measurement): boolean => fits(one, a) && fits(one, b);
  const [stated, statedByOther] = [findingsOf(request, a), findingsOf(request, b)];
  const facts = {
    a: factsOf(request, a, older, stated.findings),
    b: factsOf(request, b, older, statedByOther.findings),
  };
  const results = new Map<string, unknown>();
  for (const one of chapterMeasurements(comparison)) {
    const needs = Object.entries(one.needs);
    if (!needs.every(([, need]) => isInBoth(need))) continue;
    const outputsOf = ({ stored }: SideData) =>
      Object.fromEntries(needs.map(([name, { id }]) => [name, stored.get(id)?.output]));
    const given = {
      a: { ...outputsOf(a), report: facts.a },
      b: { ...outputsOf(b), report: facts.b },
    };
    const told = createHash('sha256').update(encodeJson(given)).digest('hex');
    const stored = await remember('compared', [one.id, told], async () =>
      encodeJson(asSerialized(one, await one.run(given))),
    );
    results.set(one.id, asSerialized(one, decodeJson(stored)));
  }
  const sections = comparison.sections.filter(({ needs }) =>
    Object.values(needs).every(({ id }) => results.has(id)),
  );
  const dtypes = [a, b].map(({ model }) => model.engine?.dtype ?? 'float32');
  const dtype = dtypes.find((one) => one !== 'float32');
  // Its sections are numbered behind those of the chapters.
  const number = Math.max(0, ...chapters.map((chapter) => chapter.number)) + 1;
  const report = writeReport(
    [renumbered({ ...comparison, sections }, number)],
    results,
    undefined,
    dtype,
    stated.targets,
  );
  const [chapter] = report.chapters;
  const summary = chapter ? textOfProse(chapter.headline, report.targets) : '';
  const findings = new Map(facts.b.findings.map((finding) => [finding.id, finding]));
  return { report, sides: [a, b], results, older, summary, second: { model: b.model.id, findings } };
}
