import { at } from '#numerics/list';
import { code, curious, figure, table } from '#report/block';
import { choose, claim } from '#report/claim';
import { prose } from '#report/prose';
import { section } from '#report/section';
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
    return [
      prose`
        The first token of a text is predicted from ${codeText(places.start.name)} alone, the hundredth from
        ${given(99)} others as well. Does the model guess better, then?
        ${ref('by-position')} groups the tokens of our seven
        texts by position: the first, the next two, the next four, and so on.
      `,
      ...positionBlocks(places),
      prose`
        So compare the **same** tokens with more and with less context. That is also what happens when a text is longer than
        a model can read at once. Cut into blocks side by side, each block begins in the dark. Better let the windows
        overlap: each reads some tokens a second time, as context, and counts only those that are new. The *stride* is how
        far the window moves; a short one gives every token after the first window much context, and costs more. In ${ref('stride-cost')} we
        pretend that our model reads only ${count(m.inputs)} tokens at once, and predict the first ${count(m.targets)} tokens
        of the paragraph.
      `,
      figure({
        id: 'stride-cost',
        caption: prose`
          Perplexity of the same ${count(m.targets)} tokens against the tokens that the model had to compute. The dashed line
          is what reading them all at once gives. The axis does not begin at zero.
        `,
        alt: prose`
          Five points from stride ${count(coarse.stride)} (${count(coarse.forwardTokens)} tokens computed, perplexity
          ${real(coarse.perplexity, 'perplexity')}) to stride ${count(finest.stride)} (${count(finest.forwardTokens)},
          ${real(finest.perplexity, 'perplexity')}); the line of the whole lies at
          ${real(m.whole.perplexity, 'perplexity')}.
        `,
        data: {
          rows: m.rows.map((row) => ({
            computed: row.forwardTokens,
            perplexity: row.perplexity,
            label: row === coarse ? `stride ${row.stride}` : String(row.stride),
          })),
          whole: [{ perplexity: m.whole.perplexity, label: 'read as a whole' }],
        },
        spec: {
          height: 240,
          layer: [
            {
              data: { name: 'whole' },
              mark: { type: 'rule', style: 'reference' },
              encoding: { y: { field: 'perplexity', type: 'quantitative' } },
            },
            {
              data: { name: 'whole' },
              mark: { type: 'text', style: 'annotation', align: 'left', dx: 6, dy: -9 },
              encoding: {
                x: { value: 0 },
                y: { field: 'perplexity', type: 'quantitative' },
                text: { field: 'label', type: 'nominal' },
              },
            },
            {
              mark: { type: 'line' },
              encoding: {
                x: {
                  field: 'computed',
                  type: 'quantitative',
                  scale: { type: 'log', nice: false, padding: 30 },
                  axis: { values: [128, 256, 512, 1024, 2048, 4096] },
                  title: 'tokens computed',
                },
                y: {
                  field: 'perplexity',
                  type: 'quantitative',
                  scale: { zero: false },
                  title: 'perplexity',
                },
              },
            },
            {
              mark: { type: 'point', filled: true, size: 70 },
              encoding: {
                x: { field: 'computed', type: 'quantitative' },
                y: { field: 'perplexity', type: 'quantitative' },
              },
            },
            {
              mark: { type: 'text', style: 'label', align: 'left', dx: 8, dy: -10 },
              encoding: {
                x: { field: 'computed', type: 'quantitative' },
                y: { field: 'perplexity', type: 'quantitative' },
                text: { field: 'label', type: 'nominal' },
              },
            },
          ],
        },
      }),
      prose`
        What to see: ${claim({
          a: coarse.meanSurprisal,
          b: finest.meanSurprisal,
          kind: 'nats',
          when: {
            greater: prose`here context helps. The perplexity is ${real(coarse.perplexity, 'perplexity')} in blocks,
              ${real(finest.perplexity, 'perplexity')} at stride one.`,
            less: prose`against expectation, blocks come out better, ${real(coarse.perplexity, 'perplexity')} against
              ${real(finest.perplexity, 'perplexity')} at stride one.`,
            tooClose: prose`blocks and stride one come out the same, ${real(coarse.perplexity, 'perplexity')}.`,
          },
        })} The price is ${real(m.priceFactor, 'float64', { digits: 3 })} times the computing; stride
        ${count(second.stride)} gives ${real(second.perplexity, 'perplexity')}, stride ${count(third.stride)}
        ${real(third.perplexity, 'perplexity')} already. ${choose(m.course, {
          falls: prose`Each shorter stride helped; that need not be so, because more context can also mislead.`,
          wavers: prose`A shorter stride did not always help: more context can also mislead, and on so few tokens it shows.`,
        })}

        So whoever reports a perplexity of a long text must report window and stride as well. A text that fits into
        the window is best read as a whole, as we do everywhere else: that gives ${real(m.whole.perplexity, 'perplexity')}.
        (It is not the perplexity of ${ref('real-text')}, because these are only the first ${count(m.targets)} tokens.)
      `,
      curious(prose`How do the windows count each token exactly once?`, [
        prose`
          A window reads from \`start\`; it counts the targets \`from\` to \`to\`. \`length\` is the number of tokens,
          \`inputs\` how many are read at once; token zero is read but not predicted.
        `,
        code('#chapters/02-cross-entropy-perplexity/windows.measure', 'windows'),
        prose`${ref('stride-table')} has the numbers behind the figure.`,
        table({
          id: 'stride-table',
          caption: prose`
          The same ${count(m.targets)} tokens through windows of ${count(m.inputs)}. “Least context” is the fewest
          tokens before any counted target, from the second window on.
        `,
          rows: m.rows,
          columns: [
            { head: prose`stride`, align: 'right', cell: (row) => prose`${count(row.stride)}` },
            { head: prose`windows`, align: 'right', cell: (row) => prose`${count(row.windows)}` },
            { head: prose`targets counted`, align: 'right', cell: (row) => prose`${count(row.counted)}` },
            {
              head: prose`least context`,
              align: 'right',
              cell: (row) => prose`${count(row.shortestContext)}`,
            },
            {
              head: prose`tokens computed`,
              align: 'right',
              cell: (row) => prose`${count(row.forwardTokens)}`,
            },
            { head: prose`nats per token`, align: 'right', cell: (row) => prose`${nats(row.meanSurprisal)}` },
            {
              head: prose`perplexity`,
              align: 'right',
              cell: (row) => prose`${real(row.perplexity, 'perplexity')}`,
            },
          ],
        }),
        prose`
          What to see: every stride counts all ${count(m.targets)} targets. What differs is how much context the worst placed
          has from the second window on: ${count(coarse.shortestContext)} in blocks, ${count(finest.shortestContext)} at stride
          one.
        `,
      ]),
    ];
  },
});
