import { at } from '#numerics/list';
import { figure, table } from '#report/block';
import { choose } from '#report/claim';
import { formatKind } from '#report/format';
import { join, prose } from '#report/prose';
import { section } from '#report/section';
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
import { visible } from '#report/visible';
import { fourCorners } from './four-corners.measure.ts';
import { named } from './lists.ts';

/** How many of them are named in the figure; it is crowded below, and most of all at the left. */
const LABELLED: Readonly<Record<string, number>> = {
  'surer, not surprised': 0,
  'surer, surprised': 2,
  'less sure, surprised': 2,
};

export const fourCornersSection = section({
  id: 'four-corners',
  title: prose`Sure, surprised and right are three things`,
  needs: { m: fourCorners },
  write({ m }) {
    const shocked = named(m.corners, 'surer, surprised');
    const lucky = named(m.corners, 'less sure, not surprised');
    const [shock, luck] = [at(shocked.named, 0), at(lucky.named, 0)];
    const highest = m.points.reduce((most, point) => (point.surprisal > most.surprisal ? point : most));
    const inCorners = m.corners.flatMap((corner) => corner.named.slice(0, LABELLED[corner.name] ?? 1));
    /** Where a name has room: away from the crowd and the nearer edge. */
    const sideOf = (one: { readonly entropy: number; readonly surprisal: number }): 'left' | 'right' => {
      const half = m.medianEntropy / 2;
      if (one.entropy > m.medianEntropy) return one.surprisal > m.medianSurprisal ? 'left' : 'right';
      return one.entropy > half ? 'left' : 'right';
    };
    const isNamed = inCorners.some(({ entropy, surprisal }) => {
      return entropy === highest.entropy && surprisal === highest.surprisal;
    });
    return [
      prose`
        Surprisal is known only when the token has come. Before that, the model already shows how unsure it is:
        by the ${term('entropy')} ${math`H`} of its prediction, the average of all possible surprisals, weighted by
        their probabilities. Entropy is the surprise that the model **expects**.
      `,
      equation`H = \sum_j p_j \cdot (-\ln p_j)`,
      prose`
        Does being sure mean being right? ${ref('corner-plot')} shows all ${count(m.tokens)} tokens of our paragraph. The
        dashed lines are the two medians: half of the tokens lie on either side. They make four corners, and
        ${ref('corner-tokens')} names tokens that lie far out in each.
      `,
      figure({
        id: 'corner-plot',
        caption: prose`
          Each token of the paragraph: how much surprise the model expected, and how much it received. The corners are named
          with the number of their tokens.
        `,
        alt: prose`
          A cloud of ${count(m.tokens)} points, entropy to the right and surprisal upwards, in four corners: ${join(
            m.corners.map((corner) => prose`${text(corner.name)}: ${rank(corner.tokens)}`),
            prose`, `,
          )}. Upper left lies ${token(shock.text)}, lower right ${token(luck.text)}. Highest of all lies ${token(highest.text)},
          with ${nats(highest.surprisal)} received.
        `,
        data: {
          rows: m.points.map((point) => ({
            entropy: point.entropy,
            surprisal: point.surprisal,
            guess: point.guess,
          })),
          medians: [{ entropy: m.medianEntropy, surprisal: m.medianSurprisal }],
          corners: m.corners.map(({ name, tokens }) => ({
            label: `${name.replace(', ', ',\n')}: ${formatKind(tokens, 'rank')}`,
            side: name.startsWith('less sure') ? 'right' : 'left',
            height: name.endsWith('not surprised') ? 'below' : 'above',
          })),
          names: [...inCorners, ...(isNamed ? [] : [highest])].map((one) => ({
            side: sideOf(one),
            entropy: one.entropy,
            surprisal: one.surprisal,
            token: visible(one.text),
          })),
        },
        spec: {
          height: 380,
          layer: [
            {
              data: { name: 'medians' },
              mark: { type: 'rule', style: 'reference' },
              encoding: { x: { field: 'entropy', type: 'quantitative' } },
            },
            {
              data: { name: 'medians' },
              mark: { type: 'rule', style: 'reference' },
              encoding: { y: { field: 'surprisal', type: 'quantitative' } },
            },
            {
              mark: { type: 'point', filled: true, size: 34, opacity: 0.75 },
              encoding: {
                x: {
                  field: 'entropy',
                  type: 'quantitative',
                  title: 'entropy of the prediction in nats: surprise expected',
                },
                y: {
                  field: 'surprisal',
                  type: 'quantitative',
                  title: 'surprisal in nats: surprise received',
                  // Room for the names of the corners above and below the cloud.
                  scale: { domain: [-2, 18], nice: false },
                  axis: { values: [0, 2, 4, 6, 8, 10, 12, 14, 16] },
                },
                color: { field: 'guess', type: 'nominal', title: null },
                shape: { field: 'guess', type: 'nominal', title: null },
              },
            },
            ...(['left', 'right'] as const).flatMap((side) =>
              (['above', 'below'] as const).map((height) => ({
                data: { name: 'corners' },
                transform: [{ filter: `datum.side === '${side}' && datum.height === '${height}'` }],
                mark: {
                  type: 'text',
                  style: 'annotation',
                  align: side,
                  baseline: height === 'above' ? 'top' : 'bottom',
                  dx: side === 'left' ? 6 : -6,
                  dy: height === 'above' ? 0 : -19, // where the first of two lines stands
                },
                encoding: {
                  x: { value: side === 'left' ? 0 : 'width' },
                  y: { value: height === 'above' ? 5 : 'height' },
                  text: { field: 'label', type: 'nominal' },
                },
              })),
            ),
            ...(['left', 'right'] as const).map((side) => ({
              data: { name: 'names' },
              transform: [{ filter: `datum.side === '${side}'` }],
              mark: {
                type: 'text',
                style: 'token',
                align: side === 'left' ? 'right' : 'left',
                dx: side === 'left' ? -8 : 8,
                dy: side === 'left' ? 0 : 8,
              },
              encoding: {
                x: { field: 'entropy', type: 'quantitative' },
                y: { field: 'surprisal', type: 'quantitative' },
                text: { field: 'token', type: 'nominal' },
              },
            })),
          ],
        },
      }),
      table({
        id: 'corner-tokens',
        caption: prose`Words far out in each corner, with what stood before them.`,
        rows: m.corners.flatMap((corner) => corner.named.map((one) => ({ corner, one }))),
        columns: [
          { head: prose`corner`, cell: ({ corner }) => prose`${text(corner.name)}` },
          { head: prose`after`, cell: ({ one }) => prose`${codeText(one.before)}` },
          { head: prose`came`, cell: ({ one }) => prose`${token(one.text)}` },
          { head: prose`expected (nats)`, align: 'right', cell: ({ one }) => prose`${nats(one.entropy)}` },
          { head: prose`received (nats)`, align: 'right', cell: ({ one }) => prose`${nats(one.surprisal)}` },
          { head: prose`rank`, align: 'right', cell: ({ one }) => prose`${rank(one.rank)}` },
        ],
      }),
      prose`
        What to see: the corners off the diagonal hold ${rank(shocked.tokens)} and ${rank(lucky.tokens)} of ${count(m.tokens)}
        tokens. Upper left the model was **surer and surprised**: before ${token(shock.text)} it expected ${nats(shock.entropy)} and received ${nats(shock.surprisal)}. Lower right
        it was **less sure and not surprised**: before ${token(luck.text)} many tokens seemed possible, and ${choose(
          luck.rank === 1 ? 'likeliest' : 'another',
          {
            likeliest: prose`the likeliest one came, although it had only ${percent(luck.probability)}.`,
            another: prose`one of the likelier ones came, with ${percent(luck.probability)}.`,
          },
        )}

        And right? ${rank(m.firstGuesses)} of ${count(m.tokens)} tokens were the model's first guess; for
        ${rank(m.rightButUnsure)} of those it had given its own guess less than one half. In ${rank(m.sure)} places the
        first guess had more than one half; in ${rank(m.sureButWrong)} of these another token came. Being first among many
        is not being sure, and being sure is not being right.

        On average the model expected ${nats(m.meanEntropy)} and received ${nats(m.meanSurprisal)}; ${choose(
          m.excess.verdict,
          {
            above: prose`the difference has a ${given(95)}% interval from ${nats(m.excess.low)} to ${nats(m.excess.high)}: a
              hint that on this text the model is a little too sure of itself. (${ref('self-consistency')} scores texts that
              it wrote itself.)`,
            below: prose`the difference has a ${given(95)}% interval from ${nats(m.excess.low)} to ${nats(m.excess.high)}: a
              hint that the text is plainer than the model is prepared for. (${ref('self-consistency')} scores texts that it
              wrote itself.)`,
            'zero inside': prose`the difference may be chance: its ${given(95)}% interval reaches from
              ${nats(m.excess.low)} to ${nats(m.excess.high)}. (${ref('self-consistency')} scores texts that the model wrote
              itself.)`,
          },
        )}
      `,
    ];
  },
});
