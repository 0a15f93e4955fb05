import { fileURLToPath } from 'node:url';
import { renderFigure } from '#render/figures/figure';
import { renderReport } from '#render/report';
import type { TokenInsight } from '#report/block';
import {
  always,
  box,
  code,
  curious,
  exercise,
  figure,
  instrument,
  measured,
  output,
  pitfall,
  recap,
  sources,
  table,
  tokenStrip,
} from '#report/block';
import type { Measurement } from '#report/measurement';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { chapter, headline, section } from '#report/section';
import { source } from '#report/sources';
import {
  bits,
  byMedium,
  cite,
  codeText,
  count,
  decibels,
  equation,
  given,
  math,
  nats,
  percent,
  probability,
  rank,
  real,
  ref,
  term,
  text,
  token,
} from '#report/values';
import { writeReport } from '#report/write-report';

/** A small report that uses every block and every part, with data that would be markup if they were not escaped. */

/** What must come out as itself, whatever format it stands in. */
export const NASTY =
  '<script>alert("x")</script> & <b onclick=\'y()\'>a|b</b> `tick` ``two`` $5 and $6 _under_ *star* [l](http://a.b) ![i](j) \\ ~~s~~ https://evil.example www.evil.example a@b.example :tada: [^1]';

const tokens = [' The', ' capital', ' of', ' France', ' is', ' `tick|'].concat(
  ['\n', '\\xE6', '\t', ' $x$'],
  ['<b>', ' "q"', '.'],
);

export const main = measurement({
  id: 'main',
  kinds: {
    loss: 'nats',
    small: 'probability',
    share: 'probability',
    place: 'rank',
    vocabulary: 'exact',
    amount: 'bits',
    level: 'decibels',
    hopeless: 'nats',
    strip: { value: 'nats' },
    curve: { temperature: 'exact', probability: 'probability' },
  },
  async measure() {
    return fixtureOutput;
  },
});

export const fixtureOutput = {
  nasty: NASTY,
  loss: -0.41703001627783315,
  small: 1.5e-9,
  share: 0.5230123456789,
  place: 12345,
  vocabulary: 49152,
  amount: 1.25,
  level: 10.5,
  hopeless: Number.NEGATIVE_INFINITY,
  strip: tokens.map((piece, index) => ({
    text: piece,
    value: index === 0 ? null : (index * 0.7123456789) % 8,
  })),
  curve: [0.5, 1, 1.5].flatMap((temperature) =>
    [' Paris', ' the', NASTY.slice(0, 25)].map((piece, index) => ({
      temperature,
      token: piece,
      probability: 1 / (1 + index * temperature),
    })),
  ),
};

const everything = section({
  id: 'everything',
  title: prose`Titles hold ${token(' Paris' as never)}, ${math`\ln p`} and *stress*`,
  needs: { m: main },
  write({ m }) {
    return [
      prose`
        Opening words about a ${term('token')} and another ${term('token', 'tokens')}, in **bold ${nats(m.loss)} bold**,
        *slanted ${percent(m.share)}*, [a link with ${count(m.vocabulary)} in it](https://example.org/page), and
        \`literal code\`. Inside emphasis: **${token(' Paris' as never)}**.

        - a list with ${probability(m.small)} and ${bits(m.amount)}
        - and *${decibels(m.level)}*, ${rank(m.place)}, ${real(m.loss)}, ${nats(m.hopeless)}

        1. first ${given(0.1)}
        2. second

        > quoted ${text(m.nasty)}

        ${count(m.vocabulary)}. This paragraph begins with a number and a stop.

        See ${ref('everything')}, ${ref('curve')}, ${ref('rows')}, ${ref('strip')}, ${ref('rules')}, ${ref('beyond')} and ${ref('01-fixture')}.
        Math such as ${math`\ell_a = \ln p_a = ${nats(m.loss)}`} or ${math`\frac{a}{b} * c`} in a line.
      `,
      prose`Data: ${text(m.nasty)} and as code ${codeText(m.nasty)} and as a token ${token(m.nasty)}.`,
      prose`
        \`\`\`sh
        npm run score -- "a < b"
        \`\`\`
      `,
      equation`p_i = \frac{e^{z_i - m}}{\sum_j e^{z_j - m}} \qquad \begin{aligned} a &= b \\ c &< d \end{aligned}`,
    ];
  },
});

/** Its first candidate is made of markup; what came is none of the candidates. */
function insightOf(
  m: typeof main extends Measurement<infer _Output, infer Seen> ? Seen : never,
): TokenInsight {
  return {
    probability: probability(m.small),
    rank: rank(m.place),
    entropy: nats(m.loss),
    candidates: [m.nasty, m.nasty].map((text) => ({ token: token(text), probability: probability(m.share) })),
    others: probability(m.share),
  };
}

const shown = section({
  id: 'shown',
  title: prose`What is shown`,
  needs: { m: main },
  write({ m }) {
    return [
      code('#render/page/page-colours', 'tints'),
      output([prose`${token(m.nasty)} ${percent(m.share)}`]),
      instrument({ kind: 'cuts', example: { before: m.nasty, word: '日本' } }),
      table({
        id: 'rows',
        caption: prose`A table of ${text(m.nasty)}.`,
        rows: m.strip,
        columns: [
          ['token | piece', (row) => token(row.text)],
          [prose`${math`\ell`} (nats)`, () => nats(m.loss)],
          ['share', () => percent(m.share)],
          ['data', () => text(m.nasty)],
          [math`|x|`, () => prose`a | b and ${math`|y|`}`],
        ],
      }),
      figure({
        id: 'curve',
        caption: prose`Bars of ${text(m.nasty)}; ${term('temperature')} ${byMedium({
          interactive: prose`by the slider`,
          static: prose`as drawn`,
        })}.`,
        alt: prose`Bars: ${text(m.nasty)} at ${percent(m.share)}.`,
        data: { rows: m.curve.map((row) => ({ ...row })), lines: [{ at: given(0.5) }] },
        spec: {
          height: 160,
          params: [
            {
              name: 'T',
              value: 1,
              bind: { input: 'range', min: 0.5, max: 1.5, step: 0.5, name: 'temperature T' },
            },
          ],
          layer: [
            {
              transform: [{ filter: 'abs(datum.temperature - T) < 0.01' }],
              mark: 'bar',
              encoding: {
                y: { field: 'token', type: 'nominal', title: null },
                x: { field: 'probability', type: 'quantitative', title: 'probability' },
              },
            },
            { data: { name: 'lines' }, mark: 'rule', encoding: { x: { field: 'at', type: 'quantitative' } } },
          ],
        },
      }),
      tokenStrip({
        id: 'strip',
        caption: prose`A text coloured by ${term('surprisal')}.`,
        alt: prose`The most surprising is ${token(' "q"' as never)}.`,
        legend: prose`surprisal in nats`,
        domain: [given(0), given(8)],
        tokens: m.strip.map((one) => ({
          text: one.text,
          value: one.value,
          detail: one.value === null ? prose`no prediction` : prose`surprisal ${nats(one.value)}`,
          ...(one.value === null ? {} : { insight: insightOf(m) }),
        })),
      }),
    ];
  },
});

const asides = section({
  id: 'asides',
  title: prose`Asides`,
  needs: { m: main },
  write({ m }) {
    return [
      pitfall(prose`Never trust ${codeText(m.nasty)}`, [
        prose`Because of ${text(m.nasty)}.`,
        table({
          id: 'inner',
          caption: prose`A table inside.`,
          rows: [m.loss],
          columns: [['a', (row) => nats(row)]],
        }),
      ]),
      box('rules', prose`What may be compared`, [prose`Tokens at one place: yes.`]),
      exercise([prose`What is ${nats(m.loss)} as a probability?`], [prose`It is ${percent(m.share)}.`]),
      exercise([prose`And now?`], [prose`The same.`]),
      curious(prose`Why <${term('nat', 'nats')}> & ${count(m.vocabulary)}?`, [
        prose`Because ${math`e`} is natural.`,
      ]),
      prose`As in ${cite('one')}, **${cite('two')}** and ${cite('three')}.`,
      recap([
        always(prose`A ${term('nat')} is a factor of ${math`e`}.`),
        measured(prose`Shown: ${percent(m.share)}.`),
      ]),
      sources([
        source({
          id: 'one',
          authors: ['Shannon, Claude E.'],
          year: 1948,
          title: 'A *theory* of <b>communication</b> & more',
          where: 'Bell System [Technical](http://a.b) Journal',
          url: 'https://example.org/(a)?b=1&c="2"',
          adds: prose`It *named* ${term('nat', 'nats')}; see ${cite('two')}.`,
        }),
        source({
          id: 'two',
          authors: ['Good, I. J.', 'Turing, Alan'],
          year: 1950,
          title: 'Weighing',
          where: 'Griffin',
          adds: prose`It weighs.`,
        }),
        source({
          id: 'three',
          authors: ['Guo, Chuan', 'Pleiss, Geoff', 'Sun, Yu'],
          year: 2017,
          title: 'On Calibration',
          where: 'ICML',
          url: 'https://arxiv.org/abs/1706.04599',
          adds: prose`It calibrates.`,
        }),
      ]),
    ];
  },
});

const beyond = section({
  id: 'beyond',
  title: prose`More of ${codeText('`it`' as never)}`,
  needs: { m: main },
  write: ({ m }) => [
    prose`By itself, after ${ref('shown')}: ${nats(m.loss)}.`,
    prose`
      \`\`\`python
      print("further")
      \`\`\`
    `,
  ],
});

export const fixtureChapter = chapter({
  id: '01-fixture',
  title: prose`A fixture of 'everything' < all & ${codeText('`x`' as never)}`,
  question: prose`Does *every* block come out in ${term('nat', 'nats')}?`,
  abilities: [prose`see it`, prose`print ${given(3)} of it`, prose`trust it`],
  sections: [everything, shown, asides],
  further: [beyond],
  headline: headline({
    needs: { m: main },
    write: ({ m }) => prose`The loss is ${nats(m.loss)}, of ${text(m.nasty)}.`,
  }),
});

/** The fixture, written. */
export function fixtureReport() {
  return writeReport([fixtureChapter], new Map<string, unknown>([['main', fixtureOutput]]));
}

export const fixtureProvenance = {
  model: { id: 'fixture-model', sha256: 'ab'.repeat(32) },
  versions: { 'onnxruntime-node': '1.30.0', vega: '6.4.0' },
  forwardTokens: 4321,
};

type Rendering = Parameters<typeof renderReport>[0];

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Stands in for the renderer of figures where nobody looks at them. */
export const UNDRAWN: NonNullable<Rendering['renderer']> = {
  renderFigure: async ({ id }) => ({
    svgFile: '<svg/>',
    svgInline: `<svg id="${id}-svg"></svg>`,
    width: 1,
    height: 1,
  }),
  renderPng: async () => new Uint8Array(),
};

/** All files of the fixture, with its figures drawn but for the PNG files. */
export const renderFixture = (options: Partial<Rendering> = {}) =>
  renderReport({
    report: fixtureReport(),
    provenance: fixtureProvenance,
    root: ROOT,
    renderer: { ...UNDRAWN, renderFigure },
    ...options,
  });
