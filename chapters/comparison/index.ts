import { chapter, choose, headline, type Prose, prose, section, source, sources, table } from '#report';
import { cite, codeText, count, countInWords, text } from '#report/values';
import { GUO_2017, KADAVATH_2022, WU_2024 } from '../works.ts';
import { passagesOfBoth, reliabilityOfBoth, surpriseOfBoth } from './curves.ts';
import { comparedReports, comparedSentences } from './decided.measure.ts';
import { howCounted, whatGrew, whatHolds, whatTurned } from './findings.ts';
import type { Models } from './names.ts';
import { chapterByChapter, everySentence } from './sentences.ts';

/** What else sets a model apart, as far as it is recorded. */
const ownCauses = ({ model, name, weights, keptIn, bits, madeFor }: Models['first']): Prose =>
  prose`${choose(keptIn, {
    bits: prose` The weights of ${text(name)} were not kept as published, but as ${text(weights)}, in about ${countInWords(bits)} bits each.`,
    another: prose` The weights of ${text(name)} were not kept as published, but as ${text(weights)}.`,
    published: prose``,
  })}${choose(madeFor, {
    code: prose` By its name, ${codeText(model)} is made for code.`,
    anything: prose``,
  })}`;

const howCompared = section({
  id: 'how-compared',
  title: prose`What cannot be compared`,
  needs: { models: comparedReports },
  write({ models }) {
    const equal = choose(models.isSame, {
      same: prose`All ${count(models.measurements)} measurements gave the same in both, to the last digit.`,
      different: prose`Of the ${count(models.measurements)} results that each report stores, ${count(models.equal)} are the same in both to the
        last digit, and ${count(models.unequal)} are not${choose(models.unequalAre, {
          few: prose`: ${text(models.unequalNames)}`,
          many: prose``,
        })}.`,
    });
    const code = choose(models.areOlder, {
      none: prose`Questions and statistics are the same code for both, whatever program ran the model.`,
      some: prose`Of ${count(models.older)} measurements the two have results of different code, or one has none:
        ${text(models.olderNames)}. They are compared as far as they have the same shape.`,
    });
    return [
      prose`Logits, whose zero is each network’s own, cannot; nor can log-probabilities per token, ranks and perplexities, where vocabularies differ.
      Causes cannot be told, either: two models differ in size, texts and training, and what they share need not be true of a third.${ownCauses(models.first)}${ownCauses(models.second)} Others compared many models: their loss
      (${cite('kaplan-2020')}), their calibration (${cite('guo-2017')}), what they know of what they know (${cite('kadavath-2022')}),
      and when they believe a passage (${cite('wu-2024')}).`,
      table({
        id: 'models-compared',
        caption: prose`What ran. Results with a date were recorded on that day by another program; the build shows them and does not measure them. ${equal} ${code}`,
        rows: [models.first, models.second],
        columns: [
          ['model', ({ model }) => codeText(model)],
          ['run by', ({ servedBy }) => text(servedBy)],
          [
            'recorded on',
            ({ recorded }) => (recorded === '' ? prose`measured by the build` : text(recorded)),
          ],
        ],
      }),
      sources([
        source({
          ...GUO_2017,
          adds: prose`Compares networks of many depths and widths, and mends them with one temperature.`,
        }),
        source({
          ...KADAVATH_2022,
          adds: prose`Follows calibration and self-evaluation through sizes that are far larger than either here.`,
        }),
        source({
          ...WU_2024,
          adds: prose`Finds how far a passage may be from the truth before a large model stops believing it.`,
        }),
        source({
          id: 'kaplan-2020',
          authors: ['Kaplan, Jared', 'others'],
          year: 2020,
          title: 'Scaling Laws for Neural Language Models',
          where: 'arXiv',
          url: 'https://arxiv.org/abs/2001.08361',
          adds: prose`Draws the loss against the size over many orders of magnitude.`,
        }),
      ]),
    ];
  },
});

/** What is written about two reports; no chapter of either. */
export const comparisonOfReports = chapter({
  number: 8,
  slug: 'comparison',
  title: prose`Two models side by side`,
  question: prose`Which findings are about language models, and which about one of them?`,
  abilities: [
    prose`tell a finding that travels from one that does not`,
    prose`compare two models without fooling yourself`,
    prose`say what no comparison of two models can show`,
  ],
  sections: [
    howCounted,
    whatTurned,
    whatHolds,
    whatGrew,
    reliabilityOfBoth,
    passagesOfBoth,
    surpriseOfBoth,
    chapterByChapter,
    everySentence,
    howCompared,
  ],
  headline: headline({
    needs: { m: comparedSentences, models: comparedReports },
    write: ({ m, models }) =>
      choose(models.isSame, {
        same: prose`The two reports are the same: ${count(models.measurements)} measurements gave equal results.`,
        different: prose`Of ${count(m.counts.all)} sentences that results chose, ${count(m.counts.alike)} took the same branch for
          ${text(models.first.name)} and ${text(models.second.name)}.`,
      }),
  }),
});
