import { finding, greater, prose, type Seen, section } from '#report';
import { math, nats, real, term, text } from '#report/values';
import { endings } from './endings.measure.ts';
import { runningProduct } from './underflow.measure.ts';

const winnerLeads = ({ own, winner, ahead, lead }: Seen<typeof endings>) =>
  finding({
    id: 'winner-leads-by-sum',
    when: greater('how many times as likely the likeliest ending is as the one from the story', lead, 1.05),
    context: [ahead, winner.sum, own.sum],
    text: () => prose`The likeliest is “${text(winner.text)}”, with ${nats(winner.sum, 2)}. The story's own ending scores
      ${nats(own.sum, 2)}, which is ${nats(ahead, 2)} lower. Exponentiate the difference: the story's own ending is
      ${real(lead, 2)} times less likely.`,
  });

export const addingLogarithms = section({
  id: 'adding-logarithms',
  title: prose`Add log-probabilities instead of multiplying`,
  needs: { m: runningProduct, tried: endings },
  write: ({ m, tried }) => [
    prose`The logarithm of a product is the sum of the logarithms: ${math`\ln(xy) = \ln x + \ln y`}. APIs return the
      ${term('log-probability')} ${math`\ln q`} of each token. So add those, and never multiply. The sum of the story is ${nats(m.total, 0)}: a probability of about ten to the power of ${real(m.powerOfTen, 0)}, far
      below the smallest float64.

      Which tokens are in this sum? Nothing precedes the first token, so it has no score. The line break at the end
      of the file counts, with ${nats(m.lineBreak, 1)}. With a *start token* in front, the first token scores
      ${nats(m.first, 1)}, and the sum becomes ${nats(m.afterStart, 0)}. If two programs disagree about a text, look for
      these differences first.

      Long texts are always unlikely, so a single score says little. Compare two scores by their *difference*. After the
      story, our model reads the *prompt* “${text(tried.question)}”. In the story, the islanders sell “honey, potatoes
      and wool” and buy “${text(tried.own.text)}”. That phrase is the story's own *ending* for our prompt. Which of
      seven endings is the likeliest? The story and the prompt add the same amount to every score, so leave
      them out. ${winnerLeads(tried)}`,
  ],
});
