import type { Block } from './block.ts';
import type { Measurement, Needs, OutputsOf } from './measurement.ts';
import { assertId } from './measurement.ts';
import type { Prose } from './part.ts';

/** One section of a chapter: what a notebook's cell group would be. */
export interface Section {
  readonly id: string;
  readonly title: Prose;
  readonly needs: Needs;
  /** Pure: the same outputs give the same blocks. */
  readonly write: (given: Readonly<Record<string, unknown>>) => readonly Block[];
}

export interface SectionSpec<N extends Needs> {
  readonly id: string;
  readonly title: Prose;
  readonly needs: N;
  write(given: OutputsOf<N>): readonly Block[];
}

/** Declares a section. Its `write` gets the outputs of its needs, under the names it needs them by. */
export function section<const N extends Needs>(spec: SectionSpec<N>): Section {
  assertId(spec.id, 'the section id');
  return {
    id: spec.id,
    title: spec.title,
    needs: spec.needs,
    write: (given) => spec.write(given as OutputsOf<N>),
  };
}

/** One sentence of a chapter for the overview, computed. */
export interface Headline {
  readonly needs: Needs;
  readonly write: (given: Readonly<Record<string, unknown>>) => Prose;
}

/** Declares a headline. */
export function headline<const N extends Needs>(spec: {
  readonly needs: N;
  write(given: OutputsOf<N>): Prose;
}): Headline {
  return { needs: spec.needs, write: (given) => spec.write(given as OutputsOf<N>) };
}

export interface Chapter {
  /** Its place in the report, from 1; data and file names begin with it. */
  readonly number: number;
  /** "logits-logprobs-softmax" */
  readonly slug: string;
  readonly title: Prose;
  /** The one question it answers. */
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
