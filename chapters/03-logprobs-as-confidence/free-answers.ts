import { type Block, choose, curious, prose, type Seen, sample, table } from '#report';
import { count, nats, percent, real, ref, term, text } from '#report/values';
import { freeAnswers } from './free-answers.measure.ts';
import { againstCoin, orNone, rangeInBrackets } from './shared.ts';

/** The answers in the form that `npm run calibrate` reads. */
export const freeAnswersSample = sample({
  id: 'free-answers',
  needs: { m: freeAnswers },
  write: ({ m }) =>
    m.rows.map(({ prompt, answer, sum, verdict }) => ({
      question: prompt,
      answer,
      logprob: sum,
      right: verdict === 'right',
    })),
});

export function freeAnswersPart(m: Seen<typeof freeAnswers>): Block {
  return curious(prose`And answers in the model's own words?`, [
    prose`Most programs have no list of four answers. Let the model go on by itself, always with the likeliest
      token (*greedily*), and read the words up to the first sign that ends a sentence or clause, if there is one. ${count(m.n)} test items ask
      for a capital or an element; the spellings that count as right were listed before anything was generated
      (${ref('free-answers')}).`,
    table({
      id: 'free-answers',
      caption: prose`Free answers with the highest log-probability${choose(m.shown, {
        'three and five': prose`: three that are right, five that are not.`,
        fewer: prose`: at most three that are right, five that are not.`,
      })}${
        m.examples.some(({ answer }) => answer.length === 0)
          ? prose` “(no words)”: it ended, or broke off, before its first word, and the sum of none is zero.`
          : prose``
      }`,
      rows: m.examples,
      columns: [
        ['the model reads', (row) => text(row.prompt)],
        ['it goes on', (row) => (row.answer.length > 0 ? text(row.answer) : prose`(no words)`)],
        ['log-probability', (row) => nats(row.sum)],
        ['verdict', (row) => choose(row.verdict, { right: prose`right`, wrong: prose`wrong` })],
      ],
    }),
    prose`${count(m.right)} of ${count(m.n)} are right, ${percent(m.accuracy)}. ${
      m.auroc.estimate === null
        ? prose`So there are no two sides that the summed log-probability could separate.`
        : prose`The summed log-probability of
      the words separates right from wrong with an ${term('AUROC')} of ${real(m.auroc.estimate)}${rangeInBrackets(m.auroc)};
      counting only pairs within capitals or within elements, of
      ${orNone(real, m.within.estimate)}${rangeInBrackets(m.within)}.`
    } ${againstCoin(m.within.verdict, {
      separates: prose`On these two kinds of questions no list of candidates was needed to rank answers.`,
      'does not': prose`Within one kind of question that cannot be told from a coin.`,
      reversed: prose`Within one kind of question that is worse than a coin.`,
    })} To be read as a chance of being right, a bare sum still needs labelled examples. ${choose(m.wrongs, {
      some: prose`Read the wrong ones. `,
      none: prose``,
    })}A likely way to go on can get a high score without answering the question. And the check is
      a program, too: it cannot accept a right answer in words that nobody listed.`,
  ]);
}
