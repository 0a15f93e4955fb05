import { at } from '#numerics/list';
import { quantile } from '#numerics/statistics';
import { mean } from '#numerics/sum';
import { figure, table } from '#report/block';
import { claim } from '#report/claim';
import { measurement } from '#report/measurement';
import { join, prose } from '#report/prose';
import { section } from '#report/section';
import { codeText, count, equation, math, nats, percent, rank, ref, term, text, token } from '#report/values';
import { visible } from '#report/visible';
import { named } from './lists.ts';
import { ownTexts } from './texts.ts';

const CORNERS: readonly string[] = [
  'sure, not surprised',
  'sure, surprised',
  'unsure, not surprised',
  'unsure, surprised',
];
const NAMED = 3;
/** How many of them are named in the figure; it is crowded below. */
const LABELLED: Readonly<Record<string, number>> = { 'sure, surprised': 2, 'unsure, surprised': 2 };
const WORD = /^\s?\p{L}{3,}$/u;
/** Corners whose words are written at the left of their points: at the right there is the crowd, or the edge. */
const LEFT_OF_POINT: ReadonlySet<string> = new Set(['sure, not surprised', 'unsure, surprised']);
const WORDS_BEFORE = 4;

interface Point {
  readonly text: string;
  readonly before: string;
  readonly entropy: number;
  readonly surprisal: number;
  readonly probability: number;
  readonly rank: number;
}

function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

/** How far a point lies in the direction of a corner, both ways counted in ranks among all points. */
function farthestFirst(points: readonly Point[], unsure: boolean, surprised: boolean): Point[] {
  const places = (value: (point: Point) => number) => {
    const order = [...points].sort((a, b) => value(a) - value(b));
    return new Map(order.map((point, place) => [point, place]));
  };
  const byEntropy = places((point) => point.entropy);
  const bySurprisal = places((point) => point.surprisal);
  const reach = (point: Point) =>
    (unsure ? 1 : -1) * (byEntropy.get(point) ?? 0) + (surprised ? 1 : -1) * (bySurprisal.get(point) ?? 0);
  return [...points].sort((a, b) => reach(b) - reach(a));
}

export const fourCorners = measurement({
  id: 'four-corners',
  needs: { own: ownTexts },
  kinds: {
    tokens: 'exact',
    medianEntropy: 'nats',
    medianSurprisal: 'nats',
    meanEntropy: 'nats',
    meanSurprisal: 'nats',
    points: { text: 'exact', entropy: 'nats', surprisal: 'nats', guess: 'exact' },
    corners: {
      name: 'exact',
      tokens: 'rank',
      firstGuesses: 'rank',
      named: {
        text: 'exact',
        before: 'exact',
        entropy: 'nats',
        surprisal: 'nats',
        probability: 'probability',
        rank: 'rank',
      },
    },
    rightButUnsure: 'rank',
    firstGuesses: 'rank',
    sureButWrong: 'rank',
  },
  async measure({ own }) {
    const points: Point[] = own.harbour.map(({ text, logprob, entropy, rank: place }, index) => ({
      text,
      before: own.harbour
        .slice(Math.max(0, index - WORDS_BEFORE), index)
        .map((one) => one.text)
        .join(''),
      entropy,
      surprisal: -logprob,
      probability: Math.exp(logprob),
      rank: place,
    }));
    const medianEntropy = median(points.map((point) => point.entropy));
    const medianSurprisal = median(points.map((point) => point.surprisal));
    const isUnsure = (point: Point) => point.entropy > medianEntropy;
    const isSurprised = (point: Point) => point.surprisal > medianSurprisal;
    const taken = new Set<string>();
    const corners = CORNERS.map((name) => {
      const unsure = name.startsWith('unsure');
      const surprised = !name.endsWith('not surprised');
      const inside = points.filter((point) => isUnsure(point) === unsure && isSurprised(point) === surprised);
      const words = farthestFirst(points, unsure, surprised).filter(
        (point) => inside.includes(point) && WORD.test(point.text),
      );
      const distinct: Point[] = [];
      for (const word of words) {
        if (distinct.length === NAMED) break;
        if (!taken.has(word.text)) distinct.push(word);
        taken.add(word.text);
      }
      return {
        name,
        tokens: inside.length,
        firstGuesses: inside.filter((point) => point.rank === 1).length,
        named: distinct,
      };
    });
    const right = points.filter((point) => point.rank === 1);
    return {
      tokens: points.length,
      medianEntropy,
      medianSurprisal,
      meanEntropy: mean(points.map((point) => point.entropy)),
      meanSurprisal: mean(points.map((point) => point.surprisal)),
      points: points.map(({ text, entropy, surprisal, rank: place }) => ({
        text,
        entropy,
        surprisal,
        guess: place === 1 ? 'first guess' : 'another token',
      })),
      corners: corners.map(({ named: words, ...corner }) => ({
        ...corner,
        named: words.map((word) => ({ ...word })),
      })),
      rightButUnsure: right.filter((point) => point.probability < 0.5).length,
      firstGuesses: right.length,
      sureButWrong: points.filter((point) => !isUnsure(point) && point.rank !== 1).length,
    };
  },
});

export const fourCornersSection = section({
  id: 'four-corners',
  title: prose`Sure, surprised and right are three things`,
  needs: { m: fourCorners },
  write({ m }) {
    const shocked = named(m.corners, 'sure, surprised');
    const lucky = named(m.corners, 'unsure, not surprised');
    const [shock, luck] = [at(shocked.named, 0), at(lucky.named, 0)];
    const highest = m.points.reduce((most, point) => (point.surprisal > most.surprisal ? point : most));
    const inCorners = m.corners.flatMap((corner) =>
      corner.named.slice(0, LABELLED[corner.name] ?? 1).map((one) => ({ corner: corner.name, ...one })),
    );
    const isNamed = inCorners.some(({ entropy, surprisal }) => {
      return entropy === highest.entropy && surprisal === highest.surprisal;
    });
    return [
      prose`
        Surprisal is known only afterwards, when the token has come. Before that, the model already shows how unsure it is:
        by the ${term('entropy')} ${math`H`} of its prediction, the average of all possible surprisals, weighted by
        their probabilities. Entropy is the surprise that the model **expects**.
      `,
      equation`H = \sum_j p_j \cdot (-\ln p_j)`,
      prose`
        So every token of our paragraph has two numbers, and a third fact: was it the model's first guess? Does being
        sure mean being right? ${ref('corner-plot')} shows all ${count(m.tokens)} tokens, and ${ref('corner-tokens')} names some that lie far out in each corner.
      `,
      figure({
        id: 'corner-plot',
        caption: prose`
          Each token of the paragraph: what the model expected to be surprised by, and what it got. The dashed lines are the
          two medians: half of the tokens lie on either side.
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
          names: [...inCorners, ...(isNamed ? [] : [{ corner: '', ...highest }])].map((one) => ({
            side: LEFT_OF_POINT.has(one.corner) ? 'left' : 'right',
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
                },
                color: { field: 'guess', type: 'nominal', title: null },
                shape: { field: 'guess', type: 'nominal', title: null },
              },
            },
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
        What to see: the corners off the diagonal are not empty. Upper left the model was **sure and surprised**:
        before ${token(shock.text)} it expected ${nats(shock.entropy)} and received ${nats(shock.surprisal)}. Lower right
        it was **unsure and not surprised**: before ${token(luck.text)} many tokens seemed possible, and one of the likelier ones
        came, with a probability of ${percent(luck.probability)}.

        And right? ${rank(m.firstGuesses)} tokens were the model's first guess. Yet for ${rank(m.rightButUnsure)} of
        those it had given its own guess less than one half. Of the predictions in the surer half,
        ${rank(m.sureButWrong)} were not the token that came. Being first among many is not being sure, and being sure is not
        being right.

        ${claim({
          a: m.meanSurprisal,
          b: m.meanEntropy,
          kind: 'nats',
          when: {
            greater: prose`On average the model expected ${nats(m.meanEntropy)} and received ${nats(m.meanSurprisal)}: on
              this text it is a little too sure of itself. It expects the text that it would write.`,
            less: prose`On average the model expected ${nats(m.meanEntropy)} and received ${nats(m.meanSurprisal)}: the
              text is plainer than the model is prepared for.`,
            tooClose: prose`On average the model expected as much as it received, ${nats(m.meanSurprisal)}: for this text
              it knows well how unsure it should be.`,
          },
        })}
      `,
    ];
  },
});
