import { natsToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { log1mExp } from '#numerics/log1m-exp';
import { logSoftmax } from '#numerics/softmax';
import { compensatedSum } from '#numerics/sum';
import { each, measurement } from '#report/measurement';

/** Beginnings and how they go on, in one token or several. */
export const STATEMENTS: readonly (readonly [prompt: string, answer: string])[] = [
  ['The Earth revolves around the', ' Sun'],
  ['The chemical symbol for gold is', ' Au'],
  ['Water boils at one hundred degrees', ' Celsius'],
  ['The capital of France is', ' Paris'],
  ['The opposite of hot is', ' cold'],
  ['A triangle has three', ' sides'],
  ['The largest planet in the solar system is', ' Jupiter'],
  ['Two plus two equals', ' four'],
  ['The day after Monday is', ' Tuesday'],
];
/** One beginning with a true and a false ending. */
const DOUBTED = { prompt: 'The capital of Australia is', right: ' Canberra', wrong: ' Sydney' };

export const beliefsInDecibels = measurement({
  id: 'beliefs-in-decibels',
  kinds: {
    ...each({ odds: 'decibels', probability: 'probability' }, 'rows', 'right', 'wrong'),
    between: 'decibels',
    last: { ...each('probability', 'probability', 'winnerProbability'), odds: 'decibels' },
  },
  async measure({ lm }) {
    const asked = [
      ...STATEMENTS.map(([prompt, answer]) => ({ prompt, answer, holds: true })),
      { prompt: DOUBTED.prompt, answer: DOUBTED.right, holds: true },
      { prompt: DOUBTED.prompt, answer: DOUBTED.wrong, holds: false },
    ];
    const predictions = await lm.nextOfMany(asked.map(({ prompt }) => lm.encode(prompt)));
    const believed = async ({ prompt, answer, holds }: (typeof asked)[number], logits: Float32Array) => {
      const ids = lm.encode(answer);
      const first = at(ids, 0);
      const after =
        ids.length === 1 ? [] : await lm.scoreContinuations([...lm.encode(prompt), first], [ids.slice(1)]);
      const logprob = at(logSoftmax(logits), first) + compensatedSum(after.map(({ total }) => total));
      const winner = at(lm.top(logits, 1), 0);
      return {
        logprob,
        row: {
          statement: prompt + answer,
          answer,
          holds,
          probability: Math.exp(logprob),
          odds: natsToDecibels(logprob - log1mExp(logprob)),
        },
        winner: winner.text,
        winnerProbability: Math.exp(winner.logprob),
      };
    };
    const all = [];
    for (const [index, one] of asked.entries()) all.push(await believed(one, at(predictions, index).logits));
    const [right, wrong] = [at(all, asked.length - 2), at(all, asked.length - 1)];
    const falling = [...all].sort((a, b) => b.logprob - a.logprob);
    const trueOnes = falling.filter(({ row }) => row.holds);
    const last = at(trueOnes, trueOnes.length - 1);
    return {
      rows: falling.map(({ row }) => row),
      right: right.row,
      wrong: wrong.row,
      doubtedPrompt: DOUBTED.prompt,
      between: natsToDecibels(right.logprob - wrong.logprob),
      /** The true statement with the lowest odds, and what the model would rather write. */
      last: { ...last.row, winner: last.winner, winnerProbability: last.winnerProbability },
    };
  },
});
