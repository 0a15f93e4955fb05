import { describe, expect, it } from 'vitest';
import { type Block, figure, table, tokenStrip } from '#report/block';
import { claim } from '#report/claim';
import { measurement, statisticOf } from '#report/measurement';
import { prose } from '#report/prose';
import { chapter, headline, section } from '#report/section';
import { count, given, math, nats, percent, probability, rank, real, text, token } from '#report/values';
import { writeReport } from '#report/write';

/** Mistakes that types find, made all the same: the build runs without a type check. */

const results = measurement({
  id: 'results',
  kinds: { loss: 'nats', other: 'nats', share: 'probability', hits: 'rank', accuracy: statisticOf(40) },
  measure: async () => ({ loss: 1.5, other: 2.5, share: 0.25, hits: 3, accuracy: 0.5, name: 'nine' }),
});
const OUTPUT = { loss: 1.5, other: 2.5, share: 0.25, hits: 3, accuracy: 0.5, name: 'nine' };

type Loose = Record<keyof typeof OUTPUT, never>;

/** The sentence that a reader of the terminal gets when a section writes this. */
function refusal(write: (m: Loose) => readonly Block[]): string {
  const sections = [
    section({
      id: 'mistaken',
      title: prose`t`,
      needs: { m: results },
      write: ({ m }) => write(m as unknown as Loose),
    }),
  ];
  const made = chapter({
    number: 3,
    slug: 'confidence',
    title: prose`t`,
    question: prose`q`,
    abilities: [prose`a`, prose`b`, prose`c`],
    headline: headline({ needs: {}, write: () => prose`h` }),
    sections,
  });
  try {
    writeReport([made], new Map([['results', OUTPUT]]));
  } catch (error) {
    if (error instanceof Error) return `${error.name}: ${error.message}`;
  }
  return 'nothing was refused';
}

const FIGURE = { id: 'fig', caption: prose`c`, alt: prose`a`, spec: { mark: 'bar' } };
const drawn = (value: unknown) => [figure({ ...FIGURE, data: [{ x: value as never }] })];

describe('a number that no measurement stored is refused in one sentence that names place and helper', () => {
  it.each<[string, (m: Loose) => readonly Block[], RegExp]>([
    [
      'a difference of results',
      (m) => [prose`${nats(((m.loss as number) - (m.other as number)) as never)}`],
      /write calculates with a result \(results: loss\); nats prints/,
    ],
    [
      'a result times a number',
      (m) => [prose`${percent(((m.share as number) * 2) as never)}`],
      /calculates with a result \(results: share\); probability prints/,
    ],
    [
      'the larger of two',
      (m) => [prose`${nats(Math.max(m.loss, m.other) as never)}`],
      /calculates.*nats prints/,
    ],
    [
      'a rounded result',
      (m) => [prose`${given(Math.round(m.hits))}`],
      /calculates with a result \(results: hits\); rank prints/,
    ],
    [
      'a comparison that chooses a sentence',
      (m) => [m.loss < m.other ? prose`a` : prose`b`],
      /calculates.*nats prints/,
    ],
    [
      'a result made a string',
      (m) => [prose`${text(`${m.loss}` as never)}`],
      /a string is made of a result \(results: loss\); print it with nats/,
    ],
    [
      'a typed number as a result',
      () => [prose`${nats(0.5 as never)}`],
      /nats prints results of measurements, got the number 0\.5/,
    ],
    [
      'the length of a list as a count',
      () => [prose`${count([1, 2].length as never)}`],
      /count prints results of measurements, got the number 2/,
    ],
    ['a typed share', () => [prose`${percent(0.5 as never)}`], /percent prints results/],
    ['a typed statistic', () => [prose`${real(0.5 as never)}`], /real prints results/],
    [
      'a result of another kind',
      (m) => [prose`${nats(m.share)}`],
      /nats prints nats or float64, not probability \(results: share\)/,
    ],
    ['a rank as a probability', (m) => [prose`${probability(m.hits)}`], /probability prints .* not rank/],
    ['a loss as a rank', (m) => [prose`${rank(m.loss)}`], /rank prints rank, not nats/],
    ['a result marked as chosen', (m) => [prose`${given(m.loss)}`], /given prints exact, not nats/],
    [
      'a bare result',
      (m) => [prose`${m.loss}`],
      /prose takes printed values, not a bare result: print it with nats/,
    ],
    [
      'a bare number',
      () => [prose`${0.5 as never}`],
      /prose takes values and prose, not a bare number \(0\.5\)/,
    ],
    [
      'a number in the words of a sentence',
      () => [asTemplate('It is 0.5 nats.')],
      /the number 0\.5 is typed into prose/,
    ],
    [
      'a number typed into a string',
      () => [prose`${text('57.4 of them' as never)}`],
      /text prints strings that a measurement stored/,
    ],
    [
      'a token that was typed',
      () => [prose`${token(' 1918' as never)}`],
      /token prints strings that a measurement stored/,
    ],
    [
      'a bare result in a formula',
      (m) => [prose`${math`x = ${m.loss}`}`],
      /prose takes printed values, not a bare result: print it with nats/,
    ],
    [
      'a typed number in figure data',
      () => drawn(0.5),
      /figure fig: field "x" of rows takes results of measurements, got the number 0\.5/,
    ],
    ['a calculated number in figure data', (m) => drawn((m.loss as number) / 2), /calculates with a result/],
    [
      'a number typed into a label of figure data',
      () => drawn('T = 0.5'),
      /figure fig: field "x" of rows has a number typed into "T = 0\.5"/,
    ],
    [
      'data in the specification of a figure',
      () => [
        figure({ ...FIGURE, data: [{ x: given(1) }], spec: { mark: 'bar', data: { values: [{ x: 0.5 }] } } }),
      ],
      /figure fig: its specification holds data/,
    ],
    [
      'a number in the words of a mark',
      () => [
        figure({
          ...FIGURE,
          data: [{ x: given(1) }],
          spec: { mark: 'text', encoding: { text: { value: 'p = 0.5' } } },
        }),
      ],
      /figure fig: the number 0\.5 is typed into a title/,
    ],
    [
      'undefined in figure data',
      () => drawn(undefined),
      /figure fig: field "x" of rows takes results of measurements, got undefined: is a field misspelt, or a list too short\?/,
    ],
    [
      'a typed number in a table',
      () => [table({ id: 'tab', caption: prose`c`, rows: [1], columns: [['h', () => nats(1 as never)]] })],
      /nats prints results/,
    ],
    [
      'a number in the head of a table',
      () => [table({ id: 'tab', caption: prose`c`, rows: [1], columns: [['top 10', () => prose`x`]] })],
      /the number 10 is typed into "top 10"/,
    ],
    [
      'a typed number in a token strip',
      () => [
        tokenStrip({
          id: 's',
          caption: prose`c`,
          alt: prose`a`,
          legend: prose`l`,
          domain: [given(0), given(1)],
          tokens: [{ text: 'a', value: 0.5 as never, detail: prose`d` }],
        }),
      ],
      /tokenStrip s takes results of measurements, got the number 0\.5/,
    ],
    [
      'a claim about a typed number',
      (m) => [
        prose`${claim(m.loss, 0.5 as never, { greater: prose`a`, less: prose`b`, tooClose: prose`c` })}`,
      ],
      /claim compares two results of measurements, got a result and the number 0\.5/,
    ],
    [
      'a claim about a calculated number',
      (m) => [
        prose`${claim(m.loss, ((m.loss as number) * 2) as never, { greater: prose`a`, less: prose`b`, tooClose: prose`c` })}`,
      ],
      /calculates/,
    ],
  ])('%s', (_what, write, sentence) => {
    const said = refusal(write);
    expect(said).toMatch(/^UserError: Chapter 3, section mistaken: [^\n]*[.?]$/);
    expect(said).toMatch(sentence);
  });

  it('while what was stored or chosen is not', () => {
    const said = refusal((m) => [
      prose`${nats(m.loss)} ${given(0.5)} ${text(m.name)} ${math`x = ${nats(m.loss)}`}`,
      ...drawn(m.loss),
    ]);
    expect(said).toBe('nothing was refused');
  });
});

/** Prose from a string, as a template would give it. */
function asTemplate(words: string) {
  return prose(Object.assign([words], { raw: [words] }));
}
