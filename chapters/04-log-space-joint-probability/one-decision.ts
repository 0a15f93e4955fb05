import { choose, list, prose, section, table } from '#report';
import { countInWords, given, nats, probability, ref, term, text } from '#report/values';
import { squareOf } from '../commuting-square.ts';
import { candidates } from './candidates.measure.ts';
import { carryOver } from './scale.measure.ts';
import { andTies, isLevel, outcomeOf } from './ties.ts';

export const oneDecision = section({
  id: 'one-decision',
  title: prose`One question, scored in six ways`,
  needs: { m: candidates, product: carryOver },
  write({ m, product }) {
    const ways = {
      product: prose`multiply all probabilities, story included`,
      spaced: prose`add logarithms; the prompt ends in a space`,
      first: prose`look at the first token of each ending only`,
      sum: prose`add logarithms; no space at the end of the prompt`,
      perByte: prose`add logarithms, divide by the bytes of the ending`,
      pmi: prose`add logarithms, subtract those without the story`,
    };
    const where = {
      product: prose`${ref('underflow')}`,
      spaced: prose`${ref('joint-seams')}`,
      first: prose`${ref('greedy')}`,
      sum: prose`${ref('change-of-scale')}`,
      perByte: prose`${ref('sums-and-lengths')}`,
      pmi: prose`${ref('sums-and-lengths')}`,
    };
    const { variety, winners, ties } = outcomeOf(m);
    const tie = andTies(ties);
    return [
      prose`Our model reads ${choose(m.read, {
        whole: prose`a short story about a ferry`,
        end: prose`the end of a short story about a ferry, as much as it can hold`,
      })}, and then: “${text(m.question)}”. The story has told what they buy: “${text(m.right.text)}”. Which of
        ${countInWords(m.answers)} endings (${list(m.rows.map((row) => prose`“${text(row.text)}”`))}) does the model prefer? ${ref('ways-table')} asks it in ${countInWords(m.ways)} ways.`,
      table({
        id: 'ways-table',
        caption: prose`The ending that comes first, by six ways to score the same endings with the same model.${choose(
          variety,
          {
            several: prose` (We picked a question on which they disagree.)`,
            one: prose``,
            none: prose``,
          },
        )}`,
        rows: m.winners,
        columns: [
          ['how it is scored', (row) => choose(row.way, ways)],
          [
            'comes first',
            (row) =>
              prose`${text(row.winner)}${choose(isLevel(m, row.way) ? 'level' : row.tie, {
                'at zero': prose` (a tie at zero: first in the list)`,
                level: prose` (a tie: first in the list)`,
                no: prose``,
              })}`,
          ],
          ['see', (row) => choose(row.way, where)],
        ],
      }),
      prose`${choose(variety, {
        several: prose`${countInWords(m.ways, { capital: true })} ways, ${winners} winners${tie}.`,
        none: prose`${countInWords(m.ways, { capital: true })} ways, no winner${tie}.`,
        one: prose`${countInWords(m.ways, { capital: true })} ways, one winner${tie}: with this model the question does
          not tell the ways apart, though others can.`,
      })} ${choose(m.named, {
        sometimes: prose`The story's own answer comes first in ${countInWords(m.naming)} of them.`,
        never: prose`The story's own answer comes first in none.`,
        always: prose`It is the story's own.`,
      })} One way ${choose(m.product, {
        'all zero': prose`is`,
        'some zero': prose`is`,
        'none zero': prose`can be`,
      })} broken by the computer; another can be bent by a space that nobody sees, a third by impatience. The others are sound, and ask
        different questions. This chapter takes them apart one after the other; ${ref('take-home')} has the code to paste.

        In a hurry? To multiply probabilities, add their logarithms. To add probabilities, use log-sum-exp (${ref('adding-in-log-space')}; code: ${ref('take-home')}). The rest explains why a correct sum can still pick the wrong answer.`,
      prose`All the sound ones take the same detour, through natural logarithms, whose unit is the ${term('nat')}
        (${ref('square-joint')}).`,
      squareOf('joint', {
        numbers: {
          given: product.rows.map(({ factor }) => given(factor)),
          mapped: product.rows.map(({ log }) => nats(log, 2)),
          combined: [nats(product.sum, 2)],
          result: [probability(product.product, 1)],
        },
      }),
    ];
  },
});
