import type { LabTokens, LoadingProgress, ModelDownload, Part } from '../../../scripts/page-model/lab';

/** What a page and the worker that runs its model tell each other. */

/** The browser's cache for pages and scripts, which the service worker fills and answers from. */
export const PAGES = 'nats-and-bits-pages';

/** The first message to the worker. */
export interface Begin {
  /** The address of the pages' folder. */
  readonly root: string;
  readonly model: string;
  readonly download: ModelDownload;
}

export type Question =
  | { readonly ask: 'vocabulary' }
  | { readonly ask: 'predict'; readonly text: string; readonly ids: readonly number[] }
  | { readonly ask: 'tokenize'; readonly text: string }
  | { readonly ask: 'score'; readonly parts: readonly Part[] };

/** To the worker: a question by its number, or which question is not asked any more. */
export type ToWorker =
  | { readonly begin: Begin }
  | { readonly id: number; readonly question: Question }
  | { readonly id: number; readonly question: undefined };

/** From the worker, while it opens and after. `failed` is a sentence. */
export type FromWorker =
  | { readonly progress: LoadingProgress }
  | { readonly opened: true; readonly isKept: boolean }
  | { readonly failed: string }
  | { readonly id: number; readonly tokens: LabTokens }
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly refused: string; readonly isUnfinished: boolean };
