import { finding, greater, prose, type Seen, section } from '#report';
import { equation, given, math, nats, probability, real, ref, term } from '#report/values';
import { squareOf } from '../commuting-square.ts';
import { carryOver } from './adding-logarithms.measure.ts';
import { endings } from './endings.measure.ts';
import { runningProduct } from './underflow.measure.ts';

const breadLeads = ({ bread, right, lead }: Seen<typeof endings>) =>
  finding({
    id: 'bread-leads-by-sum',
    when: greater('sum of “bread” above that of the ending from the story', bread.sum, right.sum),
    text: () => prose`“Bread” has ${nats(bread.sum, 2)} and the story's own ending ${nats(right.sum, 2)}, which
      makes it ${real(lead, 2)} times less likely.`,
  });

export const addingLogarithms = section({
  id: 'adding-logarithms',
  title: prose`Add logarithms`,
  needs: { m: runningProduct, tried: endings, example: carryOver },
  write: ({ m, tried, example }) => [
    prose`The logarithm of a product is the sum of the logarithms:`,
    equation`\ln(xy) = \ln x + \ln y`,
    prose`So keep the ${term('log-probability')} ${math`\ln q`} of each token, in ${term('nat', 'nats')}, as
      APIs return it. Add instead of multiplying, and exponentiate only to show a result
      (${ref('square-joint')}).`,
    squareOf('joint', {
      numbers: {
        given: example.rows.map(({ factor }) => given(factor)),
        mapped: example.rows.map(({ log }) => nats(log, 2)),
        combined: [nats(example.sum, 2)],
        result: [probability(example.product, 1)],
      },
    }),
    prose`The story has ${nats(m.total, 0)}, a probability of about ten to the power of
      ${real(m.powerOfTen, 0)}. That does not make the model poor: there are so many long texts that each must
      be unlikely. Only the *difference* between two texts tells you something. Both contain the story, so it
      cancels, and the tokens of the endings are enough. ${breadLeads(tried)}`,
  ],
});
