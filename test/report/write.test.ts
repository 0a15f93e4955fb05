import { describe, expect, it } from 'vitest';
import { sampleFiles } from '#render/report';
import {
  always,
  type Block,
  box,
  curious,
  figure,
  pitfall,
  recap,
  measured as shown,
  sources,
  table,
  tokenStrip,
} from '#report/block';
import { finding, greater } from '#report/finding';
import { measurement } from '#report/measurement';
import { asProse, prose } from '#report/prose';
import { allBlocks, plainText, reportSections, reportValues, worksIn } from '#report/report-tree';
import {
  type Chapter,
  chapter,
  chapterMeasurements,
  headline,
  type Sample,
  sample,
  section,
} from '#report/section';
import { source } from '#report/sources';
import { cite, equation, given, math, nats, percent, ref, set, text, token } from '#report/values';
import { writeReport } from '#report/write-report';
import { refusals } from '../refusals.ts';
import { measured, stored } from './measured-values.ts';

const figureOf = (id: string): Block =>
  figure({ id, caption: prose`c`, alt: prose`a`, data: [{ x: given(1) }], spec: {} });
const tableOf = (id: string): Block =>
  table({ id, caption: prose`c`, rows: [1], columns: [['h', () => prose`x`]] });
const stripOf = (id: string): Block =>
  tokenStrip({
    id,
    caption: prose`c`,
    alt: prose`a`,
    legend: prose`l`,
    tokens: [{ text: 'a', value: measured('nats', 1), detail: prose`d` }],
    domain: [given(0), given(1)],
  });

const entropy = measurement({
  id: 'entropy',
  kinds: { value: 'nats' },
  measure: async () => ({ value: 1.5 }),
});
const OUTPUTS = new Map([['entropy', { value: 1.5 }]]);

/** A chapter whose sections hold these blocks, by section id. */
function chapterOf(number: number, sections: Readonly<Record<string, readonly Block[]>>): Chapter {
  return chapter({
    id: `0${number}-chapter-${'abcdefg'[number - 1]}`,
    title: prose`Chapter title`,
    question: prose`Why?`,
    abilities: [prose`one`, prose`two`, prose`three`],
    headline: headline({ needs: { m: entropy }, write: ({ m }) => prose`Entropy ${nats(m.value)}` }),
    sections: Object.entries(sections).map(([id, blocks]) =>
      section({ id, title: prose`Title`, needs: {}, write: () => blocks }),
    ),
  });
}

describe('a written report', () => {
  it('numbers sections, figures and tables chapter by chapter, those inside boxes and folds too', () => {
    const first = chapterOf(1, {
      opening: [figureOf('fig-a'), pitfall(prose`t`, [tableOf('tab-a'), figureOf('fig-b')])],
      closing: [curious(prose`t`, [stripOf('strip-a')]), tableOf('tab-b'), box('a-box', prose`A *box*`, [])],
    });
    const second = chapterOf(2, { more: [figureOf('fig-c')] });
    const { targets } = writeReport([first, second], OUTPUTS);
    const labels = Object.fromEntries([...targets].map(([id, { label }]) => [id, label]));
    expect(labels).toEqual({
      '01-chapter-a': 'Chapter 1',
      opening: 'Section 1.1',
      'fig-a': 'Figure 1.1',
      'tab-a': 'Table 1.1',
      'fig-b': 'Figure 1.2',
      closing: 'Section 1.2',
      'strip-a': 'Figure 1.3',
      'tab-b': 'Table 1.2',
      'a-box': 'A box',
      '02-chapter-b': 'Chapter 2',
      more: 'Section 2.1',
      'fig-c': 'Figure 2.1',
    });
    expect(targets.get('fig-c')).toMatchObject({ type: 'figure', number: '2.1', stem: '02-chapter-b' });
  });

  it('numbers what stands in the overview from 0.1, and keeps it apart from the chapters', () => {
    const overview = section({
      id: 'front',
      title: prose`How they connect`,
      needs: {},
      write: () => [
        prose`See ${ref('map')} and ${ref('more')}.`,
        figure({
          id: 'map',
          caption: prose`c`,
          alt: prose`a`,
          data: [{ x: given(1) }],
          spec: { mark: 'bar' },
        }),
      ],
    });
    const report = writeReport([chapterOf(1, { more: [prose`Back to ${ref('map')}.`] })], OUTPUTS, overview);
    expect(report.targets.get('map')).toMatchObject({ label: 'Figure 0.1', number: '0.1' });
    expect(report.targets.get('front')).toMatchObject({ label: 'How they connect', number: '' });
    expect(report.overview?.section.blocks).toHaveLength(2);
    expect(report.chapters).toHaveLength(1);
    expect(reportSections(report).map(({ section: { id } }) => id)).toEqual(['front', 'more']);
  });

  it('gives sections and headlines the outputs they need, by the names they use', () => {
    const needing = section({
      id: 'needing',
      title: prose`t`,
      needs: { e: entropy },
      write: ({ e }) => [prose`It is ${nats(e.value)}.`],
    });
    const made = { ...chapterOf(1, { only: [] }), sections: [needing] };
    const [written] = writeReport([made], OUTPUTS).chapters;
    expect(plainText(written?.headline ?? prose``)).toBe('Entropy 1.500 nats');
    expect(written?.sections[0]?.blocks.map((block) => block.type === 'prose' && plainText(block))).toEqual([
      'It is 1.500 nats.',
    ]);
  });

  it('writes every section once', () => {
    let times = 0;
    const counting = section({
      id: 'counting',
      title: prose`t`,
      needs: {},
      write: () => {
        times += 1;
        return [];
      },
    });
    writeReport([{ ...chapterOf(1, { only: [] }), sections: [counting] }], OUTPUTS);
    expect(times).toBe(1);
  });
});

const gain = (value: number, text = 'It gains.') =>
  finding({ id: 'gain', when: greater('gain', measured('nats', value), 0), text: () => asProse(text) });

describe('findings', () => {
  it('are collected once, where a section first states them', () => {
    const chapter = chapterOf(1, { first: [prose`${gain(1)}`], again: [recap([shown(prose`${gain(1)}`)])] });
    const { findings } = writeReport([chapter], OUTPUTS);
    expect(findings.map(({ section: id, finding: { id: name } }) => [id, name])).toEqual([['first', 'gain']]);
  });
});

const CITED = ['a', 'b', 'c'].map((id) =>
  source({ id, authors: ['Guo, Chuan'], year: 2017, title: 't', where: 'w', adds: prose`It adds.` }),
);
const citing = (...ids: readonly string[]) => ids.map((id) => prose`see ${cite(id)}`);

describe('works of others', () => {
  it('belong to a chapter: two may list one under the same id', () => {
    const blocks = [...citing('a'), prose`see ${cite('b')} and ${cite('c')}`, sources(CITED)];
    const report = writeReport([chapterOf(1, { one: blocks }), chapterOf(2, { two: blocks })], OUTPUTS);
    expect(report.chapters.map(({ sections }) => worksIn(sections))).toEqual([CITED, CITED]);
    expect(report.targets.has('a')).toBe(false);
  });
});

const surprising = sample({
  id: 'surprising',
  needs: { m: entropy },
  write: ({ m }) => [{ text: 'all of it', entropy: m.value, chosen: given(2), is: true }],
});
const withSamples = (...samples: readonly Sample[]) => chapter({ ...chapterOf(1, { a: [] }), samples });

describe('a sample', () => {
  it('has the results as plain numbers, a JSON object on each line of its file', () => {
    const report = writeReport([withSamples(surprising)], OUTPUTS);
    expect([...sampleFiles(report)]).toEqual([
      ['samples/01-chapter-a/surprising.jsonl', '{"text":"all of it","entropy":1.5,"chosen":2,"is":true}\n'],
    ]);
  });

  it('brings the measurements that it needs into its chapter', () => {
    const other = measurement({ id: 'other', kinds: { value: 'nats' }, measure: async () => ({ value: 1 }) });
    const own = sample({ id: 'own', needs: { other }, write: () => [] });
    expect(chapterMeasurements(withSamples(surprising, own))).toEqual([entropy, other]);
  });
});

describe('a chapter', () => {
  it('has the number that its id starts with', () => {
    expect(chapterOf(1, { only: [] }).number).toBe(1);
  });

  it('needs the measurements of its sections and of its headline, each once', () => {
    const other = measurement({ id: 'other', kinds: { a: 'nats' }, measure: async () => ({ a: 1 }) });
    const make = (id: string) => section({ id, title: prose`t`, needs: { other, entropy }, write: () => [] });
    const made = { ...chapterOf(1, { only: [] }), sections: [make('a'), make('b')] };
    expect(chapterMeasurements(made)).toEqual([other, entropy]);
  });
});

describe('a report is refused', () => {
  const write = (...chapters: readonly Chapter[]) => writeReport(chapters, OUTPUTS);
  const sec = (...blocks: readonly Block[]) => write(chapterOf(1, { sec: blocks }));
  const sampled = (rows: unknown) =>
    write(withSamples(sample({ id: 'odd', needs: { m: entropy }, write: () => rows as [] })));
  const nowhere = prose`see ${ref('nowhere')}`;
  const overview = section({ id: 'front', title: prose`t`, needs: {}, write: () => [nowhere] });
  const ofItself = CITED.map((work) => (work.id === 'c' ? { ...work, adds: prose`${cite('c')}` } : work));
  const cited = chapterOf(1, { sec: [...citing('a', 'b', 'c'), sources(CITED)] });
  const [one] = chapterOf(1, { a: [] }).sections;

  it('in one sentence, as refused-reports.txt has it', async () => {
    const said = refusals({
      'an unknown reference in prose': () => sec(nowhere),
      'an unknown reference in a fold': () => sec(curious(prose`t`, [recap([always(nowhere)])])),
      'an unknown reference in a title': () => sec(pitfall(nowhere, [])),
      'an unknown reference in the overview': () => writeReport([chapterOf(1, { a: [] })], OUTPUTS, overview),
      'words that set a state outside of a scene': () => sec(prose`at ${set('hot', 'its end')}`),
      'a figure and a table of one id': () => sec(figureOf('x'), tableOf('x')),
      'sections of two chapters of one id': () => write(chapterOf(1, { a: [] }), chapterOf(2, { a: [] })),
      'no data of a measurement': () => writeReport([chapterOf(1, { only: [] })], new Map()),
      'two findings of one id': () => sec(prose`${gain(1)} ${gain(1, 'It wins.')}`),
      'works that are not listed': () => sec(...citing('a')),
      'works that are listed by another id': () => sec(...citing('a', 'b', 'c', 'd'), sources(CITED)),
      'works that are never cited': () => sec(...citing('a', 'c'), sources(CITED)),
      'works that only cite themselves': () => sec(...citing('a', 'b'), sources(ofItself)),
      'works that are listed twice': () => sec(...citing('a', 'b', 'c'), sources(CITED), sources(CITED)),
      'works of another chapter': () => write(cited, chapterOf(2, { two: citing('a') })),
      'works cited outside of sections': () => write({ ...cited, question: prose`as in ${cite('a')}` }),
      'a number in a sample that no measurement stored': () => sampled([{ entropy: 0.5 }]),
      'a sample that is no list of rows': () => sampled('rows'),
      'two samples of one id': () => withSamples(surprising, surprising),
      'two sections of one id': () => one && chapter({ ...cited, sections: [one, one] }),
      'an id without a number': () => chapter({ ...cited, id: 'capitals' }),
      'a number of one digit': () => chapter({ ...cited, id: '8-capitals' }),
      'a chapter below number one': () => chapter({ ...cited, id: '00-capitals' }),
      'a bad name': () => chapter({ ...cited, id: '08-A b' }),
    });
    await expect(said).toMatchFileSnapshot('refused-reports.txt');
  });
});

describe('plain text', () => {
  it('shows values as they read, tokens and math as they are, and no markup', () => {
    const shown = prose`*One* \`two\` ${nats(measured('nats', 1))}, ${percent(measured('probability', 0.5))}, ${text(stored('a*b'))} ${token(stored(' x'))} ${math`\ell`} ${given(0.1)}`;
    expect(plainText(shown)).toBe('One two 1.000 nats, 50.0%, a*b  x \\ell 0.1');
  });
});

describe('all blocks', () => {
  it('come outer before inner, in reading order', () => {
    const [a, b, c] = [prose`a`, prose`b`, prose`c`];
    const inner = curious(prose`t`, [b]);
    const outer = pitfall(prose`t`, [a, inner]);
    expect(allBlocks([outer, c])).toEqual([outer, a, inner, b, c]);
  });
});

describe('the numbers of a report', () => {
  it('are those of its overview, its texts, its equations and what was expected of its tokens', () => {
    const overview = section({
      id: 'front',
      title: prose`Front`,
      needs: {},
      write: () => [prose`First ${given(1)}.`],
    });
    const insight = {
      probability: given(4),
      rank: given(5),
      entropy: given(6),
      candidates: [{ token: token(stored('a')), probability: given(7) }],
      others: given(8),
    };
    const strip = tokenStrip({
      id: 'strip',
      caption: prose`c`,
      alt: prose`a`,
      legend: prose`l`,
      tokens: [{ text: 'a', value: measured('nats', 1), detail: prose`d`, insight }],
      domain: [given(0), given(1)],
    });
    const blocks = [prose`In ${math`x = ${given(2)}`}.`, equation`y = ${given(3)}`, strip];
    const values = reportValues(
      writeReport([chapterOf(1, { one: [curious(prose`t`, blocks)] })], OUTPUTS, overview),
    );
    const places = values.map(({ chapter, section: id, value }) => `${chapter} ${id} ${value.value}`);
    expect(places.sort()).toEqual([
      '00-overview front 1',
      '01-chapter-a  1.5',
      ...[2, 3, 4, 5, 6, 7, 8].map((one) => `01-chapter-a one ${one}`),
    ]);
  });
});
