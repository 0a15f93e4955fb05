import { chapter, choose, headline, prose } from '#report';
import { nats, percent, text } from '#report/values';
import { enumeration } from './enumeration.ts';
import { addingPaths } from './first-graph.ts';
import { greedyBestEnd } from './greedy-best-end.ts';
import { hiddenMarkovSection } from './hidden-markov.ts';
import { loopsSection } from './loops.ts';
import { graphPitfalls } from './pitfalls.ts';
import { posteriors } from './posteriors.ts';
import { prefixTreeSection } from './prefix-tree.ts';
import { semirings } from './semirings.ts';
import { seven } from './seven-answers.ts';
import { sumToMax } from './sum-to-max.ts';
import { surfaceForms } from './surface-forms.measure.ts';
import { surfaceFormsSection } from './surface-forms.ts';
import { rememberGraphs, tryGraphs } from './try-it.ts';
import { wordTreeSection } from './word-tree.ts';

export const logSemiringOnGraphs = chapter({
  number: 5,
  slug: 'log-semiring-on-graphs',
  title: prose`The log semiring on graphs`,
  question: prose`How do paths add up?`,
  abilities: [
    prose`add up more paths than anyone could list, in a single walk over the edges`,
    prose`ask one algorithm seven questions, and tell the best path from the likeliest end`,
    prose`merge the spellings of a model's answer without counting anything twice`,
  ],
  sections: [
    addingPaths,
    semirings,
    seven,
    enumeration,
    greedyBestEnd,
    posteriors,
    hiddenMarkovSection,
    sumToMax,
    prefixTreeSection,
    surfaceFormsSection,
    wordTreeSection,
    loopsSection,
    graphPitfalls,
    tryGraphs,
    rememberGraphs,
  ],
  headline: headline({
    needs: { m: surfaceForms },
    write({ m }) {
      const [, list] = m.prompts;
      return prose`After “${text(m.list.prompt)}” the usual spelling of the right answer ${choose(m.misses, {
        'a part': prose`misses ${percent(m.list.missed)}`,
        'nearly all': prose`has only ${percent(list?.usualShare)}`,
      })} of its probability; adding up eight spellings raises it by ${nats(m.list.gain)}.`;
    },
  }),
});
