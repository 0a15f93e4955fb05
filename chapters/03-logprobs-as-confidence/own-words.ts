import { choose, type DataText, layout, prose, type Quantity, sample, section, table } from '#report';
import { count, countInWords, nats, percent, real, ref, term, text } from '#report/values';
import { cutAnswers } from './cut-answers.measure.ts';
import { freeAnswers } from './free-answers.measure.ts';
import { freeExamples } from './free-examples.measure.ts';
import { samplingAgreement } from './sampling.measure.ts';
import { againstCoin, rangeInBrackets } from './shared.ts';

/** The answers in the form that `npm run calibrate` reads. */
export const freeAnswersSample = sample({
  id: 'free-answers',
  needs: { m: freeAnswers },
  write: ({ m }) =>
    m.rows
      .filter(({ answer }) => answer.length > 0)
      .map(({ prompt, answer, sum, verdict }) => ({
        question: prompt,
        answer,
        logprob: sum,
        right: verdict === 'right',
      })),
});

/** An answer may end before its first word. */
const words = (answer: DataText) => (answer.length > 0 ? text(answer) : prose`(no words)`);

const hasLetters = ({ answer }: { readonly answer: DataText }) => /\p{L}/u.test(answer);
const isAgreedOn = (agreement: Quantity) => layout([agreement], (share) => share >= 0.5);

const VERDICTS = { right: prose`right`, wrong: prose`wrong` };

export const ownWords = section({
  id: 'own-words',
  title: prose`Answers in the model's own words`,
  needs: { m: freeAnswers, examples: freeExamples, drawn: samplingAgreement, cut: cutAnswers },
  write({ m, examples, drawn, cut }) {
    const wordless = layout([examples.wordless], (n) => n > 0);
    const [never] = drawn.bands;
    /** The wrong answer that most samples agree with; if it is a blank, one with words that at least half do. */
    const agreedWrongly =
      drawn.surestWrong === null || hasLetters(drawn.surestWrong)
        ? drawn.surestWrong
        : (drawn.rows.find(
            (row) => row.greedyVerdict === 'wrong' && hasLetters(row) && isAgreedOn(row.agreement),
          ) ?? drawn.surestWrong);
    const agreedOn =
      agreedWrongly === null
        ? [prose`No greedy answer is wrong, so none is agreed on wrongly.`]
        : isAgreedOn(agreedWrongly.agreement)
          ? [
              prose`${
                hasLetters(agreedWrongly)
                  ? prose`Agreement knows the model, not the world`
                  : prose`Samples can agree on nothing, too`
              }: to “${text(agreedWrongly.prompt)}” the greedy answer “${words(agreedWrongly.answer)}” is ${
                hasLetters(agreedWrongly) ? prose`wrong` : prose`no word at all`
              }, and ${percent(agreedWrongly.agreement, 2)} of the samples agree with it.`,
            ]
          : layout([never?.n, m.n], (n, all) => n > all / 2)
            ? [
                prose`At a temperature of one this model hardly ever says its greedy answer: with ${count(never?.n)} of
                  ${count(m.n)} not one of ${countInWords(drawn.samples)} samples agrees, so there is little to count.`,
              ]
            : [];
    const { mean } = m;
    /** One of several phrases among the wrong answers, where the AUROC is lower without them. */
    const phrase = layout(
      [m.wrong.phrases, m.ofNames.estimate, m.auroc.estimate],
      (n, names, all) => n > 1 && !(names >= all),
    )
      ? m.wrong.phrase
      : null;
    const ofMean = mean.auroc.estimate && real(mean.auroc.estimate, 2);
    const lead =
      mean.advantage.estimate &&
      prose`${real(mean.advantage.estimate, 2)}${rangeInBrackets(mean.advantage, 2)}`;
    return [
      prose`Most programs have no list of answers: the model writes one. The sum of its tokens' log-probabilities costs no further call. Does it tell right from wrong?

        We asked ${count(m.n)} test questions about capitals and elements. The model went on with the likeliest
        token each time (*greedily*), up to the first full stop, comma or the like${choose(cut.extent, {
          none: prose``,
          some: prose` or ${countInWords(cut.mostTokens)} tokens`,
          all: prose`, but none came: all were cut after ${countInWords(cut.mostTokens)} tokens`,
        })}; the spellings that count as right were
        listed before. ${
          layout([m.right], (n) => n === 0)
            ? prose`None is right`
            : layout([m.right], (n) => n === 1)
              ? prose`One is right`
              : prose`${count(m.right)} answers are right`
        }. ${ref('free-answers')} has ${choose(examples.surest, {
          'both kinds': prose`the surest of both kinds`,
          'one kind': prose`the surest`,
          'no words': prose`some of them`,
        })}.`,
      table({
        id: 'free-answers',
        caption: prose`${choose(examples.shown, {
          'three and five': prose`The three right and the five wrong free answers`,
          fewer: prose`At most three right and five wrong free answers`,
        })}${
          examples.rows.every(({ sum }) => sum === null) ? prose`` : prose` with the highest log-probability`
        }.${choose(examples.wordlessShown, {
          some: prose` “(no words)”: it ended, or broke off, before its first word. No words have no sum, so these come last.`,
          none: prose``,
        })}`,
        rows: examples.rows,
        columns: [
          ['the model reads', (row) => text(row.prompt)],
          ['it goes on', (row) => words(row.answer)],
          ['log-probability (nats)', ({ sum }) => (sum === null ? prose`—` : nats(sum))],
          ['verdict', (row) => choose(row.verdict, VERDICTS)],
        ],
      }),
      m.auroc.estimate === null
        ? prose`All answers are on one side, so there is nothing that the sum could separate.`
        : prose`The sum separates right from wrong with an ${term('AUROC')} of
            ${real(m.auroc.estimate, 2)}${rangeInBrackets(m.auroc, 2)}${againstCoin(m.auroc.verdict, {
              separates: prose`.`,
              'does not': prose`, which cannot be told from a coin.`,
              reversed: prose`, which is worse than a coin.`,
            })}${
              wordless ? prose` (Answers without words count there with a sum of zero, as surest.)` : prose``
            }${
              phrase === null
                ? prose``
                : prose` But ${count(m.wrong.phrases)} of the ${count(m.wrong.all)} wrong answers are phrases such
                    as “${text(phrase)}”. Long answers have low sums, and counting words would have caught
                    these.`
            } ${
              m.ofNames.estimate === null
                ? prose`Among answers of at most two words there is nothing to separate.`
                : prose`Among answers of at most two words the AUROC is
                    ${real(m.ofNames.estimate, 2)}${rangeInBrackets(m.ofNames, 2)}${againstCoin(
                      m.ofNames.verdict,
                      {
                        separates: prose`: the sum knows something about names as well.`,
                        'does not': prose`, which cannot be told from a coin.`,
                        reversed: prose`, which is worse than a coin.`,
                      },
                      prose`, on too few answers for an interval.`,
                    )}`
            }${
              lead === null || ofMean === null
                ? prose``
                : prose` Divide the sum by the number of tokens, as a mean or a ${term('perplexity')} does, and the
                    AUROC of all answers ${choose(mean.advantage.verdict, {
                      up: prose`falls by ${lead}, to ${ofMean}${
                        phrase === null
                          ? prose`.`
                          : prose`, perhaps because the length that gave phrases away is gone.`
                      }`,
                      down: prose`rises to ${ofMean}, a clear gain.`,
                      'no clear effect': prose`is ${ofMean}, no clear difference.`,
                      'no interval': prose`is ${ofMean}, on too few answers to judge the difference.`,
                    })}`
            }`,
      prose`What a sum is worth over sentences, where each token costs (${ref('longer-answers')}), we did not measure.`,
      prose`And if the API hides log-probabilities? Draw ${countInWords(drawn.samples)} answers at a
        temperature of one and count how many say the same as the greedy one: its *agreement* (${ref('agreement-table')}). ${
          drawn.auroc.estimate === null || drawn.lead.estimate === null
            ? prose`Here all greedy answers are on one side, so it cannot be judged.`
            : prose`Its AUROC is
                ${real(drawn.auroc.estimate, 2)}${rangeInBrackets(drawn.auroc, 2)}. The sum leads by
                ${real(drawn.lead.estimate, 2)}${rangeInBrackets(drawn.lead, 2)}, ${choose(
                  drawn.lead.verdict,
                  {
                    up: prose`a clear difference.`,
                    down: prose`so agreement is clearly better.`,
                    'no clear effect': prose`no clear difference.`,
                    'no interval': prose`on too few answers to judge it.`,
                  },
                )}`
        }`,
      table({
        id: 'agreement-table',
        caption: prose`Greedy answers by how many of ${countInWords(drawn.samples)} samples agree with them: one begins with
            the other, and the word ends there. “Tokyo and Kyoto” agrees with “Tokyo”, “Romeo” not with “Rome”.`,
        rows: drawn.bands,
        columns: [
          [
            'samples that agree',
            ({ alone, from, to }) =>
              choose(alone, { yes: prose`${count(from)}`, no: prose`${count(from)} to ${count(to)}` }),
          ],
          ['greedy answers', (row) => count(row.n)],
          ['of these right', (row) => count(row.right)],
        ],
      }),
      ...agreedOn,
    ];
  },
});
