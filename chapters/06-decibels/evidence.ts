import { at } from '#numerics/list';
import {
  choose,
  curious,
  figure,
  layout,
  listing,
  prose,
  type Quantity,
  type Seen,
  section,
  table,
} from '#report';
import * as mark from '#report/marks';
import { count, decibels, given, percent, rank, real, ref, text, token } from '#report/values';
import { passageEvidence, type pullOf } from './passage-evidence.measure.ts';
import { passageSummary } from './passage-summary.measure.ts';
import { ratioLevels } from './ratios.measure.ts';
import { repeatedPassage } from './repeated-passage.measure.ts';
import { wordings } from './wordings.measure.ts';

/** The passages, as the figure calls them. */
const PASSAGES = [
  ['gold', 'passage names the right answer'],
  ['irrelevant', 'passage on another subject'],
  ['counterfactual', 'passage names the rival'],
] as const;

/** Where an axis of such a reach, or the next longer one, has its labels. */
const LABELS: readonly (readonly [reach: number, labels: readonly number[]])[] = [
  [5, [-4, -2, 0, 2, 4]],
  [25, [-20, -10, 0, 10, 20]],
  [50, [-40, -20, 0, 20, 40]],
  [200, [-100, -50, 0, 50, 100]],
];

/** How far the axis may reach, in dB, before heaps as the measurement makes them would run into each other. */
const FAR = 125;

/** For an axis that reaches further, as many heaps as for that one, each so much wider; null for all others. */
export function widerHeaps(
  reach: number,
  width: number,
  dots: readonly { readonly passage: string; readonly near: number }[],
) {
  if (reach <= FAR) return null;
  const wider = (width * reach) / FAR;
  const sizes = new Map<string, number>();
  for (const { passage, near } of dots) {
    const heap = `${passage} ${Math.round(near / wider)}`;
    sizes.set(heap, (sizes.get(heap) ?? 0) + 1);
  }
  return {
    highest: Math.max(...sizes.values()) + 1,
    transform: [
      { calculate: `round(datum.near / ${wider}) * ${wider}`, as: 'near' },
      { window: [{ op: 'row_number', as: 'place' }], groupby: ['near'] },
    ],
  };
}

/** Whole decibels, but for a level that would look like none. */
const dB = (level: Quantity<'decibels'>) =>
  decibels(
    level,
    layout([level], (size) => ({ digits: Math.abs(size) < 1 ? 1 : 0 })),
  );
const range = ({ low, high }: Record<'low' | 'high', Quantity<'decibels'>>) =>
  prose`${dB(low)} to ${dB(high)}`;

/** Which passage pulls harder, and the medians with their intervals that say so. */
const pull = (
  which: ReturnType<typeof pullOf>,
  { gold, counterfactual }: Record<'gold' | 'counterfactual', Quantity<'decibels'>>,
  intervals: Record<'gold' | 'counterfactual', Record<'low' | 'high', Quantity<'decibels'>>>,
) =>
  prose`${choose(which, {
    alike: prose`the lie pulls about as hard as the truth`,
    truth: prose`the truth pulls harder than the lie`,
    lie: prose`the lie pulls harder than the truth`,
    'truth perhaps': prose`the truth pulls harder than the lie, perhaps by chance`,
    'lie perhaps': prose`the lie pulls harder than the truth, perhaps by chance`,
    'only truth': prose`the truth pulls, but the pull of the lie cannot be told from nothing`,
    'only lie': prose`the lie pulls, but the pull of the truth cannot be told from nothing`,
    neither: prose`neither pull can be told from nothing`,
    crossed: layout(
      [intervals.gold.high, intervals.counterfactual.low],
      (ofTruth, ofLie) => ofTruth < 0 && ofLie > 0,
    )
      ? prose`neither pulls towards the answer that it names: each pushes away from it`
      : prose`one of them at least does not pull towards the answer that it names`,
  })}: the lie ${dB(counterfactual)} (${range(intervals.counterfactual)}), the truth ${dB(gold)} (${range(intervals.gold)})`;

/** What to add where the medians of both passages are told. */
export const pullDoubt = (which: ReturnType<typeof pullOf>, moves: 'something' | 'nothing') =>
  choose(moves === 'nothing' ? 'unmoved' : which, {
    unmoved: prose`: no passage moved any question`,
    alike: prose``,
    truth: prose``,
    lie: prose``,
    'truth perhaps': prose``,
    'lie perhaps': prose``,
    'only truth': prose` (which cannot be told from nothing)`,
    'only lie': prose`; the first cannot be told from nothing`,
    neither: prose`; neither can be told from nothing`,
    crossed: prose``,
  });

/** What to add where the median of the first copy is told. */
export const copyDoubt = (firstIs: 'clear' | 'unclear', moves: 'something' | 'nothing') =>
  choose(moves === 'nothing' ? 'unmoved' : firstIs, {
    unmoved: prose` (nothing, in every question)`,
    clear: prose``,
    unclear: prose` (which cannot be told from nothing)`,
  });

/** What is less, in dB, prints as nothing. */
const NOTHING = 0.01;

/** Whether the second copy moved no question at all. */
export const isUnmoved = ({ rows }: Seen<typeof repeatedPassage>): boolean =>
  layout(
    rows.map(({ second }) => second),
    (...moved) => moved.every((evidence) => Math.abs(evidence) < NOTHING),
  );

const ONE = { digits: 1 } as const;
const roughly = (share: Quantity<'probability'>) => percent(share, { digits: 2 });

export const evidence = section({
  id: 'evidence-in-decibels',
  title: prose`What is a retrieved passage worth?`,
  needs: {
    m: passageEvidence,
    w: wordings,
    twice: repeatedPassage,
    summary: passageSummary,
    ratios: ratioLevels,
  },
  write({ m, w, twice, summary, ratios: { nat } }) {
    const [statement, question] = [at(w.rows, 0), at(w.rows, 1)];
    const wider = layout(
      [m.domain[1], m.width, ...m.dots.map(({ near }) => near)],
      (reach, width, ...nears) =>
        widerHeaps(
          reach,
          width,
          m.dots.map(({ passage }, i) => ({ passage, near: at(nears, i) })),
        ),
    );
    const shares = prose`${roughly(m.example.rightShare)} to ${roughly(m.example.rivalShare)}`;
    return [
      prose`Programs that look things up put a *retrieved passage* before the question. We **define** its evidence as
        the change of the odds between the right answer and one rival, both scored by the sum of their tokens'
        log-probabilities. From an API you need the log-probability of each answer, without and with the passage: evidence in dB is ${real(nat, { digits: 3 })} times the change of their difference.

        Take “${text(m.example.question)}”, ${token(m.example.right)} against ${token(m.example.rival)}. Without a
        passage the odds are ${dB(m.example.none)}. Then put one first:

        > ${text(m.example.passage)}

        Now they are ${dB(m.example.gold)}: the passage was worth ${dB(m.example.evidence)}${
          layout(
            [m.example.none, m.example.gold, m.example.evidence],
            (before, after, worth) => Math.round(after) - Math.round(before) === Math.round(worth),
          )
            ? prose``
            : prose` (by levels that are not rounded)`
        }.
        ${choose(m.example.side, {
          'right after all': prose`It put the right answer ahead of its rival, ${shares}.`,
          'still wrong': prose`The rival is still ahead, ${shares}.`,
          'right before': prose`The right answer was ahead of its rival before, and is now, ${shares}.`,
          'wrong at last': prose`The right answer was ahead of its rival before; now it is behind, ${shares}.`,
          even: prose`Now right answer and rival are as likely.`,
        })}

        Which pulls harder, the truth or the lie? ${ref('passage-evidence-figure')} has ${count(m.questions)}
        questions, with three passages each: one with the right answer, the same with the *rival* in its place, one on another subject. Half are about things that we made up, which no model can know; there “right” is the answer that we chose.`,
      figure({
        id: 'passage-evidence-figure',
        caption: prose`Evidence for the right answer, one point for each question, ${
          wider === null
            ? prose`at the nearest ${given(m.width)} dB`
            : prose`in heaps of those that lie close`
        }${choose(m.moves, {
          something: prose`, so that points at zero may have either sign`,
          nothing: prose``,
        })}. Upright dashed lines: medians of the real questions.
          Left of zero a passage speaks for the rival.${choose(m.clipped, {
            some: prose` Points drawn at an end of the axis lie near it or beyond; the label beside them gives the last one.`,
            none: prose``,
          })}`,
        alt: prose`Three heaps of points on an axis of decibels. For the real questions a passage that names the right
          answer has a median of ${dB(m.real.gold)}, one on another subject ${dB(m.real.irrelevant)}, one that names
          the rival ${dB(m.real.counterfactual)}.`,
        data: {
          rows: m.dots,
          medians: PASSAGES.map(([passage]) => ({
            passage,
            median: m.real[passage],
            label: prose`median of the real: ${dB(m.real[passage])} dB`,
          })),
          ...(m.ends.length === 0
            ? {}
            : {
                ends: m.ends.map(({ passage, side, near, place, furthest }) => ({
                  passage,
                  side,
                  near,
                  place,
                  name: choose(side, {
                    left: prose`← as far as ${dB(furthest)} dB`,
                    right: prose`as far as ${dB(furthest)} dB →`,
                  }),
                })),
              }),
        },
        spec: {
          vconcat: PASSAGES.map(([passage, title]) => {
            const transform = [{ filter: `datum.passage === '${passage}'` }];
            return {
              transform,
              title,
              width: 560,
              height: 140,
              layer: [
                mark.dots(
                  {
                    x: mark.q('near', {
                      title: passage === 'counterfactual' ? 'evidence for the right answer in dB' : null,
                      scale: { domain: m.domain, nice: false },
                      axis: layout([m.domain[1]], (end) => {
                        const [, values] = LABELS.find(([reach]) => end <= reach) ?? [];
                        return values === undefined ? { tickCount: 5 } : { values };
                      }),
                    }),
                    y: mark.q('place', {
                      title: null,
                      // Above the highest heap there is room for the label.
                      scale: {
                        domain: layout([m.highest], (points) => [0, 1.25 * (wider?.highest ?? points)]),
                        nice: false,
                      },
                      axis: null,
                    }),
                    ...mark.series('kind', { title: 'question' }, ['circle', 'square']),
                  },
                  { size: 24, ...(wider === null ? {} : { transform: wider.transform }) },
                ),
                mark.reference({ x: 'median' }, { data: 'medians', transform }),
                mark.label(
                  { x: { datum: m.labelAt }, y: { value: 12 }, text: 'label' },
                  { data: 'medians', transform, align: 'right' },
                ),
                ...(m.ends.length === 0 ? [] : (['left', 'right'] as const)).map((side) =>
                  mark.annotation(
                    { x: mark.q('near'), y: mark.q('place'), text: 'name' },
                    {
                      data: 'ends',
                      transform: [...transform, { filter: `datum.side === '${side}'` }],
                      align: side,
                      dx: side === 'left' ? -4 : 4,
                      dy: -12,
                    },
                  ),
                ),
              ],
            };
          }),
        },
      }),
      choose(m.moves, {
        nothing: prose`No passage moves the odds of any question.`,
        something: prose`${ref('passage-summary')} gives the *median*, the value of the question in the middle. Below, brackets give its ${given(95)}% interval: how far chance may have moved it. On real questions ${pull(m.pull.real, m.real, m.intervals.real)}. On invented ones ${pull(m.pull.invented, m.invented, m.intervals.invented)}. Over all ${count(m.questions)}, a passage on another subject has a median of
          ${dB(m.all.irrelevant)}, but single ones reach ${dB(m.irrelevantRange.low)} or
          ${dB(m.irrelevantRange.high)}${choose(m.example.reached, {
            'by others': prose`. So a passage that says nothing of the question can be worth the ${dB(m.example.evidence)} of the one above.`,
            'by none': prose`. None was worth the ${dB(m.example.evidence)} of the passage above.`,
          })}`,
      }),
      table({
        id: 'passage-summary',
        caption: prose`How many of the ${count(m.realQuestions)} real questions the model had wrong, the rival ahead, after each passage,
          the median of its evidence, and how often it pulled towards the right answer. The evidence of a second copy is the change from the prompt that already holds the first.`,
        rows: summary.rows,
        columns: [
          ['passage', (row) => text(row.passage)],
          [prose`wrong (of ${count(m.realQuestions)} real)`, (row) => rank(row.wrong)],
          ['real (dB)', (row) => (row.real === null ? prose`` : decibels(row.real, ONE)), 'right'],
          [
            'invented (dB)',
            (row) => (row.invented === null ? prose`` : decibels(row.invented, ONE)),
            'right',
          ],
          ['all (dB)', (row) => (row.all === null ? prose`` : decibels(row.all, ONE)), 'right'],
          [
            prose`towards (of ${count(m.questions)})`,
            (row) => (row.towards === null ? prose`` : rank(row.towards)),
            'right',
          ],
        ],
      }),
      prose`Decibels say how far a belief was moved, not whether it should have been. A value belongs to one prompt and one rival. ${choose(
        w.signs,
        {
          opposite: prose`Even its *sign* can change with the wording (${ref('two-wordings')}).`,
          same: prose`It changes with the wording: ${decibels(statement.evidence, ONE)} after a statement, ${decibels(question.evidence, ONE)} after a question (${ref('two-wordings')}).`,
          equal: prose`It may change with the wording, though in ${ref('two-wordings')} it does not.`,
        },
      )}`,
      prose`May a program add up the evidence of two passages? Try the one with the right answer *twice*. Over all ${count(twice.questions)} questions the first copy was worth a median of ${dB(twice.first)}${copyDoubt(twice.firstIs, m.moves)}. To somebody who adds, the second is worth that again; to a reader, nothing. To our
        model it was worth ${decibels(twice.second, { digits: 1 })}${choose(
          isUnmoved(twice) ? 'unmoved' : twice.secondIs,
          {
            unmoved: prose`: exactly what a reader would say, for nothing moves it.`,
            'at least as much': prose`: no less than the first.`,
            less: prose`: more than nothing, less than the first. It pulled towards the right answer ${rank(twice.further)} times, a passage on another subject ${rank(summary.irrelevantTowards)} times.`,
            unclear: prose`: so little that chance may have made it.`,
            against: prose`: it spoke against what it says.`,
          },
        )} So do not add passages up: measure them *together*, in one prompt.`,
      curious(prose`Is a passage worth the same in another wording?`, [
        prose`Take ${token(w.right)} against ${token(w.wrong)}, once after a statement to be completed and
          once after a question.`,
        listing({ caption: prose`The prompts with the passage, as the model read them.`, value: w.prompts }),
        table({
          id: 'two-wordings',
          caption: prose`${token(w.right)} against ${token(w.wrong)}, asked in two wordings, without a passage
            and after “${text(w.passage)}”, and the probability of each answer after the passage.`,
          rows: w.rows,
          columns: [
            ['wording', (row) => text(row.wording)],
            ['odds without (dB)', (row) => decibels(row.without)],
            ['odds with (dB)', (row) => decibels(row.with)],
            ['evidence (dB)', (row) => decibels(row.evidence)],
            [prose`${token(w.right)} with`, (row) => percent(row.probabilityWith.right)],
            [prose`${token(w.wrong)} with`, (row) => percent(row.probabilityWith.wrong)],
          ],
        }),
        prose`${choose(w.signs, {
          opposite: prose`The same passage speaks for the right answer in one wording and against it in the
            other.`,
          same: prose`The same passage is worth ${decibels(statement.evidence)} in one wording and
            ${decibels(question.evidence)} in the other.`,
          equal: prose`The same passage is worth the same in both wordings.`,
        })}`,
      ]),
    ];
  },
});
