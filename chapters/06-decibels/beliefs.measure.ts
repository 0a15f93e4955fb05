import { natsToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { log1mExp } from '#numerics/log1m-exp';
import { logSoftmax } from '#numerics/softmax';
import { compensatedSum } from '#numerics/sum';
import { each, either, measurement } from '#report/measurement';
import { DOUBTED } from './wordings.measure.ts';

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

/** Odds below this, in dB, of words that the model would hardly write: about one in a thousand. */
const LOW = -30;

export const beliefsInDecibels = measurement({
  id: 'beliefs-in-decibels',
  kinds: {
    ...each({ odds: 'decibels', probability: 'probability' }, 'rows', 'right', 'wrong'),
    between: 'decibels',
    last: { odds: 'decibels', winnerProbability: 'probability' },
  },
  async measure({ lm }) {
    const asked = [
      ...STATEMENTS.map(([prompt, answer]) => ({ prompt, answer, holds: true })),
      { prompt: DOUBTED.prompt, answer: DOUBTED.right, holds: true },
    ];
    const predictions = await lm.nextOfMany(asked.map(({ prompt }) => lm.encode(prompt)));
    const belief = async (prompt: string, logits: Float32Array, answer: string) => {
      const [id, ...rest] = lm.encode(answer);
      const context = [...lm.encode(prompt), id ?? 0];
      const after = rest.length === 0 ? [] : await lm.scoreContinuations(context, [rest]);
      const logprob = at(logSoftmax(logits), id) + compensatedSum(after.map(({ total }) => total));
      return { logprob, probability: Math.exp(logprob), odds: natsToDecibels(logprob - log1mExp(logprob)) };
    };
    const row = async ({ prompt, answer, holds }: (typeof asked)[number], logits: Float32Array) => {
      const [winner, second] = lm.top(logits, 2);
      if (!winner || !second) throw new RangeError('a prediction needs two tokens to compare');
      return {
        statement: prompt + answer,
        answer,
        holds,
        ...(await belief(prompt, logits, answer)),
        isWinner: winner.id === lm.encode(answer)[0],
        isShared: winner.logit === second.logit,
        winner: winner.text,
        winnerProbability: Math.exp(winner.logprob),
      };
    };
    const rows = [];
    for (const [index, one] of asked.entries()) rows.push(await row(one, at(predictions, index).logits));
    const doubted = at(predictions, asked.length - 1).logits;
    rows.push(await row({ prompt: DOUBTED.prompt, answer: DOUBTED.wrong, holds: false }, doubted));
    rows.sort((a, b) => b.logprob - a.logprob);
    const right = await belief(DOUBTED.prompt, doubted, DOUBTED.right);
    const wrong = await belief(DOUBTED.prompt, doubted, DOUBTED.wrong);
    const trueOnes = rows.filter(({ holds }) => holds);
    const last = at(trueOnes, trueOnes.length - 1);
    const behind = either(last.winner.trim() === '', 'behind a bare space', 'behind another token');
    return {
      answers: either(
        rows.every(({ answer }) => lm.encode(answer).length === 1),
        'one token',
        'several tokens',
      ),
      drawn: either(
        rows.every(({ odds }) => Number.isFinite(odds)),
        'all',
        'some',
      ),
      rows: rows.map((one) => ({
        statement: one.statement,
        answer: one.answer,
        probability: one.probability,
        odds: one.odds,
        holds: one.holds,
      })),
      right: { answer: DOUBTED.right, odds: right.odds, probability: right.probability },
      wrong: { answer: DOUBTED.wrong, odds: wrong.odds, probability: wrong.probability },
      doubtedPrompt: DOUBTED.prompt,
      between: natsToDecibels(right.logprob - wrong.logprob),
      level: either(
        rows.every(({ odds }) => odds < LOW),
        'all low',
        'not all low',
      ),
      lastIs: last.isShared ? ('among equals' as const) : last.isWinner ? ('likeliest' as const) : behind,
      last: {
        statement: last.statement,
        answer: last.answer,
        odds: last.odds,
        winner: last.winner,
        winnerProbability: last.winnerProbability,
      },
    };
  },
});
