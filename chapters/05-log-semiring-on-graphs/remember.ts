import { always, prose, recap, section, source, sources } from '#report';
import { math } from '#report/values';

export const rememberGraphs = section({
  id: 'remember-graphs',
  title: prose`What to remember`,
  needs: {},
  write: () => [
    recap([
      always(
        prose`With the laws of a semiring, one pass over a graph without cycles combines the weights of all paths.`,
      ),
      always(
        prose`Log-add-exp adds up all paths. The best path, which ${math`\max`} keeps, need not lead to the most
          probable end.`,
      ),
      always(
        prose`Without cycles, the gradient of the log total with respect to an edge's log-weight is the edge's share.`,
      ),
      always(
        prose`Distinguish three probabilities of one word: up to a token boundary, as a beginning, and as a word.`,
      ),
      always(
        prose`Merge nodes only if their futures agree. Add spellings only if none is a prefix of another.`,
      ),
    ]),
    sources([
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
      source({
        id: 'vieira-2025',
        authors: ['Vieira, Tim', 'LeBrun, Benjamin', 'others'],
        year: 2025,
        title: 'From Language Models over Tokens to Language Models over Characters',
        where: 'ICML',
        url: 'https://arxiv.org/abs/2412.03719',
        adds: prose`Gives exact and approximate algorithms.`,
      }),
    ]),
  ],
});
