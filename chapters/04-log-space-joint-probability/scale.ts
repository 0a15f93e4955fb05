import { choose, claim, prose, section } from '#report';
import { equation, given, math, nats, real, ref, term, text } from '#report/values';
import { SAME } from './best-pair.measure.ts';
import { candidates } from './candidates.measure.ts';
import { runningProduct } from './running-product.measure.ts';
import { readAs } from './running-product.ts';
import { isOneLine } from './ties.ts';

export const changeOfScale = section({
  id: 'change-of-scale',
  title: prose`The remedy: add logarithms`,
  needs: { m: runningProduct, decision: candidates },
  write: ({ m, decision }) => [
    prose`Adding logarithms multiplies numbers:`,
    equation`\ln(xy) = \ln x + \ln y`,
    prose`So keep the logarithm ${math`\ell = \ln q`} of each probability, the ${term('log-probability')}, and take the
      detour of ${ref('square-joint')}. The rule for long texts: **add log-probabilities, and go back to probabilities
      only to show them.**

      ${choose(readAs(m, decision), {
        whole: prose`The story`,
        'whole, alone': prose`The whole story, without question and ending,`,
        beginning: prose`The beginning of the story, as much as fits,`,
      })} now has ${nats(m.total, 0)}, about ten to the power of
      ${real(m.powerOfTen, 0)}. ${choose(m.blame, {
        no: isOneLine(decision)
          ? prose`Every token costs as much as a blind guess.`
          : prose`That is no sign of a poor model.`,
        'in part': prose`A model that finds all tokens equally likely would do better.`,
      })} A text is one of an astronomical number of texts, and *should* be unlikely. What
      counts is the distance between two endings, and the story's own share cancels in it: for the choice,
      the tokens of the endings are enough. (Sums round, too, in their last digits: treat scores closer than ${given(SAME)} nats as a tie.)

      ${choose(decision.product, {
        'all zero': prose`The tie is gone.`,
        'some zero': prose`No ending is zero any more.`,
        'none zero': prose`Nothing can sink to zero any more.`,
      })} “${text(decision.best.text)}” comes first with ${nats(decision.best.sum, 2)}${claim(
        decision.best.sum,
        decision.right.sum,
        {
          greater: prose`, and the story's own ending has ${nats(decision.right.sum, 2)}, which makes it ${
            decision.lead === null
              ? prose`about ten to the power of ${real(decision.leadPower, 0)}`
              : real(decision.lead, 2)
          } times less likely. The
            arithmetic is right now. The answer is not.`,
          less: prose`.`,
          tooClose: prose`.`,
        },
      )}`,
  ],
});
