import type { Piece } from '#lm/types';
import type { TokenEvent } from './scheduler.ts';

/** A token of a choice, as an answer reports it. */
export interface ReportedToken {
  readonly piece: Piece;
  /** In nats; null for the first token of a prompt. */
  readonly logprob: number | null;
  readonly likeliest: readonly { readonly piece: Piece; readonly logprob: number }[];
  /** Where it begins in the text of the choice, in code points, as Python counts. */
  readonly offset: number;
  /** Whether it is the token that ended the text. It is not part of the text. */
  readonly isEnd: boolean;
}

/** What is new in a choice. */
export interface Delta {
  readonly choice: number;
  readonly text: string;
  readonly tokens: readonly ReportedToken[];
  readonly end: 'stop' | 'length' | null;
}

/**
 * Assembles the text of one choice from its tokens. A character is released once all of its bytes have arrived. Text
 * that could be the beginning of a stop string is held until it is known not to be. A token is released with the text
 * it begins in; a token that begins before a stop string is reported whole.
 */
export function choiceText(choice: number, stops: readonly string[], pieceOf: (id: number) => Piece) {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '';
  let characters = 0;
  /** The length of the text that was released. A stop string can begin behind it: the prompt is not searched. */
  let released = 0;
  let held: { readonly token: ReportedToken; readonly start: number }[] = [];
  let hasEnded = false;

  function append(more: string): void {
    text += more;
    for (const _ of more) characters++;
  }

  function textOf({ special, text, bytes }: Piece): string {
    if (special) return decoder.decode() + text;
    return decoder.decode(Uint8Array.from(bytes), { stream: true });
  }

  function findStop(): number | undefined {
    const places = stops.map((stop) => text.indexOf(stop, released)).filter((place) => place >= 0);
    return places.length > 0 ? Math.min(...places) : undefined;
  }

  /** The length of the longest suffix of the text that is a prefix of a stop string. */
  function possibleStop(): number {
    const lengths = stops.map((stop) => {
      for (let length = Math.min(stop.length - 1, text.length - released); length > 0; length--)
        if (text.endsWith(stop.slice(0, length))) return length;
      return 0;
    });
    return Math.max(0, ...lengths);
  }

  function release(upTo: number, end: Delta['end']): Delta {
    // If there are stop strings, a token whose bytes are not a whole character yet waits for the rest.
    const isAll = end !== null || stops.length === 0;
    const tokens = held.filter(({ start }) => isAll || start < upTo).map(({ token }) => token);
    const delta = { choice, text: text.slice(released, upTo), tokens, end };
    held = held.slice(tokens.length);
    released = upTo;
    hasEnded = end !== null;
    return delta;
  }

  function releaseWritten(end: TokenEvent['end']): Delta {
    const stop = findStop();
    if (stop !== undefined) {
      text = text.slice(0, stop);
      held = held.filter(({ start }) => start < stop);
      return release(stop, 'stop');
    }
    if (end === undefined) return release(text.length - possibleStop(), null);
    append(decoder.decode());
    return release(text.length, end);
  }

  return {
    /** Ends a choice for which nothing is written. */
    endUnwritten(): Delta {
      append(decoder.decode());
      return release(text.length, 'length');
    },

    /** Adds a token; null once the choice has ended. */
    add({ sample, id, logprob, likeliest, end }: Omit<TokenEvent, 'rank' | 'entropy'>): Delta | null {
      if (hasEnded) return null;
      const piece = pieceOf(id);
      const isEnd = end === 'stop';
      const listed = likeliest.map((one) => ({ piece: pieceOf(one.id), logprob: one.logprob }));
      const token = { piece, logprob, likeliest: listed, offset: characters, isEnd };
      held.push({ token, start: text.length });
      if (!isEnd) append(textOf(piece));
      return sample === null ? release(text.length, null) : releaseWritten(end);
    },
  };
}
