import { prose, section } from '#report';
import { equation, math, percent, ref, term } from '#report/values';
import { threeRules } from './scores.measure.ts';

export const family = section({
  id: 'family',
  title: prose`One family: compound growth, noisy-or, log-probabilities`,
  needs: { m: threeRules },
  write: ({ m: { growth, tests } }) => [
    prose`The quarter was arbitrary. Replace it by any number ${math`k`}:`,
    equation`a \otimes_k b = a + b + k\,ab`,
    prose`Now the factor of ${math`a`} is ${math`1 + ka`}.

      - With ${math`k = 1`}, this is *compound growth*. A rise of ${percent(growth.first, 2)} has the factor
        ${math`1.1`}, and the price is multiplied by it.
      - With ${math`k = -1`}, it is *noisy-or*. A test that catches ${percent(tests.caught, 2)} of all bugs has the
        factor ${math`0.1`}, which is the share that it misses. The shares missed multiply.
      - With ${math`k = 0`}, it is plain addition. Every factor is one, so multiplying factors tells nothing.

      The second map does not break down at ${math`k = 0`} if we divide it by ${math`k`}, which changes no law. As
      ${math`k`} approaches zero,`,
    equation`\frac{\ln(1 + ka)}{k} \;\to\; a`,
    prose`The map becomes “leave the number as it is”, and the rule becomes addition. So adding
      ${term('log-probability', 'log-probabilities')} is a member of the same family, the one with ${math`k = 0`}.
      ${ref('scales')} shows which scales belong to the other members.`,
  ],
});
