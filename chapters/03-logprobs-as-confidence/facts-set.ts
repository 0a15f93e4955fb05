import { choose, curious, figure, join, layout, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { codeText, count, percent, ref, text } from '#report/values';
import { factScores } from './fact-scores.measure.ts';
import { factAccuracy } from './facts-set.measure.ts';
import { listOrNone, namedIntervals } from './shared.ts';

export const factsSet = section({
  id: 'facts-set',
  title: prose`How often is the first choice right?`,
  needs: { scores: factScores, m: factAccuracy },
  write({ scores, m }) {
    const [easiest] = m.relations;
    const hardest = m.relations.at(-1);
    const likeGuesses = m.likeGuesses.map((about) => prose`“${text(about)}”`);
    return [
      prose`The questions are ${count(scores.counts.all)} facts of eight relations, written for this report
        (${ref('facts-relations')}). The wrong answers are plausible on purpose: a large city that is not the
        capital, an element with a similar name or place, an author of a similar kind of book.`,
      table({
        id: 'facts-relations',
        caption: prose`The eight relations, each with one of its items.`,
        rows: scores.relations,
        columns: [
          ['relation', (row) => text(row.about)],
          ['the model reads', (row) => text(row.prompt)],
          ['right', (row) => text(row.answers[0])],
          ['wrong', ({ answers: [, ...wrong] }) => join(wrong.map(text))],
        ],
      }),
      prose`${count(scores.counts.dev)} items, chosen by a hash of their names, are *dev* (for development):
        on them one may look, choose and adjust. The other ${count(scores.counts.test)} are *test*: they were
        scored after everything else was settled, and what they say is reported. Is every relation equally
        hard? (${ref('accuracy-by-relation')})`,
      figure({
        id: 'accuracy-by-relation',
        caption: prose`How often the first choice is right, on the test items of each relation. Lines: Wilson
          intervals; intervals made in this way contain the true rate in about nineteen of twenty samples.
          Dashed: a blind guess among four.`,
        alt: prose`Points with intervals, from ${text(easiest?.about)} with ${percent(easiest?.accuracy)} down
          to ${text(hardest?.about)} with ${percent(hardest?.accuracy)}; a guess among four would give
          ${percent(m.chance, { digits: 2 })}.`,
        data: {
          rows: m.relations.map(({ about, n, accuracy, low, high }) => ({
            name: prose`${text(about)} (n = ${count(n)})`,
            value: accuracy,
            low,
            high,
          })),
          chance: [{ x: m.chance }],
        },
        spec: {
          height: { step: 30 },
          layer: [
            ...namedIntervals('share of right first choices', { format: '%' }),
            mark.reference({ x: 'x' }, { data: 'chance' }),
          ],
        },
      }),
      prose`What to see: over all test items the first choice is right in ${count(m.test.right)} of
        ${count(scores.counts.test)} cases, ${percent(m.test.accuracy)}. ${choose(
          layout([m.test.low, m.test.high, m.chance], (low, high, chance) =>
            low > chance ? 'above' : high < chance ? 'below' : 'around',
          ),
          {
            above: prose`That describes this set, whose wrong answers were chosen to be hard.`,
            around: prose`A blind guess would do about as well.`,
            below: prose`A blind guess would do better.`,
          },
        )}${choose(m.ties, {
          none: prose``,
          some: prose` (Where the largest sum belongs to several answers, the model has chosen none, and we count it
            as wrong.)`,
          many: prose` In ${count(m.tied)} cases the largest sum belongs to several answers: the model has chosen
            none, and we count it as wrong. So with this model all that follows about confidence tells choices
            from ties rather than right from wrong.`,
        })} Of each relation the rate is known only roughly. ${choose(m.apart, {
          yes: prose`Even so, the intervals of “${text(easiest?.about)}” and “${text(hardest?.about)}” do not
            overlap.`,
          no: prose`Even the intervals of “${text(easiest?.about)}” and “${text(hardest?.about)}” overlap.`,
        })} ${choose(m.anyGuess, {
          yes: prose`The guess line lies inside the intervals of ${listOrNone(likeGuesses)}. There the model's
            choice cannot be told from a guess.`,
          no: prose`No interval holds the guess line.`,
        })}`,
      curious(prose`Which version of the facts was measured?`, [
        prose`The file \`facts.json\` has the SHA-256 checksum ${codeText(scores.sha256)}. It was checked when
          it was read: four distinct answers, none the beginning of another, ${choose(scores.promptTokens, {
            kept: prose`and the tokens of each prompt are the beginning of the tokens of prompt and answer.`,
            changed: prose`but this model would cut some prompts otherwise when an answer follows; here prompt
              and answer are cut one by one.`,
          })} ${choose(m.known, {
            embedded: prose`The rules for wrong answers were fixed when the
          first choice was right in ${percent(m.dev)} of the dev items, hard enough and not hopeless; nothing
          was changed after that.`,
            another: prose`The rules for wrong answers were fixed with another model, and nothing was changed for
              this one; its first choice is right in ${percent(m.dev)} of the dev items.`,
          })}`,
        prose`In ${count(scores.counts.varied)} items, ${count(m.varied)} of them test, the answers differ by
          two tokens or more in length; ${choose(scores.marks, {
            hold: prose`they are marked in the file, and`,
            'do not hold': prose`with the tokens of another model they would be others;`,
          })} ${ref('confidence-limits')} comes back to those of test.`,
      ]),
    ];
  },
});
