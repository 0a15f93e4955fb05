import { finding, greater, prose, type Seen, section } from '#report';
import { equation, given, math, nats, probability, real, ref, term, text } from '#report/values';
import { squareOf } from '../commutative-diagram-figure.ts';
import { carryOver } from './adding-logarithms.measure.ts';
import { endings } from './endings.measure.ts';
import { runningProduct } from './underflow.measure.ts';

const breadLeads = ({ bread, right, ahead, lead }: Seen<typeof endings>) =>
  finding({
    id: 'bread-leads-by-sum',
    when: greater('how many times as likely “bread” is as the ending from the story', lead, 1.05),
    context: [ahead, bread.sum, right.sum],
    text: () => prose`“Bread” scores ${nats(bread.sum, 2)}. The story's own ending scores ${nats(right.sum, 2)},
      ${nats(ahead, 2)} lower. Exponentiate the difference: the story's ending is
      ${real(lead, 2)} times less likely than “bread”.`,
  });

export const addingLogarithms = section({
  id: 'adding-logarithms',
  title: prose`Add logarithms`,
  needs: { m: runningProduct, tried: endings, example: carryOver },
  write: ({ m, tried, example }) => [
    prose`The logarithm of a product is the sum of the logarithms:`,
    equation`\ln(xy) = \ln x + \ln y`,
    prose`So store each token's ${term('log-probability')} ${math`\ln q`}, which APIs return in
      ${term('nat', 'nats')}. Add instead of multiplying (${ref('square-joint')}).`,
    squareOf('joint', {
      numbers: {
        given: example.rows.map(({ factor }) => given(factor)),
        mapped: example.rows.map(({ log }) => nats(log, 2)),
        combined: [nats(example.sum, 2)],
        result: [probability(example.product, 1)],
      },
    }),
    prose`The story's log-probability, without the first token and with the line break at its end, is ${nats(m.total, 0)}; its probability is about ten to the power of
      ${real(m.powerOfTen, 0)}. Long texts are very unlikely, so one score says little: compare two by their
      *difference*.

      After the story, our model reads the *prompt* “${text(tried.question)}”. In the story, they sell “honey, potatoes
      and wool” and buy “${text(tried.right.text)}”. Does the model prefer that last phrase, the story's own *ending*,
      to “bread”? The story and the prompt add the same amount to every score, so leave them out. ${breadLeads(tried)}`,
  ],
});
