import { at } from '#numerics/list';
import { code, curious, table } from '#report/block';
import { choose } from '#report/claim';
import { join, prose } from '#report/prose';
import { section } from '#report/section';
import { codeText, count, nats, percent, points, real, ref, term, text } from '#report/values';
import { choicesFigure, choicesTable } from './choice-figures.ts';
import {
  contextScatter,
  effectOf,
  effectsFigure,
  effectsTable,
  namingTable,
  positionsTable,
} from './context-figures.ts';
import { retrievalChoices } from './retrieval-choices.measure.ts';
import { retrievalEffects } from './retrieval-effects.measure.ts';
import { retrievalScores } from './retrieval-scores.measure.ts';

export const retrievedContext = section({
  id: 'retrieved-context',
  title: prose`With and without retrieved context`,
  needs: { scores: retrievalScores, m: retrievalEffects, c: retrievalChoices },
  write({ scores, m, c }) {
    const { example } = scores;
    const goldInvented = effectOf(m, 'gold', 'right answer', 'invented');
    const goldReal = effectOf(m, 'gold', 'right answer', 'real');
    const falseInvented = effectOf(m, 'counterfactual', 'false answer', 'invented');
    const falseReal = effectOf(m, 'counterfactual', 'false answer', 'real');
    const [none, gold, counterfactual] = [at(c.byCondition, 0), at(c.byCondition, 1), at(c.byCondition, 3)];
    const invented = at(c.choices, 0);
    const [contentInvented, contentReal] = [at(m.content, 0), at(m.content, 1)];
    const [againstInvented, againstReal] = [at(m.against, 0), at(m.against, 1)];
    const [named, notNamed] = [at(m.naming, 0), at(m.naming, 1)];
    const largest = join(
      m.largest.map((row) => prose`${text(row.answer)} by ${nats(row.gain)}`),
      prose`, `,
    );
    const compared = (row: typeof againstInvented) =>
      prose`${choose(row.verdict, {
        up: prose`more`,
        down: prose`less`,
        'no clear effect': prose`no clear difference`,
      })}: ${nats(row.median)}, from ${nats(row.low)} to ${nats(row.high)}`;
    return [
      prose`
        Many programs look something up and put the passage before the question: ${term('retrieved context')}, or RAG. When
        confidence then rises, has the *answer* become better, or does the model merely repeat the passage?
      `,
      prose`
        Each of ${count(m.questions)} questions, half of them about people and places that we invented, was asked four times:
        with no passage; with a *gold* passage that holds the answer; with an *irrelevant* one of about equal length that does
        not; and with a *counterfactual* one, the gold passage with a false answer in place of the right one
        (${ref('retrieval-example')}).
      `,
      table({
        id: 'retrieval-example',
        caption: prose`One question and its three passages. Right: ${text(example.answer)}; false: ${text(example.falseAnswer)}.`,
        rows: [
          { name: prose`question`, words: example.question },
          { name: prose`gold`, words: example.gold },
          { name: prose`irrelevant`, words: example.irrelevant },
          { name: prose`counterfactual`, words: example.counterfactual },
        ],
        columns: [
          { head: prose`part`, cell: (row) => row.name },
          { head: prose`text`, cell: (row) => prose`${text(row.words)}` },
        ],
      }),
      prose`
        Each question is its own control: what counts is the log-probability of an answer with the passage minus that without
        (${ref('context-effects')}).
      `,
      effectsFigure(m),
      prose`
        What to see: the gold passage raises the right answer by ${nats(goldInvented.median)} (median) for invented entities and
        by ${nats(goldReal.median)} for real ones. ${choose(m.example.size, {
          extreme: prose`(The example above is an extreme one, with ${nats(m.example.gain)}.)`,
          usual: prose`(In the example above it is ${nats(m.example.gain)}.)`,
        })} The counterfactual passage raises the *false* answer by ${nats(falseInvented.median)} and ${nats(falseReal.median)}.
      `,
      prose`
        Is it the content, or just more text? The counterfactual passage is the same text but for the answer. The right answer
        gains ${nats(contentInvented.median)} more from the gold passage than from the counterfactual
        one for invented entities, and ${nats(contentReal.median)} for real ones.
        ${choose(contentInvented.verdict, {
          up: choose(contentReal.verdict, {
            up: prose`So it is the content that counts.`,
            down: prose`So the content counts for invented entities only.`,
            'no clear effect': prose`So the content counts for invented entities, at least.`,
          }),
          down: prose`So the content does not help.`,
          'no clear effect': prose`That does not show that it is the content that counts.`,
        })}
      `,
      curious(prose`How large are the effects, for which questions, and where in the passage?`, [
        prose`Question and passage make a prompt like this; ${ref('context-effects-table')} has what came of it.`,
        code('#chapters/03-logprobs-as-confidence/retrieval', 'retrieval-prompt'),
        effectsTable(m),
        prose`
          With a dozen intervals in one table, one of them may miss by luck alone. ${choose(m.skew, {
            'coined names': prose`The means of the gold passage, ${nats(goldInvented.mean)} and ${nats(goldReal.mean)}, are larger
              than its medians, because a few answers rise enormously: ${largest}. A coined name is nearly impossible before
              the passage spells it.`,
            'some answers': prose`The means of the gold passage, ${nats(goldInvented.mean)} and ${nats(goldReal.mean)}, are larger
              than its medians, because a few answers rise much: ${largest}.`,
            none: prose`The means of the gold passage are ${nats(goldInvented.mean)} and ${nats(goldReal.mean)}.`,
          })}
        `,
        prose`
          The median of what the gold passage gives the right answer beyond the counterfactual one has an interval from
          ${nats(contentInvented.low)} to ${nats(contentInvented.high)} for invented entities, from ${nats(contentReal.low)} to
          ${nats(contentReal.high)} for real ones. And does a false passage work better than a true one? The rise of the false
          answer with the counterfactual passage against that of the right answer with the gold one, question by question: for
          invented entities ${compared(againstInvented)}; for real ones ${compared(againstReal)}.
        `,
        prose`${ref('context-scatter')} shows the questions one by one.`,
        contextScatter(m),
        prose`
          Does it matter where in the passage the answer stands? The median gain from the gold passage is
          ${nats(m.positions[0]?.median)} for answers near its start, ${nats(m.positions[1]?.median)} for the middle and
          ${nats(m.positions[2]?.median)} for the end. Different questions stand at each place, about a dozen each, and the
          intervals of the means are wide (${ref('position-gains')}).
        `,
        positionsTable(m),
        prose`
          The questions and passages are in \`retrieval.json\`, with the SHA-256 checksum ${codeText(scores.sha256)}; lengths
          within a tenth of each other and what a passage may contain are checked when the file is read.
        `,
      ]),
      curious(prose`Does a large rise show that the passage names the answer?`, [
        prose`Each answer was scored with one passage that names it and with two that do not (${ref('naming-table')}).`,
        namingTable(m),
        prose`
          What to see: a rise of more than ${count(m.rise)} nats, a round number, occurs for ${count(named.above)} of
          ${count(named.n)} named answers and ${count(notNamed.above)} of ${count(notNamed.n)} others. A large rise suggests that
          the passage names the answer; a small one says little, for ${count(named.notAbove)} named answers rise by no more than
          that. Neither says that the passage is right. The AUROC of the rise is ${real(m.namingAuroc.estimate, 'statistic')}
          (${real(m.namingAuroc.low, 'statistic')} to ${real(m.namingAuroc.high, 'statistic')}; the bootstrap draws whole
          questions).
        `,
      ]),
      prose`
        Now let the model choose between the right and the false answer (${ref('confidence-and-correctness')}).
      `,
      choicesFigure(c),
      prose`
        What to see: with no passage ${count(none.right)} of ${count(c.questions)} choices are right, with the gold one
        ${count(gold.right)}, with the counterfactual one ${count(counterfactual.right)}. From none to the counterfactual passage
        ${count(c.rightChange.lost)} choices go from right to wrong and ${count(c.rightChange.gained)} from wrong to right:
        ${choose(c.rightChange.verdict, {
          up: prose`the choice does not follow the passage.`,
          down: prose`the choice follows the passage.`,
          'no clear effect': prose`no clear change.`,
        })} The mean confidence changes by ${points(c.confidenceChange.mean)}
        (${points(c.confidenceChange.low, { bare: true })} to ${points(c.confidenceChange.high, { bare: true })}), ${choose(
          c.confidenceChange.verdict,
          {
            up: prose`up: the false passage makes the model surer.`,
            down: prose`down: the false passage makes the model less sure.`,
            'no clear effect': prose`no clear change.`,
          },
        )} Even about invented things, without a passage, the model claims ${percent(invented.confidence)} and is right in
        ${count(invented.right)} of ${count(invented.n)}: a share of two says only which one is better.
      `,
      prose`
        If half of the passages were right and half false, could a threshold on confidence find the wrong choices? Over
        those ${count(c.mixed.n)} choices it separates right from wrong with an AUROC of ${real(c.mixed.estimate, 'statistic')}
        (${real(c.mixed.low, 'statistic')} to ${real(c.mixed.high, 'statistic')}). ${choose(c.mixed.verdict, {
          separates: prose`Some signal is left, but a threshold would need a stronger one.`,
          'does not': prose`We found no sign that it could.`,
        })}
      `,
      curious(prose`What are the choices in numbers, and does confidence tell a false passage?`, [
        choicesTable(c),
        prose`
          What to see: the intervals of ${count(invented.n)} questions are wide. But the questions are the same under each
          condition, so count those that change. From no passage to the counterfactual one, ${count(c.rightChange.lost)} become
          wrong and ${count(c.rightChange.gained)} right (${term('sign test')}: p = ${real(c.rightChange.p, 'probability')}).
          And does confidence tell gold from counterfactual passages? Its AUROC for that is
          ${real(c.passages.estimate, 'statistic')} (${real(c.passages.low, 'statistic')} to
          ${real(c.passages.high, 'statistic')})${choose(c.passages.verdict, {
            separates: prose`: a little.`,
            'does not': prose`: no sign of it.`,
          })}
        `,
      ]),
      prose`
        *Confidence* is a property of the text, *correctness* one of the world. Retrieval joins the two only when the passage is
        right${choose(c.goldFails, {
          sometimes: prose`, and even then not always: with the gold passage ${count(gold.wrong)} of ${count(c.questions)} choices
            were wrong.`,
          never: prose`.`,
        })}
      `,
    ];
  },
});
