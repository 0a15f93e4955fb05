import { at } from '#numerics/list';
import { wilsonInterval } from '#numerics/wilson';
import { pitfall, table } from '#report/block';
import { choose } from '#report/claim';
import { statisticOf } from '#report/kind';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { codeText, count, percent, real, ref, token } from '#report/values';
import { factScores, judged } from './fact-scores.ts';
import { meanDifference, meanDifferenceKinds } from './paired.ts';
import { chatTemplate, phrasings } from './phrasings.ts';
import { surfaceForms } from './surface-forms.ts';

const SIZES = [20, 50, 200, 1000];
const RATE = 0.6;
const SEED = 10;
/** The varied items among test. */
const VARIED_ITEMS = 40;

export const lengthAndSize = measurement({
  id: 'confidence-length-and-size',
  needs: { scores: factScores },
  kinds: {
    varied: {
      n: 'exact',
      pickedShortest: 'rank',
      rightShortest: 'rank',
      picked: statisticOf(VARIED_ITEMS),
      right: statisticOf(VARIED_ITEMS),
      excess: meanDifferenceKinds(statisticOf(VARIED_ITEMS)),
    },
    rate: 'float64',
    sizes: { n: 'exact', low: 'float64', high: 'float64' },
  },
  async measure({ scores }) {
    const varied = judged(scores.items, 'test').filter(({ item }) => item.lengths === 'varied');
    const isShortest = (lengths: readonly number[], place: number) =>
      at(lengths, place) === Math.min(...lengths);
    const lengthsOf = (row: (typeof varied)[number]) => row.item.answers.map(({ tokens }) => tokens);
    const pickedShortest = varied.filter((row) => isShortest(lengthsOf(row), row.chosen)).length;
    const rightShortest = varied.filter((row) => isShortest(lengthsOf(row), 0)).length;
    return {
      varied: {
        n: varied.length,
        pickedShortest,
        rightShortest,
        picked: pickedShortest / varied.length,
        right: rightShortest / varied.length,
        excess: meanDifference(
          varied.map(
            (row) => Number(isShortest(lengthsOf(row), row.chosen)) - Number(isShortest(lengthsOf(row), 0)),
          ),
          SEED,
        ),
      },
      rate: RATE,
      sizes: SIZES.map((n) => ({ n, ...wilsonInterval(Math.round(RATE * n), n) })),
    };
  },
});

export const limits = section({
  id: 'confidence-limits',
  title: prose`What can go wrong`,
  needs: { m: lengthAndSize, wording: phrasings, chat: chatTemplate, forms: surfaceForms },
  write({ m, wording, chat, forms }) {
    return [
      pitfall(prose`Wording`, [
        prose`
          Asked as questions instead of statements, the same ${count(wording.result.n)} facts get another choice in
          ${percent(wording.result.change)} of cases (${ref('phrasing-scatter')}): change the prompt, and thresholds must be
          found anew.
        `,
      ]),
      pitfall(prose`Length`, [
        prose`
          In ${count(m.varied.n)} test items the four answers differ in length by two tokens or more. The right answer is (one of)
          the shortest in ${count(m.varied.rightShortest)} of them, but the model picks a shortest one in
          ${count(m.varied.pickedShortest)}. ${choose(m.varied.excess.verdict, {
            up: prose`The sum prefers the short answer beyond what the truth would`,
            down: prose`Here the sum does not prefer the short answers`,
            'no clear effect': prose`That is no clear excess, which does not mean that length never harms: each further token adds a
              term that is zero at best`,
          })} (a paired difference of ${real(m.varied.excess.mean, 'statistic')}, from
          ${real(m.varied.excess.low, 'statistic')} to ${real(m.varied.excess.high, 'statistic')}).
        `,
      ]),
      pitfall(prose`Surface form`, [
        prose`
          After “${codeText(forms.prompt)}” the usual spelling ${token(forms.listed)} has ${percent(forms.listedProbability)}; the
          forms that mean the same hold ${percent(forms.allProbability)} together. Likeliest there is ${token(forms.listTop)} with
          ${percent(forms.listTopProbability)}. And after “${codeText(forms.questionPrompt)}” it is ${token(forms.top)} with
          ${percent(forms.topProbability)}: an answer can be chosen among four and still be unlikely, because the model would
          rather write something else, or end its turn.
        `,
      ]),
      pitfall(prose`Instruction tuning and its template`, [
        prose`
          Put into the chat template that the model was tuned on, the same question gets another choice in
          ${percent(chat.change)} of ${count(chat.n)} items (${ref('chat-table')}): measure in the form that you use.
        `,
      ]),
      pitfall(prose`Too few items`, [
        prose`
          A test set shows ${percent(m.rate, { digits: 2 })} right answers. Which true rates could have given that? It depends on
          how many items there were, as ${ref('wilson-sizes')} says.
        `,
        table({
          id: 'wilson-sizes',
          caption: prose`The true rates that fit a share of ${percent(m.rate, { digits: 2 })} in test sets of four sizes: Wilson intervals.`,
          rows: m.sizes,
          columns: [
            { head: prose`items`, align: 'right', cell: (row) => prose`${count(row.n)}` },
            { head: prose`from`, align: 'right', cell: (row) => prose`${percent(row.low)}` },
            { head: prose`to`, align: 'right', cell: (row) => prose`${percent(row.high)}` },
          ],
        }),
        prose`
          Before comparing two prompts on twenty examples, look at the first line. Compare them on the *same* items, and look at
          the differences: where the two mostly agree, that is far sharper than two separate rates.
        `,
      ]),
    ];
  },
});
