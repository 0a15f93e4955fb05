import { describe, expect, it } from 'vitest';
import { describePace, progressFor } from '#pipeline/progress';

/** A stream that cached, and a clock that a test sets. */
function stage(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  const clock = { now: 0 };
  const stream = { isTTY, columns, write: (text: string) => written.push(text) };
  return { progress: progressFor(stream, () => clock.now), written, clock };
}

/** Without colours and cursor movements. */
function plain(texts: readonly string[]): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what terminal sequences begin with
  return texts.join('').replace(/\x1b\[[\d;]*[mK]/g, '');
}

describe('the pace of measuring', () => {
  it('is told with the share of what the last run computed, and the time left', () => {
    expect(describePace(250, 1000, 500)).toBe('500 tokens/s · 25 % · about 1.5 s left');
    expect(describePace(1000, 1000, 500)).toBe('2,000 tokens/s · 100 % · about 0.0 s left');
  });

  it('has no share where no last run tells, and none beyond what it computed', () => {
    expect(describePace(0, 0, 0)).toBe('');
    expect(describePace(10, 0, 1000)).toBe('10 tokens/s');
    expect(describePace(1001, 1000, 1000)).toBe('1,001 tokens/s');
  });
});

describe('the time of stages', () => {
  it.each([true, false])('is noted beside what is shown of them (in a terminal: %s)', (isTTY) => {
    const { progress, clock } = stage(isTTY);
    clock.now = 500;
    progress.stage('Measuring');
    clock.now = 2000;
    progress.stage('Rendering');
    clock.now = 2250;
    progress.end();
    expect(progress.times).toEqual([
      { stage: 'Measuring', seconds: 1.5 },
      { stage: 'Rendering', seconds: 0.25 },
    ]);
  });
});

describe('progress in a pipe', () => {
  it('is a plain line for each thing done', () => {
    const { progress, written, clock } = stage(false);
    progress.stage('Opening the model');
    clock.now = 1000;
    progress.stage('Measuring');
    progress.plan(10);
    progress.measuring('Chapter 1', 'a', () => 5);
    clock.now = 2500;
    progress.measured('Chapter 1', 'a', 1234);
    progress.end();
    expect(written.join('')).toBe(
      'Opening the model: 1.0 s\nChapter 1: a: 1,234 tokens, 1.5 s\nMeasuring: 1.5 s\n',
    );
  });
});

describe('progress in a terminal', () => {
  it('shows chapter, measurement, tokens, pace, share and time left', () => {
    const { progress, written, clock } = stage(true, 200);
    progress.stage('Measuring');
    progress.plan(160);
    progress.measured('Chapter 1', 'a', 80);
    clock.now = 500;
    progress.measuring('Chapter 2', 'b', () => 20);
    expect(plain(written)).toContain('Chapter 2 · b · 20 tokens · 200 tokens/s · 62 % · about 0.3 s left');
    progress.end();
  });
});
