import { at } from '#numerics/list';
import { code, curious, table } from '#report/block';
import { choose } from '#report/claim';
import { join, prose } from '#report/prose';
import { section } from '#report/section';
import { codeText, count, nats, probability, real, ref, term, text } from '#report/values';
import { choicesFigure, choicesTable } from './choice-figures.ts';
import {
  contextScatter,
  effectOf,
  effectsFigure,
  effectsTable,
  namingTable,
  positionsTable,
} from './context-figures.ts';
import { retrievalChoices } from './retrieval-choices.ts';
import { retrievalEffects } from './retrieval-effects.ts';
import { retrievalScores } from './retrieval-scores.ts';

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
    const [contentInvented, contentReal] = [at(m.content, 0), at(m.content, 1)];
    const [againstInvented, againstReal] = [at(m.against, 0), at(m.against, 1)];
    const [named, notNamed] = [at(m.naming, 0), at(m.naming, 1)];
    const largest = join(
      m.largest.map((row) => prose`${text(row.answer)} by ${nats(row.gain)}`),
      prose`, `,
    );
    const works = (row: typeof contentInvented) =>
      prose`${choose(row.verdict, {
        up: prose`the content works`,
        down: prose`the content does harm`,
        'no clear effect': prose`not shown`,
      })}`;
    const compared = (row: typeof againstInvented) =>
      prose`${choose(row.verdict, {
        up: prose`more`,
        down: prose`less`,
        'no clear effect': prose`no clear difference`,
      })}: ${nats(row.median)}, from ${nats(row.low)} to ${nats(row.high)}`;
    return [
      prose`
        Many programs look something up and put the passage before the question: ${term('retrieved context')}, or RAG. When confidence then rises, has the *answer* become better, or has the
        *passage* become louder?
      `,
      prose`
        Each of ${count(m.questions)} questions, half of them about people and places that we invented, was asked four times: with no passage; with a *gold* passage that
        holds the answer; with an *irrelevant* one of equal length that does not; and with a *counterfactual* one, the gold
        passage with a false answer in place of the right one. For example:
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
        The same question is its own control, so only *differences* count: the log-probability of an answer with the passage
        minus that without (${ref('context-effects')}).
      `,
      effectsFigure(m),
      prose`
        What to see: the gold passage raises the right answer by ${nats(goldInvented.median)} (median) for invented entities and
        by ${nats(goldReal.median)} for real ones. ${choose(m.skew, {
          'coined names': prose`The means are larger, ${nats(goldInvented.mean)} and ${nats(goldReal.mean)}, because a few answers rise
            enormously: ${largest}. A coined name is nearly impossible before the passage spells it.`,
          'some answers': prose`The means are larger, ${nats(goldInvented.mean)} and ${nats(goldReal.mean)}, because a few answers rise
            much: ${largest}.`,
          none: prose`The means are ${nats(goldInvented.mean)} and ${nats(goldReal.mean)}.`,
        })}
      `,
      prose`
        Is it the content, or just more text? The tightest control is the counterfactual passage, the same text but for the
        name. Over it, question by question, the gold passage is ahead by ${nats(contentInvented.median)}
        (${nats(contentInvented.low)} to ${nats(contentInvented.high)}) for invented entities: ${works(contentInvented)}. For
        real ones it is ${nats(contentReal.median)} (${nats(contentReal.low)} to ${nats(contentReal.high)}):
        ${works(contentReal)}.
      `,
      prose`
        The *false* answer is raised by the counterfactual passage by ${nats(falseInvented.median)} and
        ${nats(falseReal.median)}. Against what the gold passage did for the right answer, question by question: for invented entities ${compared(againstInvented)}; for real ones ${compared(againstReal)}.
      `,
      curious(prose`The effects in numbers, question by question, and by place`, [
        code('#chapters/03-logprobs-as-confidence/retrieval', 'retrieval-prompt'),
        effectsTable(m),
        prose`With a dozen intervals in one table, one of them may miss by luck alone. The questions one by one:`,
        contextScatter(m),
        prose`
          Does it matter where in the passage the answer stands? The median gain from the gold passage is
          ${nats(m.positions[0]?.median)} for answers near its start, ${nats(m.positions[1]?.median)} for the middle and
          ${nats(m.positions[2]?.median)} for the end. Different questions stand at each place, about a dozen each, and the
          intervals of the means are wide.
        `,
        positionsTable(m),
        prose`
          The questions and passages are in \`retrieval.json\`, with the SHA-256 checksum ${codeText(scores.sha256)}; lengths
          within a tenth of each other and what a passage may contain are checked when the file is read.
        `,
      ]),
      prose`
        Can one tell from the rise of an answer whether the passage supported it? Each was scored with one passage that names it
        and with two that do not:
      `,
      namingTable(m),
      prose`
        What to see: a rise of more than ${count(m.rise)} nats comes to ${count(named.above)} of ${count(named.n)} named answers,
        and to ${count(notNamed.above)} of ${count(notNamed.n)} others. The AUROC of the rise
        is ${real(m.namingAuroc.estimate, 'statistic')} (${real(m.namingAuroc.low, 'statistic')} to
        ${real(m.namingAuroc.high, 'statistic')}; the bootstrap draws whole questions). So a large rise suggests that an answer
        was supported by the passage, not that the passage is right.
      `,
      prose`
        Now let the model choose between the right and the false answer (${ref('confidence-and-correctness')}).
      `,
      choicesFigure(c),
      curious(prose`The choices in numbers`, [choicesTable(c)]),
      prose`
        What to see: with the gold passage ${count(gold.right)} of ${count(c.questions)} choices are right, with no passage
        ${count(none.right)}, with the counterfactual one ${count(counterfactual.right)}. From none to the counterfactual passage
        the share of right choices changes by ${real(c.rightChange.mean, 'statistic')} (${real(c.rightChange.low, 'statistic')} to
        ${real(c.rightChange.high, 'statistic')}): ${choose(c.rightChange.verdict, {
          up: prose`it rises.`,
          down: prose`the choice follows the passage.`,
          'no clear effect': prose`no clear change.`,
        })} The mean confidence changes by ${probability(c.confidenceChange.mean)}
        (${probability(c.confidenceChange.low)} to ${probability(c.confidenceChange.high)}): ${choose(
          c.confidenceChange.verdict,
          {
            up: prose`the false passage makes the model surer.`,
            down: prose`the false passage makes the model less sure.`,
            'no clear effect': prose`no clear change.`,
          },
        )} 
      `,
      prose`
        If half of the passages were right and half false, could a threshold on confidence find the false ones? Over those
        ${count(c.mixed.n)} choices confidence separates right from wrong with an AUROC of ${real(c.mixed.estimate, 'statistic')}
        (${real(c.mixed.low, 'statistic')} to ${real(c.mixed.high, 'statistic')}). ${choose(c.mixed.verdict, {
          separates: prose`Some signal is left, but a threshold would need a stronger one.`,
          'does not': prose`We found no sign that it could; a weak signal, up to ${real(c.mixed.high, 'statistic')}, is not excluded.`,
        })}
      `,
      prose`
        *Confidence* is a property of the text: how well an answer fits what stands before it. *Correctness* is a property of the
        world. Retrieval joins the two only when the passage is right${choose(c.goldFails, {
          sometimes: prose`, and even then not always: with the gold passage ${count(gold.wrong)} of ${count(c.questions)} choices
            were wrong.`,
          never: prose`.`,
        })}
      `,
    ];
  },
});
