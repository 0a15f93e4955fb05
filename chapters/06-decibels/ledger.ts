import { at } from '#numerics/list';
import { figure, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { cite, count, decibels, equation, given, percent, real, ref, term } from '#report/values';
import { evidenceLedger } from './ledger.measure.ts';

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
    prose`You hold a coin. The odds that it has two heads are one to ${count(m.against)}, or ${decibels(m.prior, 0)}.
      You toss it ${count(m.heads)} times, and it shows heads every time. What do you believe now?

      A fair coin shows heads half the time, a two-headed coin always. So each head is *twice* as likely if the coin has
      two heads. That factor is the *likelihood ratio*. By Bayes' rule it multiplies the odds, so in decibels you add it:`,
    equation`L_\text{after} = L_\text{before} + 10 \log_{10} \frac{p(\text{heads} \mid \text{two-headed})}{p(\text{heads} \mid \text{fair})}`,
    prose`The last term is the *evidence*. Belief becomes a ledger that you can add up in your head
      (${ref('ledger-table')}).`,
    table({
      id: 'ledger-table',
      caption: prose`The odds of two heads, before and after each piece of evidence.`,
      rows: [
        { entry: prose`before any toss, one to ${count(m.against)}`, level: m.prior },
        { entry: prose`${count(m.heads)} heads, ${decibels(m.each)} each`, level: m.gained },
        { entry: prose`after them, ${real(m.oddsAfter, 3)} to one`, level: m.after },
        { entry: prose`a glance at the back, right nine times out of ten: a tail`, level: m.glance.worth },
        {
          entry: prose`in the end, ${real(m.glance.oddsAfter, 3)} to one`,
          level: m.glance.after,
        },
      ],
      columns: [
        ['entry', (row) => row.entry],
        ['dB', (row) => decibels(row.level, 1)],
      ],
    }),
    prose`After the tosses, the odds are about a hundred to one, a probability of
      ${percent(m.probabilityAfter, 2)}. This much of the ledger is from a report by the codebreakers of
      Bletchley Park (${cite('tunny-1945')}). The glance then seems to show a tail, which is nine times as likely with a fair coin. It lowers the probability to ${percent(m.glance.probabilityAfter, 2)}. A tail that you *toss* would be worth minus infinity,
      because a two-headed coin cannot show one.

      When does the coin convince you (${ref('ledger-figure')})?`,
    figure({
      id: 'ledger-figure',
      caption: prose`The belief that the coin has two heads, as a probability and as odds in decibels. The dashed line is even odds.`,
      alt: prose`Two panels over the number of heads. As a probability the curve stays near zero, rises steeply
        around head ${count(m.evenAt)}, and stays near one. As odds it is a straight line from
        ${decibels(m.prior, 0)} to ${decibels(m.after, 0)}.`,
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
    prose`As a probability, nothing happens, then everything, then nothing. In decibels, each head adds the same, and head
      ${count(m.evenAt)} brings the odds past even.

      What is evidence worth in words? Harold Jeffreys drew a line every five decibels: up to ${given(5)} dB is “not worth more than
      a bare mention”, up to ${given(10)} substantial, up to ${given(15)} strong, up to ${given(20)} very strong, and more
      is decisive (${cite('jeffreys-1961')}). Alan Turing invented the unit for the naval Enigma and called a decibel of
      odds a *deciban*. His assistant I. J. Good took it for the smallest weight of evidence that a person can feel
      (${cite('good-1979')}).

      Strong evidence can leave weak belief. A filter flags ${given(m.detector.flagged)}% of all prompt injections and
      ${given(m.detector.mistaken)}% of everything else. One request in ${count(m.detector.rare)} is an injection:
      ${decibels(m.detector.prior, 0)}. A flag adds ${decibels(m.detector.flag, 0)} and leaves
      ${decibels(at(m.detector.afterFlags, 0).level, 0)}, so of a hundred flagged requests one is an injection.

      How much evidence does the filter give *on average* when requests are injections? It flags ${given(m.detector.flagged)}% of them, worth ${decibels(m.detector.flag, 0)} each, and misses ${given(m.detector.mistaken)}%, worth as much the other way. The mean is ${decibels(m.detector.expected, 1)}. This mean is the ${term('KL divergence')}
      of ${ref('02-cross-entropy-perplexity')}, in decibels instead of nats.

      When may you add entries? When the entries so far tell you nothing about the next *once you know which coin it is*. Tosses are
      like that. Twenty photographs of one toss are not: together they are worth ${decibels(m.each, 0)}, not
      ${decibels(m.gained, 0)}. There must also be just two hypotheses. With a third, such as a coin bent towards
      heads, “not two-headed” changes its meaning as heads come in, and the next head is worth less
      (${cite('jaynes-2003')}).`,
  ],
});
