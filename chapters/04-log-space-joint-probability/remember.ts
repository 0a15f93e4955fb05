import { always, measured, prose, recap, section, source, sources } from '#report';
import { endings } from './endings.measure.ts';
import { rulesDisagree } from './ranking-rules.ts';

export const rememberJoint = section({
  id: 'remember-joint',
  title: prose`What to remember`,
  needs: { m: endings },
  write: ({ m }) => [
    recap([
      always(
        prose`Products of many probabilities underflow, and shortly before, rounding can swap two answers. Add
          log-probabilities.`,
      ),
      always(prose`To add probabilities, use log-sum-exp. To average them over wordings, use log-mean-exp.`),
      always(
        prose`Encode each text as a whole, and cut where its tokens and those of the prompt first differ.`,
      ),
      always(
        prose`A further token never raises a sum. Choose the rule by your question, before you see its winner.`,
      ),
      measured(prose`${rulesDisagree(m)}`),
    ]),
    sources([
      source({
        id: 'maechler-2012',
        authors: ['Mächler, Martin'],
        year: 2012,
        title: 'Accurately Computing log(1 − exp(−|a|)) Assessed by the Rmpfr package',
        where: 'R package Rmpfr',
        url: 'https://cran.r-project.org/web/packages/Rmpfr/vignettes/log1mexp-note.pdf',
        adds: prose`Explains the switch at probability one half.`,
      }),
      source({
        id: 'xu-2026',
        authors: ['Xu, Hao', 'Liu, Alisa', 'others'],
        year: 2026,
        title: 'Are you going to finish that? A Practical Study of the Partial Token Problem',
        where: 'arXiv',
        url: 'https://arxiv.org/abs/2601.23223',
        adds: prose`Counts prompts that end inside a token.`,
      }),
      source({
        id: 'stahlberg-2019',
        authors: ['Stahlberg, Felix', 'Byrne, Bill'],
        year: 2019,
        title: 'On NMT Search Errors and Model Errors: Cat Got Your Tongue?',
        where: 'EMNLP-IJCNLP',
        url: 'https://aclanthology.org/D19-1331',
        adds: prose`Searches exactly for the likeliest output.`,
      }),
    ]),
  ],
});
