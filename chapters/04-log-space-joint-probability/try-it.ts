import { always, exercise, prose, recap, section } from '#report';
import { count, given, math, nats, ref, term } from '#report/values';
import { namingTheModel } from '../score-command.ts';
import { jointExercises } from './try-it.measure.ts';

export const tryJoint = section({
  id: 'try-joint',
  title: prose`Try it`,
  needs: { m: jointExercises },
  write: ({ m }) => [
    exercise(
      prose`A model gives the tokens of a text ${given(m.mean)} nats each. The smallest number above zero in
        float64 has a natural logarithm of ${nats(m.floor)}. After about how many tokens is the product
        gone?`,
      [prose`Divide and round up: at about token ${count(m.tokens)}, less than a page.`],
    ),
    exercise(
      prose`Two answers exclude each other and have ${given(m.equal)} nats each. How many nats does “one of
        the two” have? Do not use a computer.`,
      prose`Twice the probability is ${math`\ln 2`}, about seven tenths of a nat, more:
        ${nats(m.twice, { digits: 1 })}.`,
    ),
    exercise(
      prose`Compare two endings of a sentence. Run in the project's folder, the one with
        \`package.json\`:

        \`\`\`sh
        npm run score -- --context "The best way to learn a language is" " to speak it."
        npm run score -- --context "The best way to learn a language is" " to practise."
        \`\`\`

        ${namingTheModel(m.known)}Which has the higher total, and which the higher mean? Then look for two endings whose order
        changes between the two rules.`,
      prose`The command prints both the total and the mean. The total favours few tokens, the mean does
        not: try a short ending that is a little odd and a long one that is fluent. ${ref('rank-changes')} has
        more pairs.`,
    ),
  ],
});

export const rememberJoint = section({
  id: 'remember-joint',
  title: prose`What to remember`,
  needs: {},
  write: () => [
    recap([
      always(prose`The probability of a text is a product; its ${term('log-probability')} is a sum. Products die or
        get stuck; sums do not.`),
      always(prose`Carried over with ${math`f = \exp`}, multiplication becomes addition, and addition becomes
        log-add-exp.`),
      always(prose`Minus infinity is the honest logarithm of zero. Near the ends of the scale use \`log1p\` and
        \`expm1\`.`),
      always(prose`Sums favour short answers. Averages and PMI ask other questions; name the rule.`),
      always(prose`The likeliest token first does not always lead to the likeliest text.`),
      always(prose`A token is not a word: multiply by the probability that the word ends there.`),
      always(prose`Check the seam: the tokens of the whole must begin with the tokens of the prompt.`),
    ]),
  ],
});
