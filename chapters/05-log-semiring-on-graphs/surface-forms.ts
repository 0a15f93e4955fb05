import { at } from '#numerics/list';
import {
  choose,
  claim,
  curious,
  join,
  layout,
  type Prose,
  prose,
  type Quantity,
  type Seen,
  section,
  table,
} from '#report';
import {
  cite,
  count,
  countInWords,
  given,
  nats,
  percent,
  real,
  ref,
  term,
  text,
  token,
} from '#report/values';
import { surfaceForms } from './surface-forms.measure.ts';

type Prompt = Seen<typeof surfaceForms>['prompts'][number];

/** What merging did to the log loss after a prompt. */
const onLoss = ({ loss }: Prompt): Prose => {
  return choose(loss.verdict, {
    less: prose`lowers the loss`,
    more: prose`raises the loss`,
    unclear: prose`does not clearly change the loss`,
  });
};

const change = ({ loss }: Prompt): Prose =>
  prose`${nats(loss.estimate, 2)} (interval ${real(loss.low, 2)} to ${real(loss.high, 2)})`;

type Leaning = Seen<typeof surfaceForms>['leans']['question'];
type SpellingSet = Seen<typeof surfaceForms>['prompts'][number]['sets'][number];

/** In how many of n questions yes and no are level, which is no answer. */
export const tiesIn = ({ saidYes, saidNo }: SpellingSet, n: Quantity<'exact'>) =>
  layout([saidYes, saidNo, n], (yes, no, all) => (yes + no === 0 ? 'all' : yes + no < all ? 'some' : 'none'));

/** Whoever says the same to more than this share says it to nearly everything. */
const NEARLY = 0.9;

/** What a model answers to all questions, if it does, and whether that is the work of merging. */
function leaning({ to, by }: Leaning, where: Prose, sets: Prompt['sets'], n: Quantity<'exact'>) {
  const [before, small, after] = [at(sets, 0), at(sets, 1), at(sets, 2)];
  // One spelling alone may do otherwise.
  const [usually, lowerCase] = [before, small].map(({ saidYes, saidNo }) =>
    layout([to.endsWith('yes') ? saidYes : saidNo, n], (said, all) =>
      to.startsWith('nearly') ? said > NEARLY * all : said === all,
    ),
  );
  const except = usually ? (lowerCase ? by : 'in lower case') : 'usually';
  const both = (what: Prose) =>
    choose(by === 'the model' ? except : by, {
      usually: prose`${where} the model says ${what} with all spellings merged, and hardly anything else in the usual one. `,
      'in lower case': prose`${where} the model says ${what}, in the usual spelling and with all merged; only in lower case is it less sure. `,
      'the model': prose`${where} the model says ${what}, and no sum of spellings mends that. `,
      merging: prose`${where} it is merging that makes the model say ${what}${choose(tiesIn(before, n), {
        all: prose`; before, all were ties. `,
        some: prose`: before, it said yes ${count(before.saidYes)} times and no ${count(before.saidNo)} times; the others were ties. `,
        none: prose`: ${count(before.saidYes)} times yes before, ${count(after.saidYes)} after. `,
      })}`,
    });
  return choose(to, {
    'all no': both(prose`no to everything`),
    'nearly all no': both(prose`no to nearly everything`),
    'all yes': both(prose`yes to everything`),
    'nearly all yes': both(prose`yes to nearly everything`),
    neither: prose``,
  });
}

export const surfaceFormsSection = section({
  id: 'surface-forms',
  title: prose`One answer, many spellings`,
  needs: { m: surfaceForms },
  write({ m }) {
    const [alone, examples] = [at(m.prompts, 0), at(m.prompts, 1)];
    const [usual, small, all] = [at(examples.sets, 0), at(examples.sets, 1), at(examples.sets, 2)];
    const [before, after] = [at(alone.sets, 0), at(alone.sets, 2)];
    const ties = m.prompts.flatMap(({ sets }) => sets.map((set) => tiesIn(set, m.n)));
    const areLevel = [before, usual].every((set) => tiesIn(set, m.n) === 'all');
    const rows = m.prompts.flatMap((prompt) => prompt.sets.map((set) => ({ ...set, prompt: prompt.name })));
    const names = { question: prose`the frame`, examples: prose`the examples` };
    const rights = prose`in the frame ${count(before.right)} were right before merging and ${count(after.right)} after it, with the examples ${count(usual.right)} and ${count(all.right)}`;
    const option = claim(small.loss, all.loss, {
      greater: prose`merge`,
      less: prose`read the spelling that your prompt teaches, or merge`,
      tooClose: prose`read the spelling that your prompt teaches, or merge`,
    });
    return [
      prose`The leaves of the tree are another matter. Whoever writes ${token(at(m.spellings, 0))} has not written
        ${token(at(m.spellings, 4))}. If no spelling begins another, at most one of them can be written, so ⊕ may add
        their probabilities. Does that make answers better? We asked ${count(m.n)} questions whose answers nobody disputes, half of them yes,
        such as ${join(
          m.examples.slice(1).map(({ question }) => prose`“${text(question)}”`),
          prose` and `,
        )} Each was asked twice: in a frame, as “${text(alone.example)}”, and without one, after four examples in lower case: “${text(examples.example)}” ${ref('merging')} compares the usual spelling, the one in lower case, and all ${countInWords(m.forms)} merged: ${join(m.spellings.map(token))}.`,
      table({
        id: 'merging',
        caption: prose`Right answers of ${count(m.n)}, how many were yes, and the log loss: the mean of minus the logarithm of the
          right answer's share of the two. A coin toss scores ${nats(m.coin, 2)}. ⏎ is a line break. Trust the rows with examples less: two sets of them were tried, and one was kept.${ties.every((some) => some === 'none') ? prose`` : prose` A tie of yes and no is no answer, and not right.`}`,
        rows,
        columns: [
          ['prompt', (row) => choose(row.prompt, names)],
          [
            'spellings',
            (row) =>
              row.shown.length > 0 ? join(row.shown.map(token)) : prose`all ${countInWords(m.forms)}, merged`,
          ],
          ['right', (row) => count(row.right)],
          ['said yes', (row) => count(row.saidYes)],
          ['log loss (nats)', (row) => nats(row.loss, 2)],
        ],
      }),
      prose`After the examples the usual spelling holds ${percent(examples.usualShare, 2)} of the probability of all ${countInWords(m.forms)}, and merging
        ${onLoss(examples)}. ${
          tiesIn(small, m.n) === 'all'
            ? prose`The spelling of the examples, ${join(small.shown.map(token))}, leaves yes and no level each time and so has the loss of a coin; all together have ${claim(all.loss, m.coin, { greater: prose`a higher one`, less: prose`a lower one`, tooClose: prose`about the same` })}.`
            : prose`${claim(small.loss, all.loss, {
                greater: prose`The spelling of the examples, ${join(small.shown.map(token))}, has a higher loss than all together`,
                less: prose`The spelling of the examples, ${join(small.shown.map(token))}, has a lower loss than all together`,
                tooClose: prose`The spelling of the examples, ${join(small.shown.map(token))}, has about the same loss as all together`,
              })}${choose(m.taughtHas, {
                'fewer right': prose`, with fewer right answers (${count(small.right)}, not ${count(all.right)}).`,
                'as many right': prose`.`,
              })}${claim(all.loss, m.coin, { greater: prose` A coin would lose less.`, less: prose``, tooClose: prose` A coin would do as well.` })}`
        } In the frame the usual one holds ${percent(alone.usualShare, 2)}, and merging ${onLoss(alone)}.

        Are more answers right? ${choose(areLevel ? 'level' : m.accuracyIs, {
          level: prose`Before merging none were, for yes and no were level each time. After it ${count(after.right)} are right in the frame and ${count(all.right)} with the examples.`,
          unclear: prose`Not clearly: ${rights}, which is within chance.`,
          more: prose`Yes, clearly in at least one case: ${rights}.`,
          less: prose`Clearly fewer in at least one case: ${rights}.`,
          'both ways': prose`It depends: ${rights}.`,
        })} ${leaning(m.leans.question, prose`In the frame`, alone.sets, m.n)}${choose(m.leans.examples.by, {
          'the model': prose``,
          merging: leaning(m.leans.examples, prose`After the examples`, examples.sets, m.n),
        })}On six models ${cite('wiegreffe-2023')} saw remedies against
        competing spellings do nothing, or do harm. ${choose(m.merging, {
          harms: prose`So test it on questions of your own before you merge: here it ${areLevel ? prose`raised the loss` : prose`did harm at least once`}.`,
          helps: prose`So ${option}.`,
          'at best probabilities': prose`So ${option}, and expect better probabilities at best.`,
        })}`,
      curious(prose`How was this measured?`, [
        prose`Merging changes the mean loss by ${change(alone)} in the frame, and by ${change(examples)} after the examples. The
          intervals come from a ${term('bootstrap')} that draws the questions in pairs, one to be answered with yes and one with no.
          There are ${countInWords(m.compared)} comparisons: loss and right answers, for each of two prompts. Each gets a
          ${percent(m.level)} interval, so that the chance of any missing the true value is ${given(5)}% at most.

          The frame was fixed before any score; the examples were not.${choose(m.seams, {
            kept: prose``,
            moved: prose` Each spelling was cut alone; together with the prompt some are cut otherwise.`,
          })}`,
      ]),
    ];
  },
});
