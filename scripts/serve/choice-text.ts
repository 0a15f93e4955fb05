import type { Piece } from '#lm/types';
import { at } from '#numerics/list';
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
  /** The number of new tokens that the model wrote, reported or not. */
  readonly written: number;
}

interface HeldToken {
  readonly token: ReportedToken;
  readonly start: number;
}

/**
 * Assembles the text of one choice from its tokens. A character is released once all of its bytes have arrived. Text
 * that could be the beginning of a stop string is held until it is known not to be. A token is released with the text
 * it begins in; a token that begins before a stop string is reported whole.
 */
export class ChoiceText {
  private readonly choice: number;
  private readonly stops: readonly string[];
  private readonly pieces: (ids: number[]) => Piece[];
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private text = '';
  private characters = 0;
  /** The length of the text that was released. */
  private released = 0;
  /** Where a stop string can begin: the prompt is not searched. */
  private searchFrom = 0;
  private held: HeldToken[] = [];
  private hasEnded = false;

  constructor(choice: number, stops: readonly string[], pieces: (ids: number[]) => Piece[]) {
    this.choice = choice;
    this.stops = stops;
    this.pieces = pieces;
  }

  /** Ends a choice for which nothing is written. */
  endUnwritten(): Delta {
    this.append(this.decoder.decode());
    return this.release(this.text.length, 'length');
  }

  /** Adds a token; null once the choice has ended. */
  add({ sample, id, logprob, likeliest, end }: Omit<TokenEvent, 'rank' | 'entropy'>): Delta | null {
    if (this.hasEnded) return null;
    const piece = at(this.pieces([id]), 0);
    const isEnd = end === 'stop';
    const listed = likeliest.map((one) => ({ piece: at(this.pieces([one.id]), 0), logprob: one.logprob }));
    const token = { piece, logprob, likeliest: listed, offset: this.characters, isEnd };
    this.held.push({ token, start: this.text.length });
    if (!isEnd) this.append(this.textOf(piece));
    if (sample === null) return this.release(this.text.length, null);
    return { ...this.releaseWritten(end), written: 1 };
  }

  private releaseWritten(end: TokenEvent['end']): Delta {
    const stop = this.findStop();
    if (stop !== undefined) {
      this.text = this.text.slice(0, stop);
      this.held = this.held.filter(({ start }) => start < stop);
      return this.release(stop, 'stop');
    }
    if (end === undefined) return this.release(this.text.length - this.possibleStop(), null);
    this.append(this.decoder.decode());
    return this.release(this.text.length, end);
  }

  private textOf({ special, text, bytes }: Piece): string {
    if (special) return this.decoder.decode() + text;
    return this.decoder.decode(Uint8Array.from(bytes), { stream: true });
  }

  private append(more: string): void {
    this.text += more;
    for (const _ of more) this.characters++;
  }

  private findStop(): number | undefined {
    const places = this.stops.map((stop) => this.text.indexOf(stop, this.searchFrom));
    const found = places.filter((place) => place >= 0);
    return found.length > 0 ? Math.min(...found) : undefined;
  }

  /** The length of the longest suffix of the text that is a prefix of a stop string. */
  private possibleStop(): number {
    const lengths = this.stops.map((stop) => {
      const room = this.text.length - this.searchFrom;
      for (let length = Math.min(stop.length - 1, room); length > 0; length--)
        if (this.text.endsWith(stop.slice(0, length))) return length;
      return 0;
    });
    return Math.max(0, ...lengths);
  }

  private release(upTo: number, end: Delta['end']): Delta {
    // If there are stop strings, a token whose bytes are not a whole character yet waits for the rest.
    const isAll = end !== null || this.stops.length === 0;
    const text = this.text.slice(this.released, upTo);
    const tokens = this.held.filter(({ start }) => isAll || start < upTo).map(({ token }) => token);
    this.held = this.held.slice(tokens.length);
    this.released = upTo;
    this.searchFrom = upTo;
    this.hasEnded = end !== null;
    return { choice: this.choice, text, tokens, end, written: 0 };
  }
}
