import { describe, expect, it } from 'vitest';
import { type Block, figure, table, tokenStrip } from '#report/block';
import { measurement, statisticOf } from '#report/measurement';
import { prose } from '#report/prose';
import type { Prose } from '#report/prose-parts';
import { chapter, headline, section } from '#report/section';
import { count, given, math, nats, percent, probability, rank, real, text, token } from '#report/values';
import { writeReport } from '#report/write-report';
import { refusalOf } from '../refusals.ts';

/** Mistakes that types find, made all the same: the build runs without a type check. */

const results = measurement({
  id: 'results',
  kinds: { loss: 'nats', other: 'nats', share: 'probability', hits: 'rank', accuracy: statisticOf(40) },
  measure: async () => ({ loss: 1.5, other: 2.5, share: 0.25, hits: 3, accuracy: 0.5, name: 'nine' }),
});
const OUTPUT = { loss: 1.5, other: 2.5, share: 0.25, hits: 3, accuracy: 0.5, name: 'nine' };

type Loose = Record<keyof typeof OUTPUT, never>;

/** Writes a report of one section. */
function written(write: (m: Loose) => readonly Block[]): void {
  const sections = [
    section({
      id: 'mistaken',
      title: prose`t`,
      needs: { m: results },
      write: ({ m }) => write(m as unknown as Loose),
    }),
  ];
  const made = chapter({
    id: '03-confidence',
    title: prose`t`,
    question: prose`q`,
    abilities: [prose`a`, prose`b`, prose`c`],
    headline: headline({ needs: {}, write: () => prose`h` }),
    sections,
  });
  writeReport([made], new Map([['results', OUTPUT]]));
}

const FIGURE = { id: 'fig', caption: prose`c`, alt: prose`a`, spec: { mark: 'bar' } };
const drawn = (value: unknown) => [figure({ ...FIGURE, data: [{ x: value as never }] })];
const withSpec = (spec: object) => [
  figure({ ...FIGURE, data: [{ x: given(1) }], spec: { mark: 'text', ...spec } }),
];
const minus = (one: unknown, other: unknown) => ((one as number) - (other as number)) as never;
const tabled = (head: string, cell: () => ReturnType<typeof nats> | Prose) => [
  table({ id: 'tab', caption: prose`c`, rows: [1], columns: [[head, cell]] }),
];
const strip = (value: unknown) =>
  tokenStrip({
    id: 's',
    caption: prose`c`,
    alt: prose`a`,
    legend: prose`l`,
    domain: [given(0), given(1)],
    tokens: [{ text: 'a', value: value as never, detail: prose`d` }],
  });

describe('a number that no measurement stored is refused in one sentence that names place and helper', () => {
  it.each<[string, (m: Loose) => readonly Block[], RegExp]>([
    ['a difference of results', (m) => [prose`${nats(minus(m.loss, m.other))}`], /results: loss/],
    ['the larger of two', (m) => [prose`${nats(Math.max(m.loss, m.other) as never)}`], /calculates/],
    ['a rounded result', (m) => [prose`${given(Math.round(m.hits))}`], /results: hits.*rank prints/],
    ['a comparison', (m) => [m.loss < m.other ? prose`a` : prose`b`], /calculates.*nats prints/],
    ['a result made a string', (m) => [prose`${text(`${m.loss}` as never)}`], /results: loss.*nats/],
    ['a typed number', () => [prose`${nats(0.5 as never)}`], /nats prints .* the number 0\.5/],
    ['the length of a list', () => [prose`${count([1, 2].length as never)}`], /count prints .* 2/],
    ['a typed share', () => [prose`${percent(0.5 as never)}`], /percent prints results/],
    ['a typed statistic', () => [prose`${real(0.5 as never)}`], /real prints results/],
    ['a result of another kind', (m) => [prose`${nats(m.share)}`], /not probability \(results: share\)/],
    ['a rank as a probability', (m) => [prose`${probability(m.hits)}`], /probability prints .* not rank/],
    ['a loss as a rank', (m) => [prose`${rank(m.loss)}`], /rank prints rank, not nats/],
    ['a result marked as chosen', (m) => [prose`${given(m.loss)}`], /given prints exact, not nats/],
    ['a bare number', () => [prose`${0.5 as never}`], /prose takes results, .* the number 0\.5, which was/],
    ['a bare string', () => [prose`${'half' as never}`], /text prints strings .* "half" is not one/],
    ['null', () => [prose`${null as never}`], /null/],
    ['undefined', () => [prose`${undefined as never}`], /undefined/],
    ['a number in words', () => [asTemplate('It is 0.5 nats.')], /the number 0\.5 is typed/],
    ['a typed string', () => [prose`${text('57.4 of them' as never)}`], /text prints strings/],
    ['a typed token', () => [prose`${token(' 1918' as never)}`], /token prints strings/],
    ['a typed number in figure data', () => drawn(0.5), /figure fig: field "x" .* the number 0\.5/],
    ['a calculated one', (m) => drawn(minus(m.loss, 1)), /calculates with a result/],
    ['a number in a label', () => drawn('T = 0.5'), /figure fig: field "x" .*"T = 0\.5"/],
    ['data in a specification', () => withSpec({ data: { values: [{ x: 0.5 }] } }), /holds data/],
    ['a number in a mark', () => withSpec({ encoding: { text: { value: 'p = 0.5' } } }), /0\.5/],
    ['undefined in figure data', () => drawn(undefined), /figure fig: field "x" .* misspelt/],
    ['a typed number in a table', () => tabled('h', () => nats(1 as never)), /nats prints results/],
    ['a number in a head', () => tabled('top 10', () => prose`x`), /the number 10 is typed/],
    ['a typed number in a token strip', () => [strip(0.5)], /tokenStrip s .* the number 0\.5/],
  ])('%s', (_what, write, sentence) => {
    const said = refusalOf(() => written(write));
    expect(said).toMatch(/^UserError: Chapter 3, section mistaken: [^\n]*[.?]$/);
    expect(said).toMatch(sentence);
  });

  it('while what was stored or chosen is not', () => {
    const stored = () =>
      written((m) => [
        prose`${nats(m.loss)} ${given(0.5)} ${text(m.name)} ${math`x = ${nats(m.loss)}`}`,
        ...drawn(m.loss),
      ]);
    expect(stored).not.toThrow();
  });
});

/** Prose from a string, as a template would give it. */
function asTemplate(words: string) {
  return prose(Object.assign([words], { raw: [words] }));
}
