import { describe, expect, it } from 'vitest';
import { displayMathMarkdown, inlineMathMarkdown, mathMl, texOf } from '#render/shared/math';
import { given, math, nats, percent } from '#report/values';
import { measured } from '../report/measured-values.ts';

describe('values in math', () => {
  it.each([
    [math`${given(1234567)}`, '1{,}234{,}567'],
    [math`${given(-0.5)}`, '-0.5'],
    [math`${given(1.5e-9)}`, '1.5 \\times 10^{-9}'],
    [math`x = ${nats(measured('nats', -1))}`, 'x = -1.000\\,\\text{nats}'],
    [math`${percent(measured('probability', 0.5))}`, '50.0\\%'],
    [math`${nats(measured('nats', Number.NEGATIVE_INFINITY))}`, '-\\infty \\,\\text{nats}'],
  ])('become TeX', (part, tex) => {
    expect(texOf(part)).toBe(tex);
    expect(mathMl(texOf(part), false)).toMatch(/^<math>.*<\/math>$/s);
  });
});

describe('MathML', () => {
  it('has no style attributes, which the page would not allow', () => {
    const tex = String.raw`\begin{aligned} a &= \frac{b}{c} \\ d &= \begin{cases} x & y \\ z & \end{cases} \end{aligned} \underbrace{a+b}_{c} \sum_{i=1}^{n} \sqrt{x}`;
    expect(mathMl(tex, true)).not.toContain(' style=');
  });

  it('has the TeX beside it, on one line', () => {
    expect(mathMl('a <\n  b', true)).toMatch(
      /<annotation encoding="application\/x-tex">a &lt; b<\/annotation>/,
    );
  });

  it('of TeX that is not understood fails and shows the TeX', () => {
    expect(() => mathMl('\\frac{a}', false)).toThrow(/\\frac\{a\}$/);
    expect(() => mathMl('\\nonsense x', false)).toThrow(/\\nonsense x$/);
  });

  it.each(['a =', String.raw`\otimes_k`, String.raw`\max`])(
    'adds no space to that of the sentence around %s',
    (tex) => {
      const [, inner = ''] = /<semantics>(.*)<annotation/.exec(mathMl(tex, false)) ?? [];
      expect(inner).not.toContain('<mspace');
      expect(inner).toMatch(/<mo[^>]* [lr]space="0em"/);
    },
  );

  it('sets a prime as high as its font has it, not as an exponent', () => {
    expect(mathMl("f'(a)", false)).not.toContain('<msup>');
    expect(mathMl('f^2', false)).toContain('<msup>');
  });

  it('keeps ⊗ as small as other operators, also in Firefox', () => {
    expect(mathMl(String.raw`a \otimes b`, true)).toContain('largeop="false"');
  });

  it('with a colour or a link of its own fails', () => {
    expect(() => mathMl('\\color{red} x', false)).toThrow(/color.*\\color\{red\} x/);
    expect(() => mathMl('\\href{https://e.org}{x}', false)).toThrow();
  });
});

describe('math in Markdown', () => {
  it('stands between dollars', () => {
    expect(inlineMathMarkdown('p_i = e^{z_i}')).toBe('$p_i = e^{z_i}$');
    expect(displayMathMarkdown('p = 1')).toBe('$$\np = 1\n$$');
  });
});
