import { shareInterval } from '#numerics/paired-shares';
import { mean } from '#numerics/sum';
import { comparison, each, either, statisticOf } from '#report/measurement';
import { twoAnswers } from '../01-logits-logprobs-softmax/two-answers.measure.ts';
import { factScores, judged } from '../03-logprobs-as-confidence/fact-scores.measure.ts';
import { freeAnswers } from '../03-logprobs-as-confidence/free-answers.measure.ts';
import { passageAnswers } from '../03-logprobs-as-confidence/passage-answers.measure.ts';
import { phrasings } from '../03-logprobs-as-confidence/phrasings.measure.ts';
import { correctedLevel } from '../03-logprobs-as-confidence/statistics.ts';
import {
  AUROC,
  type Choice,
  compared,
  directionOf,
  type Estimated,
  joined,
  meanOf,
  outcomeOf,
  type PairOf,
  RESAMPLES,
  type Statistic,
  shareOf,
  sideOf,
  wins,
} from './estimates.ts';

/**
 * The findings were chosen after a look at so many shares of the embedded model and the recorded one: by question set,
 * passage, signal and kind of question. Whoever adds a finding after another look counts that look here.
 */
const LOOKED_AT = 400;
/** Each has an interval for the one model, for the other, and for their difference. */
const INTERVALS = 3;

const BORDER = 0.5;

type FindingName =
  | 'no'
  | 'trusts'
  | 'trustsMore'
  | 'separates'
  | 'passage'
  | 'surer'
  | 'untrue'
  | 'doubts'
  | 'question'
  | 'irrelevant';

const LEVEL = correctedLevel(INTERVALS * LOOKED_AT);

/** So many questions, all on one side, are clear: with fewer nothing can be. */
function fewestClear(): number {
  for (let of = 1; ; of++) if (shareInterval({ share: 1, of }, 0, LEVEL).low > BORDER) return of;
}
const FEWEST = fewestClear();

function finding<Row>(name: FindingName, pairs: readonly PairOf<Row>[], statistic: Statistic<Row>) {
  const found = compared(pairs, statistic, LEVEL);
  const { first, second, direction } = found;
  const [firstIs, secondIs] = [sideOf(first, BORDER), sideOf(second, BORDER)];
  const product = (Number(first.estimate ?? BORDER) - BORDER) * (Number(second.estimate ?? BORDER) - BORDER);
  return {
    name,
    ...found,
    firstIs,
    secondIs,
    outcome: outcomeOf(firstIs, secondIs, direction),
    /** Whether one model has too few questions for any result to be clear. */
    questionsAre: either(
      [first, second].some(({ among }) => among !== null && among < FEWEST),
      'too few',
      'enough',
    ),
    /** Where the estimates lie, clear or not. */
    estimatesAre: either(product < 0, 'apart', 'not apart'),
  };
}

/** What each report measures first, whatever comes out: so corrected for these alone. */
const CHANGES = 7;
const CHANGE_LEVEL = correctedLevel(INTERVALS * (CHANGES + 1));

const change = <Row>(pairs: readonly PairOf<Row>[], statistic: Statistic<Row>) =>
  compared(pairs, statistic, CHANGE_LEVEL);

/** Mean confidence minus the share of right choices, which lies between −1 and 1: as a share, and back again. */
function excessOf(pairs: readonly PairOf<Choice>[]) {
  const asShare = meanOf(({ confidence, right }: Choice) => (1 + confidence - Number(right)) / 2);
  const { first, second, difference } = change(pairs, asShare);
  const back = ({ estimate, low, high }: Estimated, nil: number): Estimated => {
    const of = (value: number | null) => (value === null ? null : 2 * (value - nil));
    return { estimate: of(estimate), low: of(low), high: of(high) };
  };
  const [one, other] = [back(first, BORDER), back(second, BORDER)];
  return {
    first: one,
    second: other,
    difference: back(difference, 0),
    firstIs: directionOf(one),
    secondIs: directionOf(other),
  };
}

interface PassageRow {
  readonly id: string;
  readonly kind: string;
  readonly condition: string;
  readonly answer: string;
  readonly verdict: string;
  readonly ended: string;
  readonly sum: number;
  /** The log-odds of “yes” when asked whether the answer is right. */
  readonly right: number | null;
}

const isRight = ({ verdict }: PassageRow): number => Number(verdict === 'right');

/** What was answered to each question, by what stood beside it. */
function byQuestion(rows: readonly PassageRow[]) {
  const questions = new Map<string, Map<string, PassageRow>>();
  for (const row of rows) questions.set(row.id, (questions.get(row.id) ?? new Map()).set(row.condition, row));
  return [...questions].map(([id, answers]) => {
    const { none, right, irrelevant, untrue, contradictory } = Object.fromEntries(answers);
    if (!none || !right || !irrelevant || !untrue || !contradictory) throw new Error(`${id} lacks an answer`);
    return {
      id,
      alone: isRight(none),
      passage: isRight(right),
      irrelevant: isRight(irrelevant),
      misled: Number(untrue.verdict === 'false'),
      kept: isRight(untrue),
      /** How much surer the answer is with the passage than without. */
      surer: right.sum - none.sum,
      /** How much less sure where a second passage disagrees. */
      doubts: right.sum - contradictory.sum,
      trusts: none.right ?? 0,
      trustsMore: (irrelevant.right ?? 0) - (none.right ?? 0),
      /** Of its answers, the share that the model ended. */
      ended: mean([...answers.values()].map(({ ended }) => Number(ended === 'by itself'))),
    };
  });
}

/** The first real question to which one model ends its answer and the other does not, and one is right. */
function wordingOf(first: readonly PassageRow[], second: readonly PassageRow[]) {
  const alone = (rows: readonly PassageRow[]) =>
    rows.filter(({ kind, condition }) => kind === 'real' && condition === 'none');
  const told = joined(alone(first), alone(second), ({ id }) => id).find(
    ({ a, b }) => a.ended !== b.ended && isRight(a) + isRight(b) > 0,
  );
  return told
    ? { is: 'shown' as const, first: told.a.answer, second: told.b.answer }
    : { is: 'none' as const, first: '', second: '' };
}

const ESTIMATE = each(statisticOf(80), 'estimate', 'low', 'high');
const COUNTED = { ...ESTIMATE, ...each('rank', 'seen', 'among') } as const;
const ESTIMATES = { n: 'exact', ...each(COUNTED, 'first', 'second'), difference: ESTIMATE } as const;

/** What was found about both models, on the same questions. */
export const comparedFindings = comparison({
  id: 'compared-findings',
  needs: {
    facts: factScores,
    asQuestions: phrasings,
    passages: passageAnswers,
    free: freeAnswers,
    capitals: twoAnswers,
  },
  kinds: {
    ...each('exact', 'mostTokens', 'lookedAt', 'intervals', 'draws', 'fewest'),
    ...each('float64', 'level', 'changeLevel'),
    ...each('exact', 'all', 'holding', 'turned', 'differing', 'open'),
    asked: each('exact', 'facts', 'passages', 'free', 'yesOrNo'),
    findings: ESTIMATES,
    changes: each(ESTIMATES, 'choices', 'confidence', 'written', 'alone', 'passage', 'misled', 'ended'),
    excess: each(ESTIMATE, 'first', 'second', 'difference'),
  },
  compare({ a, b }) {
    const choices = ({ facts, asQuestions }: Pick<typeof a, 'facts' | 'asQuestions'>) => {
      const questions = new Map(asQuestions.rows.map((row) => [row.id, row.isRight]));
      return judged(facts.items, 'test').map((row) => ({
        ...row,
        asQuestion: questions.get(row.item.id) === true,
      }));
    };
    const chosen = joined(choices(a), choices(b), ({ item }) => item.id);
    const rows = joined(byQuestion(a.passages.rows), byQuestion(b.passages.rows), ({ id }) => id);
    const written = joined(a.free.rows, b.free.rows, ({ id }) => id);
    const asked = ({ capitals: { askedOfCapital, askedOfOther } }: Pick<typeof a, 'capitals'>) =>
      [...askedOfCapital, ...askedOfOther].map(({ difference }, place) => ({
        id: String(place),
        difference,
      }));
    const capitals = joined(asked(a), asked(b), ({ id }) => id);
    const no = finding(
      'no',
      capitals,
      wins(({ difference }) => -difference),
    );
    const trusts = finding(
      'trusts',
      rows,
      wins((row) => row.trusts),
    );
    const findings = [
      no,
      trusts,
      finding(
        'trustsMore',
        rows,
        wins(({ trustsMore }) => trustsMore),
      ),
      finding('separates', chosen, AUROC),
      finding(
        'passage',
        rows,
        wins(({ passage, alone }) => passage - alone),
      ),
      finding(
        'surer',
        rows,
        wins(({ surer }) => surer),
      ),
      finding(
        'untrue',
        rows,
        wins(({ misled, kept }) => misled - kept),
      ),
      finding(
        'doubts',
        rows,
        wins(({ doubts }) => doubts),
      ),
      finding(
        'question',
        chosen,
        wins(({ asQuestion, right }) => Number(asQuestion) - Number(right)),
      ),
      finding(
        'irrelevant',
        rows,
        wins(({ irrelevant, alone }) => alone - irrelevant),
      ),
    ];
    const changes = {
      choices: change(
        chosen,
        shareOf(({ right }) => right),
      ),
      confidence: change(
        chosen,
        meanOf(({ confidence }) => confidence),
      ),
      written: change(
        written,
        shareOf(({ verdict }) => verdict === 'right'),
      ),
      alone: change(
        rows,
        shareOf(({ alone }) => alone === 1),
      ),
      passage: change(
        rows,
        shareOf(({ passage }) => passage === 1),
      ),
      misled: change(
        rows,
        shareOf(({ misled }) => misled === 1),
      ),
      ended: change(
        rows,
        meanOf(({ ended }) => ended),
      ),
    };
    // To say no to a city and no to an answer of one's own is one habit; “no” is the plus of the first alone.
    const isOneHabit =
      no.outcome === 'reversed' && trusts.outcome === 'reversed' && no.firstIs !== trusts.firstIs;
    const readsMore = changes.passage.direction;
    const withOutcome = (wanted: string) => findings.filter(({ outcome }) => outcome === wanted).length;
    return {
      mostTokens: a.passages.mostTokens,
      lookedAt: LOOKED_AT,
      intervals: INTERVALS * LOOKED_AT,
      level: LEVEL,
      changeLevel: CHANGE_LEVEL,
      draws: RESAMPLES,
      fewest: FEWEST,
      asked: {
        facts: chosen.length,
        passages: rows.length,
        free: written.length,
        yesOrNo: capitals.length,
      },
      beginning: a.free.rows[0]?.prompt ?? '',
      all: findings.length,
      findings,
      habit: either(isOneHabit, 'one', 'several'),
      changes,
      /** Whether the one that makes more of a true passage also repeats more of a false one. */
      reading: either(
        readsMore !== 'no clear effect' && readsMore === changes.misled.direction,
        'believes',
        'something else',
      ),
      wording: wordingOf(a.passages.rows, b.passages.rows),
      excess: excessOf(chosen),
      holding: withOutcome('holds'),
      turned: withOutcome('reversed'),
      differing: withOutcome('differs'),
      open: withOutcome('open'),
    };
  },
});
