import { upperBound } from '#numerics/binomial';
import { answeredAt, riskCoverage, thresholdForRisk } from '#numerics/risk-coverage';
import { each, measurement } from '#report/measurement';
import { finished } from './answer-separation.measure.ts';
import { ACCEPTED } from './answer-threshold.measure.ts';
import { FACTS_FILE } from './fact-scores.measure.ts';
import { readFacts } from './facts.ts';

/** What is recorded of another model, in the shape of a chapter's data file. */
interface Recorded {
  readonly model: { readonly id: string };
  readonly measurements: readonly { readonly id: string; readonly output: unknown }[];
}

interface RecordedAnswers {
  readonly rows: Parameters<typeof finished>[0];
}

/** The simple rule with the recorded answers of another model to the same questions. */
export const otherModelThreshold = measurement({
  id: 'other-model-threshold',
  data: {
    facts: FACTS_FILE,
    recorded: new URL('../../models/recorded/data/03-logprobs-as-confidence.json', import.meta.url),
  },
  kinds: {
    // From a file, so no platform changes them.
    ...each('exact', 'finished', 'answered', 'wrong'),
    ...each('float64', 'threshold', 'atMost'),
  },
  async measure({ data }) {
    const { model, measurements } = JSON.parse(data.recorded) as Recorded;
    const answers = measurements.find(({ id }) => id === 'chat-answers')?.output as RecordedAnswers;
    const halves = new Map(readFacts(data.facts).map(({ id, half }) => [id, half]));
    const rows = answers.rows.map((row) => ({ ...row, half: halves.get(row.id) ?? '' }));
    const of = (half: 'dev' | 'test') => {
      const some = finished(rows, half);
      return {
        confidences: some.map(({ confidence }) => confidence),
        outcomes: some.map(({ right }) => right),
      };
    };
    const [dev, test] = [of('dev'), of('test')];
    const threshold = thresholdForRisk(riskCoverage(dev.confidences, dev.outcomes), ACCEPTED);
    const { answered, wrong } = answeredAt(test.confidences, test.outcomes, threshold);
    return {
      model: model.id.split('/').at(-1) ?? model.id,
      finished: test.outcomes.length,
      threshold,
      answered,
      wrong,
      atMost: answered === 0 ? null : upperBound(wrong, answered),
    };
  },
});
