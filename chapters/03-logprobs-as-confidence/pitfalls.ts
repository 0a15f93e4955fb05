import { prose, section } from '#report';
import { ref } from '#report/values';

export const pitfalls = section({
  id: 'confidence-pitfalls',
  title: prose`Pitfalls of confidence scores`,
  needs: {},
  write: () => [
    prose`- **One answer.** A high probability proves nothing about a single answer (${ref('which-method')}).
      - **Choosing and judging on the same answers.** They flatter the threshold that they chose (${ref('confidence-thresholds')}).
      - **A pooled error rate.** It hides the kind of question that has the errors (${ref('passing-by-kind')}).`,
  ],
});
