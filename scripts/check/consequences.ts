import type { DataFile } from '#pipeline/data-store';
import type { Project } from '#pipeline/project';
import { totalForwardTokens } from '#pipeline/provenance';
import type { Effects } from '#pipeline/report-run';
import { writeReport } from '#report/write';
import type { WrittenChapter, WrittenReport } from '#report/written';
import { chapterProses } from '#report/written';
import { compareClaims, type ThinClaim } from './claims.ts';
import { outputsIn } from './committed-data.ts';
import { compareFiles, type FileRules } from './compare-files.ts';
import { bytesOf, type Files } from './files.ts';
import type { Finding } from './finding.ts';
import { chapterOfPath } from './finding.ts';

/** What fresh data would change: claims that flip, and the texts and figures of the chapters that changed. */

export interface Consequences {
  /** Claims that flip, and what keeps the fresh data from being shown. */
  readonly findings: readonly Finding[];
  readonly thin: readonly ThinClaim[];
  /** How texts and figures of changed chapters would differ from the committed ones: told, not counted. */
  readonly shown: readonly Finding[];
  /** The files behind `shown`. */
  readonly made: Files;
}

const NONE: Consequences = { findings: [], thin: [], shown: [], made: new Map() };

/**
 * A chapter with the prose of its sections and nothing to draw: the others link to its headings, and name what stands
 * in it.
 */
function withoutFigures(chapter: WrittenChapter): WrittenChapter {
  const proses = chapterProses(chapter);
  const sections = chapter.sections.map((section) => ({
    ...section,
    blocks: proses.filter((one) => one.section === section.id).map(({ prose }) => prose),
  }));
  return { ...chapter, sections };
}

/** The files of some chapters alone, of a second rendering that draws nothing of the others. */
async function renderChapters(
  report: WrittenReport,
  stems: readonly string[],
  fresh: readonly DataFile[],
  committed: Files,
  effects: Effects,
): Promise<Files> {
  const [first] = fresh;
  if (stems.length === 0 || !first) return new Map();
  effects.progress.stage('Rendering what changed');
  const files = await effects.render({
    report: {
      ...report,
      chapters: report.chapters.map((one) => (stems.includes(one.stem) ? one : withoutFigures(one))),
    },
    provenance: {
      model: first.model,
      versions: { ...first.measuredWith, ...effects.drawingVersions },
      forwardTokens: totalForwardTokens(fresh),
    },
    previous: (path) => committed.get(path),
  });
  const own = [...files].filter(([path]) => stems.includes(chapterOfPath(path, stems)));
  return new Map(own.map(([path, content]) => [path, bytesOf(content)]));
}

/** Writes the report once more from fresh data, and renders those of its chapters whose data changed. */
export async function consequencesOf(
  project: Project,
  committedData: readonly DataFile[],
  fresh: readonly DataFile[],
  changed: readonly string[],
  committed: Files,
  effects: Effects,
  rules: FileRules,
): Promise<Consequences> {
  const before = outputsIn(committedData);
  const after = new Map([...before, ...outputsIn(fresh)]);
  let chapter = '';
  try {
    const report = writeReport(project.chapters, after, project.overview);
    const claims = compareClaims(writeReport(project.chapters, before, project.overview), report);
    const flipped = claims.findings.map((finding) => finding.chapter);
    const stems = [...new Set([...changed, ...flipped])].sort();
    chapter = stems.join(', ');
    const made = await renderChapters(report, stems, fresh, committed, effects);
    const there = [...committed].filter(
      ([path]) => !path.startsWith('data/') && chapterOfPath(path, stems) !== '',
    );
    return { ...claims, shown: compareFiles(made, new Map(there), rules), made };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const what = `cannot be made of the fresh data${chapter === '' ? '' : ` of ${chapter}`}: ${message}`;
    return { ...NONE, findings: [{ severity: 'structure', chapter: '', path: 'report.html', what }] };
  }
}
