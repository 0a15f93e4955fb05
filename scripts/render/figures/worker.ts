import { parentPort } from 'node:worker_threads';
import { renderFigure, renderPng } from './figure.ts';
import type { DrawingAnswer, DrawingTask } from './pool.ts';

async function answerTo({ figure, text, withPng }: DrawingTask): Promise<DrawingAnswer> {
  try {
    return { result: text ? await renderFigure(figure, text, withPng) : await renderPng(figure) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', async (task: DrawingTask) => parentPort?.postMessage(await answerTo(task)));
