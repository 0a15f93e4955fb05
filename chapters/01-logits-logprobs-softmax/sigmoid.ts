import { at } from '#numerics/list';
import { choose, figure, prose, section } from '#report';
import * as mark from '#report/marks';
import { cite, count, equation, given, nats, percent, ref, term, text } from '#report/values';
import { apiAnswer } from './api-answer.measure.ts';
import { twoAnswers } from './two-answers.measure.ts';

/** What is drawn, in the order of the legend. */
const SERIES = {
  completed: { name: 'completing: the capital', color: '$blue', shape: 'circle', fill: '$paper' },
  askedOfCapital: {
    name: 'asked about the capital: yes',
    color: '$orange',
    shape: 'square',
    fill: '$orange',
  },
  askedOfOther: {
    name: 'asked about the other city: yes',
    color: '$teal',
    shape: 'triangle-up',
    fill: '$paper',
  },
} as const;

/** Colour, shape or fill of the series, in one legend. */
const look = (channel: 'color' | 'shape' | 'fill') =>
  mark.n('series', {
    title: null,
    sort: null,
    legend: { orient: 'top', columns: 1 },
    scale: {
      domain: Object.values(SERIES).map(({ name }) => name),
      range: Object.values(SERIES).map((one) => one[channel]),
    },
  });

export const sigmoidSection = section({
  id: 'sigmoid',
  title: prose`Two choices: the sigmoid`,
  needs: { m: twoAnswers, api: apiAnswer },
  write({ m, api }) {
    const [paris, ofParis] = [at(m.completed, 0), at(m.askedOfCapital, 0)];
    return [
      prose`Often only two words matter: ${text(paris.capital)} or ${text(paris.other)}, yes or no. What is the
        probability of the first, *given that it is one of the two*? Divide by what the two hold together:`,
      equation`\frac{q_a}{q_a + q_b} = \frac{1}{1 + e^{-(z_a - z_b)}} = \sigma(z_a - z_b)`,
      prose`This is softmax with two choices, the ${term('sigmoid')}. It takes a difference of logits, or of
        log-probabilities: at one position these are the same. A lead of zero is ${given(50)}%, of one nat
        ${given(73)}%, of three ${given(95)}%. It works for groups of tokens, too: add up the
        probabilities of each group, and take the difference of the two logarithms. Asked about Paris, the lead of yes over no, each summed over its spellings${
          api.labels.length > 0 ? prose` (${ref('label-brackets')})` : prose``
        }, is ${nats(ofParis.difference, 2)}, and yes has ${percent(ofParis.share, 2)} of what the two hold.

        What does the model prefer when it completes, and when it is asked (${ref('two-choices')})?`,
      figure({
        id: 'two-choices',
        caption: prose`Completing: the share of the capital against another city, such as ${text(paris.capital)} against
          ${text(paris.other)}. Asked whether a city is the capital: the share of yes against no, each the sum of
          four spellings${choose(m.byAsking, {
            level: prose`; here both cities have as much, and the mark of one hides that of the other`,
            'a coin': prose``,
            'the capital': prose``,
            'the other city': prose``,
          })}. The cities were picked by hand; the data name them.`,
        alt: prose`For each of ${count(m.pairs)} countries three marks from zero to a hundred percent. Completing, the
          capital has more than half in ${count(m.completedCapital)}. Asked, yes has less than half for
          ${count(m.leaningToNo)} of ${count(m.questions)} cities.`,
        data: {
          rows: (['completed', 'askedOfCapital', 'askedOfOther'] as const).flatMap((which) =>
            m[which].map(({ country, capital, other, share }) => ({
              country,
              capital,
              other,
              series: SERIES[which].name,
              share,
            })),
          ),
          half: [{ share: given(0.5) }],
        },
        spec: {
          height: { step: 22 },
          layer: [
            mark.reference({ x: 'share' }, { data: 'half' }),
            mark.points(
              {
                x: mark.q('share', {
                  title: 'share of the capital, or of “yes”',
                  axis: { format: '%' },
                  scale: { domain: [0, 1] },
                }),
                y: mark.n('country', { title: null, sort: null, axis: { labelPadding: 14 } }),
                stroke: look('color'),
                shape: look('shape'),
                fill: look('fill'),
              },
              { strokeWidth: 2, size: 70 },
            ),
          ],
        },
      }),
      prose`${choose(m.leaning, {
        'always no': prose`Asked, it always leans to “no”. But perhaps less so when it should say yes?`,
        'always yes': prose`Asked, it always leans to “yes”. But perhaps more so when it should?`,
        'more often no': prose`Asked, does it lean more to “yes” when it should?`,
        'more often yes': prose`Asked, does it lean more to “yes” when it should?`,
        neither: prose`Asked, it leans to neither.`,
      })} “Yes” has a larger share for the capital than for the other city in ${count(m.askedCapital)} of
        ${count(m.pairs)} countries: ${choose(m.byAsking, {
          'a coin': choose(m.byCompleting, {
            'the capital': prose`a coin might do as well. Completing brings the capital out; whether asking does is not clear.`,
            'a coin': prose`a coin might do as well. Nor does completing tell the cities apart.`,
            'the other city': prose`a coin might do as well, and completing misleads.`,
            level: prose`a coin might do as well, and completing cannot tell the cities apart at all.`,
          }),
          level: prose`the two are always level.`,
          'the capital': prose`more than a coin would. So asking brings the capital out.`,
          'the other city': prose`fewer than a coin would. So asking misleads.`,
        })}

        Leaning to one label is a known fault. ${cite('zhao-2021')} trace that of GPT-3 to labels that are common in
        its training text, or among the examples in the prompt.
        So before you trust a label, try it on questions whose answers you know, some yes and some no.`,
    ];
  },
});
