/** What the instruments of a page ask a language model, wherever it runs. */

/** The instruments by their kinds, in the order of their page. */
export const INSTRUMENTS = {
  score: 'How surprised?',
  next: 'What comes next?',
  answers: 'Which answer?',
  generate: 'Step by step',
  cuts: 'All the ways to write a word',
} as const;

export type InstrumentKind = keyof typeof INSTRUMENTS;

/** What `lab/model.json` beside the pages says of the model that they can ask. */
export interface ModelDescription {
  readonly runs: 'server' | 'browser';
  /** Its id. */
  readonly model: string;
  /** The server of an engine that every text is passed on to. */
  readonly engine?: string;
  /** What a browser has to load to run the model itself. */
  readonly download?: ModelDownload;
}

/** A file for running a model in the browser. Paths are relative to the folder of the pages. */
export interface ModelFile {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 in hexadecimal. */
  readonly sha256: string;
}

export interface ModelDownload {
  /** The script that runs the model, and the one that ONNX Runtime starts its threads from. */
  readonly worker: string;
  readonly threads: string;
  /** The files of the model by their names in its folder. */
  readonly files: Readonly<Record<string, ModelFile>>;
  /** ONNX Runtime in WebAssembly. */
  readonly runtime: ModelFile;
  /** What was asked for the examples, and the answers. */
  readonly records: string;
}

/** How far a model is loaded, in bytes. */
export interface LoadingProgress {
  readonly loaded: number;
  readonly total: number;
}

/** Answers that were recorded when the site was made. Each is found by what was asked, see `keyOf`. */
export interface Records {
  /** A file with what `/lab/vocabulary` of the server answers. */
  readonly vocabulary: string;
  readonly tokens: Readonly<Record<string, readonly number[]>>;
  readonly scores: Readonly<Record<string, readonly LabTokens[]>>;
  /** Files of float32 numbers in little-endian bytes. */
  readonly predictions: Readonly<Record<string, string>>;
}

/** A request as the key of its recorded answer. */
export const keyOf = (...asked: readonly unknown[]): string => JSON.stringify(asked);

/** A vocabulary as it is sent: JSON has no sets. */
export interface SentVocabulary extends Omit<Vocabulary, 'special'> {
  readonly special: readonly number[];
}

/** A token whose scores the report has stored. */
export type StoredToken = readonly [
  text: string,
  logprob: number | null,
  rank: number | null,
  entropy: number | null,
];

/** A token of a scored text: id, number of bytes, and three numbers that are null where nothing predicted it. */
export type LabToken = readonly [
  id: number,
  bytes: number,
  logprob: number | null,
  rank: number | null,
  entropy: number | null,
];

/** New tokens of one of the texts that were sent. */
export interface LabTokens {
  readonly part: number;
  readonly tokens: readonly LabToken[];
}

/** What the model can read and write: the text of every token by its id. */
export interface Vocabulary {
  /** The model's id. */
  readonly model: string;
  readonly tokens: readonly string[];
  readonly special: ReadonlySet<number>;
}

/** A part of a request for scores: a text or tokens, and what comes before. */
export interface Part {
  readonly before: string;
  readonly text?: string;
  readonly ids?: readonly number[];
}

/**
 * A model that instruments can ask. Every request is rejected with the signal's reason once that is aborted, with an
 * Unfinished if a reader still has to change something, and with another Error if the model cannot answer.
 */
export interface LabModel {
  vocabulary(): Promise<Vocabulary>;
  /** The logits [V] after a text and tokens that were chosen to follow it. */
  predict(text: string, ids: readonly number[], signal: AbortSignal): Promise<Float32Array>;
  /** The tokens of a text. */
  tokenize(text: string, signal: AbortSignal): Promise<readonly number[]>;
  /** Scores texts; `take` is given their tokens as they are scored. */
  score(parts: readonly Part[], signal: AbortSignal, take: (tokens: LabTokens) => void): Promise<void>;
}

/** What a reader still has to write or change before the model can be asked. */
export class Unfinished extends Error {}
