import { describe, expect, it } from 'vitest';
import { writeReport } from '#report/write';
import { allBlocks } from '#report/written';
import { chapters, overview } from '../../chapters/index.ts';
import { committedOutputs } from './committed.ts';
import { hasPython, printedByPython, printedGiven, pythonAndOutput } from './shown.ts';

const outputs = committedOutputs();
const blocks = writeReport(chapters, outputs, overview)
  .chapters.slice(1, 2)
  .flatMap(({ sections }) => sections.flatMap((section) => allBlocks(section.blocks)));
const [answered, loop] = pythonAndOutput(blocks);

/** As much of torch as the loop needs, and a model that gives each token minus as many nats as it has read. */
const STAND_IN = `
from contextlib import nullcontext
from math import exp
from types import SimpleNamespace

class Tensor:
    def __init__(self, rows):
        self.rows, self.shape = rows, (len(rows), len(rows[0]))
    def __getitem__(self, place):
        row, column = place
        return Tensor([one[column] for one in self.rows]) if isinstance(row, slice) else self.rows[row][column]

class Row:
    def __init__(self, read):
        self.read = read
    def item(self):
        return -self.read

class Table:
    def __init__(self, length):
        self.length = length
    def float(self):
        return self
    def log_softmax(self, _):
        return self
    def __getitem__(self, place):
        assert 0 <= place[0] < self.length
        asked.append(place[1])
        return Row(place[0] + 1)

asked = []
torch = SimpleNamespace(tensor=lambda rows, device: Tensor(rows), no_grad=nullcontext)
model, device = lambda window: SimpleNamespace(logits=[Table(window.shape[1])]), None
`;

describe.runIf(hasPython)('the Python that chapter 2 shows', () => {
  it('prints the perplexity and the bits per byte that stand under it', () => {
    const { tokens } = outputs.get('harbour-strip') as { tokens: { text: string; surprisal: number }[] };
    const content = tokens.map(({ text, surprisal }) => ({
      ...{ token: text, logprob: -surprisal, bytes: null },
      top_logprobs: [],
    }));
    expect(printedGiven([{ choices: [{ logprobs: { content } }] }], answered?.python ?? '')).toBe(
      answered?.output,
    );
  });

  it('reads a long text in windows, and counts each token but the first once', () => {
    const [, scoreLong = ''] = /(def score_long.*?return logprobs\n)/s.exec(loop?.python ?? '') ?? [];
    const printed = printedByPython(
      `${STAND_IN}${scoreLong}print(score_long(list(range(10)), inputs=4, stride=2), asked)`,
    );
    // Windows read 0 to 3, 2 to 5, 4 to 7 and 6 to 8; behind the first, two tokens each are new.
    expect(printed).toBe('[-1, -2, -3, -4, -3, -4, -3, -4, -3] [1, 2, 3, 4, 5, 6, 7, 8, 9]');
    expect(loop?.python).toContain('score_long(ids, int(inputs), stride=int(inputs) // 2)');
    expect(outputs.get('long-text')).toMatchObject({ inputs: 64, stride: 32 });
  });
});
