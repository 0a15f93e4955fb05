import { prose, section, table } from '#report';
import { math, ref } from '#report/values';

/** What others compute by the same loop. */
const PROBLEMS = [
  {
    problem: prose`labelling words with a CRF (conditional random field)`,
    node: prose`a word with a label`,
    edge: prose`the next word with its label, weight ${math`e^{\text{score}}`}`,
    result: prose`log: the normalizer, over all labellings`,
  },
  {
    problem: prose`matching sound and transcript by CTC (connectionist temporal classification)`,
    node: prose`a frame of sound with a place in the transcript`,
    edge: prose`the letter or blank of the next frame`,
    result: prose`log: the probability of the transcript, over all alignments`,
  },
  {
    problem: prose`the edit distance of two words`,
    node: prose`a prefix of each word`,
    edge: prose`insert, delete, replace or keep a letter`,
    result: prose`min-plus: the lowest cost of all ways to edit`,
  },
  {
    problem: prose`the lattice of a speech recognizer`,
    node: prose`a moment of the recording`,
    edge: prose`a word that may have been said`,
    result: prose`max-plus: the best transcript`,
  },
];

export const otherGraphs = section({
  id: 'other-graphs',
  title: prose`Other graphs`,
  needs: {},
  write: () => [
    prose`What else can this loop compute (${ref('other-graphs-table')})?`,
    table({
      id: 'other-graphs-table',
      caption: prose`Problems whose solutions are paths, and what a semiring computes over all paths.`,
      rows: PROBLEMS,
      columns: [
        ['problem', (row) => row.problem],
        ['node', (row) => row.node],
        ['edge', (row) => row.edge],
        ['semiring and result', (row) => row.result],
      ],
    }),
    prose`In a parse tree, a node joins two parts. Its edge has two tails and contributes
      ${math`w \otimes \alpha_\text{left} \otimes \alpha_\text{right}`} ([Huang](https://aclanthology.org/C08-5001)).`,
  ],
});
