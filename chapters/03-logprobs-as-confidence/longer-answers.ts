import { at } from '#numerics/list';
import { choose, figure, join, layout, list, prose, type Seen, section, table, visible } from '#report';
import * as mark from '#report/marks';
import {
  cite,
  codeText,
  count,
  countInWords,
  given,
  math,
  nats,
  percent,
  real,
  ref,
  term,
  text,
} from '#report/values';
import { factScores } from './fact-scores.measure.ts';
import { RELATION_NAMES } from './facts.ts';
import { lengthReasons } from './length-reasons.measure.ts';
import { answerLengths, twoAnswers } from './lengths.measure.ts';
import { barePoints, byName } from './shared.ts';

const NAMES = {
  sum: prose`sum`,
  'mean per token': prose`mean per token`,
  'mean per character': prose`mean per character`,
  'sum minus prior': prose`sum minus prior`,
  'first token': prose`first token`,
};

const BREAKS = {
  sum: prose`each further token costs: long answers lose`,
  'mean per character': prose`a long spelling wins over a short one`,
  'sum minus prior': prose`rare answers win: little was expected of them`,
  'first token': prose`cannot tell apart answers that begin alike`,
};

/** What a score does to the example that it is shown with, where that ends without a choice. */
const TIES = prose`it makes some choices ties`;

/** A tenth, in nats: what a token needs to pass for a likely one. */
const LIKELY = Math.log(0.1);

const NO_SIGN = prose`: no sign of it in these counts.`;
const DASH = prose`—`;

type Answers = Seen<typeof factScores>['items'][number]['answers'];

/** The answer that a score puts first; of equal ones none. */
const leader = (answers: Answers, score: (sum: number, tokens: number) => number) =>
  answers.find((one) =>
    answers.every(
      (other) =>
        other === one ||
        layout(
          [one.sum, one.tokens, other.sum, other.tokens],
          (sum, tokens, otherSum, otherTokens) => score(sum, tokens) > score(otherSum, otherTokens),
        ),
    ),
  );

/** The sum's choice where it is shorter than the right answer, which leads by the mean per token. */
function shorterChoice(answers: Answers) {
  const truth = at(answers, 0);
  const chosen = leader(answers, (sum) => sum);
  const isShorter = layout([chosen?.tokens, truth.tokens], (tokens, others) => tokens < others);
  return chosen && isShorter && leader(answers, (sum, tokens) => sum / tokens) === truth ? [chosen.text] : [];
}

export const longerAnswers = section({
  id: 'longer-answers',
  title: prose`Do longer answers lose?`,
  needs: { m: answerLengths, reasons: lengthReasons, scores: factScores, two: twoAnswers },
  write({ m, reasons, scores: facts, two }) {
    const { right, rival } = two;
    const answers = [
      { ...right, is: 'right' },
      { ...rival, is: 'wrong' },
    ];
    const outrun =
      two.course === 'overtaken'
        ? [{ prompt: two.prompt, chosen: rival.text }]
        : facts.items
            .filter(({ half }) => half === 'test')
            .flatMap(({ prompt, answers }) => shorterChoice(answers).map((chosen) => ({ prompt, chosen })));
    const sumFails = outrun[0] === undefined ? null : { ...outrun[0], tied: 'no' as const };
    const scores = [
      { ...m.sum, rule: 'sum' as const, spoilt: sumFails, against: null },
      ...m.remedies.map((row) => ({ ...row, against: row })),
    ];
    const tiesAnyway = m.remedies.some(
      ({ rule, spoilt }) => rule !== 'first token' && spoilt?.tied === 'yes',
    );
    const named = { ...NAMES, 'sum minus prior': prose`sum minus the prior after “${codeText(m.premise)}”` };
    const namesOf = (verdict: string) =>
      m.remedies.filter((row) => row.verdict === verdict).map(({ rule }) => choose(rule, named));
    const [better, worse] = [namesOf('better'), namesOf('worse')];
    const [perToken, firstToken] = [at(m.remedies, 0), at(m.remedies, m.remedies.length - 1)];
    const perTokenExample = facts.items
      .find(({ half, prompt }) => half === 'test' && prompt === perToken.spoilt?.prompt)
      ?.answers.find(({ text: answer }) => answer === perToken.spoilt?.chosen);
    const hasLikelyEnd = layout(
      [perTokenExample?.first, perTokenExample?.sum, perTokenExample?.tokens],
      (first, sum, tokens) => first < LIKELY && (sum - first) / (tokens - 1) >= LIKELY,
    );
    const average = prose`the average token counts, not what all cost together`;
    const perTokenBreaks = prose`${choose(reasons.perToken, {
      'likely end': hasLikelyEnd ? prose`likely last tokens make up for an unlikely first one` : average,
      otherwise: average,
    })}${perToken.lean === 'long' ? prose`: long answers win` : prose``}`;
    const shorter = Math.min(right.steps.length, rival.steps.length);
    const reached = rival.steps[shorter - 1]?.sum;
    const isAbove = layout([two.atEqualLength, reached], (one, other) => one >= other);
    const coincide = right.steps
      .slice(0, shorter)
      .every(({ sum }, i) => layout([sum, rival.steps[i]?.sum], (one, other) => one === other));
    const longerLeads = layout(
      [right.sum, rival.sum, right.tokens, rival.tokens],
      (sum, otherSum, tokens, otherTokens) => (sum - otherSum) * (tokens - otherTokens) > 0,
    );
    const [above, below] = [{ align: 'left', dx: -4, dy: -13 }, { dy: 15 }];
    return [
      prose`“${text(two.prompt)}”: ${text(right.text)} or ${text(rival.text)}? ${choose(two.course, {
        overtaken: prose`The right answer leads where the other ends, ${nats(two.atEqualLength, 1)} against
          ${nats(rival.sum, 1)} (${ref('two-answers')}). But it takes ${countInWords(right.tokens)} tokens, not
          ${countInWords(rival.tokens)}. The rest costs it the lead: it ends at ${nats(right.sum, 1)}.`,
        otherwise: prose`${ref('two-answers')} adds up both, token by token. The right answer ends at
          ${nats(right.sum, 1)} after ${count(right.tokens)}, the other at ${nats(rival.sum, 1)} after
          ${count(rival.tokens)}.`,
      })}`,
      figure({
        id: 'two-answers',
        caption: prose`The sum of log-probabilities, token by token, of two answers to “${text(two.prompt)}”.
          Circles: ${text(right.text)}, which is right. Squares: ${text(rival.text)}.${
            coincide ? prose` As far as both go, they are one line.` : prose``
          }`,
        alt: prose`Two falling lines. ${text(right.text)}, the right answer, ends at ${nats(right.sum)} after
          ${count(right.tokens)} tokens; ${text(rival.text)} at ${nats(rival.sum)} after ${count(rival.tokens)}.`,
        data: answers.flatMap(({ is, text: answer, steps }) => [
          { place: given(0), sum: given(0), answer, is, label: '' },
          ...steps.map(({ place, sum, token: piece }) => ({ place, sum, answer, is, label: visible(piece) })),
        ]),
        spec: {
          height: 260,
          layer: [
            mark.line({ x: 'place', y: 'sum', color: mark.n('is', { legend: null }) }, { strokeWidth: 2 }),
            ...mark.labelled(
              mark.dots(
                {
                  x: mark.q('place', {
                    title: 'tokens added',
                    // The labels of the lower line have room above the numbers.
                    axis: { tickMinStep: 1, offset: 20 },
                    scale: { nice: false, padding: 40 },
                  }),
                  y: mark.q('sum', { title: 'sum so far, in nats' }),
                  ...byName('is', { right: ['$right', 'circle'], wrong: ['$wrong', 'square'] }),
                },
                { size: 70 },
              ),
              mark.cases('is', isAbove ? { right: above, wrong: below } : { right: below, wrong: above }),
            ),
          ],
        },
      }),
      prose`Each further token adds a log-probability, ${math`\ln q \le 0`}, so a sum favours short answers${
        longerLeads ? prose` (in the figure the longer one wins all the same)` : prose``
      }. Of
        the sum's ${count(m.byChance.wrong)} wrong choices in ${count(m.n)} test questions, ${count(m.sum.shorter)} have
        fewer tokens than the truth and ${count(m.sum.longer)} have more. Wrong answers picked at random would give ${real(m.byChance.shorter, 1)} and ${real(m.byChance.longer, 1)}${choose(m.byChance.favours, { short: prose`.`, 'no side': NO_SIGN })}

        Other scores mend one thing and break another (${ref('length-rules')}). One subtracts the answer's *prior*: its
        log-probability after “${codeText(m.premise)}” alone. The difference is
        a ${term('PMI')} (${cite('holtzman-2021')}).`,
      table({
        id: 'length-rules',
        caption: prose`Scores to choose an answer by, and a question that each gets wrong. Except in the first row, the
          sum gets these right. In EleutherAI's harness, which runs many benchmarks, \`acc\` is the sum, \`acc_norm\` the mean
          per character, and \`acc_mutual_info\` the sum minus the answer's log-probability with nothing before it.`,
        rows: scores,
        columns: [
          ['score', (row) => choose(row.rule, NAMES)],
          [
            'what it breaks',
            ({ rule, spoilt }) =>
              // That answers begin alike is why the first token ties.
              spoilt?.tied === 'yes' && (rule !== 'first token' || tiesAnyway)
                ? TIES
                : choose(rule, { ...BREAKS, 'mean per token': perTokenBreaks }),
          ],
          [
            'for example',
            ({ rule, spoilt }) =>
              spoilt === null
                ? rule === 'sum' && layout([m.sum.shorter], (n) => n > 0)
                  ? prose`none shown`
                  : prose`none here`
                : prose`${text(spoilt.prompt)} ${choose(spoilt.tied, {
                    no: prose`*${text(spoilt.chosen)}*`,
                    yes: prose`(a tie)`,
                  })}`,
          ],
        ],
      }),
      prose`Do they help? ${ref('length-results')} compares ${countInWords(m.comparisons)} of them with the sum. ${
        better.length > 0 ? prose`Clearly better: ${list(better)}.` : prose`None is clearly better.`
      } ${worse.length > 0 ? prose`Clearly worse: ${list(worse)}.` : prose`None is clearly worse.`}${
        m.sum.lean === 'short' && perToken.lean === 'long'
          ? prose` The mean per token does not end the unfairness, it reverses it: ${count(perToken.shorter)}
                choices with fewer tokens than the truth, ${count(perToken.longer)} with more.`
          : prose``
      }`,
      table({
        id: 'length-results',
        caption: prose`Right choices among four answers in ${count(m.n)} test questions${choose(
          m.sharing.extent,
          {
            some: prose` (in the last row ${count(firstToken.n)}, of which the sum gets ${count(firstToken.sum)}; in the
            other ${count(m.sharing.n)}, ${
              m.sharing.relations.length === RELATION_NAMES.length
                ? prose`of all eight relations`
                : join(m.sharing.relations.map(text), prose` and `)
            }, all four answers begin with
            the same token${choose(m.sharing.token, { space: prose`, a space`, other: prose`` })})`,
            all: prose` (the last row is no test: in all questions the four answers begin with the same token)`,
            none: prose``,
          },
        )}; questions gained and lost against the sum; the paired difference in points, with its ${percent(m.level)} interval
          (stricter than ${given(95)}%, because ${countInWords(m.comparisons)} scores are compared with the sum); choices with
          fewer and with more tokens than the truth. A tie counts as no choice. A difference is called clear if this interval
          leaves out zero and the ${term('sign test')} gives p below ${real(m.largestP, 3)}.`,
        rows: scores,
        columns: [
          ['score', (row) => choose(row.rule, NAMES)],
          ['right', (row) => count(row.right)],
          ['gained', ({ against }) => (against === null ? DASH : count(against.gained))],
          ['lost', ({ against }) => (against === null ? DASH : count(against.lost))],
          [
            'difference',
            ({ against }) =>
              against === null || against.difference === null
                ? DASH
                : prose`${barePoints(against.difference)}${
                    against.low === null || against.high === null
                      ? prose``
                      : prose` (${barePoints(against.low)} to ${barePoints(against.high)})`
                  }`,
          ],
          ['too short', (row) => count(row.shorter)],
          ['too long', (row) => count(row.longer)],
        ],
      }),
      prose`Our advice, not tested here: offer answers of equal length where you can, such as labels of one token. Else try these scores on labelled questions of your own.`,
    ];
  },
});
