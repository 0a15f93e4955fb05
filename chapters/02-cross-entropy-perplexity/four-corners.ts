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
import { fourCorners } from './four-corners.measure.ts';
import { named } from './lists.ts';

/** Where the figure names each corner and how many of its tokens: it is crowded below, and most of all at the left. */
const DRAWN = [
  ['surer, not surprised', prose`surer,\nnot surprised`, 'left', 'below', 0],
  ['surer, surprised', prose`surer,\nsurprised`, 'left', 'above', 2],
  ['less sure, not surprised', prose`less sure,\nnot surprised`, 'right', 'below', 1],
  ['less sure, surprised', prose`less sure,\nsurprised`, 'right', 'above', 2],
] as const;

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
    const isNamed = inCorners.some(({ surprisal }) =>
      layout([surprisal, highest.surprisal], (a, b) => a === b),
    );
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
          )}.${shock && luck ? prose` Upper left lies ${token(shock.text)}, lower right ${token(luck.text)}.` : prose``} Highest of all lies
          ${token(highest.text)}, with ${nats(highest.surprisal)} received.`,
        data: {
          rows: m.points.map(({ entropy, surprisal, guess }) => ({ entropy, surprisal, guess })),
          medians: [{ entropy: m.medianEntropy, surprisal: m.medianSurprisal }],
          corners: DRAWN.map(([name, label, side, height]) => ({
            label: prose`${label}: ${rank(named(m.corners, name).tokens)}`,
            side,
            height,
          })),
          names: [...inCorners, ...(isNamed ? [] : [highest])].map(({ text: word, entropy, surprisal }) => ({
            // where a name has room: away from the crowd and the nearer edge
            side: layout(
              [
                entropy,
                surprisal,
                m.medianEntropy,
                m.medianSurprisal,
                ...m.points.map((point) => point.entropy),
              ],
              (x, y, middle, half, ...all) =>
                x > 0.15 * Math.max(...all) && (x > middle ? y > half : x > middle / 2) ? 'left' : 'right',
            ),
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
                    domain: [-2, layout([highest.surprisal], (most) => Math.max(18, Math.ceil(1.1 * most)))],
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
