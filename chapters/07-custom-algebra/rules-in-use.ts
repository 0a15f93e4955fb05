import { figure, list, type MathPart, type Prose, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { cite, equation, given, math, real, ref, term } from '#report/values';
import { type RuleName, rulesInUse } from './rules-in-use.measure.ts';

interface Words {
  readonly what: Prose;
  /** The same with few letters, for the figure. */
  readonly short: string;
  readonly map: MathPart;
  readonly rule: MathPart;
  readonly identity: Prose;
  /** The identity in the figure. */
  readonly zero: Prose;
  readonly digits?: number;
  /** The numbers that are infinitely far to the left and to the right. */
  readonly left?: number;
  readonly right?: number;
}

const WORDS: Readonly<Record<RuleName, Words>> = {
  probabilities: {
    what: prose`probabilities of independent events`,
    short: 'probabilities',
    map: math`-\ln p`,
    rule: math`pq`,
    identity: prose`${math`1`}, the certain event`,
    zero: prose`${given(1)}`,
    right: 0,
  },
  levels: {
    what: prose`sound levels of independent sources, in dB`,
    short: 'sounds (dB)',
    map: math`10^{a/10}`,
    rule: math`10 \log_{10}\left(10^{a/10} + 10^{b/10}\right)`,
    identity: prose`${math`-\infty`}, silence`,
    zero: prose`−∞`,
  },
  alternatives: {
    what: prose`log-probabilities of mutually exclusive events`,
    short: 'ln p (nats)',
    map: math`e^\ell`,
    rule: math`\ln\left(e^\ell + e^m\right)`,
    identity: prose`${math`-\infty`}, the impossible event`,
    zero: prose`−∞`,
  },
  resistors: {
    what: prose`resistors in parallel, in ohms`,
    short: 'resistors (Ω)',
    map: math`1/r`,
    rule: math`\frac{rs}{r + s}`,
    identity: prose`${math`\infty`}, a cut wire`,
    zero: prose`∞`,
    right: 0,
  },
  errors: {
    what: prose`standard deviations of independent errors`,
    short: 'errors',
    map: math`x^2`,
    rule: math`\sqrt{x^2 + y^2}`,
    identity: prose`${math`0`}, no error`,
    zero: prose`${given(0)}`,
  },
  velocities: {
    what: prose`velocities along a line, as fractions of the speed of light`,
    short: 'velocities',
    map: math`\tfrac{1}{2} \ln \frac{1 + v}{1 - v}`,
    rule: math`\frac{u + v}{1 + uv}`,
    identity: prose`${math`0`}, rest`,
    zero: prose`${given(0)}`,
    left: -1,
    right: 1,
  },
  beliefs: {
    what: prose`beliefs from conditionally independent evidence, starting at even ${term('odds')}`,
    short: 'beliefs',
    map: math`\ln \frac{p}{1 - p}`,
    rule: math`\frac{pq}{pq + (1 - p)(1 - q)}`,
    identity: prose`${math`\tfrac{1}{2}`}, no evidence`,
    zero: prose`${given(0.5)}`,
    left: 0,
    right: 1,
  },
  growth: {
    what: prose`rises in price, as fractions`,
    short: 'rises',
    map: math`\ln(1 + a)`,
    rule: math`a + b + ab`,
    identity: prose`${math`0`}, no rise`,
    zero: prose`${given(0)}`,
    left: -1,
  },
  tests: {
    what: prose`at least one of two independent events`,
    short: 'one of two',
    map: math`-\ln(1 - p)`,
    rule: math`p + q - pq`,
    identity: prose`${math`0`}, the impossible event`,
    zero: prose`${given(0)}`,
    right: 1,
  },
  invented: {
    what: prose`our invented rule`,
    short: 'a ⊗ b',
    map: math`4 \ln(1 + a/4)`,
    rule: math`a + b + \tfrac{ab}{4}`,
    identity: prose`${math`0`}`,
    zero: prose`${given(0)}`,
    digits: 1,
    left: -4,
  },
};

/** Where rulers end, in lengths of their examples. */
const LEFT = -0.85;
const RIGHT = 3.25;

const length = (field: string) =>
  mark.q(field, { axis: null, scale: { domain: [LEFT - 0.6, RIGHT + 0.45], nice: false, zero: false } });
const ruler = mark.n('ruler', {
  title: null,
  sort: null,
  axis: { ticks: false, domain: false, labelPadding: 8 },
});
const on = (field = 'length') => ({ x: length(field), y: ruler });

export const rulesInUseSection = section({
  id: 'gallery',
  title: prose`Nine rules that people use`,
  needs: { m: rulesInUse },
  write({ m }) {
    const rows = m.rules.map((row) => ({ ...row, words: WORDS[row.rule as RuleName] }));
    const levels = m.rules.find(({ rule }) => rule === 'levels');
    return [
      prose`\`transport\` works for any operation ${math`\circ`} and any one-to-one map ${math`f`}, as long as the result of
        ${math`\circ`} has a value on the other scale:`,
      equation`x \ast y = f^{-1}\left(f(x) \circ f(y)\right)`,
      prose`Many rules in use are plain addition in disguise (${ref('gallery-table')}). The first is multiplication
        itself: logarithms were invented to turn it into addition (${cite('napier-1614')}). So our rule is addition in
        disguise, too, as long as its factors are positive.`,
      table({
        id: 'gallery-table',
        caption: prose`Nine rules in use and the invented one. The map ${math`f`} turns each rule into ${math`+`}, and its
          identity into zero.`,
        rows: Object.values(WORDS),
        columns: [
          ['what you combine', ({ what }) => what],
          [math`f`, ({ map }) => map],
          ['combined', ({ rule }) => rule],
          ['identity', ({ identity }) => identity],
        ],
      }),
      prose`Why do ${given(60)} dB and ${given(60)} dB make ${real(levels?.twice, 2)} dB? Because powers add. A level of
        ${given(60)} dB is ${math`10^6`} times a reference power. Two such sources have ${math`2 \cdot 10^6`} times that
        power, and ${math`10 \log_{10}(2 \cdot 10^6)`} is ${real(levels?.twice, 2)} dB.

        Place each number ${math`x`} at ${math`f(x)`} on a ruler. Combining a number with itself then means taking one
        step twice (${ref('gallery-figure')}).`,
      figure({
        id: 'gallery-figure',
        caption: prose`Ten rulers, each with its own unit. A number ${math`x`} lies at ${math`f(x)`}
          (${ref('gallery-table')}).
          The first blue step leads from the identity to a number, the second to two copies of that number. A number
          beside “…” is infinitely far away.`,
        alt: prose`Ten rulers below each other. On each, a number lies one step to the right of the identity, and
          two copies of
          it lie two steps to the right: ${list(
            rows.map(
              ({ words, example, twice }) =>
                prose`${given(example)} and ${real(twice, { digits: words.digits ?? 2 })} for ${words.what}`,
            ),
          )}.`,
        data: {
          rows: rows.map(({ words }) => ({
            ruler: words.short,
            from: given(words.left === undefined ? 0 : LEFT),
            to: given(RIGHT),
          })),
          ticks: rows.flatMap(({ words, marks }) =>
            marks.map(({ value, length }) => ({ ruler: words.short, length, name: prose`${given(value)}` })),
          ),
          ends: rows.flatMap(({ words: { short, left, right } }) => [
            ...(left === undefined
              ? []
              : [{ ruler: short, length: given(LEFT - 0.27), name: prose`${given(left)} …` }]),
            ...(right === undefined
              ? []
              : [{ ruler: short, length: given(RIGHT + 0.24), name: prose`… ${given(right)}` }]),
          ]),
          steps: rows.flatMap(({ words, example, twice }) => [
            { ruler: words.short, length: given(0), name: words.zero },
            { ruler: words.short, length: given(1), name: prose`${given(example)}` },
            {
              ruler: words.short,
              length: given(2),
              name: prose`${real(twice, { digits: words.digits ?? 2 })}`,
            },
          ]),
        },
        spec: {
          height: { step: 46 },
          layer: [
            mark.rule(
              { x: length('from'), x2: { field: 'to' }, y: ruler },
              { color: '$faint', strokeWidth: 1.5 },
            ),
            mark.tick(on(), { data: 'ticks', color: '$faint', thickness: 1.5, size: 10 }),
            mark.annotation({ ...on(), text: 'name' }, { data: 'ticks', dy: -13 }),
            mark.annotation({ ...on(), text: 'name' }, { data: 'ends' }),
            mark.line({ ...on(), detail: 'ruler' }, { data: 'steps', color: '$blue', strokeWidth: 2.5 }),
            mark.dots(on(), { data: 'steps', size: 60, color: '$blue' }),
            mark.label({ ...on(), text: 'name' }, { data: 'steps', dy: -15 }),
          ],
        },
      }),
      prose`To combine ${math`n`} equal numbers, multiply ${math`f(x)`} by ${math`n`}, and translate back.`,
    ];
  },
});
