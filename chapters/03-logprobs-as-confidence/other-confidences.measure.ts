import { aurocInterval } from '#numerics/auroc-interval';
import { at } from '#numerics/list';
import { each, measurement, statisticOf } from '#report/measurement';
import { SAMPLES, sampledAgreement } from './agreement.measure.ts';
import { askedAboutAnswers } from './asked-about-answers.measure.ts';
import { answersAt, aurocDifference, aurocOf, interval, measuredArea, medianOrNull } from './statistics.ts';

const AREA = interval('estimate', statisticOf(20));

/** The sum, the agreement of samples, and what the model says when asked, as confidences in the same answers. */
export const otherConfidences = measurement({
  id: 'other-confidences',
  dependsOnEngine: 'it counts samples that agree',
  needs: { sampled: sampledAgreement, asked: askedAboutAnswers },
  kinds: {
    samples: 'exact',
    ...each('rank', 'n', 'right', 'wrong'),
    ...each(AREA, 'agreement', 'lead'),
    wordings: { said: 'probability', ...each('rank', 'yesRight', 'yesWrong') },
  },

  async measure({ sampled, asked }) {
    const rows = sampled.rows.map((row, i) => {
      const { id, odds, said } = at(asked.rows, i);
      if (id !== row.id) throw new RangeError(`${row.id} is not at its place`);
      return { ...row, odds, said };
    });
    type Row = (typeof rows)[number];
    const by = (score: (row: Row) => number) => (some: readonly Row[]) =>
      aurocOf(some.map((row) => ({ score: score(row), right: row.right })));
    const [rights, wrongs] = [rows.filter(({ right }) => right), rows.filter(({ right }) => !right)];
    return {
      samples: SAMPLES,
      n: rows.length,
      right: rights.length,
      wrong: wrongs.length,
      agreement: measuredArea(rows, (some) =>
        aurocInterval(some.map(({ id, agreement, right }) => ({ id, score: agreement, right }))),
      ),
      lead: measuredArea(rows, (some) =>
        aurocDifference(
          some,
          by(({ sum }) => sum),
          by(({ agreement }) => agreement),
        ),
      ),
      wordings: asked.wordings.map((text, w) => {
        const yes = (some: readonly Row[]) => some.filter(({ odds }) => at(odds, w) > 0).length;
        const said = medianOrNull(rows.map((row) => at(row.said, w)));
        return {
          text,
          said,
          isAnswered: answersAt(said),
          yesRight: yes(rights),
          yesWrong: yes(wrongs),
        };
      }),
    };
  },
});
