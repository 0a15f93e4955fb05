import { choose, exercise, prose, section } from '#report';
import { count, given, percent, real, ref, term } from '#report/values';
import { namingTheModel } from '../score-command.ts';
import { factAccuracy } from './facts-set.measure.ts';
import { retrievalEffects } from './retrieval-effects.measure.ts';
import { confidenceExercises } from './try-it.measure.ts';

export const tryConfidence = section({
  id: 'try-confidence',
  title: prose`Try it`,
  needs: { m: confidenceExercises, effects: retrievalEffects, facts: factAccuracy },
  write({ m, effects, facts }) {
    return [
      exercise(
        prose`Two answers to one question have sums of ${given(m.first)} and ${given(m.second)} nats. How
          confident is the model in the first, if there are only these two? And if both sums were ten nats
          lower?`,
        prose`Only the difference of one nat counts: ${percent(m.share)}, the ${term('sigmoid')} of one
          (${ref('sigmoid')}). Ten nats less for both change nothing: confidence compares the two answers and
          forgets how likely either was.`,
      ),
      exercise(
        prose`Two right answers have confidences of ${given(90)}% and ${given(60)}%, two wrong ones of
          ${given(80)}% and ${given(60)}%. Compute the AUROC by hand.`,
        prose`There are ${count(m.pairs)} pairs of a right and a wrong answer. ${count(m.inOrder)} are in
          order, ${count(m.ties)} is a tie and counts one half: an AUROC of ${real(m.area, { digits: 3 })}.`,
      ),
      exercise(
        prose`
          Take a question from your own work, with its true answer and a plausible wrong one, say Ada Byrne
          and Tom Reed. In the project's folder, the one with \`package.json\`, score both: without a passage,
          with a true one, and with a false one.

          \`\`\`sh
          npm run score -- --context "Question: Who founded our company?
          Answer:" " Ada Byrne"
          npm run score -- --context "Question: Who founded our company?
          Answer:" " Tom Reed"
          
          npm run score -- --context "Our company was founded by Ada Byrne.
          Question: Who founded our company?
          Answer:" " Ada Byrne"
          npm run score -- --context "Our company was founded by Ada Byrne.
          Question: Who founded our company?
          Answer:" " Tom Reed"
          
          npm run score -- --context "Our company was founded by Tom Reed.
          Question: Who founded our company?
          Answer:" " Ada Byrne"
          npm run score -- --context "Our company was founded by Tom Reed.
          Question: Who founded our company?
          Answer:" " Tom Reed"
          \`\`\`
        `,
        prose`Each command prints the total in nats. ${namingTheModel(facts.known)}Compare the gains with those of
          ${ref('context-scatter')}${choose(effects.gained, {
            most: prose`, where most answers went up with the passage that names them, true or
          not.`,
            'not most': prose`, where most answers did not go up with the passage that names them.`,
          })}`,
      ),
    ];
  },
});
