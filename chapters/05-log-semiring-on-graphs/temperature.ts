import { prose, section } from '#report';
import { equation, math, nats, ref, term } from '#report/values';
import { semiringTable } from './semirings.measure.ts';

export const temperatureSection = section({
  id: 'sum-to-max',
  title: prose`Between max and sum: bounds and temperature`,
  needs: { z: semiringTable },
  write: ({ z }) => [
    prose`How far apart can the best path and the sum of all paths be? At z, the best path has ${nats(z.best.log, 2)}
      and all three paths together ${nats(z.log, 2)}. A sum of ${math`n`} probabilities is at least the largest of
      them, and at most ${math`n`} times the largest. In logarithms:`,
    equation`\max_i a_i \;\le\; \ln \sum_i e^{a_i} \;\le\; \max_i a_i + \ln n`,
    prose`For our three paths, the upper bound is ${math`-1.74 + \ln 3`} = ${nats(z.byHand.above, 2)}. So the best
      path is a good stand-in for the sum only if there are few paths or one of them dominates. With the
      ${math`3^{20}`} paths of ${ref('one-pass')}, the two can differ by ${math`20 \ln 3 \approx 22`} nats.

      A ${term('temperature')} ${math`T`} makes ⊕ a compromise: ${math`a \oplus_T b = T \ln(e^{a/T} + e^{b/T})`}. At
      ${math`T = 1`}, this is log-add-exp. As ${math`T`} falls to zero, it becomes ${math`\max`}. (The temperature of
      a language model instead reshapes the probabilities of each *step*.)`,
  ],
});
