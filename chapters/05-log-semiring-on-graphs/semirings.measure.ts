import { maxPlusSemiring, step } from '#numerics/path-semirings';
import { plusAll } from '#numerics/semiring';
import { logSemiring } from '#numerics/semirings';
import { measurement } from '#report/measurement';

const EQUAL = -2;

/** The semirings as a table shows them: a question, what an edge weighs, and what the operations are called in code. */
const QUESTIONS = [
  { name: 'Boolean', question: 'Is there a path?', edge: 'true', plus: 'a || b', times: 'a && b' },
  { name: 'counting', question: 'How many paths are there?', edge: '1', plus: 'a + b', times: 'a * b' },
  {
    name: 'probability',
    question: 'How likely are all paths together?',
    edge: 'p',
    plus: 'a + b',
    times: 'a * b',
  },
  { name: 'log', question: 'How likely, in nats?', edge: 'ln p', plus: 'logAddExp(a, b)', times: 'a + b' },
  {
    name: 'max-plus',
    question: 'Which path is best?',
    edge: '(ln p, the edge)',
    plus: 'the better',
    times: 'a + b, paths joined',
  },
  {
    name: 'k-best',
    question: 'Which k paths are best?',
    edge: 'a list with that one path',
    plus: 'the k best of both',
    times: 'all pairs, the k best',
  },
  {
    name: 'expectation',
    question: 'How unsure is the choice among all paths?',
    edge: '⟨p, −p ln p⟩',
    plus: 'pairs added',
    times: 'product rule',
  },
];

export const semiringOperations = measurement({
  id: 'semiring-operations',
  kinds: {
    questions: { name: 'exact', question: 'exact', edge: 'exact', plus: 'exact', times: 'exact' },
    equal: 'exact',
    larger: 'float64',
    added: 'float64',
    difference: 'float64',
  },
  async measure() {
    const added = plusAll(logSemiring, [EQUAL, EQUAL]);
    return {
      questions: QUESTIONS,
      equal: EQUAL,
      larger: plusAll(maxPlusSemiring, [step(EQUAL, 'one'), step(EQUAL, 'other')]).score,
      added,
      difference: added - EQUAL,
    };
  },
});
