import { describe, expect, it } from 'vitest';
import { shareDone, timeLeft } from '#pipeline/estimate';
import { progressFor, showDuration, watching } from '#pipeline/progress';

/** A stream that remembers, and a clock that a test sets. */
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

describe('the share of the work that is done', () => {
  const expected = new Map<string, number | undefined>([
    ['a', 80],
    ['b', 280],
    ['c', undefined],
  ]);

  it('weighs each measurement by what it cost the last time, a new one by the average', () => {
    // Weights 100, 300 and 20 + (80 + 280) / 2 = 200.
    expect(shareDone(expected, new Set())).toBe(0);
    expect(shareDone(expected, new Set(['a']))).toBeCloseTo(100 / 600, 12);
    expect(shareDone(expected, new Set(['a']), { id: 'b', tokens: 150 })).toBeCloseTo(250 / 600, 12);
    expect(shareDone(expected, new Set(['a', 'b', 'c']))).toBe(1);
  });

  it('never counts more of a measurement than it was expected to cost', () => {
    expect(shareDone(expected, new Set(['a']), { id: 'b', tokens: 10_000 })).toBeCloseTo(400 / 600, 12);
  });

  it('goes by the number of measurements where none ever ran', () => {
    expect(
      shareDone(
        new Map([
          ['a', undefined],
          ['b', undefined],
        ]),
        new Set(['a']),
      ),
    ).toBe(0.5);
  });

  it('is all where there is nothing to do', () => {
    expect(shareDone(new Map(), new Set())).toBe(1);
  });
});

describe('the time left', () => {
  it('goes on at the same pace, and is not guessed too early', () => {
    expect(timeLeft(0.25, 1000)).toBe(3000);
    expect(timeLeft(1, 1000)).toBe(0);
    expect(timeLeft(0.01, 1000)).toBeUndefined();
  });

  it('is shown in seconds, then in minutes', () => {
    expect(showDuration(1234)).toBe('1.2 s');
    expect(showDuration(59_940)).toBe('59.9 s');
    expect(showDuration(59_960)).toBe('1 min 0 s');
    expect(showDuration(83_000)).toBe('1 min 23 s');
  });
});

describe('progress in a pipe', () => {
  it('is a plain line for each thing done', () => {
    const { progress, written, clock } = stage(false);
    progress.stage('Opening the model');
    clock.now = 1000;
    progress.stage('Measuring');
    progress.plan(new Map([['a', 10]]));
    progress.measuring('Chapter 1', 'a', () => 5);
    clock.now = 2500;
    progress.measured('Chapter 1', 'a', 1234);
    progress.end();
    expect(written.join('')).toBe(
      'Opening the model: 1.0 s\nChapter 1: a: 1,234 tokens, 1.5 s\nMeasuring: 1.5 s\n',
    );
  });

  it('says nothing of what failed', async () => {
    const { progress, written } = stage(false);
    const failing = watching(progress, async () => {
      progress.stage('Opening the model');
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    expect(written).toEqual([]);
  });
});

describe('progress in a terminal', () => {
  it('shows chapter, measurement, tokens, pace, share and time left', () => {
    const { progress, written, clock } = stage(true, 200);
    progress.stage('Measuring');
    progress.plan(
      new Map([
        ['a', 80],
        ['b', 80],
      ]),
    );
    progress.measured('Chapter 1', 'a', 80);
    clock.now = 500;
    progress.measuring('Chapter 2', 'b', () => 20);
    expect(plain(written)).toContain('Chapter 2 · b · 20 tokens · 200 tokens/s · 60 % · about 0.3 s left');
    progress.end();
  });

  it('keeps a stage that is done, with its time', () => {
    const { progress, written, clock } = stage(true);
    progress.stage('Opening the model');
    clock.now = 1400;
    progress.stage('Measuring');
    expect(plain(written)).toContain('✓ Opening the model  1.4 s\n');
    progress.end();
  });

  it('keeps a chapter that is measured, with what it took', () => {
    const { progress, written, clock } = stage(true);
    progress.stage('Measuring');
    progress.plan(new Map());
    for (const [chapter, id] of [
      ['Chapter 1', 'a'],
      ['Chapter 1', 'b'],
      ['Chapter 2', 'c'],
    ] as const) {
      progress.measuring(chapter, id, () => 0);
      clock.now += 600;
      progress.measured(chapter, id, 100);
    }
    progress.end();
    const text = plain(written);
    expect(text).toContain('✓   Chapter 1  2 measured · 200 tokens · 1.2 s\n');
    expect(text).toContain('✓   Chapter 2  1 measured · 100 tokens · 0.6 s\n');
    expect(text).toContain('✓ Measuring  1.8 s\n');
  });

  it('leaves the line to the bar of a download while a file arrives', () => {
    const { progress, written } = stage(true);
    progress.stage('Opening the model');
    progress.downloading({ file: 'model.onnx', loaded: 1e6, total: 4e6, done: false });
    expect(plain(written)).toContain('25 %  model.onnx  1.0 MB of 4.0 MB');
    progress.downloading({ file: 'model.onnx', loaded: 4e6, total: 4e6, done: true });
    progress.abandon();
  });

  it('never fills a whole line, which would wrap', () => {
    const { progress, written } = stage(true, 40);
    progress.stage('Measuring');
    progress.plan(new Map());
    progress.measuring('Chapter 1', 'a-measurement-with-a-very-long-name', () => 123_456);
    const lines = plain(written).split(/[\r\n]/);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(40);
    progress.end();
  });

  it('does not show as done what failed', async () => {
    const { progress, written } = stage(true);
    const failing = watching(progress, async () => {
      progress.stage('Opening the model');
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    expect(plain(written)).not.toContain('✓');
  });
});
