import { at } from '#numerics/list';
import {
  choose,
  claim,
  curious,
  figure,
  layout,
  listing,
  prose,
  type Quantity,
  section,
  table,
} from '#report';
import * as mark from '#report/marks';
import { count, decibels, equation, given, math, percent, rank, ref, text, token } from '#report/values';
import { passageEvidence } from './passage-evidence.measure.ts';
import { wordings } from './wordings.measure.ts';

/** The passages, as the figure and its table call them. */
const PASSAGES = [
  ['gold', 'passage names the right answer', prose`names the right answer`],
  ['irrelevant', 'passage on another subject', prose`on another subject`],
  ['counterfactual', 'passage names the rival', prose`names the rival`],
] as const;

/** Where an axis of such a reach, or the next longer one, has its labels. */
const LABELS: readonly (readonly [reach: number, labels: readonly number[]])[] = [
  [5, [-4, -2, 0, 2, 4]],
  [25, [-20, -10, 0, 10, 20]],
  [200, [-100, -50, 0, 50, 100]],
  [Number.POSITIVE_INFINITY, [-1000, -500, -200, 0, 200, 500, 1000]],
];

const oneDecimal = (level: Quantity<'decibels'>) => decibels(level, { digits: 1 });
/** One decimal, where that does not make a tenth of much less. */
const dB = (level: Quantity<'decibels'>) =>
  layout([level], (size) => Math.abs(size) < 0.1) ? decibels(level) : oneDecimal(level);
const roughly = (share: Quantity<'probability'>) => percent(share, { digits: 2 });

export const evidence = section({
  id: 'evidence-in-decibels',
  title: prose`What is a retrieved passage worth?`,
  needs: { m: passageEvidence, w: wordings },
  write({ m, w }) {
    const [statement, question] = [at(w.rows, 0), at(w.rows, 1)];
    const shares = prose`${roughly(m.example.rightShare)} to ${roughly(m.example.rivalShare)}`;
    const [invented, real, one] = [m.severalInvented, m.severalReal, m.oneToken];
    const ofOne = one.median && prose`, and ${dB(one.median)} for the ${count(one.n)} answers of one token`;
    const lengths = () => {
      if (invented.median === null || real.median === null) return prose``;
      const medians = prose`the median is ${dB(invented.median)} for the ${count(invented.n)} invented answers of
        several tokens, ${dB(real.median)} for the ${count(real.n)} real ones${ofOne ?? prose``}.`;
      const both = prose`By kind of answer, ${medians}`;
      return claim(invented.median, real.median, {
        greater: choose(m.tail, {
          long: prose`Invented answers of several tokens gain most: ${medians} A coined name is nearly
          impossible before a passage spells it.`,
          short: both,
        }),
        less: both,
        tooClose: prose`Whether a long name is invented or real makes no difference: ${medians}`,
      });
    };
    return [
      prose`Programs that look things up put a *retrieved passage* before the question. How far does it move a
        model${m.millions === null ? prose`` : prose`, here a small one of ${given(m.millions)} million parameters`}? We **define** the evidence of a passage
        as the change of the odds:`,
      equation`\text{evidence} = \text{odds after} - \text{odds before}\quad\text{(all in dB)}`,
      prose`By the rule of Bayes this is how much more strongly one answer predicts the passage than the other
        does. A language model need not reason so; the number only says how far it was moved.`,
      prose`Take a question, its right answer, and a rival that is wrong: “${text(m.example.question)}”,
        ${token(m.example.right)} and ${token(m.example.rival)}. The odds between the two are the difference
        of their ${math`\ell`}, in decibels. (The ${math`\ell`} of an answer is the *sum* over its tokens;
        ${choose(m.lengths, {
          'the same': prose`both answers of a pair have the same number.`,
          different: prose`this tokeniser cuts the answers of some pairs into different numbers of them, and the
            longer one often begins behind.`,
        })}) Without a passage they are ${dB(m.example.none)}. Then
        put a passage first:

        > ${text(m.example.passage)}

        Now they are ${dB(m.example.gold)}: the passage was worth ${dB(m.example.evidence)} (rounded last).
        ${choose(m.example.side, {
          'right after all': prose`It put the right answer ahead of its rival, ${shares}.`,
          'still wrong': prose`The rival is still ahead, ${shares}.`,
          'right before': prose`The right answer was ahead of its rival before already, and still is, ${shares}.`,
          'wrong at last': prose`The right answer was ahead of its rival before; now it is behind, ${shares}.`,
          even: prose`Now right answer and rival are level.`,
        })} ${choose(m.example.both, {
          rare: prose`${choose(m.example.side, {
            'right after all': prose`Ahead of *this rival*, not of everything: after`,
            'right before': prose`Ahead of *this rival*, not of everything: after`,
            'still wrong': prose`Ahead of *this answer*, not of everything: after`,
            'wrong at last': prose`Behind *this rival*, and not it alone: after`,
            even: prose`After`,
          })} the prompt, which ends with “Answer:”, both answers are rare (${roughly(m.example.rightProbability)} and
            ${roughly(m.example.rivalProbability)}), and the model would most likely begin with something
            else. Odds between two answers do not say how likely either is.`,
          'not rare': prose`Odds between two answers do not say how likely either is. These answers have
            ${roughly(m.example.rightProbability)} and ${roughly(m.example.rivalProbability)}.`,
        })}`,
      prose`${ref('passage-evidence-figure')} does this for the ${count(m.questions)} questions of
        ${ref('retrieved-context')}, half about real things and half about invented ones. Two more passages
        come in: one on another subject, and the right one with the *rival* in it.`,
      figure({
        id: 'passage-evidence-figure',
        caption: prose`Evidence for the right answer, one point for each question, at the nearest
          ${given(m.width)} dB${choose(m.moves, {
            something: prose`, so that the points at zero are of either sign`,
            nothing: prose``,
          })}. Upright dashed lines: medians.
          Left of zero a passage speaks for the rival.`,
        alt: prose`Three heaps of points on an axis of decibels. A passage that names the right answer has a
          median of ${dB(m.all.gold)}, one on another subject ${dB(m.all.irrelevant)}, one that names the
          rival ${dB(m.all.counterfactual)}.`,
        data: {
          rows: m.dots,
          medians: PASSAGES.map(([passage]) => ({
            passage,
            median: m.all[passage],
            label: prose`median ${dB(m.all[passage])} dB`,
          })),
        },
        spec: {
          vconcat: PASSAGES.map(([passage, title]) => {
            const transform = [{ filter: `datum.passage === '${passage}'` }];
            return {
              transform,
              title,
              width: 560,
              height: 120,
              layer: [
                mark.dots(
                  {
                    x: mark.q('near', {
                      title: passage === 'counterfactual' ? 'evidence for the right answer in dB' : null,
                      scale: { domain: m.domain, nice: false },
                      axis: {
                        values: layout([m.domain[1]], (end) => LABELS.find(([reach]) => end <= reach)?.[1]),
                      },
                    }),
                    y: mark.q('place', {
                      title: null,
                      scale: { domain: [0, m.highest], nice: false },
                      axis: null,
                    }),
                    ...mark.series('kind', { title: 'question about something' }, ['circle', 'square']),
                  },
                  { size: 24 },
                ),
                mark.reference({ x: 'median' }, { data: 'medians', transform }),
                mark.label(
                  { x: { datum: m.labelAt }, y: { value: 12 }, text: 'label' },
                  { data: 'medians', transform, align: 'right' },
                ),
              ],
            };
          }),
        },
      }),
      prose`${choose(m.moves, {
        nothing: prose`What to see: nothing. No passage moves the odds of any question.`,
        something: prose`What to see: counted before that rounding, ${rank(m.agrees.gold)} of the ${count(m.questions)}
        right passages speak for the right answer, and ${rank(m.agrees.counterfactual)} of those with the
        rival for the rival. A passage on another subject has a median of ${dB(m.all.irrelevant)}, but single
        ones move the odds by ${dB(m.irrelevantRange.low)} or ${dB(m.irrelevantRange.high)}: judge a single
        value against that. ${lengths()}`,
      })}

        ${choose(m.counterfactualIs, { sobering: prose`The last passage is the sobering one. `, harmless: prose`` })}Of the ${count(m.realQuestions)} questions about real things,
        those on the wrong side of even odds number ${rank(m.wrongSide.none)} without a passage,
        ${rank(m.wrongSide.gold)} after the right one, and ${rank(m.wrongSide.counterfactual)} after the one
        with the rival. Whether a passage deserves belief, its decibels do not say. (Again, these are odds
        against the rival only: without a passage both answers *together* have a median of
        ${roughly(m.bothTogether.median)}, and less than one percent in ${
          layout([m.bothTogether.below, m.realQuestions], (below, all) => below === all)
            ? prose`all of them`
            : prose`${rank(m.bothTogether.below)} of the ${count(m.realQuestions)}`
        }.)`,
      prose`**A value in decibels belongs to one prompt and one rival.** Without a passage the odds of
        ${token(w.right)} were ${dB(m.example.none)} against ${token(m.example.rival)}; against
        ${token(w.wrong)}, after the very same prompt, they are ${dB(question.without)}${claim(
          m.example.none,
          question.without,
          { greater: prose``, less: prose``, tooClose: prose`: here nearly the same` },
        )}. After the statement
        of ${ref('beliefs-in-decibels')} they were ${decibels(statement.without)}. ${choose(w.signs, {
          opposite: prose`Even the *sign* of the evidence can change with the wording, as
            ${ref('two-wordings')} below shows.`,
          same: prose`The evidence of a passage changes as well, as ${ref('two-wordings')} below
            shows.`,
          equal: prose`The evidence of a passage may change as well; in ${ref('two-wordings')} below it
            does not.`,
        })} So measure with the wording and the rivals of your program. And do not add up the values of two
        passages: the second counts only as measured *after* the first.`,
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
        prose`What to see: ${choose(w.signs, {
          opposite: prose`the same passage speaks for the right answer in one wording and against it in the
            other.`,
          same: prose`the same passage is worth ${decibels(statement.evidence)} in one wording and
            ${decibels(question.evidence)} in the other.`,
          equal: prose`the same passage is worth the same in both wordings.`,
        })} ${claim(w.question.largest, w.question.small, {
          greater: prose`The probabilities differ as well.`,
          less: prose``,
          tooClose: prose``,
        })}`,
      ]),
      curious(
        prose`What is each passage worth, question by question?`,
        table({
          id: 'passage-evidence-table',
          caption: prose`Each question, the tokens of its answer, the odds before, and what each passage is
            worth as evidence for the right answer. Negative evidence speaks for the rival.`,
          rows: m.rows,
          columns: [
            ['question', (row) => text(row.question)],
            ['about something', (row) => text(row.kind)],
            ['tokens', (row) => count(row.tokens)],
            ['before (dB)', (row) => oneDecimal(row.none)],
            ...PASSAGES.map(
              ([passage, , head]) =>
                [head, (row: (typeof m.rows)[number]) => oneDecimal(row[passage])] as const,
            ),
          ],
        }),
      ),
    ];
  },
});
