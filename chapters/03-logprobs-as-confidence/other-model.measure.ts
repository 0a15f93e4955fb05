import { thresholdForRisk } from '#numerics/risk-coverage';
import { each, measurement } from '#report/measurement';
import { recordedResult } from '../recorded-model.ts';
import { finished } from './answer-separation.measure.ts';
import { ACCEPTED } from './answer-threshold.measure.ts';
import { chatAnswers } from './chat-answers.measure.ts';
import { FACTS_FILE } from './fact-scores.measure.ts';
import { readFacts } from './facts.ts';
import { curveOf, judgedAt } from './selected-answers.ts';

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
    const { model, output } = recordedResult<RecordedAnswers>(data.recorded, chatAnswers.id);
    const halves = new Map(readFacts(data.facts).map(({ id, half }) => [id, half]));
    const rows = output.rows.map((row) => ({ ...row, half: halves.get(row.id) ?? '' }));
    const [dev, test] = [finished(rows, 'dev'), finished(rows, 'test')];
    const threshold = thresholdForRisk(curveOf(dev), ACCEPTED);
    const { answered = 0, wrong = 0, risk = null } = judgedAt(test, threshold) ?? {};
    return {
      model: model.id.split('/').at(-1) ?? model.id,
      finished: test.length,
      threshold,
      answered,
      wrong,
      atMost: risk?.atMost ?? null,
    };
  },
});
