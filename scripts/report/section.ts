import type { Block } from './block.ts';
import { assertId, type Measurement, type Needs, type SeenOf } from './measurement.ts';
import type { Prose } from './part.ts';

/** One section of a chapter: what a notebook's cell group would be. */
export interface Section {
  readonly id: string;
  readonly title: Prose;
  readonly needs: Needs;
  /** Pure: the same outputs give the same blocks. */
  readonly write: (given: Readonly<Record<string, unknown>>) => readonly Block[];
}

/** Declares a section. Its `write` gets the outputs of its needs, under the names it needs them by. */
export function section<const N extends Needs>(spec: {
  readonly id: string;
  readonly title: Prose;
  readonly needs: N;
  write(given: SeenOf<N>): readonly Block[];
}): Section {
  assertId(spec.id, 'the section id');
  return { ...spec, write: (given) => spec.write(given as SeenOf<N>) };
}

/** One sentence of a chapter for the overview, computed. */
interface Headline {
  readonly needs: Needs;
  readonly write: (given: Readonly<Record<string, unknown>>) => Prose;
}

export function headline<const N extends Needs>(spec: {
  readonly needs: N;
  write(given: SeenOf<N>): Prose;
}): Headline {
  return { needs: spec.needs, write: (given) => spec.write(given as SeenOf<N>) };
}

export interface Chapter {
  /** Its place in the report, from 1; data and file names begin with it. */
  readonly number: number;
  /** "logits-logprobs-softmax" */
  readonly slug: string;
  readonly title: Prose;
  readonly question: Prose;
  /** The three things a reader will be able to do. */
  readonly abilities: readonly [Prose, Prose, Prose];
  readonly sections: readonly Section[];
  readonly headline: Headline;
}

/** Declares a chapter. Throws an Error when two sections share an id. */
export function chapter(spec: Chapter): Chapter {
  assertId(spec.slug, 'the chapter slug');
  if (!Number.isSafeInteger(spec.number) || spec.number < 1)
    throw new RangeError('chapters are numbered from 1');
  const seen = new Set<string>();
  for (const { id } of spec.sections) {
    if (seen.has(id)) throw new Error(`chapter ${spec.slug} has two sections "${id}"`);
    seen.add(id);
  }
  return spec;
}

/** "01-logits-logprobs-softmax": the stem of a chapter's files. */
export function chapterStem(of: Pick<Chapter, 'number' | 'slug'>): string {
  return `${String(of.number).padStart(2, '0')}-${of.slug}`;
}

/** Every measurement that a chapter needs directly. */
export function chapterMeasurements(of: Chapter): Measurement[] {
  const needs = [...of.sections.map((one) => one.needs), of.headline.needs];
  return [...new Set(needs.flatMap((one) => Object.values(one)))];
}
