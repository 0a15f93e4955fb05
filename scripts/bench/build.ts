import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '#numerics/statistics';
import { buildReport } from '#pipeline/build-report';
import { progressFor, watching } from '#pipeline/progress';
import { loadProject } from '#pipeline/project';
import { otherOutput } from '#pipeline/publish';
import { type RenderRequest, realServices, type Services } from '#pipeline/services';
import { renderFigure, renderPng } from '#render/figures/figure';
import { drawFigures } from '#render/figures/files';
import type { RawSession } from './session-alone.ts';

export type BuildSpeed = Awaited<ReturnType<typeof benchBuild>>;

/** Draws every figure of the report (SVG, the narrow one, PNG) on one core: milliseconds of processor time. */
async function figureSpeed(report: RenderRequest['report']) {
  const start = process.cpuUsage();
  const { drawings } = await drawFigures(report, {}, { renderFigure, renderPng });
  const { user, system } = process.cpuUsage(start);
  const count = drawings.size;
  return { count, millisecondsEach: count === 0 ? 0 : (user + system) / 1000 / count };
}

/** Builds the report once into a temporary folder; measuring is compared with the raw session before and after. */
export async function benchBuild(root: string, raw: RawSession, rounds: number) {
  const folder = await mkdtemp(join(tmpdir(), 'nats-and-bits-bench-'));
  const rawSpeeds: number[] = [];
  const measureRaw = async (): Promise<void> => {
    for (let round = 0; round < rounds; round++) rawSpeeds.push(await raw.speed());
  };
  try {
    const progress = progressFor({ write() {} });
    const place = otherOutput(join(folder, 'output'), 'a temporary folder');
    const request = { project: await loadProject(root), place };
    const real = realServices(root, progress);
    const reports: RenderRequest['report'][] = [];
    const render: Services['render'] = (request) => {
      reports.push(request.report);
      return real.render(request);
    };
    await measureRaw();
    const build = () => buildReport(request, { ...real, render });
    const { tokensComputed: tokens } = await watching(progress, build);
    await measureRaw();
    const stages = progress.times;
    const seconds = stages.find(({ stage }) => stage === 'Measuring')?.seconds ?? 0;
    const [report] = reports;
    if (seconds === 0 || !report) throw new Error('the build measured or rendered nothing');
    const tokensPerSecond = tokens / seconds;
    const ratioToRaw = tokensPerSecond / median(rawSpeeds);
    const measuring = { name: "a build's measuring", tokens, tokensPerSecond, ratioToRaw };
    return { measuring, stages, figures: await figureSpeed(report) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
