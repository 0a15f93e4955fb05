import { auroc } from '#numerics/auroc';
import { clusteredBootstrapInterval, pairedDifferenceInterval } from '#numerics/clustered-bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { type Block, curious, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { statisticOf } from '#report/kind';
import { measurement, type OutputsOf } from '#report/measurement';
import { join, prose } from '#report/prose';
import { codeText, count, given, real, ref, term, text } from '#report/values';
import { factScores, judged, TEST_ITEMS } from './fact-scores.ts';
import { RELATION_NAMES, RELATIONS } from './facts.ts';
import { namedIntervals, verticalLine } from './layers.ts';
import { AUROC_BOOTSTRAP } from './separation.ts';

const STATISTIC = statisticOf(TEST_ITEMS);
const OWN = 'confidence among the four';
const SUM = 'sum of the tokens';
const FIRST = 'first token';
const ENTROPY = 'entropy of the first token (minus)';

/** Two areas that differ by less than this are called level. */
const NEAR = 0.02;

interface Answer {
  readonly sum: number;
  readonly tokens: number;
  readonly bytes: number;
  readonly first: number;
  readonly least: number;
  readonly neutral: number;
}

interface ChosenAnswer {
  readonly id: string;
  readonly relation: string;
  readonly right: boolean;
  /** Whether all four answers begin with the same token. */
  readonly sharesFirst: boolean;
  readonly scores: Readonly<Record<string, number>>;
}

/** Every score of a chosen answer; larger means surer. */
function scoresOf(answer: Answer, sums: readonly number[], entropy: number, confidence: number) {
  const [best = 0, second = 0] = [...sums].sort((one, other) => other - one);
  return {
    [OWN]: confidence,
    [SUM]: answer.sum,
    'mean per token': answer.sum / answer.tokens,
    'mean per byte': answer.sum / answer.bytes,
    [FIRST]: answer.first,
    'least likely token': answer.least,
    PMI: answer.sum - answer.neutral,
    [ENTROPY]: -entropy,
    'margin of the first two': best - second,
  };
}

export const scoresCompared = measurement({
  id: 'scores-compared',
  needs: { scores: factScores },
  kinds: {
    premise: 'exact',
    n: 'exact',
    own: 'exact',
    rows: {
      name: 'exact',
      estimate: STATISTIC,
      low: STATISTIC,
      high: STATISTIC,
      difference: STATISTIC,
      differenceLow: STATISTIC,
      differenceHigh: STATISTIC,
      verdict: 'exact',
    },
    best: 'exact',
    second: 'exact',
    lead: { estimate: STATISTIC, low: STATISTIC, high: STATISTIC },
    bestIsClear: 'exact',
    sharedFirst: { n: 'rank', relations: 'exact', first: STATISTIC },
    ownFirst: { n: 'rank', first: STATISTIC, sum: STATISTIC, entropy: STATISTIC },
    artefact: 'exact',
  },
  async measure({ scores }) {
    const rows: ChosenAnswer[] = judged(scores.items, 'test').map(({ item, chosen, right, confidence }) => ({
      id: item.id,
      relation: item.relation,
      right,
      // The same token has the same log-probability, to the last bit; two tokens have not.
      sharesFirst: item.answers.every(({ first }) => first === at(item.answers, 0).first),
      scores: scoresOf(
        at(item.answers, chosen),
        item.answers.map(({ sum }) => sum),
        item.entropy,
        confidence,
      ),
    }));
    const aurocOf = (name: string) => (some: readonly ChosenAnswer[]) =>
      auroc(
        some.map((row) => row.scores[name] ?? Number.NaN),
        some.map((row) => row.right),
      );
    const options = () => ({
      rows,
      clusterOf: (row: ChosenAnswer) => row.id,
      random: seededRandom(AUROC_BOOTSTRAP.seed).next,
      resamples: AUROC_BOOTSTRAP.resamples,
    });
    const difference = (name: string, baseline: string) =>
      pairedDifferenceInterval({ ...options(), statistic: aurocOf(name), baseline: aurocOf(baseline) });
    const names = Object.keys(at(rows, 0).scores);
    const results = names.map((name) => {
      const area = clusteredBootstrapInterval({ ...options(), statistic: aurocOf(name) });
      const against = difference(name, OWN);
      const verdict: 'own' | 'better' | 'worse' | 'level' =
        name === OWN ? 'own' : against.low > 0 ? 'better' : against.high < 0 ? 'worse' : 'level';
      return {
        name,
        ...area,
        difference: against.estimate,
        differenceLow: against.low,
        differenceHigh: against.high,
        verdict,
      };
    });
    results.sort((one, other) => other.estimate - one.estimate);
    const [sharing, others] = [
      rows.filter(({ sharesFirst }) => sharesFirst),
      rows.filter(({ sharesFirst }) => !sharesFirst),
    ];
    const [first, sum, entropy] = [FIRST, SUM, ENTROPY].map((name) => aurocOf(name)(others)) as [
      number,
      number,
      number,
    ];
    const artefact: 'yes' | 'no' = Math.abs(first - sum) < NEAR ? 'yes' : 'no';
    const [best, second] = [at(results, 0).name, at(results, 1).name];
    const lead = difference(best, second);
    const bestIsClear: 'yes' | 'no' = lead.low > 0 ? 'yes' : 'no';
    return {
      premise: scores.premise,
      n: rows.length,
      own: OWN,
      rows: results,
      best,
      second,
      lead,
      bestIsClear,
      sharedFirst: {
        n: sharing.length,
        relations: RELATION_NAMES.filter((name) => sharing.some(({ relation }) => relation === name)).map(
          (name) => RELATIONS[name].about as string,
        ),
        first: aurocOf(FIRST)(sharing),
      },
      ownFirst: { n: others.length, first, sum, entropy },
      artefact,
    };
  },
});

/** Folded: which score of the chosen answer separates right from wrong best. */
export function scoresComparedPart(m: OutputsOf<{ m: typeof scoresCompared }>['m']): Block {
  return curious(prose`Which score separates right from wrong best?`, [
    prose`
      Confidence among four listed answers needs the list, and so does the margin, how far the best answer leads. In practice
      there is often only one answer. What could be asked of it? Its sum; the sum divided by tokens or bytes;
      its first token only; its least likely token;
      ${term('PMI')}, the sum minus the sum after a neutral premise
      (words that stand in place of the question), “${codeText(m.premise)}”; or the ${term('entropy')} of the first prediction, how spread out it is. It
      counts with a minus, since a spread-out prediction is an unsure one. All are judged on the same thing: the answer that the sum picks, right or wrong,
      on ${count(m.n)} test items (${ref('scores-auroc')}).
    `,
    figure({
      id: 'scores-auroc',
      caption: prose`How well nine scores of the chosen answer separate right from wrong: AUROC with bootstrap intervals. Dashed: a coin.`,
      alt: prose`
        Nine points with intervals, from ${text(m.rows[0]?.name)} with ${real(m.rows[0]?.estimate, 'statistic')} down to
        ${text(m.rows.at(-1)?.name)} with ${real(m.rows.at(-1)?.estimate, 'statistic')}. The dashed line at one half is a coin.
      `,
      data: {
        rows: m.rows.map((row) => ({ name: row.name, value: row.estimate, low: row.low, high: row.high })),
        coin: [{ x: 0.5 }],
      },
      spec: {
        height: { step: 28 },
        layer: [
          ...namedIntervals({ field: 'name', title: null }, { field: 'value', title: 'AUROC' }),
          verticalLine('coin'),
        ],
      },
    }),
    prose`
      The intervals overlap, but they are not the right comparison: all scores saw the same items. So ${ref('scores-table')}
      draws the items anew and takes the *difference* to “${text(m.own)}” on each draw.
    `,
    table({
      id: 'scores-table',
      caption: prose`Nine scores: AUROC, and the paired difference to “${text(m.own)}” with its interval. Differences were
        taken before rounding.`,
      rows: m.rows,
      columns: [
        { head: prose`score`, cell: (row) => prose`${text(row.name)}` },
        { head: prose`AUROC`, align: 'right', cell: (row) => prose`${real(row.estimate, 'statistic')}` },
        {
          head: prose`difference`,
          align: 'right',
          cell: (row) => prose`${real(row.difference, 'statistic')}`,
        },
        { head: prose`from`, align: 'right', cell: (row) => prose`${real(row.differenceLow, 'statistic')}` },
        { head: prose`to`, align: 'right', cell: (row) => prose`${real(row.differenceHigh, 'statistic')}` },
        {
          head: prose`verdict`,
          cell: (row) =>
            choose(row.verdict, {
              own: prose`—`,
              better: prose`better`,
              worse: prose`worse`,
              level: prose`not clear`,
            }),
        },
      ],
    }),
    prose`
      What to see: “${text(m.best)}” comes first, ahead of “${text(m.second)}” by ${real(m.lead.estimate, 'statistic')}, with
      an interval from ${real(m.lead.low, 'statistic')} to ${real(m.lead.high, 'statistic')}.
      ${choose(m.bestIsClear, {
        yes: prose`The interval leaves out ${given(0)}: on these items it is the best.`,
        no: prose`The interval holds ${given(0)}, so no single best score can be named from these items.`,
      })} “Worse” in the last column means: clearly below the confidence among the four.
    `,
    prose`
      One caution about the two rows on the first token. In ${count(m.sharedFirst.n)} of the items
      (${join(
        m.sharedFirst.relations.map((about) => prose`${text(about)}`),
        prose`, `,
      )}) it is the same for all four answers, a space, and can say nothing about the choice: there the AUROC of “first token” is
      ${real(m.sharedFirst.first, 'statistic')}. On the other ${count(m.ownFirst.n)} items it is ${real(m.ownFirst.first, 'statistic')}, ${choose(
        m.artefact,
        {
          yes: prose`level with the sum, which has`,
          no: prose`against the sum's`,
        },
      )} ${real(m.ownFirst.sum, 'statistic')} there; the entropy has ${real(m.ownFirst.entropy, 'statistic')}.
    `,
  ]);
}
