import { type Block, choose, curious, prose, type Seen, table } from '#report';
import { count, nats, percent, real, ref, term, text } from '#report/values';
import type { freeAnswers } from './free-answers.measure.ts';
import { range } from './shared.ts';

export function freeAnswersPart(m: Seen<typeof freeAnswers>): Block {
  return curious(prose`And answers in the model's own words?`, [
    prose`Most programs have no list of four answers. Let the model go on by itself, always with the likeliest
      token (*greedily*), and read the words up to the first punctuation mark. ${count(m.n)} test items ask
      for a capital or an element; the spellings that count as right were listed before anything was generated
      (${ref('free-answers')}).`,
    table({
      id: 'free-answers',
      caption: prose`Free answers with the highest log-probability: three that are right, five that are not.`,
      rows: m.examples,
      columns: [
        ['the model reads', (row) => text(row.prompt)],
        ['it goes on', (row) => text(row.answer)],
        ['log-probability', (row) => nats(row.sum)],
        ['verdict', (row) => choose(row.verdict, { right: prose`right`, wrong: prose`wrong` })],
      ],
    }),
    prose`${count(m.right)} of ${count(m.n)} are right, ${percent(m.accuracy)}. The summed log-probability of
      the words separates right from wrong with an ${term('AUROC')} of ${real(m.auroc.estimate)}
      (${range(real, m.auroc)}); counting only pairs within capitals or within elements, of
      ${real(m.within.estimate)} (${range(real, m.within)}). ${choose(m.within.verdict, {
        separates: prose`On these two kinds of questions no list of candidates was needed to rank answers.`,
        'does not': prose`Within one kind of question that cannot be told from a coin.`,
      })} To be read as a chance of being right, a bare sum still needs labelled examples. Now read the wrong
      ones. A likely way to go on gets a high score, whether or not it answers the question. And the check is
      a program, too: it cannot accept a right answer in words that nobody listed.`,
  ]);
}
