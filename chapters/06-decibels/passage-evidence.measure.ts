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
/** The axis reaches far enough for this share of all points, and for their medians; other points stand at its ends. */
const MOST = 0.9;
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

/** How many widths before an end of the axis the last heap may stand, and the heap of all that lies further out. */
const INSIDE = 2.5;
const OUTSIDE = 0.5;

/**
 * How far an axis reaches for most of the values and all of the medians, in dB, how wide its heaps are, and where a value
 * stands: inside at the nearest multiple of the width, else at an end.
 */
export function axisFor(values: readonly number[], medians: readonly number[]) {
  const sizes = values.map(Math.abs).sort((a, b) => a - b);
  const most = Math.max(at(sizes, Math.ceil(MOST * sizes.length) - 1), ...medians.map(Math.abs));
  const last = at(SCALES, SCALES.length - 1);
  const { reach: step, width } = SCALES.find(({ reach, width }) => most + INSIDE * width <= reach) ?? last;
  const reach = step * Math.ceil((most + INSIDE * width) / step);
  const inside = reach - INSIDE * width;
  const placeOf = (value: number) =>
    Math.abs(value) > inside
      ? Math.sign(value) * (reach - OUTSIDE * width)
      : Math.round(value / width) * width + 0;
  return { reach, width, inside, placeOf };
}

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
    ...each('exact', 'questions', 'realQuestions', 'width'),
    dots: { ...each('decibels', 'near', 'evidence'), place: 'rank' },
    ends: { ...each('decibels', 'near', 'furthest'), place: 'rank' },
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
    const { reach, width, inside, placeOf } = axisFor(moved, Object.values(medians.real));
    const dots = (['gold', 'irrelevant', 'counterfactual'] as const).flatMap((passage) => {
      const heaps = new Map<number, number>();
      return [...rows]
        .sort((a, b) => Number(a.kind === 'real') - Number(b.kind === 'real'))
        .map((row) => {
          const near = placeOf(row[passage]);
          const place = (heaps.get(near) ?? 0) + 1;
          heaps.set(near, place);
          return { passage, kind: row.kind, near, evidence: row[passage], place };
        });
    });
    const ends = (['gold', 'irrelevant', 'counterfactual'] as const).flatMap((passage) =>
      (['left', 'right'] as const).flatMap((side) => {
        const beyond = dots.filter(
          (dot) => dot.passage === passage && (side === 'left' ? -dot.evidence : dot.evidence) > inside,
        );
        if (beyond.length === 0) return [];
        const furthest = at(
          [...beyond].sort((a, b) => Math.abs(b.evidence) - Math.abs(a.evidence)),
          0,
        );
        return [{ passage, side, near: furthest.near, place: beyond.length, furthest: furthest.evidence }];
      }),
    );
    const misled = {
      none: real.filter((row) => row.none < 0).length,
      gold: real.filter((row) => row.none + row.gold < 0).length,
      irrelevant: real.filter((row) => row.none + row.irrelevant < 0).length,
      counterfactual: real.filter((row) => row.none + row.counterfactual < 0).length,
    };
    const place = items.findIndex(({ id }) => id === EXAMPLE);
    if (place < 0) throw new RangeError(`the retrieval set has no item "${EXAMPLE}"`);
    const [item, { row: example }] = [at(items, place), at(asked, place)];
    const after = example.none + example.gold;
    const [low, high] = [Math.min(...irrelevant), Math.max(...irrelevant)];
    return {
      rows,
      questions: rows.length,
      realQuestions: real.length,
      dots,
      ends,
      width,
      domain: [-reach, reach],
      labelAt: reach - (3 * reach) / 125,
      highest: Math.max(...dots.map(({ place }) => place)) + 1,
      ...medians,
      intervals: { real: intervalsOf(real), invented: intervalsOf(invented) },
      pull: { real: pullOf(real), invented: pullOf(invented) },
      clipped: either(ends.length > 0, 'some', 'none'),
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
