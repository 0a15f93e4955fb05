import { at } from '#numerics/list';
import { code, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { codeText, count, nats, percent, real, ref, term, text } from '#report/values';
import { diagonal, verticalLine } from './layers.ts';
import { retrievalEffects } from './retrieval-effects.ts';
import { retrievalScores } from './retrieval-scores.ts';

/** One row a passage and answer, and in it one line for invented and one for real entities. */
const BY_KIND = {
  y: { field: 'name', type: 'nominal', sort: null, title: null, axis: { labelLimit: 230 } },
  yOffset: { field: 'kind', type: 'nominal', sort: null },
  color: { field: 'kind', type: 'nominal', title: null, sort: ['invented', 'real'] },
};

const CONDITION_NAMES: Readonly<Record<string, string>> = {
  none: 'no passage',
  gold: 'gold passage',
  irrelevant: 'irrelevant passage',
  counterfactual: 'counterfactual passage',
};

export const retrievedContext = section({
  id: 'retrieved-context',
  title: prose`With and without retrieved context`,
  needs: { scores: retrievalScores, m: retrievalEffects },
  write({ scores, m }) {
    const { example } = scores;
    const effect = (condition: string, of: string, kind: string) => {
      const found = m.effects.find(
        (row) => row.condition === condition && row.of === of && row.kind === kind,
      );
      if (found === undefined) throw new RangeError(`no effect of ${condition} on the ${of}`);
      return found;
    };
    const goldInvented = effect('gold', 'right answer', 'invented');
    const goldReal = effect('gold', 'right answer', 'real');
    const falseInvented = effect('counterfactual', 'false answer', 'invented');
    const falseReal = effect('counterfactual', 'false answer', 'real');
    const irrelevantInvented = effect('irrelevant', 'right answer', 'invented');
    const [none, gold, counterfactual] = [at(m.byCondition, 0), at(m.byCondition, 1), at(m.byCondition, 3)];
    const [mereInvented, mereReal] = [at(m.overMere, 0), at(m.overMere, 1)];
    const [againstInvented, againstReal] = [at(m.against, 0), at(m.against, 1)];
    const [named, notNamed] = [at(m.naming, 0), at(m.naming, 1)];
    const compared = (row: typeof againstInvented) =>
      choose(row.verdict, {
        up: prose`more than that`,
        down: prose`less than that`,
        'no clear effect': prose`about the same, as far as these questions show,`,
      });
    return [
      prose`
        Many programs look something up before they ask. The passage that was found goes before the question:
        ${term('retrieved context')}, or RAG. Then an old question comes back in a new form: when confidence rises, has the
        *answer* become better, or has the *passage* become louder?
      `,
      prose`
        To tell the two apart, ${count(m.questions)} questions were written, half of them about people and places that we
        invented, so that no model can know them. Each was asked four times: with no passage; with a *gold* passage that
        holds the answer; with an *irrelevant* one of equal length that does not; and with a *counterfactual* one, the gold
        passage with a false answer in place of the right one. For example:
      `,
      table({
        id: 'retrieval-example',
        caption: prose`One question and its three passages. Right: ${text(example.answer)}; false: ${text(example.falseAnswer)}.`,
        rows: [
          { name: prose`question`, words: example.question },
          { name: prose`gold`, words: example.gold },
          { name: prose`irrelevant`, words: example.irrelevant },
          { name: prose`counterfactual`, words: example.counterfactual },
        ],
        columns: [
          { head: prose`part`, cell: (row) => row.name },
          { head: prose`text`, cell: (row) => prose`${text(row.words)}` },
        ],
      }),
      code('#chapters/03-logprobs-as-confidence/retrieval', 'retrieval-prompt'),
      prose`
        The same question is its own control, so only *differences* count: the log-probability of an answer with the passage
        minus that without. How large are they? ${ref('context-effects')} shows means and intervals.
      `,
      figure({
        id: 'context-effects',
        caption: prose`
          What each passage does to the log-probability of the right and of the false answer: mean paired differences
          to no passage, with intervals that would hold the true mean in nineteen of twenty cases. Zero, dashed, is no effect.
        `,
        alt: prose`
          For invented entities, the gold passage moves the right answer by ${nats(goldInvented.mean)} on average, the
          counterfactual one moves the false answer by ${nats(falseInvented.mean)}; the irrelevant one moves the right answer
          by ${nats(irrelevantInvented.mean)}.
        `,
        data: {
          rows: m.effects.map((row) => ({
            name: `${row.condition}: ${row.of}`,
            kind: row.kind,
            mean: row.mean,
            low: row.low,
            high: row.high,
          })),
          zero: [{ x: 0 }],
        },
        spec: {
          height: { step: 18 },
          layer: [
            {
              data: { name: 'zero' },
              mark: { type: 'rule', style: 'reference' },
              encoding: { x: { field: 'x', type: 'quantitative' } },
            },
            {
              mark: { type: 'rule', strokeWidth: 2 },
              encoding: {
                ...BY_KIND,
                x: { field: 'low', type: 'quantitative', title: 'change of log-probability, in nats' },
                x2: { field: 'high' },
              },
            },
            {
              mark: { type: 'point', filled: true, size: 65 },
              encoding: {
                ...BY_KIND,
                x: { field: 'mean', type: 'quantitative' },
                shape: { field: 'kind', type: 'nominal', title: null, sort: ['invented', 'real'] },
              },
            },
          ],
        },
      }),
      table({
        id: 'context-effects-table',
        caption: prose`The same effects in nats.`,
        rows: m.effects,
        columns: [
          { head: prose`passage`, cell: (row) => prose`${text(row.condition)}` },
          { head: prose`of the`, cell: (row) => prose`${text(row.of)}` },
          { head: prose`about`, cell: (row) => prose`${text(row.kind)}` },
          { head: prose`n`, align: 'right', cell: (row) => prose`${count(row.n)}` },
          { head: prose`mean`, align: 'right', cell: (row) => prose`${nats(row.mean)}` },
          { head: prose`median`, align: 'right', cell: (row) => prose`${nats(row.median)}` },
          { head: prose`from`, align: 'right', cell: (row) => prose`${nats(row.low)}` },
          { head: prose`to`, align: 'right', cell: (row) => prose`${nats(row.high)}` },
          {
            head: prose`effect`,
            cell: (row) =>
              choose(row.verdict, {
                up: prose`up`,
                down: prose`down`,
                'no clear effect': prose`none that is clear`,
              }),
          },
        ],
      }),
      prose`
        What to see: the gold passage moves the right answer by ${nats(goldInvented.mean)} on average for invented entities and
        by ${nats(goldReal.mean)} for real ones, of which the model knew something before. Is that the content, or just more
        text? Compared with the irrelevant passage of the same length, question by question, the gold passage is ahead by
        ${nats(mereInvented.mean)} (from ${nats(mereInvented.low)} to ${nats(mereInvented.high)}) and
        ${nats(mereReal.mean)} (from ${nats(mereReal.low)} to ${nats(mereReal.high)}).
        ${choose(mereInvented.verdict, {
          up: prose`For invented entities it is the content that works.`,
          down: prose`For invented entities the content does harm.`,
          'no clear effect': prose`For invented entities these questions do not show that it is the content.`,
        })} (With a dozen intervals in one table, one of them may miss by luck alone.)
      `,
      prose`
        Now the counterfactual passage. It moves the *false* answer by ${nats(falseInvented.mean)} for invented entities and by
        ${nats(falseReal.mean)} for real ones. Set against what the gold passage did for the right answer, question by question,
        it does ${compared(againstInvented)} for invented entities (from ${nats(againstInvented.low)} to
        ${nats(againstInvented.high)}), and ${compared(againstReal)} for real ones (from ${nats(againstReal.low)} to
        ${nats(againstReal.high)}). A false name in a passage works much like a right one.
        ${ref('context-scatter')} shows it question by question.
      `,
      figure({
        id: 'context-scatter',
        caption: prose`
          The log-probability of an answer in nats with the passage that names it (upwards), against that without a passage
          (to the right). Points above the dashed diagonal have gained.
        `,
        alt: prose`
          Two panels of points, nearly all above the diagonal: the right answers with their gold passages, and the false
          answers with the counterfactual ones. The two clouds look alike.
        `,
        data: {
          rows: m.points.map((point) => ({ ...point })),
          diagonal: [
            { x: -40, y: -40 },
            { x: 0, y: 0 },
          ],
        },
        spec: {
          facet: {
            column: {
              field: 'panel',
              type: 'nominal',
              sort: ['gold: right answer', 'counterfactual: false answer'],
              title: null,
            },
          },
          spec: {
            width: 250,
            height: 250,
            layer: [
              {
                mark: { type: 'point', size: 45, strokeWidth: 1.5 },
                encoding: {
                  x: { field: 'before', type: 'quantitative', title: 'without passage, in nats' },
                  y: { field: 'after', type: 'quantitative', title: null },
                  color: { field: 'kind', type: 'nominal', title: null, sort: ['invented', 'real'] },
                  shape: { field: 'kind', type: 'nominal', title: null, sort: ['invented', 'real'] },
                },
              },
              diagonal('diagonal'),
            ],
          },
        },
      }),
      prose`
        Can one tell from the rise of an answer whether the passage named it? Every answer was scored with one passage that
        names it and with others that do not:
      `,
      table({
        id: 'naming-table',
        caption: prose`Rises in nats of answers that the passage names, and of answers that it does not.`,
        rows: m.naming,
        columns: [
          {
            head: prose`the passage`,
            cell: (row) =>
              choose(row.mentions, { named: prose`names the answer`, 'not named': prose`does not` }),
          },
          { head: prose`n`, align: 'right', cell: (row) => prose`${count(row.n)}` },
          { head: prose`a quarter is below`, align: 'right', cell: (row) => prose`${nats(row.quarter)}` },
          { head: prose`half is below`, align: 'right', cell: (row) => prose`${nats(row.median)}` },
          {
            head: prose`three quarters are below`,
            align: 'right',
            cell: (row) => prose`${nats(row.threeQuarters)}`,
          },
        ],
      }),
      prose`
        What to see: half of the named answers rise by more than ${nats(named.median)}, half of the others by more than
        ${nats(notNamed.median)}. The rise separates the two with an AUROC of ${real(m.namingAuroc.estimate, 'statistic')}
        (from ${real(m.namingAuroc.low, 'statistic')} to ${real(m.namingAuroc.high, 'statistic')}). So a rise tells whether an
        answer came from the passage, not always, and never whether the passage is right.
      `,
      prose`
        Let the model choose between the right and the false answer, as in the sections before; a ${term('softmax')} over two
        sums now is the confidence *between two*. ${ref('confidence-and-correctness')} puts confidence and truth side by side.
      `,
      figure({
        id: 'confidence-and-correctness',
        caption: prose`
          Choosing between the right and the false answer. Filled: the share of right choices, with Wilson intervals.
          Open diamonds: mean confidence. Dashed: a coin.
        `,
        alt: prose`
          With no passage ${percent(none.accuracy)} of choices are right at a mean confidence of ${percent(none.confidence)};
          with the gold passage ${percent(gold.accuracy)} at ${percent(gold.confidence)}; with the counterfactual passage
          ${percent(counterfactual.accuracy)} at ${percent(counterfactual.confidence)}.
        `,
        data: {
          rows: m.choices.map((row) => ({ ...row, name: CONDITION_NAMES[row.condition] ?? row.condition })),
          coin: [{ x: 0.5 }],
        },
        spec: {
          height: { step: 22 },
          layer: [
            verticalLine('coin'),
            {
              mark: { type: 'rule', strokeWidth: 2 },
              encoding: {
                ...BY_KIND,
                x: {
                  field: 'low',
                  type: 'quantitative',
                  title: 'share of right choices; mean confidence',
                  axis: { format: '%' },
                  scale: { domain: [0, 1] },
                },
                x2: { field: 'high' },
              },
            },
            {
              mark: { type: 'point', filled: true, size: 70 },
              encoding: {
                ...BY_KIND,
                x: { field: 'accuracy', type: 'quantitative' },
                shape: { field: 'kind', type: 'nominal', title: null, sort: ['invented', 'real'] },
              },
            },
            {
              mark: { type: 'point', shape: 'diamond', size: 90, strokeWidth: 2, filled: false },
              encoding: { ...BY_KIND, x: { field: 'confidence', type: 'quantitative' } },
            },
          ],
        },
      }),
      table({
        id: 'confidence-and-correctness-table',
        caption: prose`Choices between the right and the false answer.`,
        rows: m.choices,
        columns: [
          { head: prose`passage`, cell: (row) => prose`${text(row.condition)}` },
          { head: prose`about`, cell: (row) => prose`${text(row.kind)}` },
          {
            head: prose`right`,
            align: 'right',
            cell: (row) => prose`${count(row.right)} of ${count(row.n)}`,
          },
          { head: prose`share`, align: 'right', cell: (row) => prose`${percent(row.accuracy)}` },
          { head: prose`from`, align: 'right', cell: (row) => prose`${percent(row.low)}` },
          { head: prose`to`, align: 'right', cell: (row) => prose`${percent(row.high)}` },
          { head: prose`mean confidence`, align: 'right', cell: (row) => prose`${percent(row.confidence)}` },
        ],
      }),
      prose`
        What to see: the *choice* follows the passage, and confidence does not tell. With the gold passage ${count(gold.right)} of
        ${count(m.questions)} choices are right, with the counterfactual one ${count(counterfactual.right)}. The mean confidence
        is ${percent(gold.confidence)} and ${percent(counterfactual.confidence)}; even with no passage, where about half of the
        choices can only be guesses, it is ${percent(none.confidence)}. From no passage to the counterfactual one it changes by
        ${percent(m.confidenceChange.mean)} on average, from ${percent(m.confidenceChange.low)} to
        ${percent(m.confidenceChange.high)}: ${choose(m.confidenceChange.verdict, {
          up: prose`the false passage makes the model surer.`,
          down: prose`the false passage makes the model less sure.`,
          'no clear effect': prose`no clear change.`,
        })}
      `,
      prose`
        Imagine a service in which half of the passages are right and half are false. Over these ${count(m.mixed.n)} choices
        confidence separates right from wrong with an AUROC of ${real(m.mixed.estimate, 'statistic')}, from
        ${real(m.mixed.low, 'statistic')} to ${real(m.mixed.high, 'statistic')}. ${choose(m.mixed.verdict, {
          separates: prose`Some signal is left, but less than a threshold would need.`,
          'cannot tell': prose`That cannot be told from a coin: no threshold on confidence finds the false passages.`,
        })}
      `,
      prose`
        This is the distinction that the whole chapter is about. *Confidence* is a property of the text: how well an answer
        fits what stands before it. *Correctness* is a property of the world. Retrieval joins the two only when the passage is
        right, and a log-probability cannot know whether it is.
      `,
      prose`
        Does it matter where in the passage the answer stands? The mean gain from the gold passage is
        ${nats(m.positions[0]?.mean)} for answers near its start, ${nats(m.positions[1]?.mean)} for the middle and
        ${nats(m.positions[2]?.mean)} for the end. Different questions stand at each place, about a dozen each, and the
        intervals are wide (${ref('position-gains')}).
      `,
      table({
        id: 'position-gains',
        caption: prose`The gain of the right answer from the gold passage, in nats, by the place of the answer in it.`,
        rows: m.positions,
        columns: [
          { head: prose`place`, cell: (row) => prose`${text(row.position)}` },
          { head: prose`n`, align: 'right', cell: (row) => prose`${count(row.n)}` },
          { head: prose`mean`, align: 'right', cell: (row) => prose`${nats(row.mean)}` },
          { head: prose`median`, align: 'right', cell: (row) => prose`${nats(row.median)}` },
          { head: prose`from`, align: 'right', cell: (row) => prose`${nats(row.low)}` },
          { head: prose`to`, align: 'right', cell: (row) => prose`${nats(row.high)}` },
        ],
      }),
      prose`
        The questions and passages are in \`retrieval.json\`, with the SHA-256 checksum ${codeText(scores.sha256)}; lengths
        within a tenth of each other and what a passage may contain are checked when the file is read.
      `,
    ];
  },
});
