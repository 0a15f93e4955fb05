import { always, prose, recap, section, source, sources } from '#report';
import { math } from '#report/values';

export const rememberGraphs = section({
  id: 'remember-graphs',
  title: prose`What to remember`,
  needs: {},
  write: () => [
    recap(
      [
        prose`Dynamic programming keeps one total for each node and looks at each edge once, so it sums over billions of
          paths.`,
        prose`A semiring names the two operations: ⊗ along a path, ⊕ where paths meet. The loop needs ⊗ to distribute
          over ⊕.`,
        prose`Forward total times edge times backward total, divided by the total, is the edge's posterior.`,
        prose`The best path need not lead to the most probable end. Take the best path for one consistent story, the
          posteriors for each step by itself, and the sum for the evidence.`,
        prose`If a walk returns to a node with probability ${math`a < 1`}, counting all ways round, the total of the
          paths through that node is multiplied by ${math`1/(1 - a)`}.`,
      ].map(always),
    ),
    sources([
      source({
        id: 'eisner-2002',
        authors: ['Eisner, Jason'],
        year: 2002,
        title: 'An Interactive Spreadsheet for Teaching the Forward-Backward Algorithm',
        where: 'Workshop on Effective Tools and Methodologies for Teaching NLP and CL',
        url: 'https://aclanthology.org/W02-0102',
        adds: prose`Runs the ice cream over many days in a spreadsheet, with training.`,
      }),
      source({
        id: 'eisner-2016',
        authors: ['Eisner, Jason'],
        year: 2016,
        title: 'Inside-Outside and Forward-Backward Algorithms Are Just Backprop (tutorial paper)',
        where: 'Workshop on Structured Prediction for NLP',
        url: 'https://aclanthology.org/W16-5901',
        adds: prose`Treats the same result for grammars.`,
      }),
      source({
        id: 'chirkova-2023',
        authors: ['Chirkova, Nadezhda', 'Kruszewski, Germán', 'others'],
        year: 2023,
        title: 'Should you marginalize over possible tokenizations?',
        where: 'ACL',
        url: 'https://arxiv.org/abs/2306.17757',
        adds: prose`Estimates the sum for whole texts.`,
      }),
    ]),
  ],
});
