import { expect, it } from 'vitest';
import { fieldsOf } from '#report/dictionary';
import { statisticOf } from '#report/number-kinds';

it('a dictionary has a row for each field, whatever the length of lists, with what its kind says', () => {
  const value = { rows: [{ p: 0.5, text: 'a' }, { p: null }], accuracy: 0.75, 'over time': [1, 2] };
  const kinds = { rows: { p: 'probability' }, accuracy: statisticOf(40), 'over time': 'nats' } as const;
  const rows = fieldsOf({ file: 'data/01-x.json', measurement: 'm' }, [value], kinds);
  expect(rows.map(({ field, type, kind, unit }) => [field, type, kind, unit])).toEqual([
    ['rows[].p', 'number or null', 'probability', ''],
    ['rows[].text', 'string', '', ''],
    ['accuracy', 'number', 'statistic', ''],
    ['over time[]', 'number', 'nats', 'nats'],
  ]);
  expect(rows[2]).toMatchObject({
    file: 'data/01-x.json',
    measurement: 'm',
    meaning: 'A statistic over 40 items',
    tolerance: 'another processor may move it by one item',
  });
});
