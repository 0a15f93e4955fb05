import { choose, figure, type Inline, list, type Prose, prose, type Seen, section, table } from '#report';
import * as mark from '#report/marks';
import { count, countInWords, given, real, ref, text } from '#report/values';
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
    label: 'says “no”',
    story: (n) => prose`“Is this city the capital?” “No” was likelier than “yes” in ${n}.`,
    holds: {
      yes: prose`A label has a probability of its own, whatever the city, and both prefer this one.`,
      no: prose`A label has a probability of its own, whatever the city, and both prefer the other one.`,
    },
    reversed: prose`A label has a probability of its own, whatever the city, and the two models prefer different ones. Compare
      questions that differ in the city alone.`,
  },
  trusts: {
    title: prose`It calls its own answer right`,
    label: 'calls itself right',
    story: (
      n,
    ) => prose`Having answered without a passage, each was asked whether that answer is right. “Yes” was likelier in
      ${n}; really right were ${asCounted(m.changes.alone.first)} and ${asCounted(m.changes.alone.second)}.`,
    holds: {
      yes: prose`Both nod: check such a verdict against the truth.`,
      no: prose`Both shake their heads: check such a verdict against the truth.`,
    },
    reversed: prose`${choose(m.habit, {
      one: prose`It is the habit of the first finding again, which says little about the answer.`,
      several: prose`One nods, and the other shakes its head.`,
    })} Check such a verdict against the truth.`,
  },
  trustsMore: {
    title: prose`A passage about something else makes it trust itself more`,
    label: 'trusts itself more',
    story: (
      n,
    ) => prose`The same question about its answer, with a passage on another subject above: the probability of that “yes”
      was higher than without a passage in ${n}.`,
    holds: {
      yes: prose`As if any passage were support.`,
      no: prose`As if both noticed that it supports nothing.`,
    },
    reversed: prose`As if to one of them any passage were support, while the other noticed that this one supports nothing.`,
  },
  separates: {
    title: prose`A surer choice is likelier right`,
    label: 'surer when right',
    story: (n) =>
      prose`Of all pairs of a right and a wrong choice, the right one had more confidence in ${n}.`,
    holds: {
      yes: prose`A threshold lives on this: texts mostly repeat what is true, and a model learns what they repeat.`,
      no: prose`A threshold would do harm with either.`,
    },
    reversed: prose`A threshold works with one of them and does harm with the other.`,
  },
  passage: {
    title: prose`A passage with the answer helps`,
    label: 'helped by passage',
    story: (n) => prose`Where it changed whether the answer was right, it was for the better in ${n}.`,
    holds: {
      yes: prose`To copy a name from the text above is easier than to know it.`,
      no: prose`Neither can read it.`,
    },
    reversed: prose`One can read the passage, and the other is led astray by it.`,
  },
  surer: {
    title: prose`That passage makes it surer, too`,
    label: 'surer with passage',
    story: (n) => prose`Its answer had a higher log-probability with the passage than without in ${n}.`,
    holds: {
      yes: prose`What stands above need not be guessed.`,
      no: prose`So a low one is no sign that the passage was missing.`,
    },
    reversed: prose`So the same rise is a good sign with one and a bad one with the other.`,
  },
  untrue: {
    title: prose`A false sentence wins over the truth`,
    label: 'misled by passage',
    story: (n) =>
      prose`Now the passage names a wrong answer. Where the reply was that or the right one, it was the wrong one in ${n}.`,
    holds: {
      yes: prose`Nothing tells a model that a passage is someone’s claim: it is text to go on from.`,
      no: prose`What both know outweighs what they are told.`,
    },
    reversed: prose`What one of them knows outweighs what it is told; the other goes on from what stands there.`,
  },
  doubts: {
    title: prose`A contradiction makes it less sure`,
    label: 'less sure of two',
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
    label: 'better if asked',
    story: (
      n,
    ) => prose`The facts were put as beginnings, “${text(m.form)}”, and as questions. Where that changed whether the choice was
      right, the question had it right in ${n}.`,
    holds: {
      yes: prose`Ask both.`,
      no: prose`Let both complete.`,
    },
    reversed: prose`Let one complete, and ask the other.`,
  },
  irrelevant: {
    title: prose`A passage about something else costs answers`,
    label: 'loses by passage',
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
      title: 'share of the questions',
      axis: { format: '%' },
      scale: { domain: [0, 1] },
    });
    const y = mark.n('finding', { title: null, sort: null });
    const color = mark.n('model', { title: null, sort: null });
    /** The two models side by side in a row. */
    const apart = { first: { yOffset: -5 }, second: { yOffset: 5 } };
    return [
      prose`What one model shows may be true of language models, or of that one alone. So two were asked the same:
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
      prose`- **${count(m.asked.facts)} facts**, each with four answers: the likeliest is the *choice*, and its share among the four the
  *confidence*.
- **${count(m.asked.passages)} questions**, half about things we invented, answered freely: alone, or beside a passage that is right,
  false or about something else, or beside two that disagree.
- **${count(m.asked.yesOrNo)} times** “is this city the capital?”, which is true of half.
- **${count(m.asked.free)} beginnings** such as “${text(m.beginning)}”, completed freely.`,
      prose`A finding is a share beside a coin’s ${given(50)}%: where something could go either way, how often did it go this way? It is
        *reversed* when one model is clearly above ${given(50)}% and the other clearly below, *holds* when both are clear on the same
        side, and *differs* when not both are clear but their difference is; else it stays *open*.`,
      prose`Clear means that an interval leaves ${given(50)}% out. We chose these findings after a look at about ${count(m.lookedAt)}
        shares, of which some look odd by luck. So each of ${count(m.intervals)} intervals, one a model and one for the difference,
        paired by question, is wide enough for all to be right in ${given(95)}% of such studies (Bonferroni).`,
      prose`The outcomes: *reversed* ${count(m.turned)}, *holds* ${count(m.holding)}, *differs* ${count(m.differing)}, *open* ${count(m.open)}
        (${ref('findings-drawn')}).`,
      figure({
        id: 'findings-drawn',
        caption: prose`The findings, from reversed to open, each in both models with its interval. Dashed: a coin.`,
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
          prose`“${words[finding.name].title}” (${asCounted(finding.first)} and ${asCounted(finding.second)}${choose(
            finding.estimatesAre,
            { apart: prose`, perhaps a reversal, but one side may be luck`, 'not apart': prose`` },
          )})`,
      );
  const [differing, open] = [listed('differs'), listed('open')];
  return [
    ...(differing.length > 0 ? [prose`**What differs**, not clearly on two sides: ${list(differing)}.`] : []),
    ...(open.length > 0 ? [prose`**What stays open**, which does not mean equal: ${list(open)}.`] : []),
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
        caption: prose`Each finding: per cent with Wilson’s interval, and the difference in points, whose interval is made of the two and of their correlation over draws of the same questions.`,
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
    const oftener = {
      up: prose`oftener`,
      down: prose`less often`,
      'no clear effect': prose`not clearly oftener`,
    };
    return [
      prose`**Accuracy.** ${other} makes ${choose(choices.direction, more)} right choices among four answers than ${one}
        (${asPercent(choices.second)} against ${asPercent(choices.first)}), and ${choose(written.direction, more)} right completions
        (${asCounted(written.second)} against ${asCounted(written.first)}; ${ref('changes-table')}).`,
      prose`**Wording.** Its answers ${choose(ended.direction, oftener)} end by themselves within the ${countInWords(m.mostTokens)}
        tokens that they had: ${asPercent(ended.second)} against ${asPercent(ended.first)}.${choose(
          m.wording.is,
          {
            shown: prose` To one question ${one} wrote “${text(m.wording.first)}”, and ${other} “${text(m.wording.second)}”.`,
            none: prose``,
          },
        )}`,
      table({
        id: 'changes-table',
        caption: prose`Per cent, and differences in points, as above. These were not chosen by what came out, so their intervals,
          ${count(m.changeIntervals)} with those of the excess below, are corrected for themselves alone. The last row: the share of
          a question’s answers, one for each passage and one without.`,
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
