import { memoise, memoiseByObject } from '#base/memoise';
import { about, lookingAt } from '#base/source-location';
import { UserError, unlessRefused } from '#base/user-error';
import { printable, visible } from '#base/visible-space';
import type { Dtype } from '#lm/types';
import { assertProse, type Block, blocksIn, type DrawableRow, plainRows, type Work } from './block.ts';
import { kindsIn } from './kind-tree.ts';
import type { Measurement, Needs } from './measurement.ts';
import { prose, standingNumber } from './prose.ts';
import { allParts } from './prose-contents.ts';
import type { FindingPart } from './prose-parts.ts';
import { described, withSources } from './quantity.ts';
import type {
  PlacedFinding,
  PlacedProse,
  Target,
  WrittenChapter,
  WrittenParts,
  WrittenReport,
  WrittenSection,
} from './report-tree.ts';
import { allBlocks, contentsOf, figuresOf, plainText, reportProses, worksIn } from './report-tree.ts';
import {
  type Chapter,
  chapterShares,
  type Sample,
  type Section,
  sectionsOf,
  type Writer,
} from './section.ts';

/** From results to a written report: each `write` called once, everything numbered, every reference resolved. Pure. */

/** By the measurements' ids. */
export type Outputs = ReadonlyMap<string, unknown>;

type StoredResults = ReturnType<typeof storedResultsOf>;

/** What sections see of the outputs: numbers with their sources, and all strings. Each is made once. */
function storedResultsOf(outputs: Outputs, dtype: Dtype) {
  const seen = memoiseByObject(({ id, kinds }: Measurement) => {
    if (!outputs.has(id)) throw new Error(`measurement "${id}" has no data`);
    return withSources(id, outputs.get(id), kindsIn(dtype, kinds));
  });
  const stringsOf = memoise((id: string) => new Set(stringsIn(outputs.get(id))));
  return {
    of: (needs: Needs) => Object.fromEntries(Object.entries(needs).map(([name, need]) => [name, seen(need)])),
    strings: (needs: Needs) => Object.values(needs).map(({ id }) => stringsOf(id)),
  };
}

function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const child of Object.values(value)) yield* stringsIn(child);
}

const mistake = (message: string, ...things: readonly object[]) => about(new Error(message), ...things);

/** What an author's `write` returns, checked. A mistake in it becomes one sentence that names the place. */
function resultOf<T>(place: string, of: Writer, results: StoredResults, check: (result: unknown) => T): T {
  try {
    const result = of.write(results.of(of.needs));
    return lookingAt(of, () => {
      if (!(result instanceof Promise)) return check(result);
      result.catch(() => undefined);
      throw new TypeError('write is async; what has to be waited for belongs into a measurement');
    });
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const what = cause instanceof Error ? cause.message : String(cause);
    const told = new UserError(`${place}: ${/[.?!]$/.test(what) ? what : `${what}.`}`, { cause });
    throw cause instanceof Error ? about(told, cause) : told;
  }
}

/** What strings look like in labels. */
const shownOf = memoiseByObject(
  (strings: ReadonlySet<string>) => new Set([...strings].flatMap((text) => [visible(text), printable(text)])),
);

/** Throws an Error unless every text and token is stored, and so is every label of a figure with a number in it. */
function assertStored(blocks: readonly Block[], strings: readonly ReadonlySet<string>[]): void {
  const isStored = (text: string) =>
    strings.some((stored) => stored.has(text)) || strings.some((stored) => shownOf(stored).has(text));
  for (const block of allBlocks(blocks)) {
    if (block.type === 'figure') {
      for (const [name, rows] of Object.entries(block.data)) {
        for (const [field, value] of rows.flatMap((row) => Object.entries(row))) {
          if (typeof value !== 'string' || block.printed.has(value) || isStored(value)) continue;
          if (standingNumber(value) !== undefined)
            throw mistake(
              `figure ${block.id}: field "${field}" of ${name} has a number typed into "${value}", which no measurement stored`,
              block,
            );
        }
      }
    }
    for (const part of (contentsOf(block).proses ?? []).flatMap(allParts)) {
      if ((part.type === 'text' || part.type === 'token') && !isStored(part.text))
        throw mistake(
          `${part.type} prints strings that a measurement stored, and "${part.text}" is not one; words of your own go into prose`,
          part,
        );
    }
  }
}

export const OVERVIEW_STEM = '00-overview';

function writeSection(
  section: Section,
  number: string,
  results: StoredResults,
  chapter: string,
): WrittenSection {
  const { id, title, needs } = section;
  const blocks = resultOf(`${chapter}, section ${id}`, section, results, (result) => {
    const blocks = blocksIn(result, 'write returns');
    assertStored(blocks, results.strings(needs));
    return blocks;
  });
  return about({ id, number, title, blocks }, section);
}

function writeSample(sample: Sample, results: StoredResults, chapter: string) {
  const rows = resultOf(`${chapter}, sample ${sample.id}`, sample, results, (result) => {
    if (!Array.isArray(result)) throw new TypeError(`write returns a list of rows, got ${described(result)}`);
    return plainRows(result as readonly DrawableRow[], (key) => `field "${key}"`);
  });
  return { id: sample.id, rows };
}

/** The sources of a chapter come last, also behind sections that go further. */
function withSourcesLast(sections: readonly WrittenSection[]): WrittenSection[] {
  const sources = sections.flatMap(({ blocks }) => blocks.filter(({ type }) => type === 'sources'));
  return sections.map((section, index) => {
    const others = section.blocks.filter(({ type }) => type !== 'sources');
    const blocks = index === sections.length - 1 ? [...others, ...sources] : others;
    return about({ ...section, blocks }, section);
  });
}

/** Writes a chapter; `attempt` runs the `write` of each section, and may leave it out. */
function writeChapter(
  chapter: Chapter,
  results: StoredResults,
  attempt = <T>(write: () => T): T[] => [write()],
): WrittenChapter {
  const { number, title, question, abilities } = chapter;
  const name = `Chapter ${number}`;
  const [headline = prose``] = attempt(() =>
    resultOf(`${name}, headline`, chapter.headline, results, (result) => {
      assertProse(result, 'what write returns');
      assertStored([result], results.strings(chapter.headline.needs));
      return result;
    }),
  );
  const sections = sectionsOf(chapter).flatMap((section, index) =>
    attempt((): WrittenSection => {
      const written = writeSection(section, `${number}.${index + 1}`, results, name);
      const group = chapter.groups?.[section.id];
      const goesFurther = chapter.further?.includes(section);
      return about({ ...written, ...(group && { group }), ...(goesFurther && { goesFurther }) }, section);
    }),
  );
  const stem = chapter.id;
  const samples = (chapter.samples ?? []).map((sample) => writeSample(sample, results, name));
  return about(
    { number, stem, title, question, abilities, headline, sections: withSourcesLast(sections), samples },
    chapter,
  );
}

export function targetsOf({ overview, chapters }: WrittenParts): Map<string, Target> {
  const targets = new Map<string, Target>();
  const add = (target: Target, thing: object): void => {
    const other = targets.get(target.id);
    if (other)
      throw mistake(`two things are called "${target.id}": ${other.label} and ${target.label}`, thing, other);
    targets.set(target.id, about(target, thing));
  };
  const addSections = (stem: string, chapter: number, sections: readonly WrittenSection[]): void => {
    const counts = { Figure: 0, Table: 0 };
    for (const section of sections) {
      const label = section.number === '' ? plainText(section.title) : `Section ${section.number}`;
      add({ id: section.id, type: 'section', label, number: section.number, stem }, section);
      for (const block of allBlocks(section.blocks)) {
        const { target } = contentsOf(block);
        if (!target) continue;
        const { id, type, calledBy } = target;
        if (typeof calledBy === 'object') {
          add({ id, type, label: plainText(calledBy), number: '', stem }, block);
          continue;
        }
        counts[calledBy] += 1;
        const number = `${chapter}.${counts[calledBy]}`;
        add({ id, type, label: `${calledBy} ${number}`, number, stem }, block);
      }
    }
  };
  if (overview) addSections(overview.stem, 0, [overview.section]);
  for (const chapter of chapters) {
    const { stem, number, sections } = chapter;
    add({ id: stem, type: 'chapter', label: `Chapter ${number}`, number: String(number), stem }, chapter);
    addSections(stem, number, sections);
  }
  return targets;
}

function assertResolved(
  written: WrittenParts,
  proses: readonly PlacedProse[],
  targets: WrittenReport['targets'],
): void {
  const ofScenes = new Set(figuresOf(written).flatMap(({ block }) => block.scene?.sentences ?? []));
  for (const { chapter, section, prose } of proses) {
    const where = section === '' ? chapter : `section ${section} of ${chapter}`;
    for (const part of allParts(prose)) {
      if (part.type === 'ref' && !targets.has(part.target))
        throw mistake(
          `${where} refers to "${part.target}", which is not in the report; ref takes the id of a section, figure, table, token strip, box or chapter`,
          part,
        );
      if (part.type === 'setting' && !ofScenes.has(prose))
        throw mistake(`${where} sets "${part.state}" outside of the sentences of a scene`, part);
    }
  }
}

/** Throws an Error unless the sections of each chapter cite all of its sources, and no others. */
function assertCited({ overview, chapters }: WrittenParts, proses: readonly PlacedProse[]): void {
  const all = [...(overview ? [{ stem: overview.stem, sections: [overview.section] }] : []), ...chapters];
  for (const { stem, sections } of all) {
    const works = new Map<string, Work>();
    for (const work of worksIn(sections)) {
      const other = works.get(work.id);
      if (other) throw mistake(`${stem} has two sources "${work.id}"`, work, other);
      works.set(work.id, work);
    }
    const entries = new Set([...works.values()].map(({ adds }) => adds));
    const cited = new Set<string>();
    for (const { section, prose } of proses.filter(({ chapter }) => chapter === stem)) {
      for (const part of allParts(prose)) {
        if (part.type !== 'cite') continue;
        if (section === '') throw mistake(`${stem} cites "${part.work}" outside of its sections`, part);
        if (!works.has(part.work))
          throw mistake(
            `section ${section} of ${stem} cites "${part.work}", which is not among the sources of its chapter${works.size === 0 ? '' : ` (${[...works.keys()].join(', ')})`}`,
            part,
          );
        if (!entries.has(prose)) cited.add(part.work);
      }
    }
    for (const [id, work] of works)
      if (!cited.has(id))
        throw mistake(`the text of ${stem} never cites its source "${id}"; name it with cite('${id}')`, work);
  }
}

/** Each finding once, where a section first states it. Throws an Error when two findings share an id. */
export function findingsIn(proses: readonly PlacedProse[]): PlacedFinding[] {
  const byId = new Map<string, PlacedFinding>();
  for (const { chapter, section, prose } of proses) {
    for (const finding of allParts(prose)) {
      if (finding.type !== 'finding') continue;
      const known = byId.get(finding.id);
      if (known && saying(known.finding) !== saying(finding))
        throw mistake(`two findings share the id "${finding.id}"`, finding, known.finding);
      if (!known || known.section === '') byId.set(finding.id, { chapter, section, finding });
    }
  }
  return [...byId.values()];
}

const saying = ({ condition, prose }: FindingPart): string => `${condition.rule} ${plainText(prose)}`;

/** Those chapters and sections that can be written of these outputs, which other code may have made. */
export function writeWhatFits(
  chapters: readonly Chapter[],
  outputs: Outputs,
  dtype: Dtype = 'float32',
): WrittenParts {
  const results = storedResultsOf(outputs, dtype);
  const orNothing = <T>(write: () => T): T[] => unlessRefused(() => [write()], []);
  const written = chapters.flatMap((chapter) =>
    orNothing(() => writeChapter({ ...chapter, samples: [] }, results, orNothing)),
  );
  return { overview: undefined, chapters: written };
}

/**
 * Writes the report from results that a model computed in `dtype`. Throws an Error that names the place on an unknown
 * reference or citation, an uncited source, two things of one id, and a measurement without data. Its references may also
 * lead to the targets of another report, `elsewhere`.
 */
export function writeReport(
  chapters: readonly Chapter[],
  outputs: Outputs,
  overview?: Section,
  dtype: Dtype = 'float32',
  elsewhere: ReadonlyMap<string, Target> = new Map(),
): WrittenReport {
  const results = storedResultsOf(outputs, dtype);
  const written = {
    overview: overview && { stem: OVERVIEW_STEM, section: writeSection(overview, '', results, 'Overview') },
    chapters: chapters.map((chapter) => writeChapter(chapter, results)),
  };
  const targets = new Map([...elsewhere, ...targetsOf(written)]);
  const proses = reportProses(written);
  assertResolved(written, proses, targets);
  assertCited(written, proses);
  const storedIn = new Map<string, string>();
  for (const { stem, measurements } of chapterShares(chapters))
    for (const { id } of measurements) storedIn.set(id, stem);
  return { ...written, targets, findings: findingsIn(proses), storedIn };
}
