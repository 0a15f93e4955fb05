import { choose, claim, code, prose, section } from '#report';
import { equation, math, nats, real, term, text } from '#report/values';
import { candidates } from './candidates.measure.ts';
import { runningProduct } from './running-product.measure.ts';

export const changeOfScale = section({
  id: 'change-of-scale',
  title: prose`The remedy: add logarithms`,
  needs: { m: runningProduct, decision: candidates },
  write: ({ m, decision }) => [
    prose`Slide rules multiplied long before computers did. Their marks sit at the distance
      ${math`\log x`} from the start. Lay one length behind the other, and since
      ${math`\log(xy) = \log x + \log y`}, adding lengths *multiplies* numbers.

      So keep the logarithm ${math`\ell = \ln q`} of each probability, the ${term('log-probability')}, in
      ${term('nat', 'nats')}. Multiplication, carried over to this scale and written ${math`\otimes`}, is to go back, multiply, and return:`,
    equation`x \otimes y = \ln(e^x \cdot e^y) = x + y`,
    prose`The detour disappears; a plain sum is left. That is the square at the start of this chapter, and the rule
      for long texts: **add log-probabilities, and go back to probabilities only to show them.**`,
    code('#chapters/04-log-space-joint-probability/candidates.measure', 'scores-of'),
    prose`The story now has ${nats(m.total, { digits: 0 })}, about ten to the power of
      ${real(m.powerOfTen, { digits: 0 })}. ${choose(m.blame, {
        no: prose`That is no sign of a poor model.`,
        'in part': prose`A model that finds all tokens equally likely would do better.`,
      })} A text is one of an astronomical number of texts, and *should* be unlikely. What
      counts is the distance between two endings, and the story's own share cancels in it: for the choice,
      the tokens of the endings are enough.

      ${choose(decision.product, {
        'all zero': prose`The tie is gone.`,
        'some zero': prose`No ending is zero any more.`,
        'none zero': prose`Nothing can sink to zero any more.`,
      })} “${text(decision.best.text)}” comes first with ${nats(decision.best.sum, { digits: 1 })}${claim(
        decision.best.sum,
        decision.right.sum,
        {
          greater: prose`, and the story's own ending has ${nats(decision.right.sum, { digits: 1 })}, which makes it ${real(decision.lead, { digits: 2 })} times less likely. The
            arithmetic is right now. The answer is not.`,
          less: prose`.`,
          tooClose: prose`.`,
        },
      )}`,
  ],
});
