import { at } from '#numerics/list';
import { comparison, each, either } from '#report/measurement';

/** What two models are called: as short as tells them apart. */
export function namesApart(first: string, second: string): readonly [string, string] {
  const bare = (name: string): string => name.replace(/^.*\//, '');
  const family = (name: string): string => bare(name).replace(/-.*$/, '');
  for (const short of [family, bare])
    if (short(first) !== short(second)) return [short(first), short(second)];
  return [`the first ${bare(first)}`, `the second ${bare(second)}`];
}

/** How many bits a weight was kept in, by a name such as "GGUF Q4_K_M"; 0 if the name does not say. */
const bitsOf = (weights: string | null): number => Number(/\bI?Q(\d)_/.exec(weights ?? '')?.[1] ?? 0);

/** How a table calls what became of a finding. */
const SHOWN = {
  holds: 'holds',
  withdrawn: 'does not hold',
  reversed: 'the opposite holds',
  'not measured': 'not measured',
} as const;

/** What ran, and every finding of the chapters in both reports. */
export const comparedReports = comparison({
  id: 'compared-reports',
  kinds: {
    ...each('exact', 'older', 'measurements', 'all', 'tested', 'bothHold', 'differing', 'untested'),
    ...each({ bits: 'exact' }, 'first', 'second'),
  },
  compare({ a, b }) {
    const names = namesApart(a.report.model, b.report.model);
    const sideOf = ({ report: { model, servedBy, recorded, weights } }: typeof a, place: 0 | 1) => ({
      model: model.replace(/^.*\//, ''),
      name: at(names, place),
      ranBy: servedBy ?? 'this project',
      recorded: recorded === null ? 'measured by the build' : `recorded on ${recorded}`,
      weights: weights ?? '',
      bits: bitsOf(weights),
      madeFor: either(/code/i.test(model), 'code', 'anything'),
    });
    const others = new Map(b.report.findings.map((finding) => [finding.id, finding]));
    const findings = a.report.findings.map(({ id, section, outcome, text, condition, numbers }) => {
      const other = others.get(id);
      const outcomes = [outcome, other?.outcome ?? 'not measured'] as const;
      const bothHold = outcomes.every((one) => one === 'holds');
      const group = outcomes.includes('not measured') ? 'untested' : bothHold ? 'both' : 'differing';
      return {
        id,
        section,
        /** Where it holds for neither, no text says it: then its condition does. */
        text: text || other?.text || condition,
        condition,
        group: group as string,
        first: SHOWN[outcomes[0]] as string,
        second: SHOWN[outcomes[1]] as string,
        firstNumbers: numbers,
        secondNumbers: other?.numbers ?? '',
      };
    });
    const count = (group: string) => findings.filter((finding) => finding.group === group).length;
    const untested = count('untested');
    return {
      first: sideOf(a, 0),
      second: sideOf(b, 1),
      older: a.report.older,
      hasOlder: a.report.older > 0,
      measurements: a.report.measurements,
      findings,
      all: findings.length,
      tested: findings.length - untested,
      bothHold: count('both'),
      differing: count('differing'),
      untested,
    };
  },
});
