import { choose, code, prose, section } from '#report';
import { codeText, count, equation, given, math, percent, rank, real, ref } from '#report/values';
import { squareOf } from '../commuting-square.ts';
import { threeRules } from './compound.measure.ts';
import { gallery } from './gallery.measure.ts';
import { tokenFold } from './token-fold.measure.ts';

export const compound = section({
  id: 'algebra-compound',
  title: prose`Ten per cent and twenty make thirty-two`,
  needs: { m: threeRules, others: gallery, fold: tokenFold },
  write({ m: { growth, tests, invented }, others, fold }) {
    return [
      prose`A price rises by ${percent(growth.first, 2)}, then by ${percent(growth.second, 2)}. In all it
        has risen by ${percent(growth.composed, 2)}, not by ${percent(growth.sum, 2)}. Two independent
        tests each catch ${percent(tests.caught, 2)} of all errors. Together they catch
        ${percent(tests.together, 2)}, not ${percent(tests.sum, 3)}.

        The sum alone is wrong by a product:`,
      equation`\begin{aligned} ${given(growth.first)} + ${given(growth.second)} + ${given(growth.first)} \times ${given(growth.second)} &= ${real(growth.composed, 2)} \\ ${given(tests.caught)} + ${given(tests.caught)} - ${given(tests.caught)} \times ${given(tests.caught)} &= ${real(tests.together, 2)} \end{aligned}`,
      prose`The second rise applies to the first one, too; and an error that both tests catch counts once, not
        twice. Now invent a third rule, for no good reason: add just a *quarter* of the product. Then two and two
        make ${given(invented.composed)}. Can one calculate in such a world? May brackets be left out? Is there
        a way back?

        Prices and tests give away a shortcut. The price was multiplied, by
        ${real(growth.factors[0], 2)} and by ${real(growth.factors[1], 2)}. Of the errors, each test lets
        ${percent(tests.missed, 2)} through, and both together a tenth of a tenth,
        ${percent(tests.bothMiss, 1)}. So both are multiplication **in disguise**, and so is the
        third (${ref('square-custom')}): translate, multiply, translate back.`,
      squareOf('custom', {
        numbers: {
          given: [given(invented.a), given(invented.b)],
          mapped: invented.factors.map((factor) => given(factor)),
          combined: [given(invented.product)],
          result: [given(invented.composed)],
        },
      }),
      prose`In symbols, ${math`x \ast y = f^{-1}(f(x) \circ f(y))`}, where ${math`f`} translates and ${math`\circ`} is multiplication here. In code it is one line:`,
      code('#numerics/transport-of-structure', 'transport'),
      prose`Resistors side by side follow the same scheme with ${math`f(r) = 1/r`} and ${math`+`}. Two of ${given(60)} and ${given(30)} ohms act as one of ${real(others.ohms, 2)}:`,
      code('#chapters/07-custom-algebra/gallery.measure', 'call'),
      prose`${ref('gallery')} has nine such rules. (In a hurry? Read that, ${ref('algebra-laws')} and ${ref('jobs-table')}.)

        Language models multiply, too: the probability of a text is the product of those of its tokens. Can an
        invented arithmetic do their work? We let it compose the probabilities that ${codeText(fold.model)} gave to the ${count(fold.tokens)} tokens of a paragraph (${ref('family')} shows how).
        ${choose(fold.begins, {
          well: prose`For the first ${count(fold.agreesFor)} tokens the product came out right, to a millionth.`,
          badly: prose`Almost from the start it was off by more than a millionth.`,
          'well to the end': prose`To the end the product came out right, to a millionth.`,
        })} ${choose(fold.ending, {
          stuck: prose`After ${rank(fold.stuckFrom ?? undefined)} the number had stopped, and nothing could move it
            any more (${ref('fold-figure')}). The sum of logarithms went on to the end.`,
          'no digits': prose`At the end no digit was left (${ref('fold-figure')}), while the sum of logarithms kept
            all of its own.`,
          alive: prose`A text of less likely tokens would be its end (${ref('fold-figure')}).`,
        })} This chapter says why.`,
    ];
  },
});
