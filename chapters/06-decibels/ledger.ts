import { at } from '#numerics/list';
import { figure, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { cite, count, decibels, equation, given, percent, real, ref } from '#report/values';
import { evidenceLedger } from './ledger.measure.ts';

const WHOLE = { digits: 0 } as const;

/** The levels that the lower panel names on both sides, and their probabilities. */
const LEVELS = [-40, -20, 0, 20];
const PROBABILITIES = "{'-40': '0.01%', '-20': '1%', '0': '50%', '20': '99%'}[datum.value]";

/** A curve over the tosses and a line at even odds; only the lower panel names the axis that both share. */
const panel = (field: string, y: object, title: string | null = null, right: object | null = null) => ({
  height: 130,
  ...(right === null ? {} : { resolve: { axis: { y: 'independent' } } }),
  layer: [
    mark.reference({ y: right === null ? field : mark.q(field, { axis: right }) }, { data: 'even' }),
    mark.line({
      x: mark.q('heads', {
        title,
        scale: { domain: [0, 20], nice: false },
        axis: { values: [0, 5, 10, 15, 20] },
      }),
      y,
    }),
    mark.dots({ x: 'heads', y: right === null ? y : { ...y, axis: null } }, { size: 30 }),
  ],
});

export const ledger = section({
  id: 'evidence-adds-up',
  title: prose`Twenty heads: evidence adds up`,
  needs: { m: evidenceLedger },
  write: ({ m }) => [
    prose`You hold a coin. The odds that it has two heads are one to ${count(m.against)}:
      ${decibels(m.prior, WHOLE)}. You toss it ${count(m.heads)} times, and it shows heads ${count(m.heads)} times.
      What do you believe now?

      A fair coin shows heads half the time, a coin with two heads always. So each head is *twice* as likely if the
      coin has two heads: that is its *likelihood ratio*. By Bayes' rule it multiplies the odds, so in decibels it is
      added:`,
    equation`L_\text{after} = L_\text{before} + 10 \log_{10} \frac{p(\text{heads} \mid \text{two-headed})}{p(\text{heads} \mid \text{fair})}`,
    prose`The last term is the *evidence*. Belief becomes a ledger that you can add up in your head
      (${ref('ledger-table')}).`,
    table({
      id: 'ledger-table',
      caption: prose`What speaks for two heads, and what against.`,
      rows: [
        { entry: prose`before any toss, one to ${count(m.against)}`, level: m.prior },
        { entry: prose`${count(m.heads)} heads, ${decibels(m.each)} each`, level: m.gained },
        { entry: prose`after them, ${real(m.oddsAfter, { digits: 3 })} to one`, level: m.after },
        { entry: prose`a glance at the back, right nine times out of ten: a tail`, level: m.glance.worth },
        {
          entry: prose`in the end, ${real(m.glance.oddsAfter, { digits: 3 })} to one`,
          level: m.glance.after,
        },
      ],
      columns: [
        ['entry', (row) => row.entry],
        ['odds (dB)', (row) => decibels(row.level, { digits: 1 })],
      ],
    }),
    prose`After the tosses, about a hundred to one: ${percent(m.probabilityAfter, { digits: 2 })}. This ledger, without the glance, stands in a report of the codebreakers of Bletchley Park (${cite('tunny-1945')}).

      The glance counts *against*: it seemed to show a tail, nine times as likely with a fair coin as with a two-headed one. It leaves ${percent(m.glance.probabilityAfter, { digits: 2 })}. A tail that you *toss* would be worth minus infinity. And a probability of ${given(0)} or ${given(1)} lies infinitely far out: no finite evidence moves it.

      A filter flags ${given(m.detector.flagged)}% of all prompt injections and ${given(m.detector.mistaken)}% of everything else. If one request in ${count(m.detector.rare)} is an injection, a flag, ${given(m.detector.flagged)} to ${given(m.detector.mistaken)} for an injection, adds ${decibels(m.detector.flag, WHOLE)} to ${decibels(m.detector.prior, WHOLE)}. That leaves ${decibels(at(m.detector.afterFlags, 0).level, WHOLE)}: of a hundred flagged requests one is an injection.

      Alan Turing invented the unit, for the naval Enigma. The paper for that work came from the town of Banbury, so a factor of ten in the odds was a *ban*, and a decibel of odds a *deciban*. His assistant, I. J. Good, took a deciban to be about the smallest weight of evidence that a person can feel (${cite('good-1979')}).

      When does the coin convince you (${ref('ledger-figure')})?`,
    figure({
      id: 'ledger-figure',
      caption: prose`The belief that the coin has two heads, as a probability and as odds in decibels, with the probabilities of some levels at the right. Dashed: as likely as not.`,
      alt: prose`Two panels over the number of heads. As a probability the curve lies on the floor, then rises steeply
        about the ${count(m.evenAt)}th head, then lies at the top. As odds it is a straight line from
        ${decibels(m.prior, WHOLE)} to ${decibels(m.after, WHOLE)}.`,
      data: { rows: m.rows, even: [{ odds: given(0), probability: given(0.5) }] },
      spec: {
        vconcat: [
          panel(
            'probability',
            mark.q('probability', { title: 'probability', scale: { domain: [0, 1], nice: false } }),
          ),
          panel(
            'odds',
            mark.q('odds', {
              title: 'odds in dB',
              scale: { domain: [-45, 25], nice: false },
              axis: { values: LEVELS },
            }),
            'heads so far',
            {
              orient: 'right',
              values: LEVELS,
              labelExpr: PROBABILITIES,
              title: 'probability',
              titleAlign: 'right',
              titleX: 52,
            },
          ),
        ],
      },
    }),
    prose`As a probability nothing happens, then everything, then nothing. In decibels each head adds the same; number ${count(m.evenAt)} brings the odds past even.

      When may entries be added? When each would tell you nothing about the next *if you knew which coin it is*. Tosses are like that (more examples in ${cite('yudkowsky-2016')}). Twenty photographs of one toss are not: together they are worth ${decibels(m.each, WHOLE)}, not ${decibels(m.gained, WHOLE)}. And there must be just two hypotheses. With a third, a coin bent towards heads, “not two-headed” is fair *or* bent. After many heads the bent coin is the likelier of these two, and it too shows heads more than half the time: the next head is worth less (${cite('jaynes-2003')}).`,
  ],
});
