import { figure, finding, greater, join, prose, type Seen, section } from '#report';
import * as mark from '#report/marks';
import { bits, count, given, math, nats, real, ref, term, text } from '#report/values';
import { digitsAndCuts } from './bits-per-byte.measure.ts';
import { goodAndBad, perplexityRange } from './good-and-bad.measure.ts';
import { named } from './named.ts';

type GoodAndBad = Seen<typeof goodAndBad>;

const worseThanBlind = ({ rows, bound }: GoodAndBad) => {
  const noise = named(rows, 'random tokens');
  return finding({
    id: 'worse-than-uniform',
    when: greater('lower end of the interval for random tokens above the uniform guess', noise.low, bound),
    context: [noise.meanSurprisal],
    text: () => prose`On random tokens our model does worse than a uniform guess over its vocabulary: ${nats(noise.meanSurprisal, 1)} per token
      on average, against ${nats(bound, 1)}.`,
  });
};

const orderMatters = ({ rows }: GoodAndBad) => {
  const [own, shuffled] = [named(rows, 'our paragraph'), named(rows, 'its words shuffled')];
  return finding({
    id: 'shuffled-words-cost-more',
    when: greater(
      'lower end of the interval for the shuffled words above the upper end for the paragraph',
      shuffled.low,
      own.high,
    ),
    context: [own.meanSurprisal, shuffled.meanSurprisal],
    text: () => prose`Shuffling the words raises the cost of our paragraph from ${real(own.meanSurprisal, 1)} to
      ${nats(shuffled.meanSurprisal, 1)} per token.`,
  });
};

const famousIsCheap = ({ rows }: GoodAndBad) => {
  const [famous, reworded] = [named(rows, 'a famous sentence'), named(rows, 'the same, reworded')];
  return finding({
    id: 'famous-sentence-cheap',
    when: greater(
      'lower end of the interval for the reworded sentence above the upper end for the famous one',
      reworded.low,
      famous.high,
    ),
    context: [famous.perplexity, reworded.perplexity],
    text: () => prose`A sentence of the Declaration of Independence has a perplexity of ${real(famous.perplexity, 2)}, reworded
      ${real(reworded.perplexity, 2)}: perhaps the training data contained it.`,
  });
};

const digitsAboveFloor = ({ digits, floor }: Seen<typeof digitsAndCuts>) =>
  finding({
    id: 'digits-above-floor',
    when: greater('bits per random digit above the floor', digits.bitsPerByte, floor),
    text: () => prose`Our model needs ${bits(digits.bitsPerByte, 2)} on average.`,
  });

const SURPRISAL = 'mean surprisal in nats';
const y = mark.n('name', { sort: null, title: null });

export const goodAndBadSection = section({
  id: 'good-and-bad',
  title: prose`Good numbers`,
  needs: { m: goodAndBad, cuts: digitsAndCuts, range: perplexityRange },
  write: ({ m, cuts, range }) => [
    prose`No perplexity is good on its own: compare it with another model's on the same text.

      A uniform guess over the vocabulary, all ${math`V`} = ${count(m.vocabularySize)} tokens, costs
      ${math`\ln V`} = ${nats(m.bound, 1)} per token. Can a model do worse (${ref('four-texts')})?`,
    figure({
      id: 'four-texts',
      caption: prose`Mean surprisal of the harbour paragraph and of four other texts. The
        ${count(named(m.rows, 'random tokens').tokens)} random tokens are drawn uniformly from the vocabulary. Thin lines are ${given(95)}% intervals (${term('bootstrap')} over the tokens); the dashed line is
        the uniform guess over the vocabulary.`,
      alt: prose`Five bars: ${join(
        m.rows.map((row) => prose`${text(row.name)} ${nats(row.meanSurprisal)}`),
      )}. A dashed line marks the uniform guess at ${nats(m.bound)}.`,
      data: {
        rows: m.rows.map(({ name, meanSurprisal: surprisal, low, high }) => ({
          name,
          surprisal,
          low,
          high,
          label: nats(surprisal, 1),
        })),
        bound: [{ surprisal: m.bound, label: prose`uniform guess\n(${nats(m.bound, 1)})` }],
      },
      spec: {
        height: { step: 40 },
        layer: [
          mark.bars({ y, x: mark.q('surprisal', { title: SURPRISAL }) }),
          mark.rule(
            { y, x: mark.q('low', { axis: { title: SURPRISAL } }), x2: { field: 'high', title: 'interval' } },
            { color: '$ink', strokeWidth: 2 },
          ),
          mark.words({ y, x: 'high', text: 'label' }, { style: 'value', align: 'left', dx: 7 }),
          mark.reference({ x: 'surprisal' }, { data: 'bound' }),
          mark.annotation(
            { x: 'surprisal', y: { value: -5 }, text: 'label' },
            { data: 'bound', align: 'right', baseline: 'bottom', dx: 4, dy: -20 },
          ),
        ],
      },
    }),
    prose`${worseThanBlind(m)} A uniform guess spreads its bets; a model bets on plausible text. ${orderMatters(m)} ${famousIsCheap(m)}

      Is there a floor? For random digits, it is the cost of a uniform guess over the ten digits, ${math`\log_2 10`} = ${bits(cuts.floor, 2)} per digit.
      ${digitsAboveFloor(cuts)}

      For ordinary text nobody knows the floor. The perplexities of our seven paragraphs lie between ${real(range.low, 2)} and
      ${real(range.high, 2)}.`,
  ],
});
