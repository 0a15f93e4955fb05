import { choose, claim, prose, section } from '#report';
import { count, term } from '#report/values';
import { choicesWithContext } from './context-choices.ts';
import { effectsOfContext } from './context-effects.ts';
import { retrievalChoices } from './retrieval-choices.measure.ts';
import { retrievalEffects } from './retrieval-effects.measure.ts';
import { retrievalScores } from './retrieval-scores.measure.ts';

export const retrievedContext = section({
  id: 'retrieved-context',
  title: prose`With and without retrieved context`,
  needs: { scores: retrievalScores, m: retrievalEffects, c: retrievalChoices },
  write({ scores, m, c }) {
    return [
      prose`Many programs look something up and put the passage before the question:
        ${term('retrieved context')}, or RAG. When confidence then rises, has the *answer* become better, or
        does the model merely repeat the passage?`,
      ...effectsOfContext(scores, m),
      ...choicesWithContext(c),
      prose`*Confidence* is a property of the text, *correctness* one of the world. Retrieval can join the two
        only when the passage is right${choose(c.goldFails, {
          sometimes: prose`, and even then not always: with the gold passage ${count(c.byCondition[1]?.wrong)}
            of ${count(c.questions)} choices were wrong${claim(
              c.byCondition[1]?.wrong,
              c.byCondition[0]?.wrong,
              {
                greater: prose`, more than the ${count(c.byCondition[0]?.wrong)} without any.`,
                less: prose`.`,
                tooClose: prose`, as without any.`,
              },
            )}`,
          never: prose`.`,
        })}`,
    ];
  },
});
