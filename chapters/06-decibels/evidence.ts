import { at } from '#numerics/list';
import { figure, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { cite, count, decibels, equation, given, math, percent, real, ref, term } from '#report/values';
import { evidenceLedger } from './evidence.measure.ts';
import { ratioLevels } from './levels.measure.ts';

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
  title: prose`Twenty heads`,
  needs: { m: evidenceLedger },
  write: ({ m }) => [
    prose`You hold a coin. The odds that it has two heads are one to ${count(m.against)}, or ${decibels(m.prior, 0)}.
      You toss ${count(m.heads)} heads in a row. What do you believe now?

      A fair coin shows heads half the time, a two-headed coin always. So each head is *twice* as likely if the coin
      has two heads. By Bayes' rule, this *likelihood ratio* multiplies the odds, so in decibels you add its level:`,
    equation`L_\text{after} = L_\text{before} + 10 \log_{10} \frac{p(\text{heads} \mid \text{two-headed})}{p(\text{heads} \mid \text{fair})}`,
    prose`The last term is the *evidence*. Each head is worth ${decibels(m.each, 2)}, so ${count(m.heads)} heads raise
      the odds by ${decibels(m.gained, 0)}, to ${decibels(m.after, 0)}: a hundred to one, or
      ${percent(m.probabilityAfter, 2)}. The codebreakers of Bletchley Park, who called a decibel of odds a *deciban*,
      explained the method with this coin (${cite('tunny-1945')}). When does it convince you
      (${ref('ledger-figure')})?`,
    figure({
      id: 'ledger-figure',
      caption: prose`The belief that the coin has two heads, as a probability and as odds in decibels. The dashed line
        is even odds.`,
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
    prose`As a probability, nothing happens, then everything, then nothing. In decibels, each head adds the same. A
      tail, impossible with two heads, would be worth minus infinity.`,
  ],
});

const WORDS = [
  prose`not worth more than a bare mention`,
  prose`substantial`,
  prose`strong`,
  prose`very strong`,
];

export const strength = section({
  id: 'strength-of-evidence',
  title: prose`Strong evidence`,
  needs: { m: evidenceLedger, ratios: ratioLevels },
  write: ({ m: { detector, ...m }, ratios }) => [
    prose`Harold Jeffreys put evidence into words (${cite('jeffreys-1961')}; ${ref('grades-table')}).`,
    table({
      id: 'grades-table',
      caption: prose`Jeffreys' words for evidence up to so many decibels, its factor, and the probability to which it
        lifts even odds. Above ${given(20)} dB he calls evidence “decisive”.`,
      rows: ratios.grades.map((row, index) => ({ ...row, words: at(WORDS, index) })),
      columns: [
        ['up to (dB)', (row) => given(row.level)],
        ['factor', (row) => real(row.ratio, 2)],
        ['from even odds to', (row) => percent(row.probability, 2)],
        ['in words', (row) => row.words],
      ],
    }),
    prose`Strong evidence can leave weak belief. One request in ${count(detector.rare)} is a prompt injection:
      ${decibels(detector.prior, 0)}. A filter flags ${given(detector.flagged)}% of these, and
      ${given(detector.mistaken)}% of everything else. A flag adds ${decibels(detector.flag, 0)} and leaves
      ${decibels(at(detector.afterFlags, 0).level, 0)}: of a hundred flagged requests, one is an injection.

      How much evidence does the filter give *on average*, if the request is an injection? It is
      ${decibels(detector.flag, 0)} in ${given(detector.flagged)}% of cases, and as much the other way in
      ${given(detector.mistaken)}%: a mean of ${decibels(detector.expected, 1)}. If each outcome ${math`j`} has the
      probability ${math`p_j`} under the true hypothesis, and ${math`q_j`} under the other, this mean is the
      ${term('KL divergence')} of ${ref('entropy-and-kl')} in decibels:`,
    equation`\sum_j p_j \cdot 10 \log_{10} \frac{p_j}{q_j} = ${real(ratios.nat, 3)} \cdot \mathrm{KL}(p \,\|\, q)`,
    prose`This mean is never negative: on average, evidence speaks for what is true.

      When may you add evidence? When the pieces so far tell you nothing about the next *once you know which
      hypothesis is true*. Twenty tosses pass this test. Twenty photographs of one toss do not: together they are
      worth ${decibels(m.each, 0)}, not ${decibels(m.gained, 0)}. There must also be just two hypotheses. If the coin
      may also be bent towards heads, further heads are worth less and less (${cite('jaynes-2003')}).`,
  ],
});
