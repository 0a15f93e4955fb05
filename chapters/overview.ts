import { figure, type Prose, prose, section, table } from '#report';
import { given, math, nats, probability, ref, term } from '#report/values';
import { carryOver } from './04-log-space-joint-probability/scale.measure.ts';
import { drawArrows } from './07-custom-algebra/arrows.ts';
import { squareOf } from './square.ts';

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
  lends('logits', 'entropy', 'ln q', [-46, 0], prose`the ${term('log-probability')} of one token`),
  lends('logits', 'joint', 'ln q', [30, 0], prose`the log-probability of one token, to be added up`),
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
  needs: { m: carryOver },
  write: ({ m }) => [
    prose`One thought runs through all seven: **translate, operate, translate back.** Where an operation is
      hard, a one-to-one map ${math`f`} leads to a scale on which it is easy. Operate there, and come back:
      ${math`x \oplus y = f^{-1}(f(x) \circ f(y))`}. A product of many probabilities, say, is a sum of
      logarithms (${ref('thread-square')}).`,
    squareOf('joint', {
      id: 'thread-square',
      numbers: {
        given: m.rows.map(({ factor }) => given(factor)),
        mapped: m.rows.map(({ log }) => nats(log, { digits: 2 })),
        combined: [nats(m.sum, { digits: 2 })],
        result: [probability(m.product, { digits: 1 })],
      },
    }),
    prose`Each chapter can be read on its own; ${ref('chapter-map')} shows what it hands on to others.`,
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
    prose`At the end, ${ref('closing-diagram')} follows one real probability through all scales of the report,
      and ${ref('jobs-table')} says which scale is for which job.`,
  ],
});
