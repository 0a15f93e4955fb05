import { choose, exercise, layout, prose, section } from '#report';
import { count, given, percent, real, ref, term } from '#report/values';
import { decision } from './decide.measure.ts';
import { labelsNeeded } from './labels-needed.measure.ts';
import { confidenceExercises } from './try-it.measure.ts';

export const tryConfidence = section({
  id: 'try-confidence',
  title: prose`Try it`,
  needs: { m: confidenceExercises, d: decision, labels: labelsNeeded },
  write({ m, d, labels }) {
    const { calibrated } = m;
    const needed = labels.rows.find((row) =>
      layout([row.percent, calibrated.risk], (one, other) => one === 100 * other),
    );
    const isSame = layout(
      [calibrated.simple.answered, calibrated.cautious.answered],
      (simple, cautious) => simple === cautious,
    );
    const accepted = percent(calibrated.risk, 2);
    const twenty = prose`Twenty promise next to nothing: were all of them above the threshold and right, up to ${percent(m.twenty, 2)} might still be wrong. ${ref('labels-needed')} says how many it takes.`;
    return [
      exercise(
        prose`Two answers to one question have sums of ${given(m.first)} and ${given(m.second)} nats. How
          confident is the model in the first, if there are only these two? And if both sums were ten nats
          lower?`,
        prose`Only the difference of one nat counts: ${percent(m.share)}, the ${term('sigmoid')} of one
          (${ref('sigmoid')}). Ten nats less for both change nothing: this confidence compares two answers and
          forgets how likely either was.`,
      ),
      exercise(
        prose`Two right answers have confidences of ${given(90)}% and ${given(60)}%, two wrong ones of
          ${given(80)}% and ${given(60)}%. Compute the AUROC by hand.`,
        prose`There are ${count(m.pairs)} pairs of a right and a wrong answer. ${count(m.inOrder)} are in
          order, ${count(m.ties)} is a tie and counts one half: an AUROC of ${real(m.area, 3)}.`,
      ),
      exercise(
        prose`
          Put this chapter's free answers through the command for yours:

          \`\`\`sh
          npm run calibrate -- --risk 0.25 output/samples/03-logprobs-as-confidence/free-answers.jsonl
          \`\`\`

          How many answers does each of its two rules let through${isSame ? prose`` : prose`, and why not the same number`}? Then write twenty such lines about a model of yours. What can they promise?
        `,
        layout([calibrated.n], (n) => n === 0)
          ? prose`Here the file is empty, since no answer has words, and the command says so. ${twenty}`
          : prose`${
              layout([calibrated.wordless], (n) => n > 0)
                ? prose`(The file leaves out answers without words, here ${count(calibrated.wordless)}, since they have no sum.) `
                : prose``
            }The *simple* rule asks that no more than ${accepted} of the answers here be wrong. ${choose(
              calibrated.simple.found,
              {
                some: prose`It lets ${count(calibrated.simple.answered)} of ${count(calibrated.n)} through,
              ${count(calibrated.simple.wrong)} of them wrong.${
                d.threshold === null
                  ? prose``
                  : prose` ${ref('decide')} let ${count(d.test.answered)} of the same answers through: there the
                      threshold came from other questions, here it is chosen where it is judged.`
              }`,
                none: prose`It lets none through.`,
              },
            )} The *cautious* rule asks that a ${given(95)}% interval stay within ${accepted}, too. ${choose(
              calibrated.cautious.found,
              {
                some: prose`It lets ${count(calibrated.cautious.answered)} through,
              ${count(calibrated.cautious.wrong)} of them wrong.`,
                none: prose`It lets none through. ${choose(calibrated.beginsWith, {
                  nothing: prose``,
                  'a mistake': prose`The surest answer of all is wrong.`,
                  'right answers': prose`From the surest on, ${count(calibrated.rightAtFirst)} are right before the
                first mistake; ${ref('labels-needed')} asks for ${count(needed?.none)}.`,
                })}`,
              },
            )} ${twenty}`,
      ),
    ];
  },
});
