import { at } from '#numerics/list';
import { figure, layout, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { cite, count, decibels, equation, given, math, percent, real, ref, term } from '#report/values';
import { evidenceLedger } from './evidence.measure.ts';
import { ratioLevels } from './levels.measure.ts';

/** The levels that the lower panel names on both sides, and their probabilities. */
const LEVELS = [-60, -40, -20, 0, 20];
const PROBABILITIES = "{'-60': '0.0001%', '-40': '0.01%', '-20': '1%', '0': '50%', '20': '99%'}[datum.value]";

/** The odds and probabilities for the prior and the likelihood ratio that a reader chose: at first those of the text. */
const REVISED = [
  { calculate: 'prior + datum.heads * 10 * log(ratio) / LN10', as: 'odds' },
  { calculate: '1 / (1 + pow(10, -datum.odds / 10))', as: 'probability' },
];

/** A curve over the tosses and a line at even odds; only the lower panel names the axis that both share. */
const panel = (field: string, y: object, title: string | null = null, right: object | null = null) => ({
  height: 130,
  ...(right === null ? {} : { resolve: { axis: { y: 'independent' } } }),
  transform: right === null ? REVISED : [...REVISED, { filter: 'datum.odds > -45 && datum.odds < 25' }],
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
    prose`You hold a coin. Before any toss, the odds that it has two heads rather than being fair are ${given(1)} to
      ${count(m.against)}, or ${decibels(m.prior, 0)}. You toss ${count(m.heads)} heads in a row. What do you believe
      now? The codebreakers of Bletchley Park posed this question (${cite('tunny-1945')}), and called a decibel of odds
      a ${term('deciban')}.

      Picture ${count(m.against)} fair coins and one with two heads, and toss them all. The two-headed one and about
      half of the others show heads: among these, the odds have doubled. Bayes' rule multiplies the odds by the
      ${term('likelihood ratio')}: a head is *twice* as likely with two heads. In decibels, you add its
      level:`,
    equation`L_\text{after} = L_\text{before} + 10 \log_{10} \frac{p(\text{heads} \mid \text{two-headed})}{p(\text{heads} \mid \text{fair})}`,
    prose`The last term is the ${term('evidence')}. Each head is worth ${decibels(m.each, 2)}, so ${count(m.heads)} heads raise
      the odds by ${decibels(m.gained, 0)}, to ${decibels(m.after, 0)}: a hundred to one, or
      ${percent(m.probabilityAfter, 2)} (${ref('ledger-figure')}).`,
    figure({
      id: 'ledger-figure',
      caption: prose`The belief that the coin has two heads, as a probability and as odds in decibels. The dashed line
        is even odds.`,
      alt: prose`Two panels over the number of heads. As a probability the curve stays near zero, rises steeply
        around head ${count(m.evenAt)}, and stays near one. As odds it is a straight line from
        ${decibels(m.prior, 0)} to ${decibels(m.after, 0)}.`,
      data: { rows: m.rows, even: [{ odds: given(0), probability: given(0.5) }] },
      spec: {
        params: [
          mark.slider('prior', layout([m.prior], Math.round), [-60, 0, 1], 'prior odds in dB'),
          mark.slider('ratio', 2, [0.5, 4, 0.5], 'likelihood ratio of a head'),
        ],
        vconcat: [
          panel(
            'probability',
            mark.q('probability', { title: 'probability', scale: { domain: [0, 1], nice: false } }),
          ),
          panel(
            'odds',
            mark.q('odds', {
              title: 'odds in dB',
              scale: { domain: [-65, 25], nice: false },
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
    prose`On Harold Jeffreys' scale, evidence of ${given(12)} dB is “strong” (${cite('jeffreys-1961')};
      ${ref('grades-table')}).`,
    table({
      id: 'grades-table',
      caption: prose`Jeffreys' grades: the upper limit in decibels and as a factor, the probability to which it
        raises even odds, and his wording. Above ${given(20)} dB, he calls evidence “decisive”.`,
      rows: ratios.grades.map((row, index) => ({ ...row, words: at(WORDS, index) })),
      columns: [
        ['up to (dB)', (row) => given(row.level)],
        ['factor', (row) => real(row.ratio, 2)],
        ['from even odds to', (row) => percent(row.probability, 2)],
        ['in words', (row) => row.words],
      ],
    }),
    prose`Even very strong evidence can leave a hypothesis improbable. Suppose one request in ${count(detector.rare)} is
      a prompt injection, so the prior odds are ${decibels(detector.prior, 0)}. A filter flags
      ${given(detector.flagged)}% of injections and ${given(detector.mistaken)}% of other requests. A flag adds
      ${decibels(detector.flag, 0)}, which brings the odds to ${decibels(at(detector.afterFlags, 0).level, 0)}: of about
      a hundred flagged requests, one is an injection.

      On injections, the filter gives ${decibels(detector.flag, 0)} of evidence in ${given(detector.flagged)}% of cases
      and ${decibels(detector.noFlag, 0)} in ${given(detector.mistaken)}%: a mean of ${decibels(detector.expected, 1)}.
      If the outcomes have the distribution ${math`p`} under the true hypothesis and ${math`q`} under the other, the mean
      evidence is ${math`\mathrm{KL}(p \,\|\, q)`}, the ${term('KL divergence')} of
      ${ref('02-cross-entropy-perplexity')} (times ${real(ratios.nat, 3)} for decibels). This mean is never negative.

      You may add a new piece of evidence if, *once you know which hypothesis is true*, the earlier
      pieces do not help to predict the new one. Twenty tosses meet this condition. Twenty photographs of one head do
      not: they are worth ${decibels(m.each, 0)} together. One sum compares only *two* hypotheses
      (for three, see ${cite('jaynes-2003')}).`,
  ],
});
