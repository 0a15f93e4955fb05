// The hidden Markov model that the chapter shows: readers append the region to the loop.

import type { Edge } from './map-and-shown-code.ts';

// #region trellis
const states = ['H', 'F'] as const; // healthy, fever
const begin = { H: 0.6, F: 0.4 };
const move = { H: { H: 0.7, F: 0.3 }, F: { H: 0.4, F: 0.6 } }; // from, to
const feel = {
  H: { normal: 0.5, cold: 0.4, dizzy: 0.1 },
  F: { normal: 0.1, cold: 0.3, dizzy: 0.6 },
};
type Feeling = 'normal' | 'cold' | 'dizzy';

/** H2: healthy on day 2. An edge weighs the probability of a move and the feeling after it. */
function trellisOf(felt: Feeling[]) {
  const edges: Edge[] = [];
  for (const [index, feeling] of felt.entries()) {
    const day = index + 1;
    for (const to of states) {
      const p = feel[to][feeling];
      if (day === 1) edges.push(['S', `${to}1`, begin[to] * p]);
      else for (const from of states) edges.push([`${from}${day - 1}`, `${to}${day}`, move[from][to] * p]);
    }
  }
  for (const state of states) edges.push([`${state}${felt.length}`, 'END', 1]);
  return edges;
}

// #endregion trellis

export { type Feeling, trellisOf };
