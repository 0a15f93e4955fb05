import { describe, expect, it } from 'vitest';
import type { InspectedToken } from '#page-model/client-data';
import { htmlPlace } from '#render/page/prose';
import { inspectorHtml, inspectorPayload, tokenStripHtml } from '#render/page/token-strip';
import type { TokenInsight } from '#report/block';
import { tokenStrip } from '#report/block';
import { prose } from '#report/prose';
import { given, nats, probability, rank, token } from '#report/values';
import { measured, stored } from '../report/measured-values.ts';
import { NASTY } from './fixture-report.ts';

const chance = (value: number) => measured('probability', value);

function insight(came: number, likeliest: readonly string[]): TokenInsight {
  return {
    probability: probability(chance(0.05)),
    rank: rank(measured('rank', came)),
    entropy: nats(measured('nats', 1.25)),
    candidates: likeliest.map((text, index) => ({
      token: token(stored(text)),
      probability: probability(chance(0.123456 / (index + 1))),
    })),
    others: probability(chance(0.5)),
  };
}

function stripOf(tokens: readonly { text: string; value: number | null; insight?: TokenInsight }[], end = 8) {
  return tokenStrip({
    id: 'strip',
    caption: prose`c`,
    alt: prose`a`,
    legend: prose`l`,
    domain: [given(0), given(end)],
    tokens: tokens.map((one) => ({
      ...one,
      value: one.value === null ? null : measured('nats', one.value),
      detail: prose`d`,
    })),
  });
}

/** The inspector's data as a browser would read it: the text of the script element, as JSON. */
function dataOf(html: string): (InspectedToken | null)[] {
  const text = /<script type="application\/json" id="strip-insights">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
  return JSON.parse(text) as (InspectedToken | null)[];
}

describe('the inspector of a token strip', () => {
  const place = htmlPlace(new Map());
  const four = stripOf([
    { text: ' a', value: null },
    { text: ' b', value: 1, insight: insight(2, [' x', ' b', '\n']) },
    { text: ' c', value: 7, insight: insight(12_345, [' x']) },
    { text: ' d', value: 3, insight: insight(1, [' d']) },
  ]);

  it('brings for each token what stands in its insight, in the order of the text', () => {
    const [none, second, ...last] = dataOf(inspectorPayload(four));
    expect(none).toBeNull();
    expect(last.map((one) => one?.[3])).toEqual([-1, 0]); // where in the list the token that came is
    expect(second).toEqual([
      '0.0500',
      '2',
      '1.250\u00A0nats',
      1,
      0.05,
      '0.500',
      0.5,
      ['␣x', '0.123', 0.123],
      ['␣b', '0.0617', 0.0617],
      ['⏎', '0.0412', 0.0412],
    ]);
  });

  it('stands only under a strip that has something to look into', () => {
    const plain = stripOf([{ text: ' a', value: 1 }]);
    expect(inspectorHtml(plain, place)).toBe('');
    expect(inspectorPayload(plain)).toBe('');
    const html = tokenStripHtml(plain, place, 'caption');
    expect(html).not.toContain('expected most');
    expect(html).not.toContain('Choose a token');
  });

  it('shows tokens made of markup as themselves', () => {
    const html = inspectorPayload(stripOf([{ text: NASTY, value: 1, insight: insight(9, [NASTY]) }]));
    expect(html.match(/<[a-z/!][^>]*/g)?.map((tag) => tag.split(' ')[0])).toEqual(['<script', '</script']);
    expect(dataOf(html)[0]?.[7]).toEqual([NASTY.replaceAll(' ', '␣'), '0.123', 0.123]);
  });
});

describe('the legend of a token strip', () => {
  it.each([
    ['the end of its scale', 8, 8, ''],
    ['more than that', 8.5, 8, ' or more'],
    ['less, on a scale that falls', -9, -8, ' or less'],
    ['what lies before its scale', -1, 8, ''],
  ])('says whether the last tint is also that of other values: %s', (_what, value, end, words) => {
    const html = tokenStripHtml(stripOf([{ text: 'a', value }], end), htmlPlace(new Map()), 'caption');
    expect(/<\/data>([^<]*)<\/span><\/p>/.exec(html)?.[1]).toBe(words);
  });
});
