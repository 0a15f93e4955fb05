import { at } from '#numerics/list';
import { type Block, choose, code, curious, figure, join, layout, prose, type Seen, table } from '#report';
import * as mark from '#report/marks';
import { codeText, count, given, nats, real, ref, text } from '#report/values';
import type { retrievalEffects } from './retrieval-effects.measure.ts';
import type { retrievalScores } from './retrieval-scores.measure.ts';
import { byName, diagonal, diagonalFrom, fromTo, range } from './shared.ts';

const EFFECTS = { up: prose`up`, down: prose`down`, 'no clear effect': prose`none that is clear` };
const COMPARED = {
  up: prose`the false answer comes out higher`,
  down: prose`the false answer comes out lower`,
  'no clear effect': prose`no clear difference`,
};
const KINDS = byName('kind', { invented: ['$teal', 'circle'], real: ['$plum', 'square'] });

export function effectsOfContext(
  { example, sha256 }: Seen<typeof retrievalScores>,
  m: Seen<typeof retrievalEffects>,
): Block[] {
  const effectOf = (condition: string, of: string) => {
    const found = m.effects.filter((row) => row.condition === condition && row.of === of);
    return [at(found, 0), at(found, 1)] as const;
  };
  const [goldInvented, goldReal] = effectOf('gold', 'right answer');
  const [falseInvented, falseReal] = effectOf('counterfactual', 'false answer');
  const [irrelevant] = effectOf('irrelevant', 'right answer');
  const [contentInvented, contentReal] = [at(m.content, 0), at(m.content, 1)];
  const [againstInvented, againstReal] = [at(m.against, 0), at(m.against, 1)];
  const [named, notNamed] = [at(m.naming, 0), at(m.naming, 1)];
  const largest = join(
    m.largest.map((row) => prose`${text(row.answer)} by ${nats(row.gain)}`),
    prose`, `,
  );
  const goldMeans = prose`${nats(goldInvented.mean)} and ${nats(goldReal.mean)}`;
  const raises = (word: typeof m.gold, invented: typeof goldInvented, real: typeof goldReal) =>
    choose(invented.verdict === 'up' && real.verdict === 'up' ? word : 'moves', {
      raises: prose`raises`,
      moves: prose`moves`,
    });
  const isGain = layout([goldInvented.median, goldReal.median], (...gains) => Math.min(...gains) > 0);
  const compared = (row: typeof againstInvented) =>
    prose`${choose(row.verdict, COMPARED)}: ${nats(row.median)}, from ${range(nats, row)}`;
  const lowest = layout(
    m.points.flatMap(({ before, after }) => [before, after]),
    (...sums) => (Math.min(...sums) > -60 ? -40 : 10 * Math.floor(Math.min(...sums) / 10)),
  );
  /** One row a passage and answer, and in it one line for invented and one for real entities. */
  const byKind = {
    y: mark.n('name', { sort: null, title: null, axis: { labelLimit: 230 } }),
    yOffset: mark.n('kind', { sort: null }),
    color: KINDS.color,
  };
  return [
    prose`Each of ${count(m.questions)} questions, half of them about people and places that we invented, was
      asked four times: with no passage; with a *gold* passage that holds the answer; with an *irrelevant* one
      of about equal length that does not; and with a *counterfactual* one, the gold passage with a false
      answer in place of the right one (${ref('retrieval-example')}).`,
    table({
      id: 'retrieval-example',
      caption: prose`One question and its three passages. Right: ${text(example.answer)}; false:
        ${text(example.falseAnswer)}.`,
      rows: [
        { name: prose`question`, words: example.question },
        { name: prose`gold`, words: example.gold },
        { name: prose`irrelevant`, words: example.irrelevant },
        { name: prose`counterfactual`, words: example.counterfactual },
      ],
      columns: [
        ['part', (row) => row.name],
        ['text', (row) => text(row.words)],
      ],
    }),
    prose`Each question is its own control: what counts is the log-probability of an answer with the passage
      minus that without (${ref('context-effects')}).`,
    figure({
      id: 'context-effects',
      caption: prose`What each passage does to the log-probability of the right and of the false answer:
        medians of the paired differences to no passage, with bootstrap intervals. Zero, dashed, is no
        effect.`,
      alt: prose`For invented entities, the gold passage moves the right answer by
        ${nats(goldInvented.median)} (median), the counterfactual one moves the false answer by
        ${nats(falseInvented.median)}; the irrelevant one moves the right answer by
        ${nats(irrelevant.median)}.`,
      data: {
        rows: m.effects.map(({ condition, of, kind, median, low, high }) => ({
          name: prose`${text(condition)}: ${text(of)}`,
          kind,
          median,
          low,
          high,
        })),
        zero: [{ x: given(0) }],
      },
      spec: {
        height: { step: 18 },
        layer: [
          mark.reference({ x: 'x' }, { data: 'zero' }),
          mark.rule(
            {
              ...byKind,
              x: mark.q('low', { title: 'change of log-probability, in nats' }),
              x2: { field: 'high' },
            },
            { strokeWidth: 2 },
          ),
          mark.dots({ ...byKind, shape: KINDS.shape, x: 'median' }, { size: 65 }),
        ],
      },
    }),
    prose`What to see: the gold passage ${raises(m.gold, goldInvented, goldReal)} the right answer by ${nats(goldInvented.median)} (median) for
      invented entities and by ${nats(goldReal.median)} for real ones. ${choose(m.example.size, {
        extreme: prose`(The example above is an extreme one, with ${nats(m.example.gain)}.)`,
        usual: prose`(In the example above it is ${nats(m.example.gain)}.)`,
      })} The counterfactual passage ${raises(m.counterfactual, falseInvented, falseReal)} the *false* answer by ${nats(falseInvented.median)} and
      ${nats(falseReal.median)}.`,
    prose`Is it the content, or just more text? The counterfactual passage is the same text but for the
      answer. ${choose(isGain ? m.more : 'not more', {
        more: prose`The right answer gains ${nats(contentInvented.median)} more from the gold passage than from the
      counterfactual one for invented entities, and ${nats(contentReal.median)} for real ones.`,
        'not more': prose`What the right answer gains from the gold passage less what it gains from the
          counterfactual one is ${nats(contentInvented.median)} for invented entities, and
          ${nats(contentReal.median)} for real ones.`,
      })}
      ${choose(contentInvented.verdict, {
        up: choose(contentReal.verdict, {
          up: prose`So the content counts.`,
          down: prose`So the content counts for invented entities only.`,
          'no clear effect': prose`So the content counts for invented entities, at least.`,
        }),
        down: choose(contentReal.verdict, {
          up: prose`So for invented entities the content even hurts.`,
          down: prose`So the content even hurts.`,
          'no clear effect': prose`So for invented entities the content even hurts.`,
        }),
        'no clear effect': choose(contentReal.verdict, {
          up: prose`So the content counts for real entities, at least.`,
          down: prose`That does not show that it is the content that counts.`,
          'no clear effect': prose`That does not show that it is the content that counts.`,
        }),
      })}`,
    curious(prose`How large are the effects, for which questions, and where in the passage?`, [
      prose`Question and passage make a prompt like this; ${ref('context-effects-table')} has what came of
        it.`,
      code('#chapters/03-logprobs-as-confidence/retrieval', 'retrieval-prompt'),
      table({
        id: 'context-effects-table',
        caption: prose`The same effects in nats: medians and means, each with its interval. The last column
          judges the median.`,
        rows: m.effects,
        columns: [
          ['passage', (row) => text(row.condition)],
          ['of the', (row) => text(row.of)],
          ['about', (row) => text(row.kind)],
          ['n', (row) => count(row.n)],
          ['median', (row) => nats(row.median)],
          ...fromTo(nats),
          ['mean', (row) => nats(row.mean)],
          ['from', (row) => nats(row.meanLow)],
          ['to', (row) => nats(row.meanHigh)],
          ['effect', (row) => choose(row.verdict, EFFECTS)],
        ],
      }),
      prose`With so many intervals in one table, one of them may miss by luck alone. ${choose(m.skew, {
        'coined names': prose`The means of the gold passage, ${goldMeans}, are larger than its medians:
          a few answers rise enormously, most of all ${largest}. A coined name is nearly impossible before the
          passage spells it.`,
        'some answers': prose`The means of the gold passage, ${goldMeans}, are larger than its medians:
          a few answers rise much, most of all ${largest}.`,
        none: prose`The means of the gold passage are ${goldMeans}.`,
      })}`,
      prose`The median of what the gold passage gives the right answer beyond the counterfactual one has an
        interval from ${range(nats, contentInvented)} for invented entities, from ${range(nats, contentReal)}
        for real ones. And does a false passage do more for its answer than a true one? The change of
        the false answer with the counterfactual passage less that of the right answer with the gold one, question
        by question: for invented entities ${compared(againstInvented)}; for real ones ${compared(againstReal)}.`,
      prose`${ref('context-scatter')} shows the questions one by one.`,
      figure({
        id: 'context-scatter',
        caption: prose`The log-probability of an answer in nats with the passage that names it (upwards),
          against that without a passage (to the right). Points above the dashed diagonal have gained.`,
        alt: prose`Two panels of points${choose(m.gained, {
          most: prose`, most of them above the diagonal`,
          'not most': prose``,
        })}: the right answers with their gold
          passages, and the false answers with the counterfactual ones.`,
        data: { rows: m.points, diagonal: [{ x: lowest, y: lowest }, ...diagonalFrom(0, 0).slice(1)] },
        spec: {
          facet: {
            column: mark.n('panel', {
              sort: ['gold: right answer', 'counterfactual: false answer'],
              title: null,
              header: { labelPadding: 26 },
            }),
          },
          spec: {
            width: 250,
            height: 250,
            layer: [
              mark.points(
                {
                  ...KINDS,
                  x: mark.q('before', { title: 'without passage, in nats' }),
                  y: mark.q('after', { title: 'with passage, in nats' }),
                },
                { size: 45, strokeWidth: 1.5 },
              ),
              diagonal,
            ],
          },
        },
      }),
      prose`Does it matter where in the passage the answer stands? The median gain from the gold passage is
        ${nats(m.positions[0]?.median)} for answers near its start, ${nats(m.positions[1]?.median)} for the
        middle and ${nats(m.positions[2]?.median)} for the end. Different questions stand at each place, about
        a dozen each${
          layout([m.positions[0]?.low, m.positions[0]?.high], (low, high) => high - low > 0.001)
            ? prose`, and the intervals of the means are wide`
            : prose``
        } (${ref('position-gains')}).`,
      table({
        id: 'position-gains',
        caption: prose`The gain of the right answer from the gold passage, in nats, by the place of the answer
          in it. From and to: the interval of the mean.`,
        rows: m.positions,
        columns: [
          ['place', (row) => text(row.position)],
          ['n', (row) => count(row.n)],
          ['median', (row) => nats(row.median)],
          ['mean', (row) => nats(row.mean)],
          ...fromTo(nats),
        ],
      }),
      prose`The questions and passages are in \`retrieval.json\`, with the SHA-256 checksum
        ${codeText(sha256)}; lengths within a tenth of each other and what a passage may contain are checked
        when the file is read.`,
    ]),
    curious(prose`Does a large rise show that the passage names the answer?`, [
      prose`Each answer was scored with one passage that names it and with two that do not
        (${ref('naming-table')}).`,
      table({
        id: 'naming-table',
        caption: prose`Rises in nats of answers that the passage names, and of answers that it does not.`,
        rows: m.naming,
        columns: [
          [
            'the passage',
            (row) => choose(row.mentions, { named: prose`names the answer`, 'not named': prose`does not` }),
          ],
          ['n', (row) => count(row.n)],
          ['lower quartile', (row) => nats(row.quarter)],
          ['median', (row) => nats(row.median)],
          ['upper quartile', (row) => nats(row.threeQuarters)],
          [prose`rise above ${count(m.rise)} nats`, (row) => count(row.above)],
        ],
      }),
      prose`What to see: a rise of more than ${count(m.rise)} nats, a round number, occurs for
        ${count(named.above)} of ${count(named.n)} named answers and ${count(notNamed.above)} of
        ${count(notNamed.n)} others. ${choose(m.rises, {
          tell: prose`A large rise makes it likelier that the passage names the answer; a small one says
        little, for ${count(named.notAbove)} named answers rise by no more than that.`,
          'do not tell': layout([m.namingAuroc.high], (high) => high < 0.5)
            ? prose`So with this model it is the other way round: what the passage names rises less.`
            : layout([named.above, notNamed.above], (a, b) => a + b === 0)
              ? prose`No answer rises so much.`
              : prose`So with this model a large rise does not tell that the passage names the answer.`,
        })} No rise says that the
        passage is right. The AUROC of the rise is ${real(m.namingAuroc.estimate)}
        (${range(real, m.namingAuroc)}; the bootstrap draws whole questions).`,
    ]),
  ];
}
