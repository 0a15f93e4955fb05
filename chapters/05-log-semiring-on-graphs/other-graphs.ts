import { prose, section, table } from '#report';
import { cite, codeText, count, math, ref } from '#report/values';
import { alignments } from './other-graphs.measure.ts';

/** What others compute by the same loop. */
const PROBLEMS = [
  {
    problem: prose`labelling words with a CRF (conditional random field)`,
    node: prose`a word with a label`,
    edge: prose`the next word with its label, weight ${math`e^{\text{score}}`}`,
    result: prose`log: the normalizer, over all labellings`,
  },
  {
    problem: prose`matching sound and transcript by CTC`,
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

export const otherProblems = section({
  id: 'other-problems',
  title: prose`CTC, CRF, edit distance and parsing as sums over paths`,
  needs: { m: alignments },
  write: ({ m: { frames, different, same } }) => [
    prose`To use the loop on a problem, say what a node and an edge are, and which ⊕ answers the question
      (${ref('other-graphs-table')}).`,
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
    prose`*CTC* (connectionist temporal classification) needs care. A model gives each frame of sound a
      probability for each letter and for a *blank*. A sequence of symbols spells a transcript if it becomes the transcript when you merge
      repeated symbols and then drop the blanks: \`aa-bb\`, \`a--b-\` and \`aaaab\` all spell \`ab\`.

      So the places of the transcript are not only its letters. Each gap is a place, too: for \`ab\`, they are blank, a,
      blank, b, blank. From frame to frame, a path stays at its place or moves to the next one. It may skip a blank, but not
      the one between two equal letters, because without it they would merge. A path starts at the first blank or letter and ends at the last letter
      or blank.

      With ${count(frames)} frames, ${count(different.paths)} of the ${count(different.of)} sequences of a, b and blank spell
      ${codeText(different.text)}. Of the ${count(same.of)} sequences of a and blank, ${count(same.paths)} spell ${codeText(same.text)}.
      The counting semiring gives both numbers; [Hannun](https://distill.pub/2017/ctc/) draws the graph.

      In a parse tree, a node joins two parts. Its edge has two tails and contributes
      ${math`w \otimes \alpha_\text{left} \otimes \alpha_\text{right}`}. The laws and the loop stay the same
      (${cite('goodman-1999')}; [Huang](https://aclanthology.org/C08-5001)).`,
  ],
});
