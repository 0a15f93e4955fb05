import { figure, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { cite, count, decibels, given, percent, real, ref } from '#report/values';
import { evidenceLedger } from './ledger.measure.ts';

const WHOLE = { digits: 0 } as const;

/** A curve over the tosses and a line at even odds; only the lower panel names the axis that both share. */
const panel = (field: string, y: object, title: string | null = null) => ({
  height: 130,
  layer: [
    mark.reference({ y: field }, { data: 'even' }),
    mark.line({
      x: mark.q('heads', {
        title,
        scale: { domain: [0, 20], nice: false },
        axis: { values: [0, 5, 10, 15, 20] },
      }),
      y,
    }),
    mark.dots({ x: 'heads', y }, { size: 30 }),
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
      coin has two heads, and by the rule of Bayes it doubles the odds. In decibels a factor is an addend, and the calculation is a ledger that you can add up in your head (${ref('ledger-table')}).`,
    table({
      id: 'ledger-table',
      caption: prose`What speaks for two heads.`,
      rows: [
        { entry: prose`before any toss, one to ${count(m.against)}`, level: m.prior },
        { entry: prose`${count(m.heads)} heads, ${decibels(m.each)} each`, level: m.gained },
        { entry: prose`after them, ${real(m.oddsAfter, { digits: 3 })} to one`, level: m.after },
      ],
      columns: [
        ['entry', (row) => row.entry],
        ['odds (dB)', (row) => decibels(row.level, { digits: 1 })],
      ],
    }),
    prose`About a hundred to one: ${percent(m.probabilityAfter, { digits: 2 })}. This very ledger, coin and all, stands in the report that the codebreakers of Bletchley Park wrote about their work against the German teleprinter cipher (${cite('tunny-1945')}).

      Alan Turing invented the unit. To find the settings of the naval Enigma, messages were laid over each other on
      long sheets of paper, and every letter that met its like spoke for a guess, every other against. The sheets came from the town of
      Banbury, so the method was *Banburismus*, a factor of ten in the odds a *ban*, and a tenth of it a *deciban*: a
      decibel of odds. I. J. Good, his statistical assistant, thought a deciban about the smallest weight of evidence that a person can feel (${cite('good-1979')}).

      When does the coin convince you (${ref('ledger-figure')})?`,
    figure({
      id: 'ledger-figure',
      caption: prose`The belief that the coin has two heads, as a probability and as odds in decibels. Dashed: as likely as not.`,
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
            mark.q('odds', { title: 'odds in dB', scale: { domain: [-45, 25], nice: false } }),
            'heads so far',
          ),
        ],
      },
    }),
    prose`As a probability nothing happens, then everything, then nothing. Head number ${count(m.evenAt)} brings the odds past even, but it did no more than any other: on the scale of odds all steps are the same.

      When may entries be added? When each would tell you nothing about the next *if you knew which coin it is*. Tosses are like that (more examples in ${cite('yudkowsky-2016')}). Twenty photographs of one toss are not: together they are worth ${decibels(m.each, WHOLE)}, and whoever adds them up gets ${decibels(m.gained, WHOLE)}. And there must be just two hypotheses. With a third, what a head is worth against “not two-headed” changes from toss to toss (${cite('jaynes-2003')}).`,
  ],
});
