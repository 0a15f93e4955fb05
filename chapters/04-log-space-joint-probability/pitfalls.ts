import { mean } from '#numerics/sum';
import { pitfall, table } from '#report/block';
import { choose, claim } from '#report/claim';
import { measurement } from '#report/measurement';
import { join, list, prose } from '#report/prose';
import { section } from '#report/section';
import { codeText, given, nats, probability, ref, text, token } from '#report/values';

const SEAMS: readonly (readonly [context: string, continuation: string])[] = [
  ['The capital of France is', ' Paris'],
  ['The capital of France is ', 'Paris'],
  ['I was walk', 'ing home'],
  ['http:', '//example.org'],
];
const PROBABILITIES = [0.9, 0.9, 0.001];

export const seams = measurement({
  id: 'seams',
  kinds: {
    rows: { context: 'exact', continuation: 'exact', apart: 'exact', together: 'exact', same: 'exact' },
    differing: 'exact',
  },
  async measure({ lm }) {
    const texts = (ids: readonly number[]): string[] => lm.pieces(ids).map(({ text }) => text);
    const rows = SEAMS.map(([context, continuation]) => {
      const apart = [...lm.encode(context), ...lm.encode(continuation)];
      const together = lm.encode(context + continuation);
      const same: 'yes' | 'no' = apart.join() === together.join() ? 'yes' : 'no';
      return {
        context,
        continuation,
        apart: texts(apart),
        together: texts(together),
        same,
      };
    });
    return { rows, differing: rows.filter((row) => row.same === 'no').length };
  },
});

export const spaceAtTheSeam = measurement({
  id: 'space-at-the-seam',
  kinds: {
    good: 'nats',
    bad: 'nats',
    lost: 'nats',
    context: 'exact',
    answer: 'exact',
    spaceItself: 'nats',
    both: 'nats',
  },
  async measure({ lm }) {
    const [context, answer] = ['The capital of France is', ' Paris'];
    const score = async (before: string, after: string): Promise<number> => {
      const [scored] = await lm.scoreContinuations(lm.encode(before), [lm.encode(after)]);
      return scored?.total ?? Number.NaN;
    };
    const good = await score(context, answer);
    const bad = await score(`${context} `, answer.trim());
    const spaceItself = await score(context, ' ');
    return { context, answer, good, bad, lost: good - bad, spaceItself, both: spaceItself + bad };
  },
});

export const averages = measurement({
  id: 'averages-of-probabilities',
  kinds: { probabilities: 'exact', mean: 'float64', geometric: 'float64', product: 'float64' },
  async measure() {
    const logs = PROBABILITIES.map(Math.log);
    return {
      probabilities: PROBABILITIES,
      mean: mean(PROBABILITIES),
      geometric: Math.exp(mean(logs)),
      product: Math.exp(logs.reduce((sum, log) => sum + log, 0)),
    };
  },
});

export const pitfalls = section({
  id: 'joint-pitfalls',
  title: prose`What can go wrong`,
  needs: { seam: seams, space: spaceAtTheSeam, average: averages },
  write({ seam, space, average }) {
    return [
      pitfall(prose`Encoding the two parts separately`, [
        prose`
          Programs encode a prompt and an answer and put the ids one after the other. Is that the same as encoding the whole? ${ref('seams')} tries it.
        `,
        table({
          id: 'seams',
          caption: prose`Prompt and answer, encoded separately and together.`,
          rows: seam.rows,
          columns: [
            {
              head: prose`prompt, answer`,
              cell: (row) => prose`${codeText(row.context)}, ${codeText(row.continuation)}`,
            },
            {
              head: prose`separately`,
              cell: (row) =>
                join(
                  row.apart.map((piece) => token(piece)),
                  prose` `,
                ),
            },
            {
              head: prose`together`,
              cell: (row) =>
                join(
                  row.together.map((piece) => token(piece)),
                  prose` `,
                ),
            },
            { head: prose`same`, cell: (row) => choose(row.same, { yes: prose`yes`, no: prose`no` }) },
          ],
        }),
        prose`
          What to see: where the last column says “no”, the tokens that were scored are not the ones the tokeniser gives for
          this text, so not the ones the model was mostly trained on. Check that the tokens of the prompt are the beginning
          of those of the whole. If they are not, move the space into the answer, or end the prompt at a word boundary.

          The commonest bad seam is the trailing space of the second row. ${claim({
            a: space.good,
            b: space.bad,
            kind: 'nats',
            when: {
              greater: prose`It is invisible in most editors, and here it costs ${nats(space.lost)}:`,
              less: prose`In this case it does no harm:`,
              tooClose: prose`In this case it makes no difference:`,
            },
          })} after “${text(space.context)}”, ${token(space.answer)} has ${nats(space.good)}; after the same prompt with a trailing
          space, the rest of it has ${nats(space.bad)}. (In ${ref('cuts-table')} the space and the rest had
          ${nats(space.both)} together: there the space itself was scored too, at ${nats(space.spaceItself)}; here
          it belongs to the prompt and is free.)
        `,
      ]),
      pitfall(prose`Averaging probabilities when you mean logs`, [
        prose`
          Three tokens have the probabilities ${list(average.probabilities.map((p) => given(p)))}. Their mean is
          ${probability(average.mean)}, which looks like a fair text. Their product is ${probability(average.product)}. The
          mean of their *logarithms*, taken back by \`Math.exp\`, is ${probability(average.geometric)} per token: one nearly
          impossible token ruins a text, and only the mean of the probabilities does not know it.
        `,
      ]),
    ];
  },
});
