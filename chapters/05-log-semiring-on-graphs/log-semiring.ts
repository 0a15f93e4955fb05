import { code, prose, section } from '#report';
import { given, math, nats, probability, ref, term } from '#report/values';
import { semiringTable } from './semirings.measure.ts';

export const logSemiringSection = section({
  id: 'log-semiring',
  title: prose`The log semiring: paths as log-probabilities`,
  needs: { m: semiringTable },
  write: ({ m: { byHand, log, probability: probabilityOfAll } }) => [
    prose`The product of many probabilities ${term('underflow', 'underflows')}, so programs keep
      ${term('log-probability', 'log-probabilities')}, in ${term('nat', 'nats')}. Then ⊗ is ${math`+`}, and ⊕ becomes
      *log-add-exp*, ${math`\ln(e^a + e^b)`}: the larger of the two, plus a correction
      (${ref('adding-in-log-space')}). If ${math`a \ge b`}, it is ${math`a + \ln(1 + e^{b - a})`}.

      Try it by hand at z. Its three paths have ${given(0.16)}, ${given(0.07)} and ${given(0.175)}, which is
      ${nats(byHand.first, 2)}, ${nats(byHand.second, 2)} and ${nats(byHand.third, 2)}. The first two differ by
      ${nats(byHand.difference, 2)}, so they combine to ${math`-1.83 + \ln(1 + e^{-0.83})`} = ${nats(byHand.two, 2)},
      the logarithm of ${given(0.23)}. With the third, the total is ${nats(log, 2)}, the logarithm of
      ${probability(probabilityOfAll, 3)}.

      In code, a semiring lists its *zero*, its *one*, ⊕, ⊗ and the weight of an edge. \`BEST\` carries the path
      along, so that \`max\` returns it with its log-probability:`,
    code('#chapters/05-log-semiring-on-graphs/paths.py', 'semirings'),
  ],
});
