import { ROOT, runCommand } from '#base/command';
import { UserError } from '#base/user-error';
import { userPath } from '#base/user-path';
import { compareReports } from '#compare/compare-reports';
import { COMPARISON_JSON, comparisonFiles } from '#compare/files';
import { openCache } from '#pipeline/cache';
import { codesToday, sideFrom } from '#pipeline/comparison';
import { loadProject } from '#pipeline/project';
import {
  assertReplaceable,
  currentFile,
  otherOutput,
  publish,
  reportPlace,
  whileWriting,
  wholeFolder,
} from '#pipeline/publish';

const SPEC = {
  name: 'npm run compare',
  summary: `Compares two reports, of two models or of one at two times: what holds for both, what is reversed, what differs.
Reads their data alone and asks no model. The same data give the same files.`,
  positional: { value: 'A B', help: 'the folders of the two reports, such as output and ../other-model' },
  options: {
    out: { type: 'string', value: 'DIR', help: 'where the comparison is written (default: comparison)' },
  },
} as const;

const COMPARISON = { name: 'a comparison', file: COMPARISON_JSON, mark: '{\n "comparison"' };

await runCommand(SPEC, async ({ options, positionals }) => {
  const [nameA, nameB, ...more] = positionals;
  if (nameA === undefined || nameB === undefined || more.length > 0)
    throw new UserError(
      `npm run compare takes the folders of two reports, got ${positionals.length === 0 ? 'none' : positionals.join(', ')}: npm run compare -- output ../other-model`,
    );
  const { out = 'comparison' } = options;
  const project = await loadProject(ROOT);
  const { chapters, comparison } = project;
  if (!comparison)
    throw new UserError(
      'chapters/index.ts exports no comparison, which says what is written of two reports.',
    );
  const sideOf = (name: string) => {
    const place = reportPlace(project.root, name);
    return sideFrom(wholeFolder(place), place.shownAs);
  };
  const [a, b] = [sideOf(nameA), sideOf(nameB)];
  const place = otherOutput(userPath(out), out);
  const compared = await whileWriting(place, async () => {
    assertReplaceable(place, COMPARISON);
    const both = await compareReports({
      chapters,
      comparison,
      a,
      b,
      codes: await codesToday(project),
    });
    const files = await comparisonFiles(both, {
      root: project.root,
      cache: openCache(project.root),
      previous: (path) => currentFile(place, path),
    });
    publish(place, files);
    return both;
  });
  const { older, summary } = compared;
  const notCompared =
    older.length === 0 ? '' : `One of the two lacks, or has of other code: ${older.join(', ')}.\n`;
  process.stdout.write(
    `${summary}\n${notCompared}The comparison is in ${out}: index.html, comparison.md, ${COMPARISON_JSON}.\n`,
  );
});
