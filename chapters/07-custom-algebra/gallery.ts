import { curious, figure, list, type MathPart, type Prose, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { cite, equation, given, math, real, ref, term } from '#report/values';
import { gallery, type RuleName } from './gallery.measure.ts';

interface Words {
  readonly what: Prose;
  /** The same with few letters, for the figure. */
  readonly short: string;
  readonly map: MathPart;
  readonly rule: MathPart;
  /** What changes nothing, and what swallows all. */
  readonly neutral: Prose;
  readonly absorbing: Prose;
  /** What changes nothing, in the figure. */
  readonly zero: Prose;
  readonly digits?: number;
  /** What swallows all, beyond the ends of the ruler. */
  readonly left?: number;
  readonly right?: number;
}

const NONE = prose`none`;
const RULES: Readonly<Record<RuleName, Words>> = {
  probabilities: {
    what: prose`probabilities of independent events`,
    short: 'probabilities',
    map: math`-\ln p`,
    rule: math`pq`,
    neutral: prose`${math`1`}, the certain event`,
    absorbing: prose`${math`0`}, the impossible one`,
    zero: prose`${given(1)}`,
    right: 0,
  },
  levels: {
    what: prose`levels of independent sounds, in dB (${ref('06-decibels')})`,
    short: 'sounds (dB)',
    map: math`10^{a/10}`,
    rule: math`10 \log_{10}\left(10^{a/10} + 10^{b/10}\right)`,
    neutral: prose`${math`-\infty`}, silence`,
    absorbing: NONE,
    zero: prose`−∞`,
  },
  resistors: {
    what: prose`resistors in parallel`,
    short: 'resistors (Ω)',
    map: math`1/r`,
    rule: math`\frac{rs}{r + s}`,
    neutral: prose`${math`\infty`}, a cut wire`,
    absorbing: prose`${math`0`}, a short circuit`,
    zero: prose`∞`,
    right: 0,
  },
  errors: {
    what: prose`sizes of independent errors (standard deviations)`,
    short: 'errors',
    map: math`x^2`,
    rule: math`\sqrt{x^2 + y^2}`,
    neutral: prose`${math`0`}`,
    absorbing: NONE,
    zero: prose`${given(0)}`,
  },
  velocities: {
    what: prose`velocities along a line, as parts of that of light`,
    short: 'velocities',
    map: math`\tfrac{1}{2} \ln \frac{1 + v}{1 - v}`,
    rule: math`\frac{u + v}{1 + uv}`,
    neutral: prose`${math`0`}, rest`,
    absorbing: prose`${math`1`}, and ${math`-1`}: light`,
    zero: prose`${given(0)}`,
    left: -1,
    right: 1,
  },
  beliefs: {
    what: prose`beliefs from independent evidence, with an even start (${term('odds')} multiply)`,
    short: 'beliefs',
    map: math`\ln \frac{p}{1 - p}`,
    rule: math`\frac{pq}{pq + (1 - p)(1 - q)}`,
    neutral: prose`${math`\tfrac{1}{2}`}, no idea`,
    absorbing: prose`${math`1`}, and ${math`0`}: certainty`,
    zero: prose`${given(0.5)}`,
    left: 0,
    right: 1,
  },
  growth: {
    what: prose`rises, as parts of the whole`,
    short: 'rises',
    map: math`\ln(1 + a)`,
    rule: math`a + b + ab`,
    neutral: prose`${math`0`}`,
    absorbing: prose`${math`-1`}, a total loss`,
    zero: prose`${given(0)}`,
    left: -1,
  },
  tests: {
    what: prose`at least one of two independent events`,
    short: 'one of two',
    map: math`-\ln(1 - p)`,
    rule: math`p + q - pq`,
    neutral: prose`${math`0`}`,
    absorbing: prose`${math`1`}`,
    zero: prose`${given(0)}`,
    right: 1,
  },
  invented: {
    what: prose`our invented rule`,
    short: 'a ⊞ b',
    map: math`4 \ln(1 + a/4)`,
    rule: math`a + b + \tfrac{ab}{4}`,
    neutral: prose`${math`0`}`,
    absorbing: prose`${math`-4`}`,
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

export const gallerySection = section({
  id: 'gallery',
  title: prose`The same trick everywhere`,
  needs: { m: gallery },
  write({ m }) {
    const rows = m.rules.map((row) => ({ ...row, words: RULES[row.rule as RuleName] }));
    const { pair } = m.means;
    return [
      prose`Nothing in the argument was about ${math`\times`}. Take any operation ${math`\circ`}, and any one-to-one map ${math`f`} from a new set of numbers onto those that ${math`\circ`} works on. Then the new numbers have an operation, too: translate, operate, translate back.`,
      equation`x \ast y = f^{-1}\left(f(x) \circ f(y)\right)`,
      prose`Mathematics calls it *transport of structure*, or *conjugation* when ${math`\circ`} takes one number. The
        language J has it built in as [*under*](https://www.jsoftware.com/help/dictionary/d631.htm): there
        \`3 +&.^. 4\`, adding under the logarithm, is ${given(12)}. In TypeScript it is \`transport\` of ${ref('algebra-compound')}.

        Once you look for it, it is everywhere (${cite('museful-2013')}). ${ref('gallery-table')} has nine
        rules, and each is plain addition in disguise. (The first turns multiplication itself into addition. So whatever is
        multiplication of positive factors in disguise is addition in disguise, too: ${math`\boxplus`},
        for numbers above ${math`-4`}.)`,
      table({
        id: 'gallery-table',
        caption: prose`Nine operations that a map ${math`f`} turns into ${math`+`}. What changes nothing has
          ${math`f = 0`}, what swallows all an infinite ${math`f`}. (Where two numbers swallow all, they cannot be combined with each other.)`,
        rows: Object.values(RULES),
        columns: [
          ['what', ({ what }) => what],
          [math`f`, ({ map }) => map],
          ['so two of them make', ({ rule }) => rule],
          ['changes nothing', ({ neutral }) => neutral],
          ['swallows all', ({ absorbing }) => absorbing],
        ],
      }),
      prose`Why do sixty decibels and sixty make sixty-three, half the speed of light and half make four fifths,
        and two and two five? Draw each rule as a ruler, with every number ${math`x`} at the place ${math`f(x)`}: then all
        three answers are one step, taken twice (${ref('gallery-figure')}).`,
      figure({
        id: 'gallery-figure',
        caption: prose`Nine slide rules, each drawn to a unit of its own. A number stands at its ${math`f`}
          (${ref('gallery-table')}). The first blue step leads from the number that changes nothing to a number, a second of the same length to two of it together.
          What swallows all lies infinitely far away, beyond the “…”.`,
        alt: prose`Nine rulers below each other. On each, one step to the right of the number that changes nothing
          stands a number, and as far again two of it together: ${list(
            rows.map(
              ({ words, example, twice }) =>
                prose`${given(example)} and ${real(twice, { digits: words.digits ?? 2 })} for ${words.what}`,
            ),
          )}. The other numbers stand at uneven distances.`,
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
      prose`Not everything is addition in disguise. The larger of two numbers keeps both laws, order and brackets. But
        ${math`\max(x, x) = x`} would need ${math`f(x) = f(x) + f(x)`} for every ${math`x`}, and only zero and the infinities are
        their own double: ${math`f`} could tell three numbers apart at most. A finite sum can be undone, by taking one number away
        again; a maximum *forgets* the smaller one. (Sums in disguise can come as near to a maximum as you like: with ${math`f(x) = e^{kx}`} two numbers make ${math`\ln(e^{kx} + e^{ky})/k`}, at most ${math`\ln 2 / k`} above the larger. ${ref('sum-to-max')} turns it into one.)

        Every better-behaved rule is addition in disguise. Let it work on an interval, be continuous, let brackets
        move, and lose nothing: two different numbers, combined with the same third, give different results. That is
        enough, as Aczél proved (${cite('craigen-pales-1989')}). So a rule of your own is a sum, or it is jumpy, lossy or fussy
        about brackets.

        Not only sums and products travel. With the mean as the operation, ${given(pair[0])} and ${given(pair[1])}
        make
        ${real(m.means.arithmetic, 2)}; by way of ${math`\ln x`} their geometric mean,
        ${real(m.means.geometric, 2)}, by ${math`1/x`} the harmonic,
        ${real(m.means.harmonic, 2)}, by ${math`x^2`} the quadratic,
        ${real(m.means.quadratic, 2)} (together: *Kolmogorov–Nagumo means*).
        ${term('perplexity', 'Perplexity')} is one of them: the geometric mean of ${math`1/q`} over the tokens of a text. Flaws travel like laws: the mean of the
        means of unequal groups is not the mean of all, on any scale.`,
      curious(prose`Does a derivative travel, too?`, [
        prose`Yes. Let ${math`x`} and ${math`y`} change, and differentiate ${math`f(x \ast y) = f(x) + f(y)`} on both
          sides (${cite('museful-2013')}):`,
        equation`f'(x \ast y)\,(x \ast y)' = f'(x)\,x' + f'(y)\,y'`,
        prose`With ${math`f = \ln`} this is ${math`\frac{(xy)'}{xy} = \frac{x'}{x} + \frac{y'}{y}`}, the product rule of
          school. With ${math`f(a) = 4 \ln(1 + a/4)`} it is the product rule of ${math`\boxplus`}:
          ${math`(a \boxplus b)' = a'\left(1 + b/4\right) + b'\left(1 + a/4\right)`}.`,
      ]),
    ];
  },
});
