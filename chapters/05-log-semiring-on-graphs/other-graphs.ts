import { prose, section } from '#report';
import { codeText, count, math } from '#report/values';
import { alignments } from './other-graphs.measure.ts';

export const otherProblems = section({
  id: 'other-problems',
  title: prose`CTC, CRF, edit distance and parsing as sums over paths`,
  needs: { m: alignments },
  write: ({ m: { frames, different, same } }) => [
    prose`To use the loop on a problem, say what a node and an edge are, and which ⊕ answers the question:

      - **Edit distance.** A node is a prefix of each word; an edge inserts, deletes, replaces or keeps a letter.
        Min-plus gives the lowest cost.
      - **CRF** (conditional random field). A node is a word with a label; an edge leads to the next word with its
        label and weighs ${math`e^{\text{score}}`}. Log gives the normalizer, the sum over all labellings.
      - **CTC** (connectionist temporal classification), for speech. A node is a frame of sound with a place in the
        transcript; an edge is the symbol of the next frame. Log gives the probability of the transcript.
      - **Parsing.** A node is a part of a sentence, joined from two smaller parts. Its edge has two tails and weighs
        ${math`w \otimes \alpha_\text{left} \otimes \alpha_\text{right}`}. The laws and the loop stay the same
        ([Goodman](https://aclanthology.org/J99-4004), [Huang](https://aclanthology.org/C08-5001)).

      CTC needs care. A model gives each frame of sound a
      probability for each letter and for a *blank*, whatever the symbols of the other frames. A sequence of symbols spells a transcript if it becomes the
      transcript when you merge repeated symbols and then drop the blanks: \`aa-bb\`, \`a--b-\` and \`aaaab\` all
      spell \`ab\`.

      So the places of the transcript are not only its letters. Each gap is a place, too: for \`ab\`, they are blank,
      a, blank, b, blank. From frame to frame, a path stays at its place or moves to the next one. It may skip a
      blank, but not the one between two equal letters, because without it they would merge. A path starts at the
      first blank or letter and ends at the last letter or blank.

      With ${count(frames)} frames, ${count(different.paths)} of the ${count(different.of)} sequences of a, b and
      blank spell ${codeText(different.text)}. Of the ${count(same.of)} sequences of a and blank,
      ${count(same.paths)} spell ${codeText(same.text)}. The counting semiring gives both numbers;
      [Hannun](https://distill.pub/2017/ctc/) draws the graph.`,
  ],
});
