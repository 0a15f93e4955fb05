import {
  chapter,
  headline,
  join,
  type Prose,
  prose,
  type Seen,
  section,
  source,
  sources,
  table,
} from '#report';
import { cite, count, countInWords, ref, text } from '#report/values';
import { GUO_2017, KADAVATH_2022, WU_2024 } from '../shared-sources.ts';
import { pairedSection } from './paired.ts';
import { comparedReports } from './reports.measure.ts';

type Models = Seen<typeof comparedReports>;

/** How a model was kept and run, as far as its name and its record say. */
const ran = ({ model, ranBy, recorded, weights, bits, madeFor }: Models['first']): Prose =>
  prose`${text(model)}, ${text(recorded)}, run by ${text(ranBy)}${
    weights === ''
      ? prose``
      : prose`, with weights kept as ${text(weights)}, about ${countInWords(bits)} bits each`
  }${madeFor === 'code' ? prose`, and by its name a model for *code*` : prose``}`;

const cannotCompare = section({
  id: 'cannot-compare',
  title: prose`What two models cannot tell`,
  needs: { m: comparedReports },
  write: ({ m }) => [
    prose`A result of one model may be true of language models, or of that model alone. This page compares two:

- ${ran(m.first)};
- ${ran(m.second)}.

Of ${count(m.measurements)} measurements, ${count(m.older)} come from different code in the two reports, or are missing in
one. They are compared where both have the same form.`,
    prose`Some things cannot be compared at all. Logits have a zero of their own in each network. Log-probabilities per token,
      ranks and perplexities depend on the vocabulary. What a model says when it is *asked* whether an answer is right
      depends on the wording of the question, so that is left out.

      Nor can two models show *causes*. These two differ in size, training texts and training, and what they share need not
      hold for a third. Others compared many models: their loss (${cite('kaplan-2020')}), their calibration
      (${cite('guo-2017')}), what they know of what they know (${cite('kadavath-2022')}), and when they believe a passage
      (${cite('wu-2024')}).`,
  ],
});

type Words = Models['findings'][number]['first'];

/** "holds: 0.4 nats"; the outcome alone where nothing was measured. */
const outcome = (what: Words, numbers: Words): Prose =>
  join([prose`**${text(what)}**`, ...[numbers].filter((one) => one !== '').map(text)], prose`: `);

const chapterFindings = section({
  id: 'findings-of-both',
  title: prose`Which findings hold for both?`,
  needs: { m: comparedReports },
  write: ({ m }) => [
    prose`The chapters state findings: a text and a condition on results. The text was written for
      ${text(m.first.name)}; does its condition hold for ${text(m.second.name)}, too? Of ${count(m.all)} findings,
      ${count(m.tested)} could be tested on both models (${ref('findings-table')}). Of these, ${count(m.bothHold)} hold for
      both. *Withdrawn* means that the condition is not met, and not that the opposite is true. *Reversed* means that the
      opposite clearly holds for one model, which happened to ${countInWords(m.reversed)} of them.`,
    table({
      id: 'findings-table',
      caption: prose`Each finding of the chapters, with the numbers of its condition in both models.`,
      rows: m.findings,
      columns: [
        ['finding', (row) => text(row.text)],
        ['condition', (row) => text(row.condition)],
        [prose`${text(m.first.name)}`, (row) => outcome(row.first, row.firstNumbers)],
        [prose`${text(m.second.name)}`, (row) => outcome(row.second, row.secondNumbers)],
      ],
    }),
  ],
});

const further = section({
  id: 'comparison-sources',
  title: prose`Who compared more models`,
  needs: {},
  write: () => [
    sources([
      source({
        ...GUO_2017,
        adds: prose`Compares networks of many depths and widths, and fixes their calibration with one temperature.`,
      }),
      source({
        ...KADAVATH_2022,
        adds: prose`Follows calibration and self-evaluation to sizes far larger than either model here.`,
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
  ],
});

/** What is written about two reports; the command numbers it behind their chapters. */
export const comparisonOfReports = chapter({
  number: 1,
  slug: 'comparison',
  title: prose`Two models side by side`,
  question: prose`Which findings are about language models, and which about one of them?`,
  abilities: [
    prose`tell a finding that travels from one that does not`,
    prose`compare two models without fooling yourself`,
    prose`say what no comparison of two models can show`,
  ],
  sections: [cannotCompare, chapterFindings, pairedSection, further],
  headline: headline({
    needs: { m: comparedReports },
    write: ({ m }) =>
      prose`Of ${count(m.all)} findings of the chapters, ${count(m.tested)} could be tested on both models, and
        ${count(m.bothHold)} hold for both ${text(m.first.name)} and ${text(m.second.name)}.`,
  }),
});
