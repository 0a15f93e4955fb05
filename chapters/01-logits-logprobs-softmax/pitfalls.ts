import { at } from '#numerics/list';
import { logSoftmax, softmax } from '#numerics/softmax';
import { pitfall, table } from '#report/block';
import { choose, claim } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { codeText, given, nats, percent, probability, real, ref, text, token } from '#report/values';
import { onlyToken, PROMPT, type Prediction, predict } from './prediction.ts';
import { naiveSoftmax } from './shift.ts';

/** A number with only so many significant bits, as narrower float formats keep it. */
function withBits(value: number, significantBits: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const step = 2 ** (Math.floor(Math.log2(Math.abs(value))) - significantBits + 1);
  return Math.round(value / step) * step;
}

/** Log-softmax with every operation rounded to float32, adding up in the order given. */
function float32Logprobs(logits: Float32Array, order: Iterable<number>): Float64Array {
  const shift = logits.reduce((largest, logit) => Math.max(largest, logit), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (const id of order) sum = Math.fround(sum + Math.fround(Math.exp(Math.fround(at(logits, id) - shift))));
  const logSum = Math.fround(Math.log(sum));
  return Float64Array.from(logits, (logit) => Math.fround(Math.fround(logit - shift) - logSum));
}

function largestDifference(
  prediction: Prediction,
  other: Float64Array,
): { winner: number; anywhere: number } {
  const differences = other.map((logprob, id) => Math.abs(logprob - at(prediction.logprobs, id)));
  return {
    winner: at(differences, prediction.order[0]),
    anywhere: differences.reduce((largest, difference) => Math.max(largest, difference), 0),
  };
}

const LONGER = 'The capital of France is a city on a river, and the river has many bridges.';

export const neverEqual = measurement({
  id: 'never-equal',
  kinds: {
    rows: { change: 'exact', winner: 'nats', anywhere: 'nats' },
    batch: 'exact',
  },
  async measure({ lm }) {
    const prediction = await predict(lm, PROMPT);
    const { logits, order } = prediction;
    const [batched] = await lm.nextOfMany([lm.encode(PROMPT), lm.encode(LONGER)]);
    if (!batched) throw new RangeError('a batch of two texts gave no prediction');
    const inBatch = largestDifference(prediction, logSoftmax(batched.logits));
    const rounded = (bitCount: number) =>
      logSoftmax(Array.from(logits, (logit) => withBits(logit, bitCount)));
    const batch: 'same' | 'different' = inBatch.anywhere === 0 ? 'same' : 'different';
    return {
      batch,
      rows: [
        { change: 'computed in a batch with a longer text', ...inBatch },
        {
          change: 'added up in float32, by id',
          ...largestDifference(prediction, float32Logprobs(logits, logits.keys())),
        },
        {
          change: 'added up in float32, smallest first',
          ...largestDifference(prediction, float32Logprobs(logits, order.slice().reverse())),
        },
        { change: 'logits kept in half precision', ...largestDifference(prediction, rounded(11)) },
        { change: 'logits kept in bfloat16', ...largestDifference(prediction, rounded(8)) },
      ],
    };
  },
});

const CHAT = [{ role: 'user', content: 'Say hi.' }] as const;
const NEAR_CERTAIN = [
  [20, 0],
  [40, 0],
  [800, 0],
];

export const nearlyCertain = measurement({
  id: 'nearly-certain',
  kinds: {
    token: 'exact',
    before: 'exact',
    logprob: 'nats',
    missing: 'probability',
    toys: {
      lead: 'exact',
      logOfSoftmax: 'float64',
      logSoftmax: 'float64',
      loserLogOfSoftmax: 'float64',
      loserLogSoftmax: 'float64',
    },
    lost: 'exact',
  },
  async measure({ lm }) {
    const ids = lm.encode(lm.chat(CHAT));
    const { tokens } = await lm.score(ids);
    const scored = tokens.flatMap((token, index) =>
      token.logprob === null ? [] : [{ index, text: token.text, logprob: token.logprob }],
    );
    const surest = at(
      scored.sort((a, b) => b.logprob - a.logprob),
      0,
    );
    const toys = NEAR_CERTAIN.map((logits) => ({
      lead: at(logits, 0),
      logOfSoftmax: Math.log(at(softmax(logits), 0)),
      logSoftmax: at(logSoftmax(logits), 0),
      loserLogOfSoftmax: Math.log(at(softmax(logits), 1)),
      loserLogSoftmax: at(logSoftmax(logits), 1),
    }));
    const lost: 'yes' | 'no' = toys.some((toy) => toy.logOfSoftmax === 0 && toy.logSoftmax !== 0)
      ? 'yes'
      : 'no';
    return {
      token: surest.text,
      before: lm.decode(ids.slice(Math.max(0, surest.index - 3), surest.index)),
      logprob: surest.logprob,
      missing: -Math.expm1(surest.logprob),
      toys,
      lost,
    };
  },
});

export const trailingSpace = measurement({
  id: 'trailing-space',
  kinds: {
    prompt: 'exact',
    plain: { text: 'exact', probability: 'probability' },
    spaced: { text: 'exact', probability: 'probability' },
    parisPlain: 'probability',
    parisSpaced: 'probability',
    likeliest: 'exact',
  },
  async measure({ lm }) {
    const [plain, spaced] = [await predict(lm, PROMPT), await predict(lm, `${PROMPT} `)];
    const best = ({ logprobs, order }: Prediction) => {
      const id = at(order, 0);
      return { text: at(lm.pieces([id]), 0).text, probability: Math.exp(at(logprobs, id)) };
    };
    const likeliest: 'another' | 'the same word' =
      best(spaced).text === best(plain).text.trim() ? 'the same word' : 'another';
    return {
      prompt: `${PROMPT} `,
      plain: best(plain),
      spaced: best(spaced),
      parisPlain: Math.exp(at(plain.logprobs, onlyToken(lm, ' Paris'))),
      parisSpaced: Math.exp(at(spaced.logprobs, onlyToken(lm, 'Paris'))),
      likeliest,
    };
  },
});

export const zeroTemperature = measurement({
  id: 'zero-temperature',
  kinds: { naive: 'float64' },
  async measure({ lm }) {
    const { logits, order } = await predict(lm, PROMPT);
    const divided = Array.from(logits, (logit) => logit / 0);
    return { naive: at(naiveSoftmax(divided), order[0]) };
  },
});

export const pitfalls = section({
  id: 'what-can-go-wrong',
  title: prose`What can go wrong`,
  needs: { equal: neverEqual, certain: nearlyCertain, space: trailingSpace, zero: zeroTemperature },
  write({ equal, certain, space, zero }) {
    return [
      pitfall(prose`Comparing with \`===\``, [
        prose`
          The result of adding floats depends on the order in which they are added, and libraries choose that order by
          processor, batch and version. ${ref('never-equal')} takes one prediction of our model and computes it again in
          other ways and compares with the log-probabilities that this report uses, which are added up in float64: in a
          batch, added up in float32 in two orders, and with logits kept in two formats of sixteen bits, half precision and
          bfloat16.
        `,
        table({
          id: 'never-equal',
          caption: prose`How far a log-probability moves, in nats: for the likeliest token, and at most over all tokens.`,
          rows: equal.rows,
          columns: [
            { head: prose`what was changed`, cell: (row) => prose`${text(row.change)}` },
            { head: prose`likeliest token`, align: 'right', cell: (row) => prose`${nats(row.winner)}` },
            { head: prose`any token`, align: 'right', cell: (row) => prose`${nats(row.anywhere)}` },
          ],
        }),
        choose(equal.batch, {
          same: prose`
            Here the batch changed nothing: in our model's file the operations are chosen so that it does not. Do not
            count on that elsewhere. Compare with a tolerance, never with \`===\`.
          `,
          different: prose`
            Even the company of another text in the same batch moved the result. Compare with a tolerance, never with
            \`===\`.
          `,
        }),
      ]),
      pitfall(prose`Taking \`0.0\` for certainty`, [
        prose`
          Chat models mark who speaks with special tokens. Of all tokens in a short chat prompt, our model was surest of
          ${token(certain.token)} after ${codeText(certain.before)}. Printed with two decimals, its log-probability is
          zero. It is ${nats(certain.logprob)}, and the
          probability missing to one is ${probability(certain.missing)}.
        `,
        table({
          id: 'near-certain',
          caption: prose`
            Two tokens, one ahead by so many logits: their log-probabilities by the logarithm of softmax, and by
            log-softmax, which subtracts log-sum-exp.
          `,
          rows: certain.toys,
          columns: [
            { head: prose`lead`, align: 'right', cell: (row) => prose`${given(row.lead)}` },
            {
              head: prose`first: logarithm of softmax`,
              align: 'right',
              cell: (row) => prose`${real(row.logOfSoftmax, 'float64', { digits: 3 })}`,
            },
            {
              head: prose`log-softmax`,
              align: 'right',
              cell: (row) => prose`${real(row.logSoftmax, 'float64', { digits: 3 })}`,
            },
            {
              head: prose`second: logarithm of softmax`,
              align: 'right',
              cell: (row) => prose`${real(row.loserLogOfSoftmax, 'float64', { digits: 3 })}`,
            },
            {
              head: prose`log-softmax`,
              align: 'right',
              cell: (row) => prose`${real(row.loserLogSoftmax, 'float64', { digits: 3 })}`,
            },
          ],
        }),
        choose(certain.lost, {
          yes: prose`
            What to see: with a long lead the first probability is rounded to one, and its logarithm is exactly zero. With
            a longer one the second probability is rounded to zero, and its logarithm is minus infinity. Log-softmax never
            forms either probability. It stays finite throughout, and keeps the first token's digits as long as floats can
            show how little is missing.
          `,
          no: prose`What to see: both columns agree in these cases; with a longer lead they would not.`,
        }),
      ]),
      pitfall(prose`A space at the end of the prompt`, [
        prose`
          In this vocabulary a space usually belongs to the word after it. A prompt that ends in a space has used the space
          up, and the model has mostly seen a lone space before other things than a word. ${choose(
            space.likeliest,
            {
              another: prose`After “${text(space.prompt)}” the likeliest token is no longer ${token(space.plain.text)} with
            ${percent(space.plain.probability)} but ${token(space.spaced.text)} with ${percent(space.spaced.probability)}.`,
              'the same word': prose`Without the space the likeliest token is ${token(space.plain.text)} with
            ${percent(space.plain.probability)}, with it ${token(space.spaced.text)} with
            ${percent(space.spaced.probability)}.`,
            },
          )} ${claim({
            a: space.parisPlain,
            b: space.parisSpaced,
            kind: 'probability',
            when: {
              greater: prose`The answer, now to be spelled without a space, falls from ${percent(space.parisPlain)} to
              ${percent(space.parisSpaced)}.`,
              less: prose`The answer itself even rises, from ${percent(space.parisPlain)} to
              ${percent(space.parisSpaced)}: not every prompt is hurt.`,
              tooClose: prose`The answer itself keeps its ${percent(space.parisPlain)} here: not every prompt is hurt.`,
            },
          })} End a prompt with its last word.
        `,
      ]),
      pitfall(prose`Temperature zero`, [
        prose`
          Many APIs accept a temperature of zero, but nothing can be divided by it. The naive formula gives
          ${probability(zero.naive)} for the likeliest token: infinite logits, and infinity divided by infinity. Zero is
          understood as a limit: take the likeliest token. It must be its own case in the code, which is why our softmax
          refuses it.
        `,
      ]),
    ];
  },
});
