/**
 * What the contract promises of types: every `@ts-expect-error` line must be one, or the type check fails.
 * Nothing here runs.
 */
import { always, figure, measured, recap } from '#report/block';
import { measurement, statisticOf } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, given, nats, percent, probability, rank, real, term, text, token } from '#report/values';

export const base = measurement({
  id: 'base',
  data: { harbour: new URL('./harbour.txt', import.meta.url) },
  kinds: {
    entropies: 'nats',
    first: 'nats',
    accuracy: statisticOf(40),
    curve: { rank: 'rank', probability: 'probability' },
  },
  async measure({ lm, data }) {
    const ids = lm.encode(data.harbour);
    const first: number | null = ids.length > 0 ? -1 : null;
    const verdict: 'yes' | 'no' = ids.length > 3 ? 'yes' : 'no';
    const row = { rank: 1, probability: 0.5, piece: ' a' };
    return { prompt: 'a', entropies: [0.1], first, verdict, accuracy: 0.5, curve: [row] };
  },
});

export const derived = measurement({
  id: 'derived',
  needs: { base },
  kinds: { total: 'nats' },
  async measure({ base: outputs }) {
    return { total: outputs.entropies.reduce((sum, entropy) => sum + entropy, 0) };
  },
});

export const everything = section({
  id: 'everything',
  title: prose`Everything`,
  needs: { m: base, d: derived },
  write({ m, d }) {
    // A value of the right kind goes into its helper; reading past the end is a run-time error, not a type error.
    prose`${nats(m.entropies[0])} ${nats(d.total)} ${rank(m.curve[0]?.rank)} ${given(0.1)} ${term('nat')}`;
    prose`${m.prompt} ${d.total} ${text(m.prompt)} ${token(m.curve[0]?.piece)} ${percent(m.accuracy)} ${real(d.total)}`;

    // @ts-expect-error a bare number is no prose
    prose`${0.5}`;
    // @ts-expect-error a bare string is no prose
    prose`${'half'}`;
    // @ts-expect-error a number that no measurement computed has no kind
    nats(0.5);
    // @ts-expect-error arithmetic on results belongs into a measurement
    nats(d.total * 2);
    // @ts-expect-error a probability is not in nats
    nats(m.curve[0]?.probability);
    // @ts-expect-error nats are no probability
    probability(d.total);
    // @ts-expect-error a rank that may be missing must be handled where it is null
    nats(m.first);
    // @ts-expect-error an entropy is not a count
    count(d.total);
    // @ts-expect-error a string that no measurement stored
    text('typed in');
    // @ts-expect-error a string made of data is no longer data
    text(`${m.prompt}!`);
    // @ts-expect-error an unknown term
    term('gnat');
    // @ts-expect-error a section does not calculate
    d.total * 2;
    // @ts-expect-error nor compare: a finding does
    d.total > 2;
    // @ts-expect-error a need that was not declared
    void derivedFrom.other;

    return [
      prose`done`,
      recap([always(prose`so`), measured(prose`${nats(d.total)}`)]),
      // @ts-expect-error a takeaway that does not say what it rests on
      recap([prose`so`]),
      // @ts-expect-error a figure without an alternative text
      figure({ id: 'f', caption: prose`c`, data: [{ x: given(1) }], spec: {} }),
      // @ts-expect-error a figure without a caption
      figure({ id: 'f', alt: prose`a`, data: [{ x: given(1) }], spec: {} }),
      // @ts-expect-error a caption that is a string
      figure({ id: 'f', caption: 'c', alt: prose`a`, data: [{ x: given(1) }], spec: {} }),
    ];
  },
});

const id = 'refused';
// @ts-expect-error `b` has no kind
measurement({ id, kinds: { a: 'nats' }, measure: async () => ({ a: 1, b: 2 }) });
// @ts-expect-error `b` has no kind
measurement({ id, kinds: { rows: { a: 'nats' } }, measure: async () => ({ rows: [{ a: 1, b: 2 }] }) });
// @ts-expect-error a string is never in nats
measurement({ id, kinds: { a: 'nats' }, measure: async () => ({ a: 'word' }) });
// @ts-expect-error JSON cannot hold a typed array
measurement({ id, kinds: { a: 'nats' }, measure: async () => ({ a: new Float64Array(3) }) });
// @ts-expect-error JSON cannot hold a Map
measurement({ id, kinds: {}, measure: async () => ({ a: new Map([['a', 1]]) }) });
// @ts-expect-error JSON cannot hold undefined
measurement({ id, kinds: { a: 'nats' }, measure: async () => ({ a: [1][0] }) });
// @ts-expect-error JSON cannot hold a Date
measurement({ id, kinds: { a: 'exact' }, measure: async () => ({ a: new Date(0) }) });
measurement({
  id: 'names-say-the-kind',
  measure: async () => ({ rows: [{ name: 'a', probability: 1, entropy: 2 }] }),
});
measurement({
  id: 'only-some-names-say-the-kind',
  kinds: { rows: { share: 'probability' } },
  measure: async () => ({ rows: [{ share: 1, entropy: 2 }] }),
});
section({
  id: 'undeclared',
  title: prose`Undeclared`,
  needs: { m: base },
  // @ts-expect-error a need that was not declared
  write({ other }) {
    void other;
    return [];
  },
});
section({
  id: 'string-title',
  // @ts-expect-error a title is prose
  title: 'A string',
  needs: {},
  write: () => [],
});
