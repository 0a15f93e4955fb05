import { describe, expect, it } from 'vitest';
import type { SourceTable } from '#render/value-sources';
import { PageSources } from '#render/value-sources';
import { measurement } from '#report/measurement';
import { Sources } from '#report/source';
import { fixtureReport } from './fixture-report.ts';

const rows = measurement({
  id: 'rows',
  kinds: { rows: { loss: 'nats', share: 'probability' }, size: 'exact' },
  measure: async () => ({ rows: [{ loss: 0, share: 0 }], size: 0 }),
});
const output = {
  rows: Array.from({ length: 60 }, (_, index) => ({ loss: index + 0.123456789, share: 1 / (index + 3) })),
  size: 60,
};

function page(): PageSources {
  return new PageSources({
    sources: new Map([['section', new Sources({ m: rows }, new Map([['rows', output]]))]]),
    storedIn: new Map([['rows', '01-x']]),
  });
}

/** The table as a browser would read it. */
function tableOf(numbers: PageSources): SourceTable {
  const json = /^<script type="application\/json" id="value-sources">(.*)<\/script>$/.exec(
    numbers.html(),
  )?.[1];
  return JSON.parse(json ?? '') as SourceTable;
}

/** What an attribute refers to: its row of the table, and the entries of lists on the way. */
function refersTo(attribute: string, numbers: PageSources) {
  const [row = Number.NaN, ...entries] = (/^ data-source="([\da-z.]+)"$/.exec(attribute)?.[1] ?? '')
    .split('.')
    .map((one) => Number.parseInt(one, 36));
  return { row: tableOf(numbers).rows[row], entries };
}

describe('the sources of the page', () => {
  it('lead from a number to its unit, its kind in words, its measurement, its file and its place there', () => {
    const numbers = page();
    const sourceOf = numbers.of('section');
    sourceOf({ value: 60, kind: 'exact' });
    const { row, entries } = refersTo(sourceOf({ value: 47.123456789, kind: 'nats' }), numbers);
    const [unit, kind, path, ...measurements] = row ?? ['', -1, ''];
    expect([unit, path, entries]).toEqual(['nats', 'rows[].loss', [47]]);
    expect(tableOf(numbers).kinds[kind]).toContain('in nats');
    expect(measurements.map((one) => tableOf(numbers).measurements[one])).toEqual([
      ['rows', 'data/01-x.json'],
    ]);
  });

  it('are one row for all entries of a list', () => {
    const numbers = page();
    const sourceOf = numbers.of('section');
    const found = output.rows.map(({ loss }) => refersTo(sourceOf({ value: loss, kind: 'nats' }), numbers));
    expect(found.map(({ entries }) => entries)).toEqual(output.rows.map((_, index) => [index]));
    expect(tableOf(numbers).rows).toHaveLength(1);
  });

  it('are nothing for a number that was chosen, and for one that no measurement holds', () => {
    const sourceOf = page().of('section');
    expect(sourceOf({ value: 60, kind: 'given' })).toBe('');
    expect(sourceOf({ value: 0.5, kind: 'probability' })).toBe('');
    expect(page().of('elsewhere')({ value: 60, kind: 'exact' })).toBe('');
  });

  it('of a whole report name the chapter whose data file holds the measurement', () => {
    const numbers = new PageSources(fixtureReport());
    numbers.of('everything')({ value: -0.41703001627783315, kind: 'nats' });
    expect(tableOf(numbers).measurements).toEqual([['main', 'data/01-fixture.json']]);
  });
});
