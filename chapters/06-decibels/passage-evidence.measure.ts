import { decibelsToNats, natsToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { medianInterval } from '#numerics/median-interval';
import { sigmoid } from '#numerics/sigmoid';
import { median } from '#numerics/statistics';
import { each, either, measurement } from '#report/measurement';
import { RETRIEVAL_FILE, readRetrievalSet } from './retrieval.ts';
import { retrievalScores } from './retrieval-scores.measure.ts';

/** The question that the text follows; a name in the retrieval set. */
const EXAMPLE = 'capital-of-australia';
/** What moves the odds by fewer decibels has moved nothing. */
const NOTHING = 0.05;
/** Two medians pull alike when neither is more than so many times the other. */
const HARDER = 1.5;
/** Points that lie further out, in dB, are spoken of. */
const FAR = 50;
/**
 * How far the axis reaches in dB, and the width of a heap: points stand at its nearest multiple, one upon the other.
 * Further than the last the axis grows by as much again.
 */
const SCALES = [
  { reach: 5, width: 0.2 },
  { reach: 25, width: 1 },
  { reach: 50, width: 2 },
  { reach: 125, width: 4 },
];
const EVIDENCE = each('decibels', 'gold', 'irrelevant', 'counterfactual');

/** Who is ahead, the right answer or its rival, by the odds before a passage and after it. */
export function sideOf(before: number, after: number) {
  if (after === 0) return 'even' as const;
  const right = either(before > 0, 'right before', 'right after all');
  return after > 0 ? right : either(before > 0, 'wrong at last', 'still wrong');
}

/** Whether pulls go one way, by an interval of their median. */
export function wayOf(pulls: readonly number[]) {
  const { low, high } = medianInterval(pulls);
  return low > NOTHING ? ('towards' as const) : either(high < -NOTHING, 'against', 'unclear');
}

/**
 * Which of two passages pulls harder towards the answer that it names, by the medians of their evidence for the right
 * answer; whether one is harder is asked of the questions one by one.
 */
export function pullOf(rows: readonly { readonly gold: number; readonly counterfactual: number }[]) {
  const [truths, lies] = [rows.map(({ gold }) => gold), rows.map(({ counterfactual }) => -counterfactual)];
  const [ofTruth, ofLie] = [wayOf(truths), wayOf(lies)];
  if (ofTruth === 'against' || ofLie === 'against') return 'crossed' as const;
  if (ofTruth === 'unclear') return either(ofLie === 'unclear', 'neither', 'only lie');
  if (ofLie === 'unclear') return 'only truth' as const;
  const [truth, lie] = [median(truths), median(lies)];
  if (Math.max(truth, lie) < HARDER * Math.min(truth, lie)) return 'alike' as const;
  const more = wayOf(rows.map(({ gold, counterfactual }) => gold + counterfactual));
  if (truth > lie) return either(more === 'towards', 'truth', 'truth perhaps');
  return either(more === 'against', 'lie', 'lie perhaps');
}

/**
 * What each retrieved passage of chapter 3's questions was worth to the model: the change of the odds of the right
 * answer against the false one, in decibels, from the bare question on.
 */
export const passageEvidence = measurement({
  id: 'passage-evidence',
  needs: { scores: retrievalScores },
  data: { set: RETRIEVAL_FILE },
  kinds: {
    rows: { none: 'decibels', ...EVIDENCE },
    ...each('exact', 'questions', 'realQuestions', 'width', 'far'),
    dots: { near: 'decibels', place: 'rank' },
    highest: 'rank',
    ...each(EVIDENCE, 'all', 'real', 'invented'),
    intervals: each(each(each('decibels', 'low', 'high'), 'gold', 'counterfactual'), 'real', 'invented'),
    ...each('exact', 'labelAt', 'domain'),
    irrelevantRange: { low: 'decibels', high: 'decibels' },
    wrongSide: each('rank', 'none', 'gold', 'irrelevant', 'counterfactual'),
    bothTogether: { median: 'probability' },
    example: {
      ...each('probability', 'rightShare', 'rivalShare'),
      ...each('decibels', 'none', 'gold', 'evidence'),
    },
  },
  async measure({ scores, data }) {
    const items = readRetrievalSet(data.set);
    const asked = items.map((item) => {
      const after = (condition: string) => {
        const row = scores.rows.find((one) => one.id === item.id && one.condition === condition);
        if (!row) throw new RangeError(`item "${item.id}" was not scored with the passage "${condition}"`);
        const odds = natsToDecibels(row.answer - row.falseAnswer);
        return { odds, right: Math.exp(row.answer), rival: Math.exp(row.falseAnswer) };
      };
      const bare = after('none');
      const evidence = (condition: string): number => after(condition).odds - bare.odds;
      return {
        bare,
        row: {
          question: item.question,
          kind: item.kind as string,
          none: bare.odds,
          gold: evidence('gold'),
          irrelevant: evidence('irrelevant'),
          counterfactual: evidence('counterfactual'),
        },
      };
    });
    const rows = asked.map(({ row }) => row);
    const [real, invented] = ['real', 'invented'].map((kind) => rows.filter((row) => row.kind === kind));
    if (!real || !invented) throw new RangeError('two kinds of questions are needed');
    const mediansOf = (some: typeof rows) => ({
      gold: median(some.map((row) => row.gold)),
      irrelevant: median(some.map((row) => row.irrelevant)),
      counterfactual: median(some.map((row) => row.counterfactual)),
    });
    const intervalsOf = (some: typeof rows) => ({
      gold: medianInterval(some.map((row) => row.gold)),
      counterfactual: medianInterval(some.map((row) => row.counterfactual)),
    });
    const medians = { all: mediansOf(rows), real: mediansOf(real), invented: mediansOf(invented) };
    const irrelevant = rows.map((row) => row.irrelevant);
    const together = asked
      .filter(({ row }) => row.kind === 'real')
      .map(({ bare }) => bare.right + bare.rival);
    const moved = rows.flatMap((row) => [row.gold, row.irrelevant, row.counterfactual]);
    const furthest = Math.max(...moved.map(Math.abs));
    const scale =
      SCALES.find(({ reach, width }) => furthest + width <= reach) ?? at(SCALES, SCALES.length - 1);
    const dots = (['gold', 'irrelevant', 'counterfactual'] as const).flatMap((passage) => {
      const heaps = new Map<number, number>();
      return [...rows]
        .sort((a, b) => Number(a.kind === 'real') - Number(b.kind === 'real'))
        .map((row) => {
          const near = Math.round(row[passage] / scale.width) * scale.width + 0;
          const place = (heaps.get(near) ?? 0) + 1;
          heaps.set(near, place);
          return { passage: passage as string, kind: row.kind, near, place };
        });
    });
    const misled = {
      none: real.filter((row) => row.none < 0).length,
      gold: real.filter((row) => row.none + row.gold < 0).length,
      irrelevant: real.filter((row) => row.none + row.irrelevant < 0).length,
      counterfactual: real.filter((row) => row.none + row.counterfactual < 0).length,
    };
    const beyond = Math.max(...dots.map(({ near }) => Math.abs(near) + scale.width / 4));
    const reach = scale.reach * Math.ceil(beyond / scale.reach);
    const place = items.findIndex(({ id }) => id === EXAMPLE);
    if (place < 0) throw new RangeError(`the retrieval set has no item "${EXAMPLE}"`);
    const [item, { row: example }] = [at(items, place), at(asked, place)];
    const after = example.none + example.gold;
    const farKinds = new Set(
      rows
        .filter((row) => [row.gold, row.irrelevant, row.counterfactual].some((dB) => Math.abs(dB) > FAR))
        .map(({ kind }) => kind),
    );
    const farOut =
      farKinds.size === 1 ? either(farKinds.has('real'), 'real', 'invented') : ('none or both' as const);
    const [low, high] = [Math.min(...irrelevant), Math.max(...irrelevant)];
    return {
      rows,
      questions: rows.length,
      realQuestions: real.length,
      dots,
      width: scale.width,
      domain: [-reach, reach],
      labelAt: reach - (3 * reach) / 125,
      highest: Math.max(...dots.map(({ place }) => place)) + 1,
      ...medians,
      intervals: { real: intervalsOf(real), invented: intervalsOf(invented) },
      pull: { real: pullOf(real), invented: pullOf(invented) },
      far: FAR,
      farOut,
      moves: either(
        moved.every((evidence) => Math.abs(evidence) < NOTHING),
        'nothing',
        'something',
      ),
      irrelevantRange: { low, high },
      wrongSide: misled,
      bothTogether: { median: median(together) },
      example: {
        question: item.question,
        right: ` ${item.answer}`,
        rival: ` ${item.falseAnswer}`,
        passage: item.gold,
        rightShare: sigmoid(decibelsToNats(after)),
        rivalShare: sigmoid(-decibelsToNats(after)),
        none: example.none,
        gold: after,
        evidence: example.gold,
        /** Whether a passage on another subject was worth as much to some question. */
        reached: either(example.gold >= low && example.gold <= high, 'by others', 'by none'),
        side: sideOf(example.none, after),
      },
    };
  },
});
