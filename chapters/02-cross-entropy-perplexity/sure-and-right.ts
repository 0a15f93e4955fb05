import { mean } from '#numerics/sum';
import { choose, figure, layout, prose, type Quantity, type Seen, section, table, visible } from '#report';
import * as mark from '#report/marks';
import { count, equation, given, nats, percent, rank, real, ref, term, text, token } from '#report/values';
import { areLevel, areZero } from '../equal-but-for-rounding.ts';
import { sureAndRight } from './sure-and-right.measure.ts';

/** In two digits, unless they would make certain what is not. */
const sure = (share: Quantity<'probability'>) =>
  layout([share], (value) => value > 0.9995)
    ? prose`> ${given(99.9)}%`
    : prose`${percent(share, { digits: layout([share], (value) => value > 0.995) ? 3 : 2 })}`;

type Pair = NonNullable<Seen<typeof sureAndRight>['pair']>;
type Place = Pair['surest'];

/** Whether the model was as sure at one place as at the other. */
const isOneSureness = ({ surest, unsure }: Pair) =>
  areLevel(surest.best, unsure.best) && areLevel(surest.entropy, unsure.entropy);

const placeName = ({ before, text }: Place) => {
  const after = before.replace(/^[\s\p{P}]+/u, '');
  return `${after === '' ? 'at the beginning' : `after “${after}”`} came ${visible(text)}`;
};

/** What the model thought likely at two places where something else came. */
function twoSurprises(pair: Pair) {
  const { surest, unsure, shares, kind } = pair;
  return figure({
    id: 'two-surprises',
    caption: prose`${choose(kind, {
      'sure and unsure': prose`Two surprises of one size`,
      neither: prose`Two places where another token came than the first guess`,
    })}: what the model held likely, and what came${
      isOneSureness(pair)
        ? prose`. It was equally sure at both`
        : prose`. Above: the place where it was surest of a token that did not come; below, one of the
            quarter of places where it expected the most surprise`
    }.`,
    alt: prose`Two groups of bars. Before ${token(surest.text)} the model
      gave ${token(surest.guess)} ${sure(surest.best)} and what came ${percent(surest.probability, 2)}; before ${token(unsure.text)} it
      gave its first guess, ${token(unsure.guess)}, ${sure(unsure.best)} and what came
      ${percent(unsure.probability, 2)}.`,
    data: shares.map(({ where, role, text, probability }) => ({
      where,
      token: role === 'all others' ? 'all others' : visible(text),
      role,
      probability,
      label: role === 'came' ? prose`${percent(probability, 2)}: came` : sure(probability),
    })),
    spec: {
      vconcat: [
        { where: 'surest', title: placeName(surest) },
        { where: 'unsure', title: placeName(unsure) },
      ].map(({ where, title }) => ({
        transform: [{ filter: `datum.where === '${where}'` }],
        title,
        width: 430,
        height: { step: 22 },
        encoding: { y: mark.n('token', { sort: null, title: null }) },
        layer: [
          ...mark.labelled(
            mark.bars({
              x: mark.q('probability', {
                title: where === 'unsure' ? 'probability' : null,
                scale: { domain: [0, 1.12], nice: false },
                axis: { values: [0, 0.5, 1] },
              }),
              color: mark.n('role', {
                legend: null,
                scale: {
                  domain: ['did not come', 'came', 'all others'],
                  range: ['$blue', '$chosen', '$rest'],
                },
              }),
            }),
            { align: 'left', dx: 9, style: 'value' },
          ),
          mark.dots(
            { x: 'probability' },
            { transform: [{ filter: `datum.role === 'came'` }], size: 70, color: '$chosen' },
          ),
        ],
      })),
    },
  });
}

const isNone = (n: Quantity) => layout([n], (number) => number === 0);

export const sureAndRightSection = section({
  id: 'sure-and-right',
  title: prose`Sure, surprised and right are three things`,
  needs: { m: sureAndRight },
  write({ m }) {
    const { pair, trust } = m;
    type Share = NonNullable<typeof trust>['whereSure'] | undefined;
    const shareRight = [
      'share right',
      ({ share }: { readonly share: Share }) => (share ? percent(share, 2) : prose`–`),
      'right',
    ] as const;
    const ringed = pair ? [pair.surest, pair.unsure] : [];
    const isOnePoint =
      areLevel(...m.points.map(({ entropy }) => entropy)) &&
      areLevel(...m.points.map(({ surprisal }) => surprisal));
    const outweighed = layout(
      m.points.flatMap(({ entropy, surprisal }) => [entropy, surprisal]),
      (...pairs) => {
        const excess = pairs.flatMap((entropy, place) =>
          place % 2 === 0 ? (pairs[place + 1] ?? 0) - entropy : [],
        );
        const [above, below] = [excess.filter((one) => one > 0), excess.filter((one) => one < 0)];
        return below.length > above.length && above.length > 0 && mean(above) > -mean(below);
      },
    );
    const range = prose`${real(m.excess.low, 2)} to ${real(m.excess.high, 2)}`;
    return [
      prose`Surprisal is known only when the token has come. How much of it the model **expects** is known before:
        the average surprisal over all tokens that might come, the ${term('entropy')} of its prediction.`,
      equation`H(q) = \sum_j q_j \cdot (-\ln q_j)`,
      ...(pair
        ? [
            prose`${choose(pair.kind, {
              'sure and unsure': prose`Of two surprises of the same size, one may have been expected more (${ref('two-surprises')}). After “…${text(pair.surest.before)}” the model gave
                ${token(pair.surest.guess)} ${sure(pair.surest.best)}, but ${token(pair.surest.text)} came: it expected
                ${nats(pair.surest.entropy, 1)} and received ${real(pair.surest.surprisal, 1)}. After “…${text(pair.unsure.before)}” its first guess, ${token(pair.unsure.guess)}, had only
                ${percent(pair.unsure.best, 2)}, and ${token(pair.unsure.text)} came: it expected ${real(pair.unsure.entropy, 1)} and received
                ${real(pair.unsure.surprisal, 1)}. **The surprisals are alike; what differs is how open the prediction was, its entropy.**`,
              neither: isOneSureness(pair)
                ? prose`${ref('two-surprises')} has two places where another token came than the one that it puts first. At both it
                    gives that one ${sure(pair.surest.best)}, so it is no surer at one than at the other.`
                : prose`${ref('two-surprises')} has the place where it was surest of a token that did not come
                    (${sure(pair.surest.best)} for ${token(pair.surest.guess)}; it expected
                    ${nats(pair.surest.entropy, 2)} and received ${real(pair.surest.surprisal, 2)}), and one of the
                    quarter where it expected most (${sure(pair.unsure.best)}; ${nats(pair.unsure.entropy, 2)} expected,
                    ${real(pair.unsure.surprisal, 2)} received).`,
            })}`,
            twoSurprises(pair),
          ]
        : [prose`On this paragraph it was never wrong twice, so we cannot set two mistakes side by side.`]),
      prose`And over the whole paragraph (${ref('expected-and-received')})?`,
      figure({
        id: 'expected-and-received',
        caption: prose`Each token of the paragraph. On the line the model receives what it expected; above it, more.${pair ? prose` Ringed: the two of ${ref('two-surprises')}.` : prose``}`,
        alt: prose`${
          isOnePoint
            ? prose`All ${count(m.tokens)} points at one place ${choose(m.cloud, {
                around: prose`beside`,
                above: prose`above`,
                below: prose`below`,
                on: prose`on`,
              })}`
            : prose`A cloud of ${count(m.tokens)} points${choose(m.cloud, {
                around: prose` around`,
                above: prose`, most of them above`,
                below: prose`, most of them below`,
                on: prose`, most of them on`,
              })}`
        } a rising line, entropy to the right and surprisal
          upwards. The highest received ${nats(m.longest.surprisal)}; the most that was expected is
          ${nats(m.longest.entropy)}.`,
        data: {
          rows: m.points.map(({ entropy, surprisal, guess }) => ({ entropy, surprisal, guess })),
          line: [
            { entropy: given(0), surprisal: given(0) },
            { entropy: m.longest.entropy, surprisal: m.longest.entropy },
          ],
          ringed: ringed.map(({ entropy, surprisal }) => ({ entropy, surprisal })),
        },
        spec: {
          height: 320,
          layer: [
            mark.line(
              {
                x: mark.q('entropy', { title: 'entropy of the prediction in nats: surprise expected' }),
                y: mark.q('surprisal', { title: 'surprisal in nats: surprise received' }),
              },
              { data: 'line', style: 'reference' },
            ),
            mark.dots(
              { x: 'entropy', y: 'surprisal', ...mark.series('guess', { title: null }) },
              { size: 34, opacity: 0.75 },
            ),
            mark.points(
              { x: 'entropy', y: 'surprisal' },
              { data: 'ringed', filled: false, size: 150, stroke: '$ink', strokeWidth: 2 },
            ),
          ],
        },
      }),
      prose`${outweighed ? prose`More points lie below the line than above it, but those above lie further away. ` : prose``}The model expected ${nats(m.meanEntropy, 1)} on average and received ${real(m.meanSurprisal, 1)}${
        areZero(m.excess.low, m.excess.high)
          ? prose`.`
          : choose(m.excess.verdict, {
              above: layout(
                [m.meanEntropy, m.meanSurprisal],
                (expected, received) => received < 1.25 * expected,
              )
                ? prose`: a little overconfident, and probably not by chance (the ${given(95)}% interval of the difference, ${range}, excludes zero).`
                : prose`: it is far too confident (the ${given(95)}% interval of the difference is ${range}).`,
              below: prose`: the text is plainer than the model is prepared for (${given(95)}% interval: ${range}).`,
              'zero inside': prose`: the difference may be chance (${given(95)}% interval: ${range}).`,
            })
      }

        Now look at its first guess alone. Call the guess *sure* if it has more than half. Was it right there (${ref('sure-table')})?`,
      table({
        id: 'sure-table',
        caption: prose`The ${count(m.tokens)} tokens of the paragraph. Right: the first guess came.`,
        rows: [
          { what: prose`sure`, right: m.sureAndRight, wrong: m.sureButWrong, share: trust?.whereSure },
          {
            what: prose`unsure`,
            right: m.rightButUnsure,
            wrong: m.unsureAndWrong,
            share: trust?.whereUnsure,
          },
        ],
        columns: [
          ['the model was', ({ what }) => what, 'left'],
          ['right', ({ right }) => rank(right)],
          ['wrong', ({ wrong }) => rank(wrong)],
          ...(trust ? [shareRight] : []),
        ],
      }),
      prose`${
        trust === null
          ? isNone(m.sure)
            ? prose`It was sure nowhere.`
            : prose`It was sure everywhere.`
          : choose(trust.order, {
              oftener: prose`Sure guesses are right more often: being sure is a signal, not a promise.
                ${ref('03-logprobs-as-confidence')} asks how far to trust it.`,
              'sure for nothing': prose`It was right in ${rank(m.sureAndRight)} of ${rank(m.sure)} sure guesses: here
                being sure means nothing.`,
              'hardly unsure': prose`It was right in ${rank(m.sureAndRight)} of ${rank(m.sure)} sure guesses, and unsure
                too seldom to compare.`,
              'hardly sure': prose`It was sure too seldom to compare.`,
              'not oftener': prose`Sure guesses are not right more often here: being sure is no promise.
                ${ref('03-logprobs-as-confidence')} asks how far to trust it.`,
            })
      }`,
    ];
  },
});
