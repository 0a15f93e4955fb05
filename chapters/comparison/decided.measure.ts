import { at } from '#numerics/list';
import { comparison, type DecidedSentence, each, either } from '#report/measurement';

/** How a decision came out in two reports. */
type Verdict = 'turned' | 'differs' | 'only first' | 'only second' | 'alike';

const VERDICTS: readonly Verdict[] = ['turned', 'differs', 'only first', 'only second', 'alike'];

/** Turned is a claim whose two results change places, clear in both; a choice has branches, and no opposites. */
function verdictOf(a: DecidedSentence, b: DecidedSentence): Verdict {
  if (a.branch === b.branch) return 'alike';
  const isClear = a.branch !== 'tooClose' && b.branch !== 'tooClose';
  return a.by === 'claim' && isClear ? 'turned' : 'differs';
}

interface Pair {
  readonly section: string;
  readonly verdict: Verdict;
  /** '' where a report does not come to it: another decision led elsewhere. */
  readonly first: string;
  readonly second: string;
}

/** The decisions of two reports, each with its like: the same words in the same section, in the same order. */
export function paired(a: readonly DecidedSentence[], b: readonly DecidedSentence[]): Pair[] {
  const keyOf = ({ section, branches }: DecidedSentence): string => `${section} ${branches}`;
  const waiting = new Map<string, DecidedSentence[]>();
  for (const one of b) {
    const others = waiting.get(keyOf(one));
    if (others) others.push(one);
    else waiting.set(keyOf(one), [one]);
  }
  const pairs = a.map((one): Pair => {
    const other = waiting.get(keyOf(one))?.shift();
    const { section, sentence: first } = one;
    if (!other) return { section, verdict: 'only first', first, second: '' };
    return { section, verdict: verdictOf(one, other), first, second: other.sentence };
  });
  const left = [...waiting.values()].flat();
  return [
    ...pairs,
    ...left.map(
      ({ section, sentence }): Pair => ({ section, verdict: 'only second', first: '', second: sentence }),
    ),
  ];
}

/** A sentence with several decisions in it is one: as different as the most different of them. */
function merged(pairs: readonly Pair[]): Pair[] {
  const byWords = new Map<string, Pair>();
  const places = (verdict: Verdict): number => VERDICTS.indexOf(verdict);
  for (const pair of pairs) {
    const words = `${pair.section} ${pair.first} / ${pair.second}`;
    const known = byWords.get(words);
    if (!known || places(pair.verdict) < places(known.verdict)) byWords.set(words, pair);
  }
  return [...byWords.values()];
}

const count = (pairs: readonly Pair[], ...verdicts: readonly Verdict[]): number =>
  pairs.filter(({ verdict }) => verdicts.includes(verdict)).length;

/** Every sentence that a result chose, in both reports. */
export const comparedSentences = comparison({
  id: 'compared-sentences',
  kinds: {
    counts: { all: 'exact', alike: 'exact', turned: 'exact', differs: 'exact', only: 'exact' },
    chapters: { chapter: 'exact', all: 'exact', alike: 'exact', turned: 'exact', differs: 'exact' },
  },
  compare({ a, b }) {
    const pairs = merged(paired(a.report.decided, b.report.decided));
    const tally = (of: readonly Pair[]) => ({
      all: of.length,
      alike: count(of, 'alike'),
      turned: count(of, 'turned'),
      differs: count(of, 'differs', 'only first', 'only second'),
    });
    const chapterOf = ({ section }: Pair): number => Number(section.split('.')[0]);
    const chapters = [...new Set(pairs.map(chapterOf))].sort((one, other) => one - other);
    return {
      counts: { ...tally(pairs), only: count(pairs, 'only first', 'only second') },
      allAlike: count(pairs, 'alike') === pairs.length ? ('all' as const) : ('not all' as const),
      chapters: chapters.map((chapter) => ({
        chapter,
        ...tally(pairs.filter((pair) => chapterOf(pair) === chapter)),
      })),
      changed: pairs.filter(({ verdict }) => verdict !== 'alike'),
      alike: pairs.filter(({ verdict }) => verdict === 'alike'),
    };
  },
});

/** The takeaways of the chapters that were measured, in both. */
export const comparedTakeaways = comparison({
  id: 'compared-takeaways',
  kinds: { rows: { chapter: 'exact' }, counts: { alike: 'exact', differs: 'exact' } },
  compare({ a, b }) {
    const rows = a.report.takeaways.map((one, index) => {
      const other = b.report.takeaways[index];
      const { chapter, sentence: first } = one;
      if (!other || other.chapter !== chapter)
        return { chapter, first, second: '', verdict: 'differs' as const };
      const verdicts = paired(one.decided, other.decided).map(({ verdict }) => verdict);
      const verdict =
        verdicts.length === 0
          ? ('numbers' as const)
          : either(
              verdicts.every((one) => one === 'alike'),
              'alike',
              'differs',
            );
      return { chapter, first, second: other.sentence, verdict };
    });
    const counted = (wanted: string) => rows.filter(({ verdict }) => verdict === wanted).length;
    return {
      rows,
      counts: { alike: counted('alike'), differs: counted('differs') },
    };
  },
});

/** What two models are called: as short as tells them apart. */
export function namesApart(first: string, second: string): readonly [string, string] {
  const bare = (name: string): string => name.replace(/^.*\//, '');
  const family = (name: string): string => bare(name).replace(/-.*$/, '');
  for (const short of [family, bare])
    if (short(first) !== short(second)) return [short(first), short(second)];
  return [`the first ${bare(first)}`, `the second ${bare(second)}`];
}

/** The numbers of parameters that names tell, "135M" and "1.5B": which is larger, and how many times. */
export function sizesIn(first: string, second: string) {
  const sizeOf = (name: string): number => {
    const [, digits, unit] = /(?<![\w.])(\d+(?:\.\d+)?)([MB])(?![\w.])/.exec(name) ?? [];
    return digits === undefined ? Number.NaN : Number(digits) * (unit === 'B' ? 1000 : 1);
  };
  const ratio = sizeOf(second) / sizeOf(first);
  if (!(ratio > 0) || ratio === 1) return { larger: 'unknown' as const, times: 1 };
  return { larger: either(ratio > 1, 'second', 'first'), times: Math.max(ratio, 1 / ratio) };
}

/** How weights were kept, and in how many bits, where a name such as "GGUF Q4_K_M" tells. */
export function weightsOf(weights: string | null) {
  const bits = Number(/\bI?Q(\d)_/.exec(weights ?? '')?.[1] ?? 0);
  const told = either(bits > 0, 'bits', 'another');
  return { weights: weights ?? '', bits, keptIn: weights === null ? ('published' as const) : told };
}

/** So many measurements are listed by name. */
const MOST_NAMED = 12;

/** What each chapter's headline says in both, and what ran them. */
export const comparedReports = comparison({
  id: 'compared-reports',
  kinds: {
    headlines: { chapter: 'exact' },
    ...each('exact', 'older', 'measurements', 'unequal', 'equal'),
    times: 'float64',
    ...each({ bits: 'exact' }, 'first', 'second'),
  },
  compare({ a, b }) {
    const ids = [...new Set([a, b].flatMap(({ report }) => Object.keys(report.results)))];
    const unequal = ids.filter((id) => a.report.results[id] !== b.report.results[id]);
    const [full, sized] = [
      namesApart(a.report.model, b.report.model),
      sizesIn(a.report.model, b.report.model),
    ];
    const namesOf = (side: typeof a, place: 0 | 1) => ({
      model: side.report.model,
      full: side.report.model.replace(/^.*\//, ''),
      name: at(full, place),
      servedBy: side.report.servedBy ?? 'this project, float32',
      recorded: side.report.recorded ?? '',
      ...weightsOf(side.report.weights),
      madeFor: either(/code/i.test(side.report.model), 'code', 'anything'),
    });
    return {
      older: a.report.older.length,
      olderNames: a.report.older.join(', '),
      areOlder: either(a.report.older.length > 0, 'some', 'none'),
      first: namesOf(a, 0),
      second: namesOf(b, 1),
      ...sized,
      isSame: either(unequal.length === 0, 'same', 'different'),
      measurements: ids.length,
      unequal: unequal.length,
      equal: ids.length - unequal.length,
      unequalAre: either(unequal.length <= MOST_NAMED, 'few', 'many'),
      unequalNames: unequal.slice(0, MOST_NAMED).join(', '),
      headlines: a.report.headlines.map(({ chapter, sentence }) => ({
        chapter,
        first: sentence,
        second: b.report.headlines.find((other) => other.chapter === chapter)?.sentence ?? '',
      })),
    };
  },
});
