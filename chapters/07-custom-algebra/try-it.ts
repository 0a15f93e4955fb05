import { exercise, prose, section } from '#report';
import { given, math } from '#report/values';

export const tryAlgebra = section({
  id: 'try-algebra',
  title: prose`Try it`,
  needs: {},
  write: () => [
    exercise(
      prose`Solve ${math`a \otimes a = 12`}. How many solutions are there?`,
      prose`The number ${math`12`} stands for the factor ${math`4`}. So the factor of ${math`a`} is ${math`2`} or
        ${math`-2`}, and ${math`a`} is ${math`4`} or ${math`-12`}. Check: ${math`4 + 4 + \tfrac{16}{4} = 12`} and
        ${math`-12 - 12 + \tfrac{144}{4} = 12`}.`,
    ),
    exercise(
      prose`Which operation is ${math`ab - a - b + 2`} in disguise? Which number has no inverse?`,
      prose`Take one from the result: ${math`ab - a - b + 1 = (a - 1)(b - 1)`}. It is multiplication, and ${math`a`}
        stands for the factor ${math`a - 1`}. The number ${given(1)} has no inverse, because its factor is zero.`,
    ),
    exercise(
      prose`Score a paragraph of your own, or ours:

        \`\`\`sh
        npm run score -- --file chapters/07-custom-algebra/texts/piano.txt
        \`\`\`

        Where would a product on ${math`L_{1/4}`} become zero? On which ${math`L_k`} could it fall four times as far, in nats?`,
      prose`Add up the log-probabilities. Where their sum passes ${math`-216 \ln 2`}, about ${math`-150`} nats, the
        product usually reaches ${math`-4`}. (Very likely tokens can leave the product above ${math`-4`}. If every
        token has a probability of ${math`0.9`}, the product gets stuck about ${given(20)} floats above ${math`-4`}:
        each further token moves it by less than half the distance to the next float.) On ${math`L_k`}, the factor is
        ${math`p^k`}. If ${math`k`} is a power of two, the factor is lost below ${math`2^{-54}`}. So
        ${math`k = \tfrac{1}{16}`} lasts four times as long.`,
    ),
  ],
});
