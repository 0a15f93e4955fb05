import { at } from '#numerics/list';
import { and, finding, greater, less, none, prose, type Seen, section, table } from '#report';
import { count, given, percent, ref, text } from '#report/values';
import { area, ifAnswered, outOf, shareOrNone } from './number-formats.ts';
import { passageResults } from './passage-results.measure.ts';
import { groupOf } from './retrieved-context.ts';

type Results = Seen<typeof passageResults>;

const searchOnEasy = ({ groups }: Results) => {
  const [right, near, other] = [
    groupOf(groups, 'known', 'right'),
    groupOf(groups, 'known', 'near'),
    groupOf(groups, 'known', 'irrelevant'),
  ];
  return finding({
    id: 'word-search-on-easy-questions',
    when: and(
      greater('answers found in the right passage, and in a near miss', right.found, near.found),
      none('answers beside an irrelevant passage are in it', other.found, other.finished),
      greater('answers found in a near miss', near.found, 0),
      none('answers found in a near miss are right', near.foundRight, near.found),
    ),
    context: [right.finished],
    text: () =>
      prose`On easy questions, the search finds ${outOf(right.found, right.finished)} answers in the right passage, and none in an irrelevant one. In a near miss it finds ${count(near.found)}: these are taken from the passage, and wrong.`,
  });
};

const searchOnInvented = ({ groups, missed }: Results) => {
  const [right, untrue] = [groupOf(groups, 'invented', 'right'), groupOf(groups, 'invented', 'untrue')];
  return finding({
    id: 'word-search-on-invented-questions',
    when: and(
      greater('right answers beside the right passage, and those found', right.right, right.foundRight),
      greater('false answers that are found', untrue.found, 0),
    ),
    context: [untrue.finished],
    text: () =>
      prose`On invented questions, which are the case that the search is for, it finds only ${count(right.foundRight)} of the ${count(right.right)} right answers. It looks for the whole reply, so it misses a longer one (“${text(missed ?? undefined)}”). Beside a false passage it finds ${outOf(untrue.found, untrue.finished)}.`,
  });
};

const shareFound = ({ foundAtLeast: low, foundAtMost: high }: Results['groups'][number]) =>
  low === null || high === null ? prose`none` : prose`${percent(low, 2)} to ${percent(high, 2)}`;

const tellsFrom = ({ tells }: Results, { name }: Results['groups'][number]) => {
  const found = tells.find((one) => one.name === name) ?? null;
  return found === null ? prose`–` : area(found);
};

export const wordSearch = section({
  id: 'word-search',
  title: prose`Is the answer in the passage? Word search and confidence`,
  needs: { m: passageResults },
  write: ({ m }) => [
    prose`Does the answer come from the passage? The simplest check looks for the words of the answer in the passage (${ref('word-search-counts')}).`,
    table({
      id: 'word-search-counts',
      caption: prose`Finished replies that are in their passage word for word, with the exact ${given(95)}% interval of their share. The AUROC compares their sums with those beside the right passage, for the same questions; its interval keeps both replies to a question together.`,
      rows: m.groups.filter(({ condition }) => condition !== 'none'),
      columns: [
        ['question, passage', (row) => text(row.name), 'left'],
        ['finished', (row) => count(row.finished)],
        ['right', (row) => count(row.right)],
        ['in the passage', (row) => count(row.found)],
        ['of these right', (row) => count(row.foundRight)],
        ['share in the passage', shareFound, 'right'],
        ['AUROC against the right passage', (row) => tellsFrom(m, row), 'right'],
      ],
    }),
    prose`${searchOnEasy(m)}

      ${searchOnInvented(m)}

      So the search shows whether an answer is *supported*, word for word, and never whether it is true.

      Is the confidence lower beside a bad passage? The last column of ${ref('word-search-counts')} shows how well the sums tell a bad passage from the right one. On invented questions no signal could do better than a coin toss, because both versions are made up. A low confidence alone does not say whether the passage is false or irrelevant, or the question hard.

      Search brings back several chunks. Ask with each chunk alone if you can afford it: then each answer has one source, and a chunk whose answer differs from the others' goes to a person. We have not measured this.`,
  ],
});

const noWordingAnswers = ({ support }: Results) =>
  finding({
    id: 'support-is-not-answered',
    when: and(...support.map(({ said }) => less('probability of the two words', said, 0.5))),
    text: () =>
      prose`In neither wording do the two words hold half of the probability. So our model does not answer this question, and that is the result: which word is ahead says nothing.`,
  });

const calledSupported = ({ isAnswered, of }: Results['support'][number], condition: number) =>
  ifAnswered(isAnswered, outOf(at(of, condition).yes, at(of, condition).asked));

export const askAboutSupport = section({
  id: 'ask-about-support',
  title: prose`Ask the model whether the passage supports its answer`,
  needs: { m: passageResults },
  write: ({ m }) => [
    prose`Many pipelines ask a model: is this answer in the source? First check that the model answers the question at all. Add up the probability of both words in all spellings, such as \`Yes\`, \`yes\` and \`␣yes\`. If they hold less than half, the comparison of “yes” with “no” measures a reply that the model would not give.

      We asked about right answers with their passage, and about the answers beside a near miss and beside an irrelevant passage (${ref('support-counts')}). Two wordings are few: for P(True), ${ref('no-logprobs')} has three.`,
    table({
      id: 'support-counts',
      caption: prose`How many answers the likelier word calls supported, in two wordings, of which the second asks for the opposite.`,
      rows: m.support,
      columns: [
        ['wording', (row) => text(row.text), 'left'],
        ['both words hold (median)', (row) => shareOrNone(row.said), 'right'],
        ['right passage', (row) => calledSupported(row, 0), 'right'],
        ['near miss', (row) => calledSupported(row, 1), 'right'],
        ['irrelevant', (row) => calledSupported(row, 2), 'right'],
      ],
    }),
    prose`${noWordingAnswers(m)} Ask a wording and its opposite about some answers that you labelled before you trust such a check.`,
  ],
});
