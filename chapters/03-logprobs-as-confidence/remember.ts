import { always, measured, prose, recap, section, source, sources } from '#report';
import { given, ref } from '#report/values';
import { KADAVATH_2022, WU_2024 } from '../shared-sources.ts';
import { answerSeparation } from './answer-separation.measure.ts';
import { thresholdByKind } from './by-kind.measure.ts';
import { sumOrdersAnswers } from './own-words.ts';
import { passageResults } from './passage-results.measure.ts';
import { thresholdLetsFalseOnesPass } from './retrieved-context.ts';
import { citiesAreWrong } from './threshold-by-kind.ts';

export const rememberConfidence = section({
  id: 'remember-confidence',
  title: prose`What to remember`,
  needs: { separation: answerSeparation, kinds: thresholdByKind, passages: passageResults },
  write: ({ separation, kinds, passages }) => [
    recap([
      always(
        prose`Sum only over the tokens of the value, and hand over questions whose replies were cut off.`,
      ),
      always(
        prose`A threshold belongs to one model, prompt, format and mix of questions. Choose it on labelled answers, and test it on others.`,
      ),
      always(
        prose`To promise, with ${given(95)}% confidence, that at most ${given(10)}% of new answers above a threshold are wrong, fix the number of checks beforehand: ${given(29)} random new answers without an error, or more with a few (${ref('plan-a-check')}).`,
      ),
      always(
        prose`If the passage is the only source, and a false version would be as plausible to the model as the true one, no confidence score shows whether the passage is true.`,
      ),
      measured(prose`${sumOrdersAnswers(separation)}`),
      measured(prose`${citiesAreWrong(kinds)}`),
      measured(prose`${thresholdLetsFalseOnesPass(passages)}`),
    ]),
    sources([
      source({ ...WU_2024, adds: prose`Rules that weigh the model's own answer against the passage.` }),
      source({ ...KADAVATH_2022, adds: prose`P(True) where it works.` }),
      source({
        id: 'farquhar-2024',
        authors: ['Farquhar, Sebastian', 'Kossen, Jannik', 'Kuhn, Lorenz', 'Gal, Yarin'],
        year: 2024,
        title: 'Detecting hallucinations in large language models using semantic entropy',
        where: 'Nature 630',
        url: 'https://www.nature.com/articles/s41586-024-07421-0',
        adds: prose`Agreement by meaning.`,
      }),
      source({
        id: 'geifman-2017',
        authors: ['Geifman, Yonatan', 'El-Yaniv, Ran'],
        year: 2017,
        title: 'Selective Classification for Deep Neural Networks',
        where: 'Advances in Neural Information Processing Systems',
        url: 'https://arxiv.org/abs/1705.08500',
        adds: prose`A threshold whose risk is guaranteed.`,
      }),
    ]),
  ],
});
