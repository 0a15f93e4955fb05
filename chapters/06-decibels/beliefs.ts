import { DECIBELS_PER_NAT, natsToDecibels, probabilityToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { log1mExp } from '#numerics/log1m-exp';
import { logSoftmax } from '#numerics/softmax';
import { code, curious, figure, table } from '#report/block';
import { choose, claim } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { decibels, equation, given, math, percent, real, ref, term, text, token } from '#report/values';
import { visible } from '#report/visible';
import { CLOSE_LEGEND } from './figure-parts.ts';
import { DOUBTED } from './wordings.ts';

const LADDER = [0.001, 0.1, 0.5, 0.6, 0.9, 0.99, 0.999];

/** Beginnings and their next tokens; each must be one token. */
const STATEMENTS: readonly (readonly [prompt: string, answer: string])[] = [
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

/** From one probability with two decimals to another. */
function stepBetween(low: number, high: number): number {
  return Number((high - low).toFixed(2));
}

/** "The capital of France is Paris", as the figure's axis writes it. */
function statement(prompt: string, answer: string): string {
  return prompt + answer;
}

export const beliefsInDecibels = measurement({
  id: 'beliefs-in-decibels',
  kinds: {
    ladder: { probability: 'exact', ratio: 'float64', odds: 'float64' },
    steps: { first: 'exact', second: 'exact' },
    nat: 'float64',
    rows: {
      statement: 'exact',
      answer: 'exact',
      probability: 'probability',
      odds: 'decibels',
      holds: 'exact',
    },
    right: { answer: 'exact', odds: 'decibels', probability: 'probability' },
    wrong: { answer: 'exact', odds: 'decibels', probability: 'probability' },
    doubtedPrompt: 'exact',
    between: 'decibels',
    lastIs: 'exact',
    last: {
      statement: 'exact',
      answer: 'exact',
      odds: 'decibels',
      winner: 'exact',
      winnerProbability: 'probability',
    },
  },
  async measure({ lm }) {
    const asked = [
      ...STATEMENTS.map(([prompt, answer]) => ({ prompt, answer, holds: true })),
      { prompt: DOUBTED.prompt, answer: DOUBTED.right, holds: true },
    ];
    const predictions = await lm.nextOfMany(asked.map(({ prompt }) => lm.encode(prompt)));
    const belief = (logits: Float32Array, answer: string) => {
      const [id, ...rest] = lm.encode(answer);
      if (rest.length > 0) throw new RangeError(`"${answer}" is not one token`);
      const logprob = at(logSoftmax(logits), id);
      return {
        logprob,
        probability: Math.exp(logprob),
        odds: natsToDecibels(logprob - log1mExp(logprob)),
      };
    };
    const row = ({ prompt, answer, holds }: (typeof asked)[number], logits: Float32Array) => {
      const winner = at(lm.top(logits, 1), 0);
      return {
        statement: statement(prompt, answer),
        answer,
        holds,
        ...belief(logits, answer),
        winner: winner.text,
        winnerProbability: Math.exp(winner.logprob),
      };
    };
    const rows = asked.map((one, index) => row(one, at(predictions, index).logits));
    const doubted = at(predictions, asked.length - 1).logits;
    rows.push(row({ prompt: DOUBTED.prompt, answer: DOUBTED.wrong, holds: false }, doubted));
    rows.sort((a, b) => b.odds - a.odds);
    const [right, wrong] = [belief(doubted, DOUBTED.right), belief(doubted, DOUBTED.wrong)];
    const trueOnes = rows.filter(({ holds }) => holds);
    const last = at(trueOnes, trueOnes.length - 1);
    const lastIs: 'likeliest' | 'behind a bare space' | 'behind another token' =
      last.winner === last.answer
        ? 'likeliest'
        : last.winner.trim() === ''
          ? 'behind a bare space'
          : 'behind another token';
    return {
      ladder: LADDER.map((p) => ({ probability: p, ratio: p / (1 - p), odds: probabilityToDecibels(p) })),
      steps: { first: stepBetween(0.5, 0.9), second: stepBetween(0.9, 0.99) },
      nat: DECIBELS_PER_NAT,
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
      lastIs,
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

export const beliefs = section({
  id: 'beliefs-in-decibels',
  title: prose`Beliefs in decibels`,
  needs: { m: beliefsInDecibels },
  write({ m }) {
    return [
      prose`
        Which ratio is most useful for a probability? The one that compares it with its opposite: the ${term('odds')}, what
        speaks for a thing against what speaks against it. In decibels they are a level whose zero is “as likely as not”:
      `,
      equation`L(p) = 10 \log_{10} \frac{p}{1 - p}\ \text{dB}`,
      table({
        id: 'odds-ladder',
        caption: prose`Probabilities, their odds (so many to one), and the same odds in decibels.`,
        rows: m.ladder,
        columns: [
          { head: prose`probability`, align: 'right', cell: (row) => prose`${given(row.probability)}` },
          {
            head: prose`odds`,
            align: 'right',
            cell: (row) => prose`${real(row.ratio, 'float64', { digits: 4 })}`,
          },
          { head: prose`odds (dB)`, align: 'right', cell: (row) => prose`${decibels(row.odds)}` },
        ],
      }),
      prose`
        What to see: each further nine is worth about ten decibels. From ${given(0.5)} to ${given(0.9)} is nearly as far as
        from ${given(0.9)} to ${given(0.99)}. As a difference of probabilities, that second step is less than a quarter of the
        first (${given(m.steps.second)} against ${given(m.steps.first)}). In decibels, ${math`p`} and ${math`1 - p`} differ
        only in sign.
      `,
      curious(prose`How do probabilities become decibels of odds, in code?`, [
        code('#numerics/decibel', 'odds'),
        prose`
          From the model's ${math`\ell`} in nats that is ${math`\ell - \ln(1 - e^{\ell})`}, times
          ${real(m.nat, 'float64', { digits: 7 })}.
        `,
      ]),
      curious(prose`Who weighed evidence this way? Turing's decibans`, [
        prose`
          Alan Turing and his colleagues weighed evidence this way at Bletchley Park in the Second World War, to decide which
          guesses about a cipher machine deserved a try. They called a factor of ten in the odds a *ban*, after the town of
          Banbury, where their paper sheets were printed, and a tenth of it a *deciban*. I. J. Good, who was there, wrote
          later (in *Biometrika*) that a deciban is about the smallest change in the weight of evidence that a human mind
          can feel. So a deciban is a decibel of odds, and the scores that they added on paper are the sums of logarithms of
          this report.
        `,
      ]),
      prose`
        What does the model believe? ${ref('beliefs-figure')} takes beginnings of simple statements and asks for the odds of one
        next token against *all others together*.
      `,
      figure({
        id: 'beliefs-figure',
        caption: prose`
          The model's odds for the last token of each statement, against all other tokens, in decibels. Circles: the
          statement is true. The square: it is false. The dashed line is even odds.
        `,
        alt: prose`
          ${given(0)} dB is even odds. The strongest belief is “${text(m.rows[0]?.statement)}” with
          ${decibels(m.rows[0]?.odds)}, the weakest in a true one “${text(m.last.statement)}” with ${decibels(m.last.odds)}. The false
          statement, with ${token(m.wrong.answer)}, is at ${decibels(m.wrong.odds)}.
        `,
        data: {
          rows: m.rows.map((row) => ({
            statement: visible(row.statement).replaceAll('␣', ' '),
            odds: row.odds,
            is: row.holds ? 'true' : 'false',
          })),
          even: [{ odds: 0 }],
        },
        spec: {
          height: { step: 26 },
          layer: [
            {
              data: { name: 'even' },
              mark: { type: 'rule', style: 'reference' },
              encoding: { x: { field: 'odds', type: 'quantitative' } },
            },
            {
              mark: { type: 'point', filled: true, size: 90 },
              encoding: {
                y: { field: 'statement', type: 'nominal', sort: null, title: null, axis: { grid: true } },
                x: { field: 'odds', type: 'quantitative', title: 'odds in dB', axis: { tickCount: 4 } },
                color: {
                  field: 'is',
                  type: 'nominal',
                  title: 'statement is',
                  sort: ['true', 'false'],
                  legend: CLOSE_LEGEND,
                },
                shape: {
                  field: 'is',
                  type: 'nominal',
                  title: 'statement is',
                  legend: CLOSE_LEGEND,
                  sort: ['true', 'false'],
                  scale: { range: ['circle', 'square'] },
                },
              },
            },
          ],
        },
      }),
      prose`
        What to see: a low belief need not be a false one. The lowest of the true ones is “${text(m.last.statement)}”. ${choose(
          m.lastIs,
          {
            'behind another token': prose`
            The likeliest token after its beginning is ${token(m.last.winner)}, with ${percent(m.last.winnerProbability)}.`,
            'behind a bare space': prose`
            The likeliest token after its beginning is a space standing alone, with ${percent(m.last.winnerProbability)}:
            it leaves open what comes next.`,
            likeliest: prose`Its last token is the likeliest one all the same, with ${percent(m.last.winnerProbability)}.`,
          },
        )} These are odds against *all* ways to go on. Often one answer against another is the better question. After “${text(m.doubtedPrompt)}”, ${token(m.right.answer)} has
        ${percent(m.right.probability)} and ${token(m.wrong.answer)} has ${percent(m.wrong.probability)}. Between the two
        the odds are ${decibels(m.between)}, ${claim({
          a: m.right.odds,
          b: m.wrong.odds,
          kind: 'decibels',
          when: {
            greater: prose`on the side of the right one.`,
            less: prose`on the side of the wrong one.`,
            tooClose: prose`as good as even.`,
          },
        })}
      `,
      curious(prose`What are these beliefs as numbers?`, [
        table({
          id: 'beliefs-table',
          caption: prose`The same beliefs as probabilities and as odds.`,
          rows: m.rows,
          columns: [
            { head: prose`statement`, cell: (row) => prose`${text(row.statement)}` },
            { head: prose`last token`, cell: (row) => prose`${token(row.answer)}` },
            { head: prose`probability`, align: 'right', cell: (row) => prose`${percent(row.probability)}` },
            { head: prose`odds (dB)`, align: 'right', cell: (row) => prose`${decibels(row.odds)}` },
          ],
        }),
      ]),
    ];
  },
});
