/** What server and page tell each other while a chapter is written. */

/** The page says which it is, once it is open: `{ page }`. */
export const HELLO = 'preview:hello';
/** The server says how things are. */
export const STATE = 'preview:state';
/** The server says which pages have changed: `{ pages }`. */
export const CHANGED = 'preview:changed';

export interface PreviewState {
  /** What keeps the sources from being shown, with its place. */
  readonly mistake: string | null;
  /** Why results are out of date, by the ids of the sections that show them. */
  readonly stale: Readonly<Record<string, readonly string[]>>;
  /** Whether the model is measuring. */
  readonly measuring: boolean;
}
