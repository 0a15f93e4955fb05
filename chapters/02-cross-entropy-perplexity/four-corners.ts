import { at } from '#numerics/list';
import { choose, figure, join, layout, prose, section, table, visible } from '#report';
import * as mark from '#report/marks';
import {
  codeText,
  count,
  equation,
  given,
  math,
  nats,
  percent,
  rank,
  ref,
  term,
  text,
  token,
} from '#report/values';
import { placesWithRoom } from '../room.ts';
import { fourCorners } from './four-corners.measure.ts';
import { named } from './lists.ts';

/** Where the figure names each corner and how many of its tokens: it is crowded below, and most of all at the left. */
const DRAWN = [
  ['surer, not surprised', prose`surer,\nnot surprised`, 'left', 'below', 0],
  ['surer, surprised', prose`surer,\nsurprised`, 'left', 'above', 2],
  ['less sure, not surprised', prose`less sure,\nnot surprised`, 'right', 'below', 1],
  ['less sure, surprised', prose`less sure,\nsurprised`, 'right', 'above', 2],
] as const;

const FLOOR = -2;
const ceilingOf = (most: number): number => Math.max(18, Math.ceil(1.1 * most));

/** The plot in pixels, about, and the margin; what the name of a corner takes, and a letter of a token's name. */
const [WIDTH, HEIGHT, MARGIN] = [540, 380, 20];
const CORNER = { width: 130, height: 34 };
const LETTER = 8.5;

interface NamedPoint {
  readonly x: number;
  readonly y: number;
  readonly letters: number;
}

/**
 * At which side of its point each name is drawn: away from the crowd and the nearer edge, but not over the name of a
 * corner; 'none' where it would run over a name before it.
 */
function sidesOf(
  points: readonly NamedPoint[],
  { middle, half, widest, ceiling }: Readonly<Record<'middle' | 'half' | 'widest' | 'ceiling', number>>,
) {
  const [lowest, rightmost] = [HEIGHT - CORNER.height, WIDTH - CORNER.width];
  const above = { top: 0, bottom: CORNER.height };
  const below = { top: lowest, bottom: HEIGHT };
  const taken = [
    ...[above, below].flatMap((height) => [
      { ...height, left: 0, right: CORNER.width },
      { ...height, left: rightmost, right: WIDTH },
    ]),
    { top: 0, bottom: HEIGHT, left: -WIDTH, right: 0 },
    { top: 0, bottom: HEIGHT, left: WIDTH + MARGIN, right: 2 * WIDTH },
  ];
  const chosen = points.map(({ x, y, letters }) => {
    const isLeft = x > 0.15 * widest && (x > middle ? y > half : x > middle / 2);
    const [px, py] = [(x / widest) * WIDTH, ((ceiling - y) / (ceiling - FLOOR)) * HEIGHT];
    const long = LETTER * letters;
    const left = { side: 'left', place: { left: px - 8 - long, right: px - 8, top: py - 7, bottom: py + 7 } };
    const right = {
      side: 'right',
      place: { left: px + 8, right: px + 8 + long, top: py + 1, bottom: py + 15 },
    };
    const both = isLeft ? [left, right] : [right, left];
    const [room = 0] = placesWithRoom([both.map(({ place }) => place)], taken);
    return both[room];
  });
  const rooms = placesWithRoom(chosen.map((one) => (one ? [one.place] : [])));
  return chosen.map((one, index) => (at(rooms, index) === 0 && one ? one.side : 'none'));
}

export const fourCornersSection = section({
  id: 'four-corners',
  title: prose`Sure, surprised and right are three things`,
  needs: { m: fourCorners },
  write({ m }) {
    const shocked = named(m.corners, 'surer, surprised');
    const lucky = named(m.corners, 'less sure, not surprised');
    const [[shock], [luck]] = [shocked.named, lucky.named];
    const highest = m.points.reduce((most, point) =>
      layout([point.surprisal, most.surprisal], (a, b) => a > b) ? point : most,
    );
    const inCorners = DRAWN.flatMap(([name, , , , tokens]) => named(m.corners, name).named.slice(0, tokens));
    const known = inCorners.find(({ surprisal }) =>
      layout([surprisal, highest.surprisal], (a, b) => a === b),
    );
    // First those that the alternative text tells of.
    const first = [shock, luck, known ?? highest].filter((one) => one !== undefined);
    const names = [...new Set([...first, ...inCorners])];
    const sides = layout(
      [
        m.medianEntropy,
        m.medianSurprisal,
        highest.surprisal,
        ...names.flatMap(({ entropy, surprisal }) => [entropy, surprisal]),
        ...m.points.map(({ entropy }) => entropy),
      ],
      (middle, half, most, ...all) =>
        sidesOf(
          names.map(({ text: word }, index) => {
            return { x: at(all, 2 * index), y: at(all, 2 * index + 1), letters: visible(word).length };
          }),
          { middle, half, widest: Math.max(...all.slice(2 * names.length)), ceiling: ceilingOf(most) },
        ),
    );
    const drawn = names.filter((_, index) => sides[index] !== 'none');
    const [isFirstUnsure, isSureWrong] = [
      layout([m.rightButUnsure], (n) => n > 0),
      layout([m.sureButWrong], (n) => n > 0),
    ];
    const range = prose`from ${nats(m.excess.low)} to ${nats(m.excess.high)}`;
    const elsewhere = prose`(${ref('self-consistency')} scores texts that`;
    return [
      prose`Surprisal is known only when the token has come. Before that, the model already shows how unsure
        it is: by the ${term('entropy')} ${math`H`} of its prediction, the average of all possible surprisals,
        weighted by their probabilities. Entropy is the surprise that the model **expects**.`,
      equation`H = \sum_j p_j \cdot (-\ln p_j)`,
      prose`Does being sure mean being right? ${ref('corner-plot')} shows all ${count(m.tokens)} tokens of our
        paragraph. The dashed lines are the two medians${choose(m.medians, {
          halves: prose`: half of the tokens lie on either side.`,
          tied: prose`; so many tokens lie on one of them that they do not part the tokens into halves.`,
        })} They make four
        corners, “surprised” being above the median; ${ref('corner-tokens')} names tokens far out.`,
      figure({
        id: 'corner-plot',
        caption: prose`Each token of the paragraph: how much surprise the model expected, and how much it
          received. The corners are named with the number of their tokens.`,
        alt: prose`A cloud of ${count(m.tokens)} points, entropy to the right and surprisal upwards, in four
          corners: ${join(
            m.corners.map((corner) => prose`${text(corner.name)}: ${rank(corner.tokens)}`),
          )}.${shock && luck && drawn.includes(shock) && drawn.includes(luck) ? prose` Upper left lies ${token(shock.text)}, lower right ${token(luck.text)}.` : prose``} ${
            drawn.includes(known ?? highest)
              ? prose`Highest of all lies ${token(highest.text)}, with ${nats(highest.surprisal)} received.`
              : prose`The highest received ${nats(highest.surprisal)}.`
          }`,
        data: {
          rows: m.points.map(({ entropy, surprisal, guess }) => ({ entropy, surprisal, guess })),
          medians: [{ entropy: m.medianEntropy, surprisal: m.medianSurprisal }],
          corners: DRAWN.map(([name, label, side, height]) => ({
            label: prose`${label}: ${rank(named(m.corners, name).tokens)}`,
            side,
            height,
          })),
          names: names.map(({ text: word, entropy, surprisal }, index) => ({
            side: at(sides, index),
            entropy,
            surprisal,
            token: visible(word),
          })),
        },
        spec: {
          height: 380,
          layer: [
            mark.reference({ x: 'entropy' }, { data: 'medians' }),
            mark.reference({ y: 'surprisal' }, { data: 'medians' }),
            mark.dots(
              {
                x: mark.q('entropy', { title: 'entropy of the prediction in nats: surprise expected' }),
                y: mark.q('surprisal', {
                  title: 'surprisal in nats: surprise received',
                  scale: {
                    domain: [FLOOR, layout([highest.surprisal], ceilingOf)],
                    nice: false,
                  },
                  ...(layout([highest.surprisal], (most) => most < 18)
                    ? { axis: { values: [0, 2, 4, 6, 8, 10, 12, 14, 16] } }
                    : {}),
                }),
                ...mark.series('guess', { title: null }),
              },
              { size: 34, opacity: 0.75 },
            ),
            ...[
              { side: 'left', x: 0, dx: 6 },
              { side: 'right', x: 'width', dx: -6 },
            ].flatMap(({ side, x, dx }) =>
              [
                { height: 'above', y: 5, baseline: 'top', dy: 0 },
                { height: 'below', y: 'height', baseline: 'bottom', dy: -19 },
              ].map(({ height, y, ...look }) => {
                const transform = [{ filter: `datum.side === '${side}' && datum.height === '${height}'` }];
                const corner = { x: { value: x }, y: { value: y }, text: 'label' };
                return mark.annotation(corner, { data: 'corners', transform, align: side, dx, ...look });
              }),
            ),
            ...mark
              .cases(
                'side',
                { left: { align: 'right', dx: -8, dy: 0 }, right: { align: 'left', dx: 8, dy: 8 } },
                { data: 'names', style: 'token' },
              )
              .map((look) => mark.words({ x: 'entropy', y: 'surprisal', text: 'token' }, look)),
          ],
        },
      }),
      table({
        id: 'corner-tokens',
        caption: prose`Tokens far out in the corners, with what stood before them.`,
        rows: m.corners.flatMap((corner) => corner.named.map((one) => ({ corner, one }))),
        columns: [
          ['corner', ({ corner }) => text(corner.name)],
          ['after', ({ one }) => codeText(one.before)],
          ['came', ({ one }) => token(one.text)],
          ['expected (nats)', ({ one }) => nats(one.entropy)],
          ['received (nats)', ({ one }) => nats(one.surprisal)],
          ['rank', ({ one }) => rank(one.rank)],
        ],
      }),
      prose`What to see: the corners off the diagonal hold ${rank(shocked.tokens)} and ${rank(lucky.tokens)}
        of ${count(m.tokens)} tokens.${
          shock
            ? prose` Upper left the model was ${choose(
                layout([shock.entropy, shock.surprisal], (expected, got) =>
                  got > expected ? 'more' : 'less',
                ),
                {
                  more: prose`**surer and surprised**: before ${token(shock.text)} it expected
                    ${nats(shock.entropy)} and received ${nats(shock.surprisal)}`,
                  less: prose`surer than at most places, and more surprised than at most: ${token(shock.text)}
                    brought ${nats(shock.surprisal)}, and yet less than the ${nats(shock.entropy)} expected`,
                },
              )}.`
            : prose``
        }${
          luck
            ? prose` Lower
        right it was ${choose(
          layout([luck.probability], (share) => (share > 0.001 ? 'not' : 'less')),
          { not: prose`**less sure and not surprised**`, less: prose`less sure and less surprised` },
        )}: before ${token(luck.text)} ${choose(
          layout([luck.entropy], (expected) => (expected > 2 ? 'many' : 'some')),
          {
            many: prose`many tokens seemed possible`,
            some: prose`it was less sure than usual`,
          },
        )},
        and ${choose(
          layout([luck.rank, luck.probability], (place, share) =>
            place === 1 ? 'likeliest' : share > 0.001 ? 'another' : 'far',
          ),
          {
            likeliest: prose`the likeliest one came, although it had only ${percent(luck.probability)}.`,
            another: prose`one of the likelier ones came, with ${percent(luck.probability)}.`,
            far: prose`what came, with ${percent(luck.probability)}, cost less than most tokens do.`,
          },
        )}`
            : prose``
        }

        And right? ${rank(m.firstGuesses)} of ${count(m.tokens)} tokens were the model's first guess${
          layout([m.firstGuesses], (all) => all > 0)
            ? prose`; for ${
                layout([m.firstGuesses, m.rightButUnsure], (all, unsure) => all > 1 && all === unsure)
                  ? prose`all`
                  : rank(m.rightButUnsure)
              } of those it had given its own guess less than one half`
            : prose``
        }. ${
          layout([m.sure], (places) => places > 0)
            ? prose`In ${rank(m.sure)} places the first guess had more than one half; in ${
                layout([m.sure, m.sureButWrong], (all, wrong) => all === wrong)
                  ? prose`each`
                  : rank(m.sureButWrong)
              } of these another token came.`
            : prose`Nowhere did the first guess have more than one half.`
        }
        ${
          isFirstUnsure
            ? isSureWrong
              ? prose`Being first among many is not being sure, and being sure is not being right.`
              : prose`Being first among many is not being sure.`
            : isSureWrong
              ? prose`Being sure is not being right.`
              : prose``
        }

        On average the model expected ${nats(m.meanEntropy)} and received ${nats(m.meanSurprisal)};
        ${choose(m.excess.verdict, {
          above: prose`the difference has a ${given(95)}% interval ${range}: ${choose(m.excess.size, {
            'a little': prose`a hint that on this text the model is a little too sure of itself.`,
            far: prose`on this text the model is far too sure of itself.`,
          })} ${elsewhere} it wrote itself.)`,
          below: prose`the difference has a ${given(95)}% interval ${range}: ${
            layout([m.excess.mean], (mean) => mean > -1)
              ? prose`a hint that the text is plainer than the model is prepared for.`
              : prose`on this text the model is far less sure of itself than it could be.`
          } ${elsewhere} it wrote itself.)`,
          'zero inside': prose`${
            layout([m.excess.low, m.excess.high], (low, high) => high - low < 0.0005)
              ? prose`there is no difference.`
              : prose`the difference may be chance: its ${given(95)}% interval reaches ${range}.`
          } ${elsewhere} the model wrote itself.)`,
        })}`,
    ];
  },
});
