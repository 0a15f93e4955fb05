import { always, choose, exercise, measured, prose, recap, section, source, sources } from '#report';
import {
  count,
  countInWords,
  given,
  math,
  nats,
  percent,
  real,
  ref,
  term,
  text,
  token,
} from '#report/values';
import { namingTheModel } from '../score-command.ts';
import { candidates } from './candidates.measure.ts';
import { firstWords } from './chain-rule.measure.ts';
import { andTies, outcomeOf } from './ties.ts';
import { jointExercises } from './try-it.measure.ts';

export const tryJoint = section({
  id: 'try-joint',
  title: prose`Try it`,
  needs: { m: jointExercises },
  write: ({ m }) => [
    exercise(
      prose`A model gives the tokens of a text ${given(m.mean)} nats each. Float64's smallest number
        above zero is at ${nats(m.floor, 1)}. After about how many tokens is the product zero?`,
      prose`Divide and round up: ${real(m.quotient, 4)}, so at about token ${count(m.tokens)}, in less
        than a page. (Multiplied out in float64, it is zero from token ${count(m.tokens)} on.)`,
    ),
    exercise(
      prose`Two answers exclude each other and have ${given(m.equal)} nats each. How many nats does “one of
        the two” have? Do not use a computer.`,
      prose`Twice the probability is ${math`\ln 2`}, about seven tenths of a nat, more:
        ${nats(m.twice, 1)}.`,
    ),
    exercise(
      prose`Compare two endings of a sentence. Run in the project's folder, the one with
        \`package.json\`:

        \`\`\`sh
        npm run score -- --context "The best way to learn a language is" " to speak it."
        npm run score -- --context "The best way to learn a language is" " to practise."
        \`\`\`

        ${namingTheModel(m.known)}Which has the higher total, and which the higher mean? Look for two endings
        whose order changes between the two. Then move the space of one into the context.`,
      prose`The command prints both the total and the mean. The total favours few tokens, the mean does
        not: try a short ending that is a little odd and a long one that is fluent. ${ref('joint-seams')} explains
        what the space does.`,
    ),
  ],
});

export const rememberJoint = section({
  id: 'remember-joint',
  title: prose`What to remember`,
  needs: { m: candidates, before: firstWords },
  write({ m, before }) {
    const { variety, winner, winners, ties } = outcomeOf(m);
    return [
      recap([
        always(prose`The probability of a text is a product of ${term('token')} probabilities, each given all before it.
        Multiplied as floats, the product of a long text ends at zero, and rounding on the way there can change the winner: add
        ${term('log-probability', 'log-probabilities')}.`),
        always(prose`To add, average or say “not”, use log-sum-exp, log-mean-exp and \`log1mExp\` (${ref('take-home')}). Minus infinity is the
        honest logarithm of zero.`),
        always(prose`The tokens of prompt and ending together must begin with those of the prompt.`),
        always(prose`A first token stands for every text that begins with it, and the likeliest first token need not
        lead to the likeliest text.`),
        always(
          prose`Each further token can only lower a sum, so sums favour short answers. Means and PMI ask other questions: name the rule.`,
        ),
        measured(prose`${countInWords(m.ways, { capital: true })} ways to score the same endings had
        ${choose(variety, {
          several: prose`${winners} winners`,
          one: prose`one winner, “${text(winner)}”`,
          none: prose`no winner`,
        })}${andTies(ties)}.`),
        measured(
          prose`A space at the end of the prompt ${choose(m.charge, {
            all: prose`cost each ending ${nats(m.cost.atLeast, 1)} or more`,
            'not all': choose(m.charges, {
              alike: prose`changed each ending's score by ${nats(m.change.highest, 1)}`,
              different: prose`changed the endings' scores by ${nats(m.change.lowest, 1)} to
              ${nats(m.change.highest, 1)}`,
            }),
          })}.`,
        ),
        measured(prose`After ${token(before.first)}, the probability of ${token(before.second)} was
        ${percent(before.rows[0]?.probability, 2)}; with a line before that announces a story,
        ${percent(before.rows.at(-1)?.probability, 2)}.`),
      ]),
      sources([
        source({
          id: 'gundersen-2020',
          authors: ['Gundersen, Gregory'],
          year: 2020,
          title: 'The Log-Sum-Exp Trick',
          where: 'gregorygundersen.com',
          url: 'https://gregorygundersen.com/blog/2020/02/09/log-sum-exp/',
          adds: prose`The trick step by step in Python, for log-probabilities that are to be made to sum to one.`,
        }),
        source({
          id: 'maechler-2012',
          authors: ['Mächler, Martin'],
          year: 2012,
          title: 'Accurately Computing log(1 − exp(−|a|))',
          where: 'Vignette of the R package Rmpfr',
          url: 'https://cran.r-project.org/web/packages/Rmpfr/vignettes/log1mexp-note.pdf',
          adds: prose`Why the two branches change where they do, in theory and against many more digits; and how to compute
          the logarithm of one plus an exponential.`,
        }),
        source({
          id: 'stan',
          authors: ['Stan Development Team'],
          year: 2026,
          title: 'Floating Point Arithmetic',
          where: "Stan User's Guide",
          url: 'https://mc-stan.org/docs/stan-users-guide/floating-point.html',
          adds: prose`How floats are made, why numbers near one are coarser than those near zero, and what that does to
          statistics.`,
        }),
        source({
          id: 'gao-2021',
          authors: ['Gao, Leo'],
          year: 2021,
          title: 'Multiple Choice Normalization in LM Evaluation',
          where: 'EleutherAI Blog',
          url: 'https://blog.eleuther.ai/multiple-choice-normalization/',
          adds: prose`Four ways to compare answers of different lengths, and what each depends on.`,
        }),
        source({
          id: 'xu-2026',
          authors: ['Xu, Hao', 'Liu, Alisa', 'Hayase, Jonathan', 'Choi, Yejin', 'Smith, Noah A.'],
          year: 2026,
          title: 'Are you going to finish that? A Practical Study of the Partial Token Problem',
          where: 'arXiv',
          url: 'https://arxiv.org/abs/2601.23223',
          adds: prose`How often prompts end inside a token (in Chinese, in long compounds, in code), what it costs, and
          what helps.`,
        }),
      ]),
    ];
  },
});
