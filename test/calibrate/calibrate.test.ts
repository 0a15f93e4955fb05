import { exec } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { upperBound } from '#numerics/binomial';
import { seededRandom } from '#numerics/seeded-random';
import { wilsonInterval } from '#numerics/wilson';
import { type Calibration, calibrationOf } from '../../scripts/calibrate/calibrate.ts';
import { type JudgedAnswer, judgedAnswers } from '../../scripts/calibrate/input.ts';
import { calibrationJson, calibrationTable, notesOn } from '../../scripts/calibrate/output.ts';
import { average, eight } from '../numerics/confidences-and-outcomes.ts';
import { refusals } from '../refusals.ts';
import { refusalOfScript, runScript } from '../run-score.ts';
import { sharedFolder } from '../temporary.ts';

const scratch = sharedFolder();

function judged(id: string, confidence: number, right: boolean, kind: string | null = null): JudgedAnswer {
  return { id, confidence, logprob: Math.log(confidence), right, kind };
}

/** Answers to questions of their own, with these confidences. */
function answersWith(confidences: readonly number[], outcomes: readonly boolean[]): JudgedAnswer[] {
  return confidences.map((confidence, i) => judged(`question ${i}`, confidence, outcomes[i] === true));
}

const calibrated = (answers: readonly JudgedAnswer[], risk = 0.1, bins?: number) =>
  calibrationOf({ answers, cutOff: { n: 0, right: 0 } }, risk, bins);

/** What is read from lines with these fields, and whatever else a line must have. */
const readFrom = (...lines: object[]) =>
  judgedAnswers('a.jsonl', lines.map((line, id) => JSON.stringify({ id, right: true, ...line })).join('\n'));

describe('the numbers of answers', () => {
  const found = calibrated(answersWith(eight.confidences, eight.outcomes), 0.25);

  it('are those worked out by hand', () => {
    // Right: .9 .8 .6 .5; wrong: .7 .55 .4 .3. Of the 16 pairs .6 < .7, .5 < .7 and .5 < .55 are out of order.
    expect(found).toMatchObject({ items: 8, questions: 8, right: 4, auroc: { estimate: 13 / 16 } });
    expect(found.accuracy).toEqual({ estimate: 0.5, ...wilsonInterval(4, 8) });
    expect(found.meanConfidence).toBeCloseTo(4.75 / 8, 12);
    const squares = [0.01, 0.04, 0.49, 0.16, 0.3025, 0.25, 0.16, 0.09];
    expect(found.reliability.brier).toBeCloseTo(average(squares), 12);
  });

  it('keep a risk of a quarter from 0.6 on, and not with certainty', () => {
    const { simple, cautious } = found.rules;
    expect(simple).toEqual({
      threshold: 0.6,
      logprob: Math.log(0.6),
      answered: 4,
      wrong: 1,
      coverage: 0.5,
      risk: { estimate: 0.25, ...wilsonInterval(1, 4), atMost: upperBound(1, 4) },
    });
    expect(cautious).toMatchObject({ threshold: null, answered: 0, risk: null });
  });

  it('are the same for log-probabilities and for their exponentials', () => {
    const random = seededRandom(1).next;
    const logs = Array.from({ length: 60 }, () => -3 * random());
    const of = (name: string, value: (log: number) => number) => {
      const lines = logs.map((log) => ({ [name]: value(log), right: log > -2.5 }));
      const { auroc, reliability, rules } = calibrationOf(readFrom(...lines), 0.1);
      return { auroc, reliability, thresholds: [rules.simple.threshold, rules.cautious.threshold] };
    };
    expect(of('logprob', (log) => log)).toEqual(of('probability', Math.exp));
  });

  it('rank log-probabilities whose exponential float64 cannot hold', () => {
    const lines = [-800, -900, -1000, -1100].map((logprob, i) => ({ logprob, right: i < 2 }));
    expect(calibrationOf(readFrom(...lines), 0.1).auroc.estimate).toBe(1);
  });

  it('draw answers to the same question together, and say so', () => {
    const answers = answersWith([0.9, 0.2, 0.8, 0.3], [true, false, true, false]);
    const found = calibrated(answers.map((answer, i) => ({ ...answer, id: i < 2 ? 'one' : 'other' })));
    // Each question has a right and a wrong answer, so that every draw has an AUROC.
    expect(found.auroc).toEqual({ estimate: 1, low: 1, high: 1 });
    expect(notesOn(found)[0]).toMatch(
      /^The 4 answers are about 2 questions\. Only the interval of the AUROC /,
    );
  });

  it('leave out replies that were cut off', () => {
    const finish = ['stop', 'tool_calls', 'length', 'incomplete'];
    const { answers, cutOff } = readFrom(
      ...finish.map((id, i) => ({ id, finish_reason: id, logprob: -1, right: i < 3 })),
    );
    expect(answers.map(({ id }) => id)).toEqual(['stop', 'tool_calls']);
    expect(cutOff).toEqual({ n: 2, right: 1 });
  });
});

describe('kinds of question', () => {
  it('show which one is off although all together are calibrated', () => {
    const kinds = ['easy', 'hard'] as const;
    const answers = Array.from({ length: 200 }, (_, i) => {
      const kind = kinds[i % 2] ?? 'easy';
      return judged(`${i}`, 0.5, Math.floor(i / 2) % 4 < (kind === 'easy' ? 3 : 1), kind);
    });
    const { kinds: found, reliability } = calibrated(answers);
    expect(reliability.ece).toBeCloseTo(0, 12);
    expect(found.map(({ kind, accuracy, isOff }) => [kind, accuracy, isOff])).toEqual([
      ['easy', 0.75, true],
      ['hard', 0.25, true],
    ]);
  });

  it('are off by what one of them is rarely off by, the more of them there are', () => {
    const named = (kind: string, rights: number) =>
      Array.from({ length: 100 }, (_, i) => judged(`${kind} ${i}`, 0.5, i < rights, kind));
    const isOff = (...answers: JudgedAnswer[]) => calibrated(answers).kinds.map((one) => one.isOff);
    expect(isOff(...named('a', 39))).toEqual([true]);
    expect(isOff(...named('a', 39), ...named('b', 50))).toEqual([false, false]);
  });

  it('are as they are without the answers that have none', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const answer = fc
      .tuple(share, fc.boolean(), fc.constantFrom('people', 'years', null))
      .map(([confidence, right, kind]) => judged('a', confidence, right, kind));
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 40 }), (list) => {
        fc.pre(list.some(({ kind }) => kind !== null));
        const { kinds } = calibrated(list);
        expect(kinds).toEqual(calibrated(list.filter(({ kind }) => kind !== null)).kinds);
        for (const { low, high } of kinds) expect(0 <= low && low <= high && high <= 1).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

describe('Platt scaling', () => {
  /** Answers whose confidence says more than it should: they are right with half the log-odds. */
  const overconfident = (n: number) => {
    const random = seededRandom(2).next;
    return Array.from({ length: n }, (_, i) => {
      const logOdds = 8 * random() - 4;
      const of = (x: number) => 1 / (1 + Math.exp(-x));
      return judged(`${i}`, of(logOdds), random() < of(logOdds / 2));
    });
  };

  it('finds by how much confidence is too sure, and lowers the loss of the other half', () => {
    const { platt } = calibrated(overconfident(2000));
    expect(platt?.slope).toBeCloseTo(0.5, 1);
    expect(platt?.fitted).toBe(1000);
    expect(platt?.loss.scaled).toBeLessThan(platt?.loss.asItIs ?? 0);
    expect(platt?.loss.scaled).toBeLessThan(platt?.loss.baseRate ?? 0);
  });

  it('keeps all answers to a question in one half, and gives up where a half has too few of a kind', () => {
    const twice = overconfident(100).map((answer, i) => ({ ...answer, id: `${i % 10}` }));
    expect(calibrated(twice).platt).toMatchObject({ fitted: 50, judged: 50 });
    expect(calibrated(overconfident(12)).platt).toBeNull();
  });
});

describe('what there is not', () => {
  const notesFor = (rights: number, items: number) => {
    const outcomes = Array.from({ length: items }, (_, i) => i < rights);
    const confidences = outcomes.map((_, i) => 1 - i / items);
    return notesOn(calibrated(answersWith(confidences, outcomes))).join(' ');
  };

  it.each([
    ['all answers right', 40, 40, /^There is no AUROC: every answer is right[^.]*\.$/],
    ['all answers wrong', 0, 40, /^There is no AUROC: every answer is wrong.* No threshold keeps the risk/],
    ['one answer wrong', 59, 60, /^The AUROC has no interval: so few answers are wrong [^.]*\.$/],
    ['one answer right', 1, 60, /^The AUROC has no interval: so few answers are right/],
    ['too few answers for caution', 10, 20, /too few answers, since even none wrong of 20 .* 13\.9%/],
  ])('is told in a sentence: %s', (_what, rights, items, sentence) => {
    expect(notesFor(rights, items)).toMatch(sentence);
  });

  it('is null for programs', () => {
    const json = (confidences: number[], right: boolean) =>
      JSON.parse(calibrationJson(calibrated(answersWith(confidences, [right, right]))));
    expect(json([0.5, 0.6], true)).toMatchObject({ auroc: { value: null, low: null, high: null } });
    expect(json([0.5, 0.6], false)).toMatchObject({ thresholds: { simple: null, cautious: null } });
    expect(json([0, 0], true)).toMatchObject({
      furthest_bin: { nats: null, more_than_chance: true },
      thresholds: { simple: { confidence: 0, logprob: null, answered: 2 } },
    });
  });
});

describe('a table of results', () => {
  const plain = { bold: String, dim: String } as unknown as Parameters<typeof calibrationTable>[2];
  const tableOf = (calibration: Calibration) => calibrationTable('answers.jsonl', calibration, plain);

  it('rounds no share below one to 100%', () => {
    const [confidences, outcomes] = [Array(4000).fill(0.9998), Array(4000).fill(true).with(7, false)];
    const text = tableOf(calibrated(answersWith(confidences, outcomes), 0.9999));
    expect(text).toMatch(/^ {2}right +3,999, >99\.9% \(99\.9% to >99\.9%\)$/m);
    expect(text).toContain('if a risk of 99.990% is accepted');
  });

  it('has everything that the numbers have', () => {
    const text = tableOf(calibrated(answersWith(eight.confidences, eight.outcomes), 0.25));
    for (const line of [
      /^ {2}right +4, 50\.0% \(21\.5% to 78\.5%\)$/m,
      /^ {2}AUROC +0\.813 \(0\.\d{3} to 1\.000\), not told from a coin, 0\.5$/m,
      /^ {2}calibration error +29\.4 points, /m,
      /^ {2}furthest group +says 70%, 0\.0% are right: /m,
      /^ +80% +90% +2 +85% +100\.0% +34\.2 to 100\.0 /m,
      /^ +simple +60% \(-0\.5109 nats\) +4 of 8 +50\.0% +1 +25\.0% +75\.1%$/m,
      /^ +cautious +none +0 of 8 +0\.0% +0 +– +–$/m,
    ])
      expect(text).toMatch(line);
  });

  it('rounds thresholds down, so that the answer at one reaches it', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1, noNaN: true }), (confidence) => {
        const text = tableOf(calibrated(answersWith([confidence], [true])));
        const [, percents, nats] = /simple +(\S+)% \((\S+) nats\)/.exec(text) ?? [];
        expect(Number(percents) / 100).toBeLessThanOrEqual(confidence * (1 + 1e-15));
        expect(Number(percents) / 100).toBeGreaterThan(confidence * 0.998);
        expect(Number(nats)).toBeLessThanOrEqual(Math.log(confidence));
      }),
      { numRuns: 50 },
    );
  });
});

describe('lines', () => {
  const good = '{"id": "a", "logprob": -0.5, "right": true}';

  it('are read with all that they may have, and what else is in them is passed over', () => {
    const { answers } = readFrom(
      { id: undefined, question: 'The capital of France is', answer: 'Paris', logprob: -0.25 },
      { id: 'b', question: 'c', probability: 0.5, right: false, tokens: [1] },
      { id: null, question: 'd', kind: 'person', logprob: null, probability: 1, right: false },
      { id: 'e', logprob: 0 },
      { id: 7, probability: 0, right: false },
    );
    expect(answers).toEqual([
      { ...judged('The capital of France is', Math.exp(-0.25), true), logprob: -0.25 },
      judged('b', 0.5, false),
      judged('d', 1, false, 'person'),
      judged('e', 1, true),
      judged('7', 0, false),
    ]);
  });

  it('may end as on any system, be blank, and follow a byte order mark', () => {
    const plain = judgedAnswers('a.jsonl', `${good}\n${good}\n`);
    expect(judgedAnswers('a.jsonl', `\uFEFF${good}\r\n\r\n  \t\n${good}`)).toEqual(plain);
    expect(judgedAnswers('a.jsonl', `${good}\r${good}\r`)).toEqual(plain);
  });

  it('are refused by number, as refused-lines.txt has it', async () => {
    const broken = [
      '{"id": "a"',
      '{"id": "a", "logprob": -Infinity, "right": true}',
      '{"id": "a", "logprob": NaN, "right": true}',
      '["a", -1, true]',
      'null',
      '"Infinity"',
      '{"logprob": -1, "right": true}',
      '{"question": ["a"], "logprob": -1, "right": true}',
      '{"id": "a", "logprob": 0.3, "right": true}',
      '{"id": "a", "logprob": "-0.3", "right": true}',
      '{"id": "a", "logprob": -1e999, "right": true}',
      '{"id": "a", "probability": 87, "right": true}',
      '{"id": "a", "right": true}',
      '{"id": "a", "logprob": -1, "probability": 0.4, "right": true}',
      '{"id": "a", "logprob": -1}',
      '{"id": "a", "logprob": -1, "right": 1}',
      `{"id": "a", "logprob": -1, "right": "${'x'.repeat(50)}"}`,
      '{"id": 9007199254740993, "logprob": -1, "right": true}',
    ];
    const texts = broken.map((line) => [line, `${good}\r\n\r\n${line}\r\n${good}`] as const);
    const whole = [
      ['nothing but blank lines', '\uFEFF\n \r\n'],
      ['one answer, which was cut off', '{"id": "a", "finish_reason": "length", "right": false}'],
    ] as const;
    const cases = [...texts, ...whole].map(([what, text]) => {
      return [what, () => judgedAnswers('answers.jsonl', text)] as const;
    });
    await expect(refusals(Object.fromEntries(cases))).toMatchFileSnapshot('refused-lines.txt');
  });
});

const EIGHT = eight.confidences
  .map((probability, id) => `${JSON.stringify({ id, probability, right: eight.outcomes[id] })}\n`)
  .join('');

function file(name: string, content: string): string {
  const path = join(scratch, name);
  writeFileSync(path, content);
  return path;
}

type Given = [args: readonly string[], surroundings?: Parameters<typeof runScript>[2]];
const runCalibrate = (...given: Given) => runScript('calibrate', ...given);
const refusal = (...given: Given) => refusalOfScript('calibrate', ...given);

async function accepted(...given: Given): Promise<string> {
  const { code, stdout, stderr } = await runCalibrate(...given);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('npm run calibrate', () => {
  it('prints what was computed as JSON, in as many groups as asked for', async () => {
    const answer = await accepted(['--json', '--risk', '0.25', '--bins', '2', file('eight.jsonl', EIGHT)]);
    const found = calibrated(answersWith(eight.confidences, eight.outcomes), 0.25, 2);
    expect(answer).toBe(calibrationJson(found));
    expect(found.reliability.bins).toHaveLength(2);
  });

  it('reads a file, standard input, and - the same, and accepts a risk of a tenth unless told', async () => {
    const fromFile = await accepted(['--json', file('eight.jsonl', EIGHT)]);
    expect(JSON.parse(fromFile)).toMatchObject({ accepted_risk: 0.1 });
    expect(await accepted(['--json'], { input: EIGHT })).toBe(fromFile);
    expect(await accepted(['--json', '-'], { input: EIGHT })).toBe(fromFile);
  });

  it('says nothing when the other end of the pipe leaves first', async () => {
    const command = `set -o pipefail; node scripts/calibrate.ts "${file('eight.jsonl', EIGHT)}" | true`;
    expect(await promisify(exec)(command, { shell: '/bin/bash' })).toEqual({ stdout: '', stderr: '' });
  });

  it('runs as README shows it, on lines as README shows them', async () => {
    const readme = readFileSync('README.md', 'utf8');
    const [, lines = ''] = /```json\n(\{"question".*?)```/s.exec(readme) ?? [];
    expect(judgedAnswers('README.md', lines).answers).toHaveLength(2);
    const [, path = ''] = /^npm run calibrate -- (\S+)$/m.exec(readme) ?? [];
    expect(await accepted([path])).toContain('AUROC');
  });

  it('announces on standard error what will take seconds', async () => {
    const lines = Array.from(
      { length: 5000 },
      (_, i) => `{"id": ${i}, "probability": 0.5, "right": ${i % 2 === 0}}`,
    );
    const { stdout, stderr } = await runCalibrate(['--json'], { input: lines.join('\n') });
    expect(stderr).toBe('Calibrating 5,000 answers …\n');
    expect(JSON.parse(stdout)).toMatchObject({ items: 5000, miscalibrated: false });
  });
});

describe('npm run calibrate refuses in one sentence', () => {
  it('bad lines, and prints no results', async () => {
    const bad = file('bad.jsonl', `${EIGHT}{"id": "a", "logprob": 0.3, "right": true}\n`);
    expect(await refusal([bad])).toContain(`${bad}, line 9: logprob must be `);
  });

  it('what cannot be read', async () => {
    expect(await refusal([], { input: '' })).toContain('Standard input is empty');
    expect(await refusal([join(scratch, 'none.jsonl')])).toContain('no such file');
  });

  it('wrong values and a second file', async () => {
    for (const risk of ['10%', '-0.1'])
      expect(await refusal([`--risk=${risk}`])).toContain(`from 0 to 1, such as 0.1, but is "${risk}"`);
    expect(await refusal(['--bins', '2.5'])).toContain('--bins takes a whole number');
    expect(await refusal(['a.jsonl', 'b.jsonl'])).toContain('"a.jsonl" and "b.jsonl"');
  });
});
