import { describe, expect, it } from 'vitest';
import type { SourceTable } from '#page-model/client-data';
import { PageSources } from '#render/page/prose';
import type { Kind } from '#report/number-kinds';
import type { Source } from '#report/quantity';
import { main, renderFixture, UNDRAWN } from './fixture-report.ts';

const page = (): PageSources => new PageSources(() => 'data/01-x.json');

const storedAt = (path: string, entries: readonly number[], kind: Kind): Source => ({
  measurement: 'rows',
  path,
  entries,
  kind,
});

/** The table as a browser would read it, out of a page that holds it. */
function tableOf(html: string): SourceTable {
  const json = /<script type="application\/json" id="value-sources">(.*?)<\/script>/.exec(html)?.[1];
  return JSON.parse(json ?? '') as SourceTable;
}

/** What an attribute refers to: its row of the table, and the entries of lists on the way. */
function refersTo(attribute: string, { rows, kinds, measurements }: SourceTable) {
  const [row = Number.NaN, ...entries] = (/^ data-at="([\da-z.]+)"$/.exec(attribute)?.[1] ?? '')
    .split('.')
    .map((one) => Number.parseInt(one, 36));
  const [unit, kind, path, measurement] = rows[row] ?? ['', -1, '', -1];
  return { unit, kind: kinds[kind], path, entries, measurement: measurements[measurement] };
}

describe('the sources of the page', () => {
  it('lead from a number to its unit, its kind in words, its measurement, its file and its place there', () => {
    const sources = page();
    sources.attribute({ source: storedAt('size', [], 'exact'), kind: 'exact' });
    const attribute = sources.attribute({ source: storedAt('rows[].loss', [47], 'nats'), kind: 'nats' });
    expect(refersTo(attribute, tableOf(sources.html()))).toEqual({
      unit: 'nats',
      kind: expect.stringContaining('in nats'),
      path: 'rows[].loss',
      entries: [47],
      measurement: ['rows', 'data/01-x.json'],
    });
  });
});

describe('the page of a report', () => {
  const pageOf = async (): Promise<string> =>
    String((await renderFixture({ renderer: UNDRAWN })).get('report.html'));

  it('names the chapter whose data file holds a measurement', async () => {
    expect(tableOf(await pageOf()).measurements).toEqual([[main.id, 'data/01-fixture.json']]);
  });

  it('gives every measured number exactly one source, which its data have at that place', async () => {
    const html = await pageOf();
    const table = tableOf(html);
    const output = (await main.run({})) as Readonly<Record<string, unknown>>;
    const numbers = [...html.matchAll(/<data class="value" value="([^"]*)"([^>]*)>/g)];
    const measured = numbers.filter(([, value]) => !GIVEN.has(Number(value)));
    expect(measured.length).toBeGreaterThan(50);
    for (const [element, value, attributes = ''] of measured) {
      expect(element.match(/data-at=/g), element).toHaveLength(1);
      const { path, entries, measurement } = refersTo(attributes, table);
      expect(measurement, element).toEqual([main.id, 'data/01-fixture.json']);
      let next = 0;
      const keys = path.replaceAll('[]', () => `.${entries[next++]}`).split('.');
      const stored = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], output);
      expect(stored, element).toBe(Number(value));
    }
    for (const [element] of numbers.filter((one) => !measured.includes(one)))
      expect(element).not.toContain('data-at');
  });
});

/** The numbers that the fixture's author chose; none of them is stored. */
const GIVEN: ReadonlySet<number> = new Set([0, 0.1, 3, 8]);
