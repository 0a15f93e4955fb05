import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROOT } from '#base/command';
import type { OutputPlace } from '#pipeline/publish';
import { describeRun } from '#pipeline/run-summary';
import { renderMarkdown } from '#render/markdown/markdown';
import { renderPage } from '#render/page/page';
import { INDEX, pagesOf } from '#render/page/pages';
import { findingsJson } from '#render/report';
import type { Quantity } from '#report/quantity';
import { allBlocks, reportProses, reportSections } from '#report/report-tree';
import { sectionsOf } from '#report/section';
import { findingsIn, writeReport, writeWhatFits } from '#report/write-report';
import { chapters, overview } from '../../chapters/index.ts';
import { committedOutputs, committedReport } from './committed.ts';

const outputs = committedOutputs();

const report = committedReport();

describe('the findings of the embedded model', () => {
  it('all hold, with twice the margin that they need: rewrite the text of one that does not', () => {
    const thin = report.findings.filter(({ finding: { condition } }) => !(Number(condition.margin) >= 2));
    expect(thin.map(({ finding }) => finding.id)).toEqual([]);
  });

  it.each(report.findings.map((placed) => [placed.finding.id, placed] as const))(
    'are withdrawn when stored values change: %s',
    (id, { chapter: stem, section, finding: { condition } }) => {
      const whole = chapters.find((one) => one.id === stem);
      if (!whole) throw new Error(`there is no chapter ${stem}`);
      const sections = sectionsOf(whole).filter((one) => section === '' || one.id === section);
      const chapter = { ...whole, sections, further: [] };
      // Each number of the condition is moved far either way, alone and with the others.
      const edits = [-1e3, 0, 1e3].flatMap((value) => [
        ...condition.results.map((result) => [[result, value] as const]),
        condition.results.map((result) => [result, value] as const),
      ]);
      const outcomes = edits.map((edit) => {
        const proses = reportProses(writeWhatFits([chapter], editedOutputs(edit)));
        return findingsIn(proses).find(({ finding }) => finding.id === id)?.finding.outcome;
      });
      expect(outcomes).toContain('withdrawn');
    },
  );
});

/** The stored outputs with some numbers replaced, where each is stored. */
function editedOutputs(edit: readonly (readonly [Quantity, number])[]): Map<string, unknown> {
  const edited = new Map(outputs);
  for (const [{ source }, value] of edit) {
    const copy = structuredClone(edited.get(source.measurement));
    let next = 0;
    const path = source.path.replaceAll('[]', () => `.${source.entries[next++]}`).split('.');
    const last = path.pop() ?? '';
    const holder = path.reduce((at, key) => at[key] as Holder, copy as Holder);
    holder[last] = value;
    edited.set(source.measurement, copy);
  }
  return edited;
}

interface Holder {
  [key: string]: unknown;
}

/**
 * A branch on a result chooses words: `choose`, `claim`, or a conditional between proses. What is left out for a missing
 * value does not count, and the comparison has two on settings of a model. Findings replace the others, so these
 * numbers may only fall.
 */
const MOST_BRANCHES: Readonly<Record<string, number>> = {
  comparison: 2,
};

describe('branches that choose words by results', () => {
  const folders = readdirSync(new URL('../../chapters/', import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

  it.each(folders)('become no more in %s', (folder) => {
    const place = new URL(`../../chapters/${folder}/`, import.meta.url);
    const sources = readdirSync(place).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.measure.ts'),
    );
    const branches = sources.flatMap((name) =>
      Array.from(
        readFileSync(new URL(name, place), 'utf8').matchAll(
          /\b(?:choose|claim)\(|(?<!\bnull\s+)\?\s*prose`/g,
        ),
        () => name,
      ),
    );
    expect(branches.length).toBeLessThanOrEqual(MOST_BRANCHES[folder] ?? 0);
  });
});

describe('a finding that no longer holds', () => {
  it('is withdrawn on the page, in Markdown, in findings.json and in the summary of the build', async () => {
    const holding = report.findings.find(({ finding }) => finding.id === 'second-copy-less');
    const low = holding?.finding.condition.results[1];
    if (!low) throw new Error('the finding has no interval');
    const changed = writeReport(chapters, editedOutputs([[low, -3]]), overview);
    const provenance = { model: { id: 'm', sha256: 's' }, versions: {}, forwardTokens: 0 };
    const svg = '<svg width="1" height="1"></svg>';
    const undrawn = { svgFile: svg, svgInline: svg, width: 1, height: 1 };
    const blocks = reportSections(changed).flatMap(({ section }) => allBlocks(section.blocks));
    const figures = new Map(blocks.flatMap((one) => (one.type === 'figure' ? [[one.id, undrawn]] : [])));
    const given = { root: ROOT, report: changed, provenance, figures };
    const files = renderMarkdown(given);
    const shown = ['chapters/06-decibels.html', INDEX];
    for (const page of pagesOf(changed).filter(({ path }) => shown.includes(path)))
      files.set(page.path, await renderPage(given, page));
    const sentence = /This did not hold for this model:(?:<\/em>|\*)? median by which the second copy/;
    for (const path of ['chapters/06-decibels.html', 'chapters/06-decibels.md'])
      expect(String(files.get(path)).replaceAll(/\s+/g, ' '), path).toMatch(sentence);
    for (const path of ['index.html', 'report.md'])
      expect(String(files.get(path)), path).toContain('This report was written for another model.');
    const { findings } = JSON.parse(findingsJson(changed));
    expect(findings.find((one: { id: string }) => one.id === 'second-copy-less')).toMatchObject({
      outcome: 'withdrawn',
    });
    const summary = describeRun(
      { report: changed, files: 9, changed: 0 },
      { shownAs: 'output' } as OutputPlace,
      [],
    );
    expect(summary).toContain(
      'Findings that do not hold for this model: 1\n  second-copy-less (section passages-compared): withdrawn; median by',
    );
  });
});
