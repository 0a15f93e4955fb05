import { describe, expect, it } from 'vitest';
import { blocksOfChapter, committedOutputs } from './committed.ts';
import { hasPython, printedByPython, pythonAndOutput } from './shown.ts';

const outputs = committedOutputs();
const blocks = blocksOfChapter(2);
const [, paired, loop] = pythonAndOutput(blocks);

/** A model that gives each token minus as many nats as it has read. */
const STAND_IN = `
asked = []
def score(ids):
    asked.append(ids)
    return [-read for read in range(1, len(ids))]
`;

describe.runIf(hasPython)('the Python that chapter 2 shows', () => {
  it('prints the paired difference of the two models', () => {
    expect(printedByPython(paired?.python ?? '')).toBe(paired?.output);
  });

  it('reads a long text in windows, and counts each token but the first once', () => {
    const [, scoreLong = ''] = /(def score_long.*?return logprobs\n)/s.exec(loop?.python ?? '') ?? [];
    const printed = printedByPython(
      `${STAND_IN}${scoreLong}print(score_long(list(range(10)), inputs=4, stride=2), asked)`,
    );
    // Windows read 0 to 3, 2 to 5, 4 to 7 and 6 to 8; behind the first, two tokens each are new.
    expect(printed).toBe(
      '[-1, -2, -3, -4, -3, -4, -3, -4, -3] [[0, 1, 2, 3, 4], [2, 3, 4, 5, 6], [4, 5, 6, 7, 8], [6, 7, 8, 9]]',
    );
    expect(loop?.python).toContain('inputs=64, stride=32');
    expect(outputs.get('long-text')).toMatchObject({ inputs: 64, stride: 32 });
  });
});
