import {
  choose,
  figure,
  type Inline,
  join,
  list,
  type Prose,
  prose,
  type Seen,
  section,
  table,
} from '#report';
import * as mark from '#report/marks';
import { count, countInWords, given, percent, real, ref, text } from '#report/values';
import { comparedReports } from './decided.measure.ts';
import { comparedFindings } from './findings.measure.ts';
import { asCounted, asPercent, type Finding, type Models, nameOf, withInterval } from './names.ts';

type Findings = Seen<typeof comparedFindings>;

/** What a finding says, whatever comes out: of a share, above a half or below it in either model. */
interface Words {
  readonly title: Prose;
  /** Above a half, on the axis of the figure. */
  readonly label: string;
  /** What was counted, and how often: `numbers` are “15 of 49 for this model, 28 of 32 for that”. */
  readonly story: (numbers: Prose) => Prose;
  /** Why, or what follows, where both are above a half, or both below. */
  readonly holds: { readonly yes: Prose; readonly no: Prose };
  readonly reversed: Prose;
}

const wordsOf = (m: Findings): { readonly [Name in Finding['name']]: Words } => ({
  no: {
    title: prose`It leans to “no”`,
    label: 'asked about a city: “no”',
    story: (n) => prose`“Is this city the capital?” “No” was likelier than “yes” in ${n}.`,
    holds: {
      yes: prose`A label has a probability of its own, whatever the city, and both prefer this one.`,
      no: prose`A label has a probability of its own, whatever the city, and both prefer the other one.`,
    },
    reversed: prose`Each prefers a label of its own, whatever the city.`,
  },
  trusts: {
    title: prose`It calls its own answer right`,
    label: 'is its answer right? “yes”',
    story: (n) => prose`Without a passage each was asked whether its answer is right. “Yes” was likelier in
      ${n}; really right were ${asCounted(m.changes.alone.first)} and ${asCounted(m.changes.alone.second)}.`,
    holds: {
      yes: prose`Both nod: check such a verdict against the truth.`,
      no: prose`Both shake their heads: check such a verdict against the truth.`,
    },
    reversed: prose`${choose(m.habit, {
      one: prose`Each leans to the label that it preferred for cities, so its verdict says little.`,
      several: prose`One nods, and the other shakes its head.`,
    })}`,
  },
  trustsMore: {
    title: prose`A passage about something else makes it trust itself more`,
    label: 'a passage on something else: trusts itself more',
    story: (n) =>
      prose`Asked the same about the answer that it gave beside such a passage, it had a likelier “yes” than without one in ${n}.`,
    holds: {
      yes: prose`We did not measure why; perhaps any passage looks like support.`,
      no: prose`We did not measure why; perhaps both notice that it supports nothing.`,
    },
    reversed: prose`We did not measure why. A guess: one takes any passage for support, the other notices that this one supports nothing.`,
  },
  separates: {
    title: prose`A surer choice is likelier right`,
    label: 'a right choice: surer than a wrong one',
    story: (n) =>
      prose`Of all pairs of a right and a wrong choice, the right one had more confidence in ${n}.`,
    holds: {
      yes: prose`This is what makes a threshold on confidence useful.`,
      no: prose`A threshold would do harm with either.`,
    },
    reversed: prose`A threshold works with one of them and does harm with the other.`,
  },
  passage: {
    title: prose`A passage with the answer helps`,
    label: 'the right passage: more answers right',
    story: (n) => prose`Where it changed whether the answer was right, it was for the better in ${n}.`,
    holds: {
      yes: prose`To copy a name is easier than to know it.`,
      no: prose`Neither can read it.`,
    },
    reversed: prose`One can read the passage, and the other is led astray by it.`,
  },
  surer: {
    title: prose`That passage makes it surer, too`,
    label: 'the right passage: surer',
    story: (n) =>
      prose`The answer beside it had a higher log-probability than the answer without it in ${n}.`,
    holds: {
      yes: prose`What stands above need not be guessed.`,
      no: prose`So a low one is no sign that the passage was missing.`,
    },
    reversed: prose`So the same rise is a good sign with one and a bad one with the other.`,
  },
  untrue: {
    title: prose`A false sentence is believed`,
    label: 'a false passage: repeated',
    story: (n) =>
      prose`Now the passage names a wrong answer. Of the replies that were that or the right one, it was the wrong one in ${n}.`,
    holds: {
      yes: prose`To a model a passage is text to go on from.`,
      no: prose`What both know outweighs what they are told.`,
    },
    reversed: prose`What one of them knows outweighs what it is told; the other goes on from what stands there.`,
  },
  doubts: {
    title: prose`A contradiction makes it less sure`,
    label: 'a second passage that disagrees: less sure',
    story: (n) =>
      prose`Beside two passages that disagree its answer had a lower log-probability than beside the right one alone in ${n}.`,
    holds: {
      yes: prose`So its confidence tells that something is wrong above.`,
      no: prose`So its confidence hides that something is wrong above.`,
    },
    reversed: prose`So confidence tells of the quarrel in one and hides it in the other.`,
  },
  question: {
    title: prose`A question gets more facts right than a beginning`,
    label: 'as a question: right more often',
    story: (n) =>
      prose`Where it changed whether the choice was right that a fact was put as a question, it was for the better in ${n}.`,
    holds: {
      yes: prose`Ask both.`,
      no: prose`Let both complete.`,
    },
    reversed: prose`Let one complete, and ask the other.`,
  },
  irrelevant: {
    title: prose`A passage about something else costs answers`,
    label: 'a passage on something else: fewer right',
    story: (n) => prose`Where it changed whether the answer was right, it was for the worse in ${n}.`,
    holds: {
      yes: prose`What stands above is taken up, whatever it is.`,
      no: prose`Even such a passage shows how an answer looks.`,
    },
    reversed: prose`One is distracted by it, and to the other it shows how an answer looks.`,
  },
});

const OUTCOMES = {
  holds: prose`holds`,
  reversed: prose`**reversed**`,
  differs: prose`differs`,
  open: prose`open`,
};

type Names = readonly [Inline, Inline];

const namesOf = ({ first, second }: Models): Names => [nameOf(first), nameOf(second)];

/** “15 of 49 for SmolLM2 and 28 of 32 for Qwen2.5” */
const numbers = ({ first, second }: Finding, [one, other]: Names): Prose =>
  prose`${asCounted(first)} for ${one} and ${asCounted(second)} for ${other}`;

/** Of a finding that both models are clear about. */
const paragraph = (finding: Finding, { title, story, holds, reversed }: Words, names: Names): Prose => {
  const unclear = prose``;
  return prose`**${title}.** ${story(numbers(finding, names))} ${choose(finding.outcome, {
    holds: choose(finding.firstIs, { ...holds, unclear }),
    reversed,
    differs: unclear,
    open: unclear,
  })}`;
};

const ORDER: readonly Finding['outcome'][] = ['reversed', 'holds', 'differs', 'open'];

const inOrder = ({ findings }: Findings): readonly Finding[] =>
  ORDER.flatMap((wanted) => findings.filter(({ outcome }) => outcome === wanted));

/** The findings with an outcome, a paragraph each. */
function told(m: Findings, models: Models, wanted: Finding['outcome']): Prose[] {
  const words = wordsOf(m);
  return m.findings
    .filter(({ outcome }) => outcome === wanted)
    .map((finding) => paragraph(finding, words[finding.name], namesOf(models)));
}

export const howCounted = section({
  id: 'how-counted',
  title: prose`What is asked, and when does an answer count?`,
  needs: { m: comparedFindings, models: comparedReports },
  write({ m, models }) {
    const [one, other] = namesOf(models);
    const words = wordsOf(m);
    const rows = inOrder(m).flatMap(({ name, first, second }) =>
      [
        { place: 'first', model: models.first.name, ...first },
        { place: 'second', model: models.second.name, ...second },
      ].flatMap(({ place, model, estimate, low, high }) =>
        estimate === null || low === null || high === null
          ? []
          : [{ finding: words[name].label, place, model, estimate, low, high }],
      ),
    );
    const x = mark.q('estimate', {
      title: 'share, of those where it could go either way',
      axis: { format: '%' },
      scale: { domain: [0, 1] },
    });
    const y = mark.n('finding', { title: null, sort: null });
    const color = mark.n('model', { title: null, sort: null });
    /** The two models side by side in a row. */
    const apart = { first: { yOffset: -5 }, second: { yOffset: 5 } };
    return [
      prose`What one model shows may be true of language models, or of that one alone. Two were asked the same:
        ${text(models.first.full)}, here ${one}, and ${text(models.second.full)}, here ${other}${choose(
          models.larger,
          {
            second: prose`; by the sizes in their names the second is ${real(models.times, { digits: 2 })} times as large`,
            first: prose`; by the sizes in their names the first is ${real(models.times, { digits: 2 })} times as large`,
            unknown: prose``,
          },
        )}.${choose(models.isSame, {
          same: prose` Both gave the very same results, so nothing can differ.`,
          different: prose``,
        })}`,
      prose`- **${count(m.asked.facts)} facts**, the half kept for tests, each a beginning with four answers: the likeliest is the *choice*, its share among the four the *confidence*. The same facts were put as questions, too.
- **${count(m.asked.passages)} questions**, half about things we invented, answered freely: alone; beside a right passage, the same in other words, a false one, one about something else; beside two that disagree.
- **${count(m.asked.yesOrNo)} times** “is this city the capital?” Half of them are.
- **${count(m.asked.free)} beginnings** such as “${text(m.beginning)}”, completed freely.`,
      prose`A finding asks how often something went one way, of the times it went one way or the other: with a coin, ${given(50)}%.
        A model is *clear* about it when the interval of its share leaves out ${given(50)}%. A finding is *reversed* when one model is
        clearly above and the other clearly below. It *holds* when both are clear on the same side, however far apart. It *differs* when
        not both are clear, but their difference is. Else it stays *open*.`,
      prose`The findings were chosen after a look at about ${count(m.lookedAt)} shares, some odd by luck. So all intervals are as wide as if each
        share had been a finding, with an interval for each model and one for the difference, paired by question: ${count(m.intervals)}, at
        ${percent(m.level)} each. In ${given(95)}% of such studies all would hold the truth (Bonferroni).`,
      prose`The outcomes: *reversed* ${count(m.turned)}, *holds* ${count(m.holding)}, *differs* ${count(m.differing)}, *open* ${count(m.open)}
        (${ref('findings-drawn')}).`,
      figure({
        id: 'findings-drawn',
        caption: prose`The findings, from reversed to open, each in both models with its interval. A question on which
          nothing changed, or both were equal, is not counted. Dashed: a coin.`,
        alt: prose`A pair of points for each finding: ${list(
          inOrder(m).map(
            ({ name, first, second, outcome }) =>
              prose`“${words[name].title}” ${asPercent(first)} and ${asPercent(second)}, ${choose(outcome, OUTCOMES)}`,
          ),
        )}.`,
        data: { rows, border: [{ at: given(0.5) }] },
        spec: {
          height: { step: 30 },
          layer: [
            mark.reference({ x: 'at' }, { data: 'border' }),
            ...mark
              .cases('place', apart)
              .flatMap((look) => [
                mark.rule(
                  { x: { ...x, field: 'low' }, x2: { field: 'high' }, y, color },
                  { data: 'rows', ...look },
                ),
                mark.dots({ x, y, ...mark.series('model') }, { data: 'rows', size: 60, ...look }),
              ]),
          ],
        },
      }),
    ];
  },
});

/** What is neither reversed nor holds, in a few words. */
function unsettled(m: Findings): Prose[] {
  const words = wordsOf(m);
  const listed = (wanted: Finding['outcome']) =>
    m.findings
      .filter(({ outcome }) => outcome === wanted)
      .map(
        (finding) =>
          prose`*${words[finding.name].title}.* ${words[finding.name].story(prose`${asCounted(finding.first)} and ${asCounted(finding.second)}`)}${choose(
            finding.estimatesAre,
            {
              apart: prose` Perhaps a reversal: the two lie on either side of a coin.`,
              'not apart': prose``,
            },
          )}${choose(finding.questionsAre, {
            'too few': prose` To be clear takes at least ${count(m.fewest)} questions, all on one side, and not both have so many.`,
            enough: prose``,
          })}`,
      );
  const [differing, open] = [listed('differs'), listed('open')];
  return [
    ...(differing.length > 0 ? [prose`**What differs.** ${join(differing, prose` `)}`] : []),
    ...(open.length > 0
      ? [prose`**What stays open**, which does not mean equal. ${join(open, prose` `)}`]
      : []),
  ];
}

export const whatTurned = section({
  id: 'what-turned',
  title: prose`What is reversed?`,
  needs: { m: comparedFindings, models: comparedReports },
  write({ m, models }) {
    const turned = told(m, models, 'reversed');
    return turned.length > 0
      ? turned
      : [
          prose`None of these findings. That is less than it seems: an interval that reaches across the border reverses nothing,
            whatever the truth is.`,
        ];
  },
});

export const whatHolds = section({
  id: 'what-holds',
  title: prose`What holds for both?`,
  needs: { m: comparedFindings, models: comparedReports },
  write({ m, models }) {
    const [one, other] = namesOf(models);
    const words = wordsOf(m);
    const holding = told(m, models, 'holds');
    return [
      ...(holding.length > 0 ? holding : [prose`None of these findings, as far as these questions tell.`]),
      ...unsettled(m),
      table({
        id: 'findings-table',
        caption: prose`Each finding: per cent and, in points, the difference, with intervals at ${percent(m.level)}. Questions may hang
          together, so we draw them anew, with replacement, ${count(m.draws)} times. An interval is Wilson’s for the number of
          independent questions whose share would scatter as much; where all questions agree, for all of them. That of a
          difference joins both, by their correlation over the draws (the method of Zou and Donner).`,
        rows: inOrder(m),
        columns: [
          ['finding', ({ name }) => words[name].title],
          ['outcome', ({ outcome }) => choose(outcome, OUTCOMES)],
          [prose`${one}`, ({ first }) => withInterval(first)],
          [prose`${other}`, ({ second }) => withInterval(second)],
          ['difference', ({ difference }) => withInterval(difference)],
        ],
      }),
    ];
  },
});

const CHANGES = {
  choices: prose`right choices among four answers`,
  confidence: prose`mean confidence in them`,
  written: prose`right completions`,
  alone: prose`right answers, alone`,
  passage: prose`right answers, beside the right passage`,
  misled: prose`false answers, beside the false passage`,
  ended: prose`answers that end by themselves in time`,
} satisfies Readonly<Record<keyof Findings['changes'], Prose>>;

export const whatGrew = section({
  id: 'what-grew',
  title: prose`What is different, in numbers?`,
  needs: { m: comparedFindings, models: comparedReports },
  write({ m, models }) {
    const [one, other] = namesOf(models);
    const { choices, written, ended } = m.changes;
    const more = { up: prose`more`, down: prose`fewer`, 'no clear effect': prose`not clearly more` };
    const moreOften = {
      up: prose`more often`,
      down: prose`less often`,
      'no clear effect': prose`not clearly more often`,
    };
    return [
      prose`**Accuracy.** ${other} makes ${choose(choices.direction, more)} right choices among four answers than ${one}
        (${asPercent(choices.second)} against ${asPercent(choices.first)}), and ${choose(written.direction, more)} right completions
        (${asCounted(written.second)} against ${asCounted(written.first)}; ${ref('changes-table')}).`,
      prose`**Wording.** The answers of ${other} ${choose(ended.direction, moreOften)} end by themselves within the ${countInWords(m.mostTokens)}
        tokens that they had: ${asPercent(ended.second)} of them against ${asPercent(ended.first)}.${choose(
          m.wording.is,
          {
            shown: prose` To one question ${one} wrote “${text(m.wording.first)}”, and ${other} “${text(m.wording.second)}”.`,
            none: prose``,
          },
        )}`,
      table({
        id: 'changes-table',
        caption: prose`Per cent, and differences in points, as above. These were not chosen by what came out: their intervals
          and those of the excess in the next section are corrected for one another alone, each at ${percent(m.changeLevel, { decimals: 1 })}.
          The last row: the share of all answers, one for each passage and one without, to each question.`,
        rows: (Object.keys(CHANGES) as (keyof typeof CHANGES)[]).map((name) => ({
          name,
          ...m.changes[name],
        })),
        columns: [
          ['what', ({ name }) => CHANGES[name]],
          ['questions', ({ n }) => count(n)],
          [prose`${one}`, ({ first }) => withInterval(first)],
          [prose`${other}`, ({ second }) => withInterval(second)],
          ['difference', ({ difference }) => withInterval(difference)],
        ],
      }),
    ];
  },
});
