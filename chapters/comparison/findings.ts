import { choose, type Inline, list, type Prose, prose, section, table } from '#report';
import { count, countInWords, given, ref } from '#report/values';
import { comparedReports } from './decided.measure.ts';
import { comparedFindings } from './findings.measure.ts';
import {
  asPercent,
  asPoints,
  type Change,
  type Estimate,
  type Finding,
  type Models,
  nameOf,
  withInterval,
} from './names.ts';

/** What a finding says, by the side on which the intervals of the models lie. */
interface Words {
  readonly title: Prose;
  /** Of both, with a number for each: "12 points for this and 9 for that". */
  readonly yes: (numbers: Prose) => Prose;
  readonly no: (numbers: Prose) => Prose;
  /** Of one model, named before. */
  readonly alone: { readonly yes: Prose; readonly no: Prose };
  readonly print: (of: Estimate) => Inline;
  readonly holds: Prose;
  readonly reversed: Prose;
}

const FINDINGS: { readonly [Name in Finding['name']]: Words } = {
  overconfident: {
    title: prose`It promises more than it keeps`,
    yes: (n) => prose`Mean confidence lies above the share of choices that are right: by ${n}.`,
    no: (n) => prose`No: mean confidence lies below the share of choices that are right, by ${n}.`,
    alone: { yes: prose`promises too much`, no: prose`promises too little` },
    print: asPoints,
    holds: prose`A network is trained to predict text, not to keep its word about four answers that we chose. With
      either model, measure before you believe.`,
    reversed: prose`So the direction of the error belongs to a model and not to models: which way to turn the
      temperature can only be measured.`,
  },
  separates: {
    title: prose`A surer choice is likelier right`,
    yes: (n) => prose`Take a right and a wrong choice: how often is the right one the surer? ${n}.`,
    no: (n) =>
      prose`No: of a right and a wrong choice the wrong one is mostly the surer. How often is it the right one? ${n}.`,
    alone: { yes: prose`is surer of right choices`, no: prose`is surer of wrong ones` },
    print: asPercent,
    holds: prose`A threshold lives on this, so it is worth having with both.`,
    reversed: prose`A threshold works with one of them and does harm with the other.`,
  },
  passage: {
    title: prose`A passage with the answer helps`,
    yes: (n) => prose`It adds right answers: ${n}.`,
    no: (n) => prose`No: it costs right answers, ${n}.`,
    alone: { yes: prose`gains by it`, no: prose`loses by it` },
    print: asPoints,
    holds: prose`To copy a name from the text above is easier than to know it, for either.`,
    reversed: prose`One can read the passage, and the other is led astray by it.`,
  },
  untrue: {
    title: prose`A false sentence wins over the truth`,
    yes: (n) =>
      prose`With it beside the question the false answer is given more often than the right one, by ${n}.`,
    no: (n) => prose`No: the right answer is still given more often than the false one, by ${n}.`,
    alone: { yes: prose`repeats the false answer`, no: prose`keeps to the right one` },
    print: asPoints,
    holds: prose`Nothing tells either of them that a passage is someone’s claim: it is text to go on from.`,
    reversed: prose`What a model knows can outweigh what it is told, once it knows enough.`,
  },
  irrelevant: {
    title: prose`An irrelevant passage costs answers`,
    yes: (n) => prose`Beside it fewer questions are answered rightly than with nothing: ${n}.`,
    no: (n) => prose`No: beside it more questions are answered rightly than with nothing, by ${n}.`,
    alone: { yes: prose`loses answers to it`, no: prose`gains by it` },
    print: asPoints,
    holds: prose`What stands above is taken up, whatever it is.`,
    reversed: prose`Even what has nothing to do with the question shows one of them how an answer looks.`,
  },
  no: {
    title: prose`It leans to “no”`,
    yes: (n) => prose`Asked whether a city is a capital, which is true half the time, it says no to ${n}.`,
    no: (n) =>
      prose`On the contrary: asked whether a city is a capital, which is true half the time, it says no to only ${n}.`,
    alone: { yes: prose`leans to no`, no: prose`leans to yes` },
    print: asPercent,
    holds: prose`A label has a probability of its own, whatever was asked. Take that off before you compare, with
      any model.`,
    reversed: prose`The lean is a habit of wording, and each has its own: ask questions with both answers before you
      trust either.`,
  },
  length: {
    title: prose`The sum picks answers that are too short`,
    yes: (n) =>
      prose`Wrong choices are mostly shorter than the right answer: an excess of ${n} of all questions.`,
    no: (n) => prose`No: wrong choices are mostly longer than the right answer (${n} of all questions).`,
    alone: { yes: prose`errs to the short side`, no: prose`errs to the long side` },
    print: asPoints,
    holds: prose`Each further token adds a logarithm, and none is above zero.`,
    reversed: prose`Each further token costs, but a model that knows the answer makes its tokens cheap.`,
  },
};

const OUTCOMES = {
  holds: prose`holds`,
  reversed: prose`**reversed**`,
  differs: prose`differs`,
  open: prose`open`,
};

type Names = readonly [Inline, Inline];

const namesOf = ({ first, second }: Models): Names => [nameOf(first), nameOf(second)];

/** “12 points for SmolLM2 and 9 points for Qwen” */
const numbers = ({ name, first, second }: Finding, [one, other]: Names): Prose => {
  const { print } = FINDINGS[name];
  return prose`${print(first)} for ${one} and ${print(second)} for ${other}`;
};

const paragraph = (finding: Finding, names: Names): Prose => {
  const { title, yes, no, alone, print, holds, reversed } = FINDINGS[finding.name];
  const { first, second, firstIs, secondIs, outcome } = finding;
  const unclear = prose``;
  const side = (word: typeof firstIs) => choose(word, { ...alone, unclear: prose`shows no clear side` });
  return prose`**${title}.** ${choose(outcome, {
    holds: prose`${choose(firstIs, { yes: yes(numbers(finding, names)), no: no(numbers(finding, names)), unclear })} ${holds}`,
    reversed: prose`${names[0]} ${side(firstIs)} (${print(first)}), and ${names[1]} ${side(secondIs)} (${print(second)}).
      ${reversed}`,
    differs: prose`${names[0]} ${side(firstIs)} (${print(first)}), and ${names[1]} ${side(secondIs)} (${print(second)}):
      the difference is clear, an opposite is not.`,
    open: unclear,
  })}`;
};

export const whatHolds = section({
  id: 'what-holds',
  title: prose`What holds for both?`,
  needs: { m: comparedFindings, models: comparedReports },
  write({ m, models }) {
    const names = namesOf(models);
    const holding = m.findings.filter(({ outcome }) => outcome === 'holds');
    return [
      prose`What you learn from one model may be true of language models, or of that one. So the same program put the same
        questions to two: ${names[0]} and ${names[1]}.${choose(models.isSame, {
          same: prose` Here both gave the very same results, so nothing can differ.`,
          different: prose``,
        })}`,
      prose`There are three sets. ${count(m.asked.facts)} facts, each with four answers of which the model *chooses* the one that
        it gives the largest log-probability; the share of that answer among the four is its *confidence*.
        ${count(m.asked.passages)} questions that it answers in its own words, alone and with a passage beside, half of them
        about things that we invented. And ${count(m.asked.yesOrNo)} questions whether a city is a capital, half with the answer
        yes.`,
      prose`A finding *holds* where both models show it, on the same side; it is *reversed* where both are clear, on
        opposite sides; and it *differs* where one alone is clear, and the difference of the two as well. Otherwise
        these questions leave it open. Clear means beyond an interval, and since there are ${count(m.intervals)} of them, each is wide
        enough for all to be right in ${given(95)}% of such studies (Bonferroni). The outcomes of ${countInWords(m.all)}
        findings (${ref('findings-table')}): *holds* ${count(m.holding)}, *reversed* ${count(m.turned)}, *differs*
        ${count(m.differing)}, *open* ${count(m.open)}.`,
      ...holding.map((finding) => paragraph(finding, names)),
      table({
        id: 'findings-table',
        caption: prose`Each finding in hundredths, with its interval, and the difference, taken on the same draws of
          the same questions. For the second row the border is a coin’s ${given(50)}, for “no”, too; for all others
          it is zero.`,
        rows: m.findings,
        columns: [
          ['finding', ({ name }) => FINDINGS[name].title],
          ['questions', ({ n }) => count(n)],
          [prose`${names[0]}`, ({ first }) => withInterval(first)],
          [prose`${names[1]}`, ({ second }) => withInterval(second)],
          ['difference', ({ difference }) => withInterval(difference)],
          ['outcome', ({ outcome }) => choose(outcome, OUTCOMES)],
        ],
      }),
    ];
  },
});

export const whatTurned = section({
  id: 'what-turned',
  title: prose`What is reversed, and what only differs?`,
  needs: { m: comparedFindings, models: comparedReports },
  write({ m, models }) {
    const names = namesOf(models);
    const turned = m.findings.filter(({ outcome }) => outcome === 'reversed');
    const differing = m.findings.filter(({ outcome }) => outcome === 'differs');
    const open = m.findings.filter(({ outcome }) => outcome === 'open');
    return [
      ...(turned.length === 0
        ? [
            prose`None of these findings is reversed. That is less than it seems: an interval which reaches across the
              border reverses nothing, whatever the truth is.`,
          ]
        : turned.map((finding) => paragraph(finding, names))),
      ...differing.map((finding) => paragraph(finding, names)),
      ...(open.length === 0
        ? []
        : [
            prose`**Open.** Of these at least one model shows no clear side: ${list(
              open.map(({ name, first, second }) => {
                const { title, print } = FINDINGS[name];
                return prose`“${title}” (${print(first)}, ${print(second)})`;
              }),
            )}. Open does not mean equal.`,
          ]),
    ];
  },
});

const CHANGES: { readonly [Name in Change['name']]: Prose } = {
  choices: prose`right choices among four answers`,
  confidence: prose`mean confidence in them`,
  written: prose`right answers in its own words`,
  'with passage': prose`right answers with the passage beside`,
  ended: prose`answers that end by themselves in time`,
};

export const whatGrew = section({
  id: 'what-grew',
  title: prose`What changed, in numbers?`,
  needs: { m: comparedFindings, models: comparedReports },
  write({ m, models }) {
    const better = {
      up: prose`more`,
      down: prose`fewer`,
      'no clear effect': prose`not clearly more or fewer`,
    };
    const [choices, , written, withPassage, ended] = m.changes;
    if (!choices || !written || !withPassage || !ended) throw new Error('a change is missing');
    const names = namesOf(models);
    return [
      prose`${names[1]} makes ${choose(choices.direction, better)} right choices among four answers
        (${asPercent(choices.second)} against ${asPercent(choices.first)}), and gives ${choose(
          written.direction,
          better,
        )} right answers in its own words (${asPercent(written.second)} against ${asPercent(written.first)};
        ${ref('changes-table')}). How an answer is worded changes, too: ${asPercent(ended.second)} of its answers end by
        themselves within the ${countInWords(m.mostTokens)} tokens that they had, against ${asPercent(ended.first)}.`,
      table({
        id: 'changes-table',
        caption: prose`The same questions, put to both: per cent with intervals as above, and the difference in
          points, paired by question. The last row is the share of a question’s answers, one for each passage and one without.`,
        rows: m.changes,
        columns: [
          ['what', ({ name }) => CHANGES[name]],
          ['questions', ({ n }) => count(n)],
          [prose`${names[0]}`, ({ first }) => withInterval(first)],
          [prose`${names[1]}`, ({ second }) => withInterval(second)],
          ['difference', ({ difference }) => withInterval(difference)],
        ],
      }),
    ];
  },
});
