import { about, madeHere } from '#base/source-location';
import { assertSaysSomething, type Block, type DrawableRow } from './block.ts';
import { assertId, idFrom } from './ids.ts';
import { assertNeeds, inRunningOrder, type Measurement, type Needs, type SeenOf } from './measurement.ts';
import { prose } from './prose.ts';
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

/** A section; by default its id is made of the first words of its title. */
export function section<const N extends Needs>(
  spec: Pick<Section, 'title'> & Partial<Pick<Section, 'id'>> & WriterSpec<N, readonly Block[]>,
): Section {
  const { title } = spec;
  assertSaysSomething(title, `the title of section ${spec.id ?? ''}`.trim());
  const id = spec.id ?? idFrom(title);
  assertId(id, 'the section id');
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
  /** "01-logits-logprobs-softmax": its number in two digits and a name. Its files are called after it. */
  readonly id: string;
  /** Its place in the report, from 1. */
  readonly number: number;
  readonly title: Prose;
  readonly question: Prose;
  /** Each completes "After this chapter you will be able to …": three, or none. */
  readonly abilities: readonly Prose[];
  /** The core, in order. */
  readonly sections: readonly Section[];
  /** What readers may leave out: sections after the core, each complete by itself. */
  readonly further?: readonly Section[];
  /** For the contents, the titles of groups of sections, by the id of the section that each begins with. */
  readonly groups?: Readonly<Record<string, string>>;
  /** A sentence for the overview. */
  readonly headline: Writer<Prose>;
  readonly samples?: readonly Sample[];
}

/** What an author has to give of a chapter, and what may be left out. */
type ChapterSpec = Omit<Chapter, 'number' | 'abilities' | 'headline'> &
  Partial<Pick<Chapter, 'abilities' | 'headline'>>;

const NO_HEADLINE: Writer<Prose> = { needs: {}, write: () => prose`` };

/** All sections of a chapter: its core, then what goes further. */
export const sectionsOf = ({
  sections,
  further = [],
}: Pick<Chapter, 'sections' | 'further'>): readonly Section[] => [...sections, ...further];

/** Throws an Error unless a chapter has all that it must. */
function assertWhole(spec: Chapter, what: string): void {
  assertSaysSomething(spec.title, `the title of ${what}`);
  assertSaysSomething(spec.question, `the question of ${what}`);
  if (![0, 3].includes(spec.abilities.length))
    throw new RangeError(`${what} has ${spec.abilities.length} abilities, and should have three`);
  for (const one of spec.abilities) assertSaysSomething(one, `an ability of ${what}`);
  if (!spec.sections?.length) throw new Error(`${what} has no sections; list at least one`);
  const odd = sectionsOf(spec).findIndex((one) => typeof one?.write !== 'function');
  if (odd !== -1)
    throw new TypeError(
      `section ${odd + 1} of ${what} is ${described(sectionsOf(spec)[odd])}: is its name misspelt, or do two files import each other?`,
    );
  if (typeof spec.headline.write !== 'function')
    throw new TypeError(`${what} has no headline; write it as headline({ needs, write })`);
}

/** Declares a chapter. Throws an Error when something is missing, or two sections or samples share an id. */
export function chapter(spec: ChapterSpec): Chapter {
  const { id } = spec;
  const [, digits = '', name = ''] = /^(\d\d)-(.*)$/.exec(id) ?? [];
  if (!(Number(digits) > 0))
    throw new TypeError(
      `the chapter id "${id}" must be a number in two digits and a name, such as 08-capitals`,
    );
  assertId(name, `the chapter id "${id}": its name`);
  const made: Chapter = { abilities: [], headline: NO_HEADLINE, ...spec, number: Number(digits) };
  const what = `chapter ${id}`;
  assertWhole(made, what);
  assertOnce(sectionsOf(made), `${what} has two sections`);
  const lost = Object.keys(made.groups ?? {}).find((id) => !sectionsOf(made).some((one) => one.id === id));
  if (lost !== undefined)
    throw new Error(`a group of ${what} begins with section "${lost}", which it does not have`);
  assertOnce(made.samples ?? [], `${what} has two samples`);
  return madeHere(made, chapter);
}

/** The chapter with another number in its id. */
export function renumbered(of: Chapter, number: number): Chapter {
  return { ...of, number, id: of.id.replace(/^\d+/, String(number).padStart(2, '0')) };
}

function assertOnce(things: readonly { readonly id: string }[], what: string): void {
  const seen = new Map<string, object>();
  for (const one of things) {
    const other = seen.get(one.id);
    if (other) throw about(new Error(`${what} "${one.id}"`), one, other);
    seen.set(one.id, one);
  }
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
    return { chapter, stem: chapter.id, measurements };
  });
}
