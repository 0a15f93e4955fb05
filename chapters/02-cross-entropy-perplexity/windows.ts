import { at } from '#numerics/list';
import { choose, claim, code, curious, figure, layout, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { codeText, count, given, nats, real, ref } from '#report/values';
import { byPosition } from './position.measure.ts';
import { positionBlocks } from './position.ts';
import { slidingWindow } from './windows.measure.ts';

export const contextSection = section({
  id: 'context',
  title: prose`Context: does reading on help?`,
  needs: { places: byPosition, m: slidingWindow },
  write({ places, m }) {
    const [coarse, finest] = [at(m.rows, 0), at(m.rows, m.rows.length - 1)];
    const [second, third] = [at(m.rows, 1), at(m.rows, 2)];
    const times = prose`${real(m.priceFactor, { digits: 3 })} times`;
    return [
      prose`The first token of a text is predicted from ${codeText(places.start.name)} alone, the hundredth
        from ${given(99)} others as well. Does the model guess better, then? ${ref('by-position')} groups the
        tokens of our seven texts by position: the first, the next two, the next four, and so on.`,
      ...positionBlocks(places),
      prose`So compare the **same** tokens with more and with less context. That is also what happens when a
        text is longer than a model can read at once. It can be cut into blocks side by side, and each block begins in the
        dark. So let the windows overlap: each reads some tokens a second time, as context, and counts
        only those that are new. The *stride* is how far the window moves; a short one gives every token after
        the first window much context, and costs more. In ${ref('stride-cost')} we pretend that our model
        reads only ${count(m.inputs)} tokens at once, and predict the first ${count(m.targets)} tokens of the
        paragraph.`,
      figure({
        id: 'stride-cost',
        caption: prose`Perplexity of the same ${count(m.targets)} tokens against the tokens that the model had
          to compute. The dashed line is what reading them all at once gives. The axis does not begin at
          zero.`,
        alt: prose`Five points from stride ${count(coarse.stride)} (${count(coarse.forwardTokens)} tokens
          computed, perplexity ${real(coarse.perplexity)}) to stride ${count(finest.stride)}
          (${count(finest.forwardTokens)}, ${real(finest.perplexity)}); the line of the whole lies at
          ${real(m.whole.perplexity)}.`,
        data: {
          rows: m.rows.map((row) => ({
            computed: row.forwardTokens,
            perplexity: row.perplexity,
            label: row === coarse ? prose`stride ${count(row.stride)}` : count(row.stride),
          })),
          whole: [{ perplexity: m.whole.perplexity, label: 'read as a whole' }],
        },
        spec: {
          height: 240,
          layer: [
            ...mark.namedReference('perplexity', { data: 'whole', dy: -9 }),
            mark.line({
              x: mark.q('computed', {
                scale: { type: 'log', nice: false, padding: 30 },
                axis: { values: [128, 256, 512, 1024, 2048, 4096] },
                title: 'tokens computed',
              }),
              y: mark.q('perplexity', { scale: { zero: false }, title: 'perplexity' }),
            }),
            ...mark.labelled(mark.dots({ x: 'computed', y: 'perplexity' }, { size: 70 }), {
              align: 'left',
              dx: 8,
              dy: -10,
            }),
          ],
        },
      }),
      prose`What to see: ${claim(coarse.meanSurprisal, finest.meanSurprisal, {
        greater: prose`here context helps. The perplexity is ${real(coarse.perplexity)} in blocks,
          ${real(finest.perplexity)} at stride one. The price is ${times} the computing;`,
        less: prose`against expectation, blocks come out better, ${real(coarse.perplexity)} against
          ${real(finest.perplexity)} at stride one, which takes ${times} the computing;`,
        tooClose: prose`blocks and stride one come out the same, ${real(coarse.perplexity)}, and stride one takes
          ${times} the computing;`,
      })} stride ${count(second.stride)} gives ${real(second.perplexity)}, stride ${count(third.stride)}
        ${real(third.perplexity)}${choose(
          layout([coarse.meanSurprisal, third.meanSurprisal, finest.meanSurprisal], (blocks, own, last) =>
            own < blocks && last < blocks ? 'better' : 'not',
          ),
          { better: prose` already`, not: prose`` },
        )}. ${choose(m.course, {
          level: prose`This model makes nothing of more context.`,
          falls: prose`No shorter stride did harm; that need not be so, because more context can also
            mislead.`,
          wavers: prose`A shorter stride did not always help: more context can also mislead, and on so few
            tokens it shows.`,
        })}

        So whoever reports a perplexity of a long text must report window and stride as well. A text that fits
        into the window is read as a whole, as we do everywhere else: that gives
        ${real(m.whole.perplexity)}.${choose(m.paragraph, {
          another: prose` (It is not the perplexity of ${ref('real-text')}, because these are only the first
            ${count(m.targets)} tokens.)`,
          'the same': prose``,
        })}`,
      curious(prose`How do the windows count each token exactly once?`, [
        prose`A window reads from \`start\`; it counts the targets \`from\` to \`to\`. \`length\` is the
          number of tokens, \`inputs\` how many are read at once; token zero is read but not predicted.`,
        code('#chapters/02-cross-entropy-perplexity/windows.measure', 'windows'),
        prose`${ref('stride-table')} has the numbers behind the figure.`,
        table({
          id: 'stride-table',
          caption: prose`The same ${count(m.targets)} tokens through windows of ${count(m.inputs)}. “Least
            context” is the fewest tokens before any counted target, from the second window on.`,
          rows: m.rows,
          columns: [
            ['stride', (row) => count(row.stride)],
            ['windows', (row) => count(row.windows)],
            ['targets counted', (row) => count(row.counted)],
            ['least context', (row) => count(row.shortestContext)],
            ['tokens computed', (row) => count(row.forwardTokens)],
            ['nats per token', (row) => nats(row.meanSurprisal)],
            ['perplexity', (row) => real(row.perplexity)],
          ],
        }),
        prose`What to see: every stride counts all ${count(m.targets)} targets. What differs is how much
          context the worst placed target has from the second window on: ${count(coarse.shortestContext)} in blocks,
          ${count(finest.shortestContext)} at stride one.`,
      ]),
    ];
  },
});
