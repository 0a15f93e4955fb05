import { chapter, headline, type Prose, prose, type Seen, section, source, sources } from '#report';
import { cite, count, countInWords, text } from '#report/values';
import { GUO_2017, KADAVATH_2022, WU_2024 } from '../shared-sources.ts';
import { answer, exceptionsSection } from './answer.ts';
import { chapterFindings } from './findings.ts';
import { pairedPassagesSection, pairedSection } from './paired.ts';
import { comparedReports } from './reports.measure.ts';

type Models = Seen<typeof comparedReports>;

/** How a model was kept and run, as far as its name and its record say. */
const ran = ({ model, ranBy, recorded, weights, bits, madeFor }: Models['first']): Prose =>
  prose`${text(model)}, ${text(recorded)}, run by ${text(ranBy)}${
    weights === ''
      ? prose``
      : prose`, with weights kept as ${text(weights)}, about ${countInWords(bits)} bits each`
  }${madeFor === 'code' ? prose`, and by its name a model for *code*` : prose``}`;

/** Nothing where both reports were measured by today's code. */
const changedSince = ({ hasOlder, older, measurements }: Models): Prose[] =>
  hasOlder
    ? [
        prose`Since one of the reports was measured, ${count(older)} of ${count(measurements)} measurements were changed or added.
          Their results are compared where both reports have them in the same form.`,
      ]
    : [];

const limits = section({
  id: 'cannot-compare',
  title: prose`What two models cannot tell`,
  needs: { m: comparedReports },
  write: ({ m }) => [
    prose`Two models cannot show *causes*. They may differ in size, in training texts and in training all at once, and what
      they share need not hold for a third. Others compared more models: how the loss falls with size (${cite('kaplan-2020')}), how well
      networks are calibrated (${cite('guo-2017')}), what models know of what they know (${cite('kadavath-2022')}), and when
      they believe a passage (${cite('wu-2024')}).

      Logits have a zero of their own in each network, and log-probabilities per token, ranks and perplexities depend on the
      vocabulary. So each condition compares results within one model. The page never compares such a number of one model
      with that of the other.`,
    prose`This is how the two were run:

- ${ran(m.first)};
- ${ran(m.second)}.`,
    ...changedSince(m),
    sources([
      source({
        ...GUO_2017,
        adds: prose`One temperature repairs the calibration of deep and wide networks.`,
      }),
      source({ ...KADAVATH_2022, adds: prose`Self-evaluation in models far larger than either here.` }),
      source({
        ...WU_2024,
        adds: prose`How far from the truth a passage may be before large models reject it.`,
      }),
      source({
        id: 'kaplan-2020',
        authors: ['Kaplan, Jared', 'others'],
        year: 2020,
        title: 'Scaling Laws for Neural Language Models',
        where: 'arXiv',
        url: 'https://arxiv.org/abs/2001.08361',
        adds: prose`The loss against the size over many orders of magnitude.`,
      }),
    ]),
  ],
});

/** What is written about two reports; the command numbers it behind their chapters. */
export const comparisonOfReports = chapter({
  id: '01-comparison',
  title: prose`Two models side by side`,
  question: prose`Which findings are about language models, and which about one of them?`,
  abilities: [
    prose`name findings that hold for both models, and some that do not`,
    prose`say why it is plausible that some findings hold for one model only`,
    prose`say what no comparison of two models can show`,
  ],
  sections: [answer, pairedPassagesSection, exceptionsSection, pairedSection, chapterFindings, limits],
  headline: headline({
    needs: { m: comparedReports },
    write: ({ m }) =>
      prose`Of the ${count(m.tested)} findings that could be tested on both models, ${count(m.bothHold)} hold for both
        ${text(m.first.name)} and ${text(m.second.name)}.`,
  }),
});
