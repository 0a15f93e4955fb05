import { at } from '#numerics/list';
import { choose, code, curious, figure, join, layout, list, prose, type Seen, section, table } from '#report';
import * as mark from '#report/marks';
import { cite, count, countInWords, given, percent, real, ref, term, text } from '#report/values';
import { passageAnswers } from './passage-answers.measure.ts';
import { passageSignals } from './passage-signals.measure.ts';
import { againstCoin, allSayNothing, beatsCoin, orNone, outOf, rangeInBrackets, scaled } from './shared.ts';

type Signals = Seen<typeof passageSignals>;
type Told = NonNullable<Signals['signals'][number]['missing']>;

const VERDICTS = {
  right: prose`right`,
  false: prose`the false one`,
  another: prose`something else`,
  nothing: prose`nothing`,
};

/** The signals that are sums over the tokens of an answer. */
const OF_TOKENS: readonly string[] = ['log-probability', 'log-probability per token', 'gain from passage'];

const COLORS = { right: '$right', false: '$wrong', else: '$rest', nothing: '$ink' };

/** "0.74 (0.67 to 0.80)", in bold where it counts as told; a dash where there is nothing to ask. */
function told(area: Told | null) {
  if (area === null) return prose`–`;
  const { estimate, low, high, verdict } = area;
  const numbers = prose`${real(estimate, 2)} (${real(low, 2)} to ${real(high, 2)})`;
  return choose(verdict, {
    separates: prose`**${numbers}**`,
    reversed: prose`*${numbers}*`,
    'does not': numbers,
    'no interval': numbers,
    'no pairs': prose`none`,
  });
}

export const retrievedContext = section({
  id: 'retrieved-context',
  title: prose`With a passage, true or not`,
  needs: { answers: passageAnswers, m: passageSignals },
  write({ answers, m }) {
    const [none, right, reworded, , untrue] = m.conditions;
    const both = at(m.conditions, 5);
    const [missing, irrelevant, untold] = [at(m.told, 0), at(m.told, 1), at(m.told, 2)];
    const knewSome = layout([m.known.n], (n) => n > 0);
    const noPassage = at(m.conditions, 0);
    const lucky = layout([noPassage.rightInvented], (n) => n > 0)
      ? prose` (${count(noPassage.rightReal)} real ones, and ${count(noPassage.rightInvented)} invented by luck)`
      : prose``;
    const highest = prose`${orNone((x) => real(x, 2), m.bestReal.estimate)}${rangeInBrackets(m.bestReal, 2)}`;
    const onReal = prose`; on the ${count(m.ofAKind)} real ones alone ${text(m.bestReal.name)} does, with an AUROC of ${highest}`;
    /** Signals that a false sentence raises. */
    const raised = m.signals.filter(({ untrue }) => untrue?.verdict === 'reversed');
    const raisedNames = join(raised.map(({ name }) => prose`*${text(name)}*`));
    const onlyGain = raised.every(({ name }) => name === 'gain from passage');
    const isBetter = beatsCoin(m.bestReal.estimate);
    const ofThese = prose`; on these ${count(m.ofAKind)} ${
      isBetter
        ? prose`the highest AUROC is ${highest}: perhaps luck, in six tries`
        : prose`none tells it from a true one better than a coin`
    }.`;
    const someWords = layout(
      answers.rows.map(({ tokens }) => tokens),
      (...tokens) => tokens.some((n) => n > 0),
    );
    const ofAsked = ({ byHowMany, asked }: typeof missing) =>
      someWords ? outOf(byHowMany, asked) : count(byHowMany);
    const [, , , , shownUntrue] = m.example.rows;
    const isLeast = m.example.rows.every(
      (row) =>
        row === shownUntrue ||
        layout([shownUntrue?.probability, row.probability], (one, other) => one < other),
    );
    const stricter =
      m.bestReal.verdict === 'does not' && isBetter
        ? choose(m.bestReal.alone, {
            clear: prose`; even the best on the real questions is no longer clear once one allows for six tries`,
            'not clear': prose`; even the best on the real questions is not clear`,
          })
        : prose``;
    const [truth, rating] = [at(m.asking.rows, 1), at(m.asking.rows, 2)];
    const isJudged = truth.estimate !== null;
    const odds = answers.rows.flatMap(({ right: odds }) => (odds === null ? [] : [odds]));
    const readsOrNot = m.signals.find(({ name }) => name === 'P(True)')?.missing ?? null;
    const twoQuestions =
      readsOrNot === null
        ? prose``
        : prose` P(True) had ${real(readsOrNot.estimate, 2)} in ${ref('passage-signals')}, but there it had to tell a passage from none, here right answers from wrong ones.`;
    const reconciled =
      readsOrNot?.verdict === 'separates'
        ? againstCoin(
            truth.tells,
            { separates: prose``, 'does not': twoQuestions, reversed: twoQuestions },
            prose``,
          )
        : prose``;
    const enough = prose`How much of a yes is enough must be found on labelled answers, like any threshold.`;
    const noneClear = layout([m.reversed, ...m.told.map(({ byHowMany }) => byHowMany)], (...counts) =>
      counts.every((n) => n === 0),
    );
    const pointWrong = layout([m.reversed], (n) => (n === 0 ? 'none' : n === 1 ? 'one' : 'several'));
    const measures = prose`Log-probability measures how well an answer fits the text before it.`;
    const all = m.conditions.flatMap(({ name, right, untrue, another, nothing }) => [
      { condition: name, says: 'right', answers: right, order: layout([right], () => 0) },
      { condition: name, says: 'false', answers: untrue, order: layout([untrue], () => 1) },
      { condition: name, says: 'else', answers: another, order: layout([another], () => 2) },
      { condition: name, says: 'nothing', answers: nothing, order: layout([nothing], () => 3) },
    ]);
    const said = new Set(
      all.filter(({ answers }) => layout([answers], (n) => n > 0)).map(({ says }) => says),
    );
    const saying = all.filter(({ says }) => said.has(says));
    return [
      prose`${
        knewSome
          ? prose`Left alone, the model answered ${count(m.known.n)} of ${count(m.ofAKind)} questions about the real world
            correctly. With one false sentence beside each, it gave the false answer
            to ${count(m.known.misled)} of those ${count(m.known.n)}.`
          : prose`Left alone, the model answered none of ${count(m.ofAKind)} questions about the real world correctly. With
            one false sentence beside each question, ${
              allSayNothing(untrue?.nothing, m.questions)
                ? prose`none of ${count(m.questions)} answers says anything`
                : prose`${count(untrue?.untrue)} of ${count(m.questions)} answers repeat it`
            }.`
      } ${choose(m.untrueTold, {
        'by none':
          raised.length > 0
            ? prose`**Over all ${count(m.questions)} questions none of six signals that we tried falls clearly with the
          false sentence**${m.bestReal.verdict === 'separates' ? onReal : prose``}. What *rises* instead: ${raisedNames}.`
            : prose`**None of six signals that we tried clearly gives the false sentence away**${choose(
                m.bestReal.verdict,
                {
                  separates: prose` on all ${count(m.questions)} questions${onReal}.`,
                  'does not': ofThese,
                  reversed: prose`.`,
                  'no interval': prose`.`,
                  'no pairs': prose`.`,
                },
              )}`,
        'by some': prose`Some of the six signals that we tried give the false sentence away, best of all ${text(untold.best)}.`,
      })}`,
      prose`What a program looks up and puts beside a question, ${term('retrieved context')} or RAG, may be right, beside the point or untrue. We asked ${count(m.ofAKind)} real questions, and
        ${count(m.ofAKind)} about things that we invented, which nobody can know, six times each${choose(
          m.prompts,
          {
            'chat template': prose`, in the model's chat template`,
            plain: prose``,
          },
        )}. It writes at most ${count(answers.mostTokens)} tokens. An answer is right if it says a listed form of the right one and none of the false one (${ref('passage-example')}).`,
      table({
        id: 'passage-example',
        caption: prose`“${text(m.example.question)}” with each passage, and what the model answers. The last column is the
          probability of just these words.${choose(m.example.untrueIs, {
            'least likely':
              isLeast && shownUntrue?.verdict === 'false'
                ? prose` Here the untrue answer is the least likely of all; do not count on that.`
                : prose``,
            'not least likely': prose``,
          })}`,
        rows: m.example.rows,
        columns: [
          ['condition', (row) => text(row.condition)],
          ['passage', (row) => (row.passage === null ? prose`none` : text(row.passage))],
          ['answer', (row) => text(row.answer)],
          ['says', (row) => choose(row.verdict, VERDICTS)],
          ['probability', (row) => (row.answer.length > 0 ? percent(row.probability, 2) : prose`—`)],
        ],
      }),
      prose`How often is an answer right, or the false one?`,
      figure({
        id: 'passage-answers',
        caption: prose`What the model answers to ${count(m.questions)} questions under each condition.`,
        alt: prose`Stacked bars. ${list(
          m.conditions.map(
            (row) =>
              prose`${text(row.name)}: ${count(row.right)} right, ${count(row.untrue)} with the false answer`,
          ),
        )}.`,
        data: saying,
        spec: {
          height: { step: 30 },
          mark: { type: 'bar' },
          encoding: {
            y: mark.n('condition', { title: null, sort: null, axis: { labelLimit: 220 } }),
            x: mark.q('answers', { title: 'questions', stack: 'zero' }),
            color: scaled(
              'says',
              Object.fromEntries(Object.entries(COLORS).filter(([name]) => said.has(name))),
              { title: 'the answer is' },
            ),
            order: { field: 'order', type: 'quantitative' },
          },
        },
      }),
      prose`Of all ${count(m.questions)} (${ref('passage-answers')}), the model gets ${count(none?.right)} right without a
        passage${lucky} and ${count(right?.right)} with the right one. One that says the same in other words gives ${count(reworded?.right)} (${choose(
          m.wording.verdict,
          {
            up: prose`clearly more`,
            down: prose`clearly fewer`,
            'no clear effect': prose`no clear difference`,
          },
        )}). ${
          knewSome
            ? layout([m.known.distracted], (n) => n > 0)
              ? prose`An irrelevant one does harm, too: of ${
                  layout([m.known.n], (n) => n < 15) ? prose`only` : prose`the`
                } ${count(m.known.n)} real questions that the model knew, it ${
                  layout([m.known.distracted, m.known.misled], (lost, misled) => lost === misled)
                    ? prose`also `
                    : prose``
                }loses ${count(m.known.distracted)}. `
              : prose`An irrelevant one loses none of the ${count(m.known.n)} real questions that the model knew. `
            : prose``
        }Where two passages contradict each other, it says the right answer ${count(both.right)} times, the false one ${count(both.untrue)} times.`,
      prose`Can a program see from the answer that the passage was bad? ${ref('passage-signals')} tries six signals. This time the ${term('AUROC')} is how often the answer with the right passage scores above one with a worse passage. ${
        noneClear
          ? prose`None of them is clear.`
          : prose`Only those in ${choose(pointWrong, {
              none: prose`bold`,
              one: prose`bold or italics`,
              several: prose`bold or italics`,
            })} are clear.`
      }`,
      table({
        id: 'passage-signals',
        caption: prose`How well each signal tells the right passage from a missing, an irrelevant and an untrue one: AUROC with its ${given(95)}% interval over ${count(m.questions)} questions. ${noneClear ? prose`In bold would be what is above` : prose`Bold: above`} a coin even at ${percent(m.level, 3)}, a stricter level, since one of ${count(m.comparisons)} comparisons may look good by luck.${choose(
          pointWrong,
          {
            none: prose``,
            one: prose` Italics: below a coin at that level.`,
            several: prose` Italics: below a coin at that level.`,
          },
        )} *Sharpness*: minus the ${term('entropy')} of the first
          prediction; *P(True)*: “Yes” against “No” when asked whether its answer is right; *passage has it*: when asked whether the answer is in the source; *gain*: the
          log-probability of the answer with the passage minus that of the same words without. “Yes” and “No” together had ${percent(m.mass.right, 2)} of the probability (median) when the model was asked for P(True), ${percent(m.mass.inSource, 2)} when asked whether the source has the answer${choose(
            m.mass.is,
            {
              something: prose`.`,
              'one next to nothing': prose`: one of the two is next to nothing, and compares words that the model would hardly say.`,
              'next to nothing': prose`, next to nothing: both signals compare words that the model would hardly say.`,
            },
          )}${someWords ? prose`` : prose` As no answer has a token, none has a log-probability.`}`,
        rows: m.signals.map((row) =>
          someWords || !OF_TOKENS.includes(row.name)
            ? row
            : { ...row, missing: null, irrelevant: null, untrue: null },
        ),
        columns: [
          ['signal', (row) => text(row.name)],
          ['missing', (row) => told(row.missing)],
          ['irrelevant', (row) => told(row.irrelevant)],
          ['untrue', (row) => told(row.untrue)],
        ],
      }),
      prose`${
        m.whenUntrue.estimate === null
          ? measures
          : againstCoin(
              m.whenUntrue.verdict,
              {
                separates: prose`The log-probability was higher where the answer followed the passage, even an untrue one.`,
                'does not': measures,
                reversed: measures,
              },
              measures,
            )
      } ${
        m.whenRight.estimate === null || m.whenUntrue.estimate === null
          ? prose``
          : prose`With the right passage it tells right answers from others with an AUROC of
              ${real(m.whenRight.estimate, 2)}${rangeInBrackets(m.whenRight, 2)}; with the untrue one, the *false* answer from others with
              ${real(m.whenUntrue.estimate, 2)}${rangeInBrackets(m.whenUntrue, 2)}.`
      }`,
      prose`${choose(m.untrueTold, {
        'by none':
          raised.length > 0
            ? prose`With an untrue passage none of six is clearly lower over all questions; clearly higher: ${raisedNames}${
                onlyGain ? prose`, since the passage had to persuade` : prose``
              }. For invented things no signal could tell: only the passage mentions them.`
            : prose`An untrue passage shows clearly in none of six${stricter}. For invented things no signal could: only the passage mentions them.`,
        'by some': prose`An untrue passage shows in ${count(untold.byHowMany)} of ${count(untold.asked)} signals.`,
      })} An irrelevant one shows in ${ofAsked(irrelevant)}${
        layout([irrelevant.byHowMany], (n) => n > 0)
          ? prose` (highest AUROC: ${text(irrelevant.best)})`
          : prose``
      }; a missing one, which your program knows anyway, in ${ofAsked(missing)}.${choose(pointWrong, {
        none: prose``,
        one: prose` One of the ${count(m.comparisons)} comparisons points the wrong way: there the worse passage more often has the higher score.`,
        several: prose` ${countInWords(m.reversed, { capital: true })} of the ${count(m.comparisons)} comparisons point the wrong way: there the worse passage more often has the higher score.`,
      })} ${cite('wu-2024')} saw six large models give up right answers for what a passage says. ${
        layout([right?.right], (n) => n === 0)
          ? prose`With no right answer to keep, a threshold is of no use here.`
          : layout([irrelevant.byHowMany], (n) => n > 0)
            ? prose`So a threshold can hold back some answers whose search went wrong; for truth, check the source.`
            : prose`So do not count on the answer to show that the search went wrong: check the source.`
      }`,
      curious(prose`What exactly does the model read, and who says that an answer is right?`, [
        prose`Passage and question come as one message, after four such messages with short answers to other questions. Every answer
          begins with “Answer:”. The wording was chosen on forty
          other questions, those of ${ref('06-decibels')}. Of two contradicting passages each stands first for half of the
          questions: ${
            layout([m.contradicted.first, m.contradicted.second], (first, last) => first + last === 0)
              ? prose`no answer follows either`
              : prose`${count(m.contradicted.first)} answers follow the first, ${count(m.contradicted.second)} the last,
                  ${choose(m.lastWins, {
                    'the last': prose`clearly more`,
                    'the first': prose`clearly fewer`,
                    neither: prose`no clear difference`,
                  })}`
          }.`,
        code('#chapters/03-logprobs-as-confidence/passages', 'passage-prompt'),
      ]),
      prose`And if one simply asks? After each answer with the right passage the model was asked whether it is right (after others, too), and how sure it is, from ${given(0)} to ${given(9)}${isJudged ? prose` (${ref('asking-the-model')})` : prose``}.`,
      ...(isJudged
        ? [
            table({
              id: 'asking-the-model',
              caption: prose`Three ways to get a confidence in the ${count(m.asked)} answers with the right passage, ${count(m.asking.right)} of them right: how well each separates right answers from others (AUROC), and the
          difference to the first on the same answers, from unrounded values; ${given(95)}% intervals, not corrected for
          two tries.`,
              rows: m.asking.rows,
              columns: [
                ['confidence', (row) => text(row.name)],
                ['AUROC', (row) => orNone((x) => real(x, 2), row.estimate)],
                ['from', (row) => orNone((x) => real(x, 2), row.low)],
                ['to', (row) => orNone((x) => real(x, 2), row.high)],
                ['difference', (row) => orNone((x) => real(x, 2), row.difference)],
                ['from', (row) => orNone((x) => real(x, 2), row.differenceLow)],
                ['to', (row) => orNone((x) => real(x, 2), row.differenceHigh)],
              ],
            }),
          ]
        : []),
      prose`${choose(truth.verdict, {
        down: prose`Asking is worse than reading the log-probability of what was said.`,
        up: prose`Asking is better than reading the log-probability of what was said.`,
        'no clear effect': prose`Asking does as well as reading the log-probability of what was said, and costs a call more.`,
        'no interval': prose`So few answers are right, or wrong, that asking and reading the log-probability cannot be compared.`,
        'no pairs': layout([m.asking.right], (n) => n === 0)
          ? prose`With the right passage no answer is right, so neither can be judged.`
          : prose`With the right passage no answer is wrong, so neither can be judged.`,
      })}${reconciled} ${
        layout(odds, (...all) => all.every((one) => one > 0))
          ? prose`For every answer that it was asked about, “Yes” is likelier than “No”, whatever the passage.`
          : layout(odds, (...all) => all.every((one) => one < 0))
            ? prose`For every answer that it was asked about, “No” is likelier than “Yes”, whatever the passage.`
            : prose`“Yes” is likelier than “No” for ${count(m.asking.yes)} of ${count(m.asked)} answers;
                ${count(m.asking.right)} are right.`
      } ${againstCoin(truth.tells, { separates: enough, 'does not': enough, reversed: prose`P(True) seems to point the wrong way.`, 'no pairs': enough }, enough)} ${choose(
        rating.tells,
        {
          separates: prose`The rating tells something.`,
          'does not': prose`We saw no sign that the rating tells anything.`,
          reversed: prose`The rating is worse than a coin.`,
          'no interval': prose``,
          'no pairs': prose``,
        },
      )} ${cite('kadavath-2022')} found the P(True) of large models well calibrated.`,
    ];
  },
});
