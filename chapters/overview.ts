import { figure, type Prose, prose, section, table } from '#report';
import { math, ref, term } from '#report/values';
import { drawArrows } from './07-custom-algebra/arrows.ts';
import { closingDiagram } from './07-custom-algebra/closing-diagram.ts';

const CHAPTERS = {
  logits: '01-logits-logprobs-softmax',
  entropy: '02-cross-entropy-perplexity',
  confidence: '03-logprobs-as-confidence',
  joint: '04-log-space-joint-probability',
  graphs: '05-log-semiring-on-graphs',
  decibels: '06-decibels',
  algebra: '07-custom-algebra',
} as const;

const PLACES = [
  { name: 'logits', title: 'logits', below: 'chapter one', x: 300, y: 530 },
  { name: 'entropy', title: 'perplexity', below: 'chapter two', x: 110, y: 370 },
  { name: 'joint', title: 'log-space', below: 'chapter four', x: 300, y: 370 },
  { name: 'confidence', title: 'confidence', below: 'chapter three', x: 490, y: 370 },
  { name: 'graphs', title: 'graphs', below: 'chapter five', x: 300, y: 210 },
  { name: 'algebra', title: 'custom algebra', below: 'chapter seven', x: 130, y: 40 },
  { name: 'decibels', title: 'decibels', below: 'chapter six', x: 490, y: 40 },
] as const;

type Name = keyof typeof CHAPTERS;

const lends = (from: Name, to: Name, label: string, shift: readonly [number, number], what: Prose) => ({
  from,
  to,
  label,
  shift,
  what,
});

const LENDS = [
  lends('logits', 'entropy', 'ln p', [-46, 0], prose`the ${term('log-probability')} of one token`),
  lends('logits', 'joint', 'ln p', [30, 0], prose`the log-probability of one token, to be added up`),
  lends('logits', 'confidence', 'softmax', [70, 0], prose`${term('softmax')}, now over whole answers`),
  lends('joint', 'graphs', 'log-add-exp', [84, 0], prose`the sum of probabilities in log-space`),
  lends(
    'confidence',
    'decibels',
    'odds',
    [44, 0],
    prose`the ${term('odds')} of an answer, with and without a passage`,
  ),
  lends('graphs', 'decibels', 'levels', [50, 0], prose`the same sum, for levels`),
  lends('graphs', 'algebra', 'path totals', [76, -8], prose`the algorithm, run with other operations`),
  lends('joint', 'algebra', 'carry over', [-76, 6], prose`the carry-over formula`),
];

const SIZE = { width: 600, height: 570 };
/** What arrows stay out of: the names and the chapters below them. */
const BOX = { x: 60, y: 38 };

/** How the chapters connect: what one hands to the next, and the scales that they share. */
export const overview = section({
  id: 'how-the-chapters-connect',
  title: prose`How the chapters connect`,
  needs: {},
  write: () => [
    prose`One thought runs through all seven: **carry the structure over.** Move numbers to another scale by a
      one-to-one map ${math`f`}, and an operation ${math`\circ`} on the old scale becomes
      ${math`f^{-1}(f(x) \circ f(y))`} on the new one. With ${math`f = \exp`}, multiplying probabilities
      becomes adding logarithms. Each chapter can be read on its own; ${ref('chapter-map')} shows what it
      hands on to others.`,
    figure({
      id: 'chapter-map',
      caption: prose`What the chapters hand on. Read it from the top; every chapter also works alone.`,
      alt: prose`Seven named points with arrows. Logits lead to perplexity, to log-space and to confidence;
        log-space leads to graphs and to the custom algebra; graphs lead to decibels and to the custom
        algebra; confidence leads to decibels.`,
      ...drawArrows(PLACES, LENDS, SIZE, { box: BOX }),
    }),
    table({
      id: 'chapter-map-table',
      caption: prose`The same as a list.`,
      rows: LENDS,
      columns: [
        ['from', ({ from }) => ref(CHAPTERS[from])],
        ['to', ({ to }) => ref(CHAPTERS[to])],
        ['what', ({ what }) => what],
      ],
    }),
    prose`A number of this report may stand on any of nine scales. ${ref('scale-map')} has the maps between
      them; at the end, ${ref('closing-diagram')} follows one real probability through all of them, and
      ${ref('jobs-table')} says which scale is for which job.`,
    closingDiagram({
      id: 'scale-map',
      caption: prose`The scales of the report, and the rules that lead from one to another. Rings are averages
        over a text.`,
      alt: prose`Nine named points joined by arrows: perplexity, probability and odds at the top; bits, nats
        and logit below, to which logarithms lead; bits per byte and decibels at the bottom; and the scale of
        the last chapter halfway between probability and nats.`,
    }),
  ],
});
