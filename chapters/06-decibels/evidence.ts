import {
  and,
  clearly,
  figure,
  finding,
  greater,
  less,
  listing,
  most,
  prose,
  type Quantity,
  type Seen,
  section,
  table,
} from '#report';
import * as mark from '#report/marks';
import { count, decibels, given, percent, probability, rank, real, ref, text, token } from '#report/values';
import { ratioLevels } from './levels.measure.ts';
import { passageEvidence } from './passage-evidence.measure.ts';

type Evidence = Seen<typeof passageEvidence>;
type Worth = Record<'estimate' | 'low' | 'high', Quantity<'decibels'>>;

const withInterval = ({ estimate, low, high }: Worth) =>
  prose`${decibels(estimate, 0)} (${decibels(low, 0)} to ${decibels(high, 0)})`;

export const passagesPull = ({ real: { gold, counterfactual }, realQuestions }: Evidence) =>
  finding({
    id: 'passages-pull',
    when: and(
      clearly('median evidence of the right passage', 'above', 0, gold),
      clearly('median evidence of the false passage', 'below', 0, counterfactual),
    ),
    text: () => prose`On ${count(realQuestions)} questions about real things, a passage with the right answer was worth
      ${withInterval(gold)} in the median, and the same passage with a false answer ${withInterval(counterfactual)}.`,
  });

export const secondCopyLess = ({ second, questions }: Evidence) =>
  finding({
    id: 'second-copy-less',
    when: clearly('median by which the second copy was worth less than the first', 'above', 0, second.less),
    text: () =>
      prose`The second copy of a passage is typically worth less than the first: over all ${count(questions)} questions, a median of ${decibels(second.worth, 1)} against ${decibels(second.first, 1)}, and the median difference is ${decibels(second.less.estimate, 1)}.`,
  });

export const evidence = section({
  id: 'evidence-in-decibels',
  title: prose`What is a retrieved passage worth?`,
  needs: { m: passageEvidence, ratios: ratioLevels },
  write({ m, ratios: { nat } }) {
    const { example, unrelated, second, furthest, falseHarder } = m;
    return [
      prose`Retrieval-augmented programs place a passage in front of the question. How much is that passage worth? Pick the
        right answer and one rival, and score both with and without the passage, each by the sum of its tokens'
        log-probabilities. The *evidence* of the passage is how far it moves the odds between the two. In decibels it
        is ${real(nat, 3)} times the change of their difference in nats. This needs an API that can score an answer you supply, which many chat APIs cannot do.

        Take this prompt, with ${token(example.rightAnswer)} against ${token(example.rivalAnswer)}:`,
      listing({ caption: prose`The prompt without a passage.`, value: example.prompt }),
      prose`The odds are ${decibels(example.before, 1)}. Now put a passage on the line above:

        > ${text(example.passage)}

        The odds become ${decibels(example.after, 1)}, so the passage is worth ${decibels(example.evidence, 1)}. ${finding(
          {
            id: 'example-turns',
            when: and(
              less('odds without the passage', example.before, 0),
              greater('odds with it', example.after, 0),
            ),
            text: () => prose`The passage puts ${token(example.rightAnswer)} ahead of ${token(example.rivalAnswer)},
              ${percent(example.rightShare, 2)} to ${percent(example.rivalShare, 2)}.`,
          },
        )} Odds like these are between two answers only. With the passage, the model begins its reply with the right one in ${percent(example.right, 2)} of all cases, and with the rival in ${percent(example.rival, 2)}.

        Does one example say anything? ${ref('passage-evidence-figure')} has ${count(m.questions)} questions, each with
        three passages: one names the right answer, one is the same with the *rival* in its place, and one is about
        something else. Half of the questions are about things that we made up, which no model can know. There the
        “right” answer is the one we chose.`,
      figure({
        id: 'passage-evidence-figure',
        caption: prose`The evidence of each passage for the right answer, one point for each question. Lines mark the
          medians of the real questions. Left of zero, a passage speaks for the rival.`,
        alt: prose`Three rows of points on an axis of decibels. For the real questions, a passage that names the right answer has a median of ${decibels(m.real.gold.estimate, 0)}, one on another subject ${decibels(m.real.irrelevant.estimate, 1)}, and one that names the rival ${decibels(m.real.counterfactual.estimate, 0)}.`,
        data: {
          rows: m.dots,
          medians: m.medians,
          none: [{ evidence: given(0) }],
        },
        spec: {
          height: 220,
          layer: [
            mark.reference({ x: 'evidence' }, { data: 'none' }),
            mark.dots(
              {
                x: mark.q('evidence', { title: 'evidence for the right answer in dB' }),
                y: mark.n('passage', { title: null, sort: null }),
                yOffset: mark.n('kind', { sort: ['real', 'invented'] }),
                ...mark.series('kind', { title: 'question', sort: ['real', 'invented'] }, [
                  'circle',
                  'square',
                ]),
              },
              { size: 30, opacity: 0.7 },
            ),
            mark.tick(
              { x: 'median', y: mark.n('passage', { sort: null }) },
              { data: 'medians', color: '$ink', thickness: 2, size: 50 },
            ),
          ],
        },
      }),
      prose`${passagesPull(m)} (Brackets give the ${given(95)}% interval of the median.) Does the false passage pull harder than the right one? Among the real questions it does in ${rank(falseHarder.count)} of ${rank(falseHarder.of)}, and the median difference is ${withInterval(falseHarder.by)}. A fair coin gives a split at least this lopsided ${percent(falseHarder.p, 2)} of the time.

        How far can a passage on another subject move the odds? ${finding({
          id: 'unrelated-passages-move',
          when: greater(
            'number of unrelated passages that moved the odds as far as the example',
            unrelated.asLarge,
            0,
          ),
          text: () => prose`An unrelated passage moves the odds by ${decibels(unrelated.size, 1)} in the median, one way or the other, and in
            ${rank(unrelated.asLarge)} of ${count(m.questions)} questions by at least the ${decibels(example.evidence, 0)} of our example. So even ${decibels(example.evidence, 0)} can come from a passage that has nothing to do with the question.`,
        })}

        And why do some points lie so far out? A name of several rare tokens can gain at each of them. The outermost point belongs to “${text(furthest.question)}”. Its passage takes the probability of ${token(furthest.answer)} from
        ${probability(furthest.before, 2)} to ${probability(furthest.after, 2)}.`,
      table({
        id: 'passage-summary',
        caption: prose`For each kind of passage: in how many real questions the rival was ahead, the median evidence, and
          how often the evidence was for the right answer. A second copy is compared with the first.`,
        rows: m.table,
        columns: [
          ['passage', (row) => text(row.passage)],
          [prose`wrong (of ${count(m.realQuestions)} real)`, (row) => rank(row.wrong)],
          ['real (dB)', (row) => (row.real === null ? prose`` : decibels(row.real, 1)), 'right'],
          ['invented (dB)', (row) => (row.invented === null ? prose`` : decibels(row.invented, 1)), 'right'],
          [
            prose`for the right answer (of ${count(m.questions)})`,
            (row) => (row.towards === null ? prose`` : rank(row.towards)),
            'right',
          ],
        ],
      }),
      prose`May a program add up the evidence of two passages? We put the one with the right answer *twice*
        (${ref('passage-summary')}). If evidence added up, the second copy would be worth as much as the first. To a
        reader it is worth nothing. ${secondCopyLess(m)} ${finding({
          id: 'second-copy-something',
          when: most('questions in which the second copy spoke for the right answer', second),
          text: () => prose`A second copy counts for something: it spoke for the right answer in ${rank(second.count)} of
            ${rank(second.of)} questions.`,
        })} Do not add passages up, then: measure them *together*, in one prompt.

        Decibels say how far a belief moved, not whether it should have moved. And each value belongs to one prompt and
        one rival.`,
    ];
  },
});
