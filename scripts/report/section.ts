import { about, madeHere } from '#base/source-location';
import { assertSaysSomething, type Block, type DrawableRow } from './block.ts';
import {
  assertId,
  assertNeeds,
  inRunningOrder,
  type Measurement,
  type Needs,
  type SeenOf,
} from './measurement.ts';
import type { Prose } from './prose-parts.ts';
import { described } from './quantity.ts';

/** Something that is written from the outputs of its needs. `write` is pure. */
export interface Writer<Written = unknown> {
  readonly needs: Needs;
  readonly write: (given: Readonly<Record<string, unknown>>) => Written;
}

/** How an author gives it: `write` gets the outputs under the names that `needs` gives them. */
interface WriterSpec<N extends Needs, Written> {
  readonly needs: N;
  write(given: SeenOf<N>): Written;
}

function writerOf<N extends Needs, Written>(spec: WriterSpec<N, Written>, what: string): Writer<Written> {
  assertNeeds(spec.needs, what);
  return { needs: spec.needs, write: (given) => spec.write(given as SeenOf<N>) };
}

export interface Section extends Writer<readonly Block[]> {
  readonly id: string;
  readonly title: Prose;
}

export function section<const N extends Needs>(
  spec: Pick<Section, 'id' | 'title'> & WriterSpec<N, readonly Block[]>,
): Section {
  const { id, title } = spec;
  assertId(id, 'the section id');
  assertSaysSomething(title, `the title of section ${id}`);
  return madeHere({ id, title, ...writerOf(spec, `section ${id}`) }, section);
}

/** One sentence of a chapter for the overview, computed. */
export function headline<const N extends Needs>(spec: WriterSpec<N, Prose>): Writer<Prose> {
  return madeHere(writerOf(spec, 'the headline'), headline);
}

/** Results as JSON lines for readers' own programs: `samples/03-…/free-answers.jsonl`. */
export interface Sample extends Writer<readonly DrawableRow[]> {
  readonly id: string;
}

/** Declares a sample. Its `write` gives the rows, of what the data of figures may hold. */
export function sample<const N extends Needs>(
  spec: Pick<Sample, 'id'> & WriterSpec<N, readonly DrawableRow[]>,
): Sample {
  assertId(spec.id, 'the sample id');
  return madeHere({ id: spec.id, ...writerOf(spec, `sample ${spec.id}`) }, sample);
}

export interface Chapter {
  /** Its place in the report, from 1; data and file names begin with it. */
  readonly number: number;
  /** "logits-logprobs-softmax" */
  readonly slug: string;
  readonly title: Prose;
  readonly question: Prose;
  readonly abilities: readonly [Prose, Prose, Prose];
  /** The core, in order. */
  readonly sections: readonly Section[];
  /** What readers may leave out: sections after the core, each complete by itself. */
  readonly further?: readonly Section[];
  /** For the contents, the titles of groups of sections, by the id of the section that each begins with. */
  readonly groups?: Readonly<Record<string, string>>;
  readonly headline: Writer<Prose>;
  readonly samples?: readonly Sample[];
}

/** All sections of a chapter: its core, then what goes further. */
export const sectionsOf = ({
  sections,
  further = [],
}: Pick<Chapter, 'sections' | 'further'>): readonly Section[] => [...sections, ...further];

/** Throws an Error unless a chapter has all that it must. */
function assertWhole(spec: Partial<Chapter>, what: string): void {
  assertSaysSomething(spec.title, `the title of ${what}`);
  assertSaysSomething(spec.question, `the question of ${what}`);
  const abilities: readonly Prose[] = spec.abilities ?? [];
  if (abilities.length !== 3)
    throw new RangeError(`${what} has ${abilities.length} abilities, and should have three`);
  for (const one of abilities) assertSaysSomething(one, `an ability of ${what}`);
  if (!spec.sections?.length) throw new Error(`${what} has no sections; list at least one`);
  const odd = sectionsOf(spec as Chapter).findIndex((one) => typeof one?.write !== 'function');
  if (odd !== -1)
    throw new TypeError(
      `section ${odd + 1} of ${what} is ${described(sectionsOf(spec as Chapter)[odd])}: is its name misspelt, or do two files import each other?`,
    );
  if (typeof spec.headline?.write !== 'function')
    throw new TypeError(`${what} has no headline; write it as headline({ needs, write })`);
}

/** Declares a chapter. Throws an Error when something is missing, or two sections or samples share an id. */
export function chapter(spec: Chapter): Chapter {
  assertId(spec.slug, 'the chapter slug');
  if (!Number.isSafeInteger(spec.number) || spec.number < 1)
    throw new RangeError('chapters are numbered from 1');
  assertWhole(spec, `chapter ${spec.slug}`);
  assertOnce(sectionsOf(spec), `chapter ${spec.slug} has two sections`);
  const lost = Object.keys(spec.groups ?? {}).find((id) => !sectionsOf(spec).some((one) => one.id === id));
  if (lost !== undefined)
    throw new Error(`a group of chapter ${spec.slug} begins with section "${lost}", which it does not have`);
  assertOnce(spec.samples ?? [], `chapter ${spec.slug} has two samples`);
  return madeHere(spec, chapter);
}

function assertOnce(things: readonly { readonly id: string }[], what: string): void {
  const seen = new Map<string, object>();
  for (const one of things) {
    const other = seen.get(one.id);
    if (other) throw about(new Error(`${what} "${one.id}"`), one, other);
    seen.set(one.id, one);
  }
}

/** "01-logits-logprobs-softmax": the stem of a chapter's files. */
export function chapterStem(of: Pick<Chapter, 'number' | 'slug'>): string {
  return `${String(of.number).padStart(2, '0')}-${of.slug}`;
}

/** Every measurement that a chapter needs directly. */
export function chapterMeasurements(of: Chapter): Measurement[] {
  const needs = [...sectionsOf(of), of.headline, ...(of.samples ?? [])].map((one) => one.needs);
  return [...new Set(needs.flatMap((one) => Object.values(one)))];
}

/** Every measurement of the chapters and what it needs, in an order in which they can run. */
export function measurementsOf(chapters: readonly Chapter[]): Measurement[] {
  return inRunningOrder(chapters.flatMap(chapterMeasurements));
}

/** A chapter's measurements that are stored with it: those that no earlier chapter needs. */
export interface ChapterShare {
  readonly chapter: Chapter;
  readonly stem: string;
  /** In running order. */
  readonly measurements: readonly Measurement[];
}

export function chapterShares(chapters: readonly Chapter[]): ChapterShare[] {
  const placed = new Set<string>();
  return chapters.map((chapter) => {
    const measurements = measurementsOf([chapter]).filter(({ id }) => !placed.has(id));
    for (const { id } of measurements) placed.add(id);
    return { chapter, stem: chapterStem(chapter), measurements };
  });
}
