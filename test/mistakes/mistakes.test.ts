import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contents, edit } from '../pipeline/fixtures/scratch.ts';

/** Mistakes that an author makes, each alone in a small report that was built before, and what is said of it. */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FIXTURES = fileURLToPath(new URL('./fixtures/', import.meta.url));
const root = realpathSync(mkdtempSync(join(tmpdir(), 'nats-and-bits-mistakes-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const INDEX = 'chapters/index.ts';
const HARBOUR = 'chapters/01-harbour/index.ts';
const SHIPS = 'chapters/01-harbour/ships.ts';
const MEASURE = 'chapters/01-harbour/ships.measure.ts';
const SEA = 'chapters/02-sea/index.ts';
const WAVES = 'chapters/02-sea/waves.measure.ts';

/** A file, what stands in it, and what the author wrote instead. */
type Edit = readonly [path: string, from: string, to: string];
type Case = readonly [what: string, sentence: string, ...edits: Edit[]];

const WHEN_RENDERED: readonly Case[] = [
  [
    'a syntax error',
    'chapters/01-harbour/ships.ts:29:2: Expected "}" but found ")".',
    [SHIPS, 'needs: { m: ships },', 'needs: { m: ships ,'],
  ],
  [
    'a file that is not there',
    'chapters/01-harbour/ships.ts:5:23: there is no ./boats.measure.ts to import.',
    [SHIPS, './ships.measure.ts', './boats.measure.ts'],
  ],
  [
    'a file of the contract that is not there',
    'chapters/01-harbour/ships.ts:1:20: there is no #numerics/lists to import.',
    [SHIPS, '#numerics/list', '#numerics/lists'],
  ],
  [
    'a name that a module does not export',
    'chapters/01-harbour/ships.ts:4:21: #report/values exports no tern.',
    [SHIPS, 'ref, term, text,', 'ref, tern, text,'],
  ],
  [
    'a measurement that is misspelt where it is imported',
    'chapters/01-harbour/index.ts:2:10: chapters/01-harbour/ships.measure.ts exports no boats.',
    [HARBOUR, '{ ships }', '{ boats as ships }'],
  ],
  [
    'a kind that there is not',
    'chapters/01-harbour/ships.measure.ts:3:22: measurement harbour-ships: there is no kind "probabilty"; kinds are exact, float64, nats, logit, bits, decibels, probability, perplexity, relativeError, rank, statistic.',
    [MEASURE, "share: 'probability'", "share: 'probabilty'"],
  ],
  [
    'an import of the machinery',
    'chapters/01-harbour/ships.ts:1:20: a chapter may not import #pipeline/measure; chapters import #report, #report/values, #report/marks, #report/measurement, #numerics/… and each other, and types of #lm.',
    [SHIPS, '#numerics/list', '#pipeline/measure'],
  ],
  [
    'an import of the machinery by its path',
    'chapters/01-harbour/ships.ts:1:20: a chapter may not import ../../scripts/numerics/list.ts; chapters import #report, #report/values, #report/marks, #report/measurement, #numerics/… and each other, and types of #lm.',
    [SHIPS, '#numerics/list', '../../scripts/numerics/list.ts'],
  ],
  [
    'an import of a module of Node',
    'chapters/01-harbour/ships.ts:1:8: a chapter may not import node:fs; chapters import #report, #report/values, #report/marks, #report/measurement, #numerics/… and each other, and types of #lm.',
    [SHIPS, 'import { at }', "import 'node:fs';\nimport { at }"],
  ],
  [
    'an import of a package',
    'chapters/01-harbour/ships.measure.ts:1:8: a chapter may not import vega; chapters import #report, #report/values, #report/marks, #report/measurement, #numerics/… and each other, and types of #lm.',
    [MEASURE, 'import { m', "import 'vega';\nimport { m"],
  ],
  [
    'a measurement that imports what writes',
    'chapters/01-harbour/ships.measure.ts:1:8: a .measure.ts may not import #report, which writes.',
    [MEASURE, 'import { m', "import '#report';\nimport { m"],
  ],
  [
    'a measurement that reaches what writes',
    'chapters/02-sea/waves.measure.ts:1:8: a .measure.ts may not import ../01-harbour/ships.ts, which reaches scripts/report/index.ts, which writes.',
    [WAVES, 'import { m', "import '../01-harbour/ships.ts';\nimport { m"],
  ],
  [
    'a section taken from another chapter',
    'chapters/02-sea/index.ts:2:8: a chapter may not import ../01-harbour/ships.ts, which writes a section of another; it may import measurements.',
    [SEA, 'import { count }', "import '../01-harbour/ships.ts';\nimport { count }"],
  ],
  [
    'a number typed into prose',
    'chapters/01-harbour/ships.ts:9:15: the number 3 is typed into prose without a run behind it: use a result\'s value, or given(3) for a number you chose (in: "The 3 ships in the harbour").',
    [SHIPS, 'The ships in', 'The 3 ships in'],
  ],
  [
    'a number typed into prose of write',
    'chapters/01-harbour/ships.ts:14:12: Chapter 1, section harbour-ships-seen: the number 3 is typed into prose without a run behind it: use a result\'s value, or given(3) for a number you chose (in: "… has 3 or … of …, see ….").',
    [SHIPS, '} has ', '} has 3 or '],
  ],
  [
    'a field of a result that is misspelt',
    'chapters/01-harbour/ships.ts:14:39: Chapter 1, section harbour-ships-seen: nats prints results of measurements, got undefined: is a field misspelt, or a list too short?',
    [SHIPS, 'nats(first.entropy)', 'nats(first.entropi)'],
  ],
  [
    'an entry of a list that is not there',
    'chapters/01-harbour/ships.ts:12:43: Chapter 1, section harbour-ships-seen: index 2 is outside a list of 2.',
    [SHIPS, 'at(m.rows, 1)', 'at(m.rows, 2)'],
  ],
  [
    'a typed number where a result belongs',
    'chapters/01-harbour/ships.ts:14:39: Chapter 1, section harbour-ships-seen: nats prints results of measurements, got the number 1.5, which was calculated in write or typed in: let a measurement store it, or use given(…) for a number you chose.',
    [SHIPS, 'nats(first.entropy)', 'nats(1.5)'],
  ],
  [
    'a result of another kind',
    'chapters/01-harbour/ships.ts:14:39: Chapter 1, section harbour-ships-seen: nats prints nats or float64, not probability (harbour-ships: rows[0].share).',
    [SHIPS, 'nats(first.entropy)', 'nats(first.share)'],
  ],
  [
    'a claim about a chosen number',
    'chapters/01-harbour/ships.ts:22:15: Chapter 1, section harbour-ships-seen: claim compares two results of measurements, got a result and given(0.5).',
    [SHIPS, 'claim(first.share, last.share', 'claim(first.share, given(0.5)'],
    [SHIPS, '{ nats,', '{ given, nats,'],
  ],
  [
    'a claim about a printed one',
    'chapters/01-harbour/ships.ts:22:15: Chapter 1, section harbour-ships-seen: claim compares two results of measurements, got a result and the printed value 75.0.',
    [SHIPS, 'claim(first.share, last.share', 'claim(first.share, percent(last.share)'],
    [SHIPS, '{ nats,', '{ percent, nats,'],
  ],
  [
    'words of the author in token',
    'chapters/01-harbour/ships.ts:23:34: Chapter 1, section harbour-ships-seen: token prints strings that a measurement stored, and "a word of my own" is not one; words of your own go into prose.',
    [SHIPS, 'token(first.name)', "token('a word of my own')"],
  ],
  [
    'words of the author in text',
    'chapters/01-harbour/ships.ts:14:15: Chapter 1, section harbour-ships-seen: text prints strings that a measurement stored, and "schooner" is not one; words of your own go into prose.',
    [SHIPS, 'text(first.name)', "text('schooner')"],
  ],
  [
    'a result as text',
    'chapters/01-harbour/ships.ts:14:15: Chapter 1, section harbour-ships-seen: text needs a string from a measurement, got a result.',
    [SHIPS, 'text(first.name)', 'text(first.share)'],
  ],
  [
    'a calculated result',
    'chapters/01-harbour/ships.ts:14:58: Chapter 1, section harbour-ships-seen: write calculates with a result (harbour-ships: rows[0].entropy); nats prints results as they are stored, so let the measurement calculate.',
    [SHIPS, 'nats(first.entropy)', 'nats(first.entropy / 2)'],
  ],
  [
    'a bare result in prose',
    'chapters/01-harbour/ships.ts:14:12: Chapter 1, section harbour-ships-seen: prose takes printed values, not a bare result: print it with nats(…).',
    [SHIPS, 'nats(first.entropy)', 'first.entropy'],
  ],
  [
    'an object in prose',
    'chapters/01-harbour/ships.ts:14:12: Chapter 1, section harbour-ships-seen: prose takes values and prose, not an object: wrap a result in nats, probability, count, …, a string from data in text, a number you chose in given.',
    [SHIPS, 'nats(first.entropy)', 'first'],
  ],
  [
    'an unknown reference',
    'chapters/01-harbour/ships.ts:14:89: section harbour-ships-seen of 01-harbour refers to "harbour-drwan", which is not in the report; ref takes the id of a section, figure, table, token strip, box or chapter.',
    [SHIPS, "ref('harbour-drawn')", "ref('harbour-drwan')"],
  ],
  [
    'an unknown term',
    'chapters/01-harbour/ships.ts:14:65: Chapter 1, section harbour-ships-seen: the glossary has no term "entropie"; terms are in scripts/report/glossary.ts.',
    [SHIPS, "term('entropy')", "term('entropie')"],
  ],
  [
    'a chapter without a headline',
    'chapters/01-harbour/index.ts:5:24: chapter harbour has no headline; write it as headline({ needs, write }).',
    [
      HARBOUR,
      'headline: headline({\n    needs: { m: ships },\n    write: () => prose`There are brigs.`,\n  }),',
      '',
    ],
  ],
  [
    'a headline that is a string',
    'chapters/01-harbour/index.ts:12:13: Chapter 1, headline: what write returns is the string "Brigs."; write it as prose`…`.',
    [HARBOUR, 'prose`There are brigs.`', "'Brigs.'"],
  ],
  [
    'two abilities',
    'chapters/01-harbour/index.ts:5:24: chapter harbour has 2 abilities, and should have three.',
    [HARBOUR, 'prose`count`, ', ''],
  ],
  [
    'a chapter without sections',
    'chapters/01-harbour/index.ts:5:24: chapter harbour has no sections; list at least one.',
    [HARBOUR, '[shipsSection]', '[]'],
  ],
  [
    'a chapter without a question',
    'chapters/01-harbour/index.ts:5:24: the question of chapter harbour is missing or empty; write it as prose`…`.',
    [HARBOUR, 'question: prose`Which ships are there?`,', ''],
  ],
  [
    'a title that is no prose',
    'chapters/01-harbour/index.ts:5:24: the title of chapter harbour is the string "Harbour"; write it as prose`…`.',
    [HARBOUR, 'title: prose`Harbour`', "title: 'Harbour'"],
  ],
  [
    'a section that is undefined',
    'chapters/01-harbour/index.ts:5:24: section 2 of chapter harbour is undefined: is its name misspelt, or do two files import each other?',
    [HARBOUR, '[shipsSection]', '[shipsSection, undefined]'],
  ],
  [
    'a chapter that is undefined',
    'chapters/index.ts:1:1: number 2 in the list of chapters is undefined: is its name misspelt, or do two files import each other?',
    [INDEX, '[harbour, sea]', '[harbour, undefined]'],
  ],
  [
    'no list of chapters',
    'chapters/index.ts:1:1: there is no export `chapters`, the list of chapters.',
    [INDEX, 'const chapters', 'const chaptres'],
  ],
  [
    'a section without needs',
    'chapters/01-harbour/ships.ts:7:29: section harbour-ships-seen has no needs; needs: {} is for one without measurements.',
    [SHIPS, 'needs: { m: ships },', ''],
  ],
  [
    'a need that is undefined',
    'chapters/01-harbour/ships.ts:7:29: section harbour-ships-seen needs "m", which is undefined: is its name misspelt, or do two files import each other?',
    [SHIPS, '{ m: ships }', '{ m: undefined }'],
  ],
  [
    'a need that is a section',
    'chapters/01-harbour/index.ts:12:13: the headline needs "m", which is not a measurement.',
    [HARBOUR, 'needs: { m: ships }', 'needs: { m: shipsSection }'],
  ],
  [
    'a measurement that needs nothing there is',
    'chapters/01-harbour/ships.measure.ts:3:22: measurement harbour-ships needs "other", which is undefined: is its name misspelt, or do two files import each other?',
    [MEASURE, 'kinds:', 'needs: { other: undefined },\n  kinds:'],
  ],
  [
    'files that import each other',
    "chapters/02-sea/waves.measure.ts:6:12: Cannot access 'ships' before initialization: do two files import each other?",
    [MEASURE, 'import { m', "import { waves } from '../02-sea/waves.measure.ts';\nimport { m"],
    [MEASURE, 'kinds:', 'needs: { waves },\n  kinds:'],
    [WAVES, 'import { m', "import { ships } from '../01-harbour/ships.measure.ts';\nimport { m"],
    [WAVES, 'kinds:', 'needs: { ships },\n  kinds:'],
  ],
  [
    'measurements that need each other',
    "chapters/02-sea/waves.measure.ts:8:7: Cannot access 'ships' before initialization: do two files import each other?",
    [MEASURE, 'import { m', "import { waves } from '../02-sea/waves.measure.ts';\nimport { m"],
    [MEASURE, 'kinds:', 'needs: {\n    get waves() {\n      return waves;\n    },\n  },\n  kinds:'],
    [WAVES, 'import { m', "import { ships } from '../01-harbour/ships.measure.ts';\nimport { m"],
    [WAVES, 'kinds:', 'needs: {\n    get ships() {\n      return ships;\n    },\n  },\n  kinds:'],
  ],
  [
    'a measurement that no .measure.ts exports',
    'chapters/02-sea/index.ts:5:15: measurement "sea-waves" must be exported from a module in chapters/ whose name ends in .measure.ts, or its code is not found.',
    [
      SEA,
      "import { waves } from './waves.measure.ts';",
      "import { measurement } from '#report/measurement';\n\nconst waves = measurement({\n  id: 'sea-waves',\n  kinds: { height: 'exact' },\n  measure: async () => ({ height: 3 }),\n});",
    ],
  ],
  [
    'a data file that is not there',
    'chapters/01-harbour/ships.measure.ts:3:22: The data file "poem" of measurement harbour-ships cannot be read: chapters/01-harbour/poem.txt.',
    [MEASURE, 'kinds:', "data: { poem: new URL('./poem.txt', import.meta.url) },\n  kinds:"],
  ],
  [
    'a figure without a caption',
    'chapters/01-harbour/ships.ts:15:7: Chapter 1, section harbour-ships-seen: the caption of figure harbour-drawn is missing or empty; write it as prose`…`.',
    [SHIPS, 'caption: prose`The share of each ship.`,', ''],
  ],
  [
    'a figure without an alternative text',
    'chapters/01-harbour/ships.ts:15:7: Chapter 1, section harbour-ships-seen: the alternative text of figure harbour-drawn is missing or empty; write it as prose`…`.',
    [SHIPS, 'alt: prose`Bars, one a ship.`,', ''],
  ],
  [
    'a figure without data',
    'chapters/01-harbour/ships.ts:15:7: Chapter 1, section harbour-ships-seen: figure harbour-drawn has no data, a list of rows.',
    [SHIPS, 'data: m.rows.map(({ name, share }) => ({ name, share })),', ''],
  ],
  [
    'a field that the data of a figure do not have',
    'chapters/01-harbour/ships.ts:15:7: figure harbour-drawn: the field "shares" is missing in row 0 of the data set "rows" (it has name, share); a row without a value holds null.',
    [SHIPS, "mark.q('share'", "mark.q('shares'"],
  ],
  [
    'a mistake in Vega-Lite',
    'chapters/01-harbour/ships.ts:15:7: figure harbour-drawn: encoding.x.titel is not known to Vega-Lite here.',
    [SHIPS, "{ title: 'share' }", "{ titel: 'share' }"],
  ],
  [
    'a colour that the theme does not have',
    'chapters/01-harbour/ships.ts:15:7: figure harbour-drawn: the theme has no $pink; it has paper, panel, grid, rule, faint, soft, ink, blue, orange, teal, plum, gold, violet, slate, right, wrong, chosen, rest, sans, mono, powerOfTen.',
    [SHIPS, "{ title: 'share' }", "{ title: '$pink' }"],
  ],
  [
    'two measurements of one id',
    'chapters/02-sea/waves.measure.ts:3:22: two measurements share the id "harbour-ships"; the other is at chapters/01-harbour/ships.measure.ts:3:22.',
    [WAVES, "id: 'sea-waves'", "id: 'harbour-ships'"],
  ],
  [
    'two sections of one id in a chapter',
    'chapters/02-sea/index.ts:18:28: chapter sea has two sections "sea-waves-seen"; the other is at chapters/02-sea/index.ts:5:22.',
    [
      SEA,
      '[wavesSection]',
      "[wavesSection, section({ id: 'sea-waves-seen', title: prose`More`, needs: {}, write: () => [] })]",
    ],
  ],
  [
    'two sections of one id in two chapters',
    'chapters/02-sea/index.ts:5:22: two things are called "harbour-ships-seen": Section 1.1 and Section 2.1; the other is at chapters/01-harbour/ships.ts:7:29.',
    [SEA, "id: 'sea-waves-seen'", "id: 'harbour-ships-seen'"],
  ],
  [
    'a section of the id of a figure',
    'chapters/02-sea/index.ts:5:22: two things are called "harbour-drawn": Figure 1.1 and Section 2.1; the other is at chapters/01-harbour/ships.ts:15:7.',
    [SEA, "id: 'sea-waves-seen'", "id: 'harbour-drawn'"],
  ],
  [
    'two chapters of one number',
    'chapters/02-sea/index.ts:12:20: two chapters have the number 1; the other is at chapters/01-harbour/index.ts:5:24.',
    [SEA, 'number: 2', 'number: 1'],
  ],
  [
    'an id with a capital',
    'chapters/01-harbour/ships.ts:15:7: Chapter 1, section harbour-ships-seen: the figure id "Harbour-drawn" must be small letters and digits joined by single hyphens.',
    [SHIPS, "id: 'harbour-drawn'", "id: 'Harbour-drawn'"],
  ],
  [
    'a write that is async',
    'chapters/01-harbour/ships.ts:7:29: Chapter 1, section harbour-ships-seen: write is async; what has to be waited for belongs into a measurement.',
    [SHIPS, 'write({ m }) {', 'async write({ m }) {'],
  ],
  [
    'a headline that is async',
    'chapters/01-harbour/index.ts:12:13: Chapter 1, headline: write is async; what has to be waited for belongs into a measurement.',
    [HARBOUR, 'write: () =>', 'write: async () =>'],
  ],
  [
    'a write that returns nothing',
    'chapters/02-sea/index.ts:5:22: Chapter 2, section sea-waves-seen: write returns a list of blocks, such as [prose`…`], got undefined.',
    [SEA, '=> [prose`They are high.`]', '=> {}'],
  ],
  [
    'a write that returns one block',
    'chapters/02-sea/index.ts:5:22: Chapter 2, section sea-waves-seen: write returns a list of blocks, such as [prose`…`], got prose.',
    [SEA, '[prose`They are high.`]', 'prose`They are high.`'],
  ],
  [
    'a string among the blocks',
    'chapters/01-harbour/ships.ts:7:29: Chapter 1, section harbour-ships-seen: write returns a list of blocks, and number 1 of them is the string "Ships."; words and values go into prose`…`.',
    [SHIPS, 'return [', "return [\n      'Ships.',"],
  ],
  [
    'a value among the blocks',
    'chapters/02-sea/index.ts:5:22: Chapter 2, section sea-waves-seen: write returns a list of blocks, and number 1 of them is given(2); words and values go into prose`…`.',
    [SEA, '[prose`They are high.`]', '[given(2)]'],
    [SEA, '{ count }', '{ count, given }'],
  ],
  [
    'a box that holds a string',
    'chapters/02-sea/index.ts:9:17: Chapter 2, section sea-waves-seen: pitfall takes a list of blocks, and number 1 of them is the string "Beware."; words and values go into prose`…`.',
    [SEA, '[prose`They are high.`]', "[pitfall(prose`Storm`, 'Beware.')]"],
    [SEA, '{ chapter,', '{ pitfall, chapter,'],
  ],
  [
    'a takeaway that does not say what it rests on',
    'chapters/02-sea/index.ts:9:17: Chapter 2, section sea-waves-seen: recap takes always(…) and measured(…), and number 1 of its points is prose.',
    [SEA, '[prose`They are high.`]', '[recap([prose`They are high.`])]'],
    [SEA, 'prose,', 'prose, recap,'],
  ],
  [
    'a result in what is always true',
    'chapters/02-sea/index.ts:9:29: Chapter 2, section sea-waves-seen: always takes what is true of any model, and this takeaway prints a result or is chosen by one; use measured(…), or split it.',
    [SEA, '() => [prose`They are high.`]', '({ m }) => [recap([always(join([count(m.height)]))])]'],
    [SEA, '{ chapter,', '{ always, chapter,'],
    [SEA, 'headline, prose,', 'headline, join, prose, recap,'],
  ],
  [
    'a measured takeaway without a result',
    'chapters/02-sea/index.ts:9:24: Chapter 2, section sea-waves-seen: measured takes what this model showed, and this takeaway neither prints a result nor is chosen by one; use always(…), or let a result choose it with claim or choose.',
    [SEA, 'prose`They are high.`', 'recap([measured(prose`They are high.`)])'],
    [SEA, '{ chapter,', '{ measured, chapter,'],
    [SEA, 'prose,', 'prose, recap,'],
  ],
  [
    'a citation of a work that is not listed',
    'chapters/02-sea/index.ts:9:23: section sea-waves-seen of 02-sea cites "stokes-1847", which is not among the sources of its chapter.',
    [SEA, '[prose`They are high.`]', "[join([cite('stokes-1847')])]"],
    [SEA, '{ count }', '{ cite, count }'],
    [SEA, 'headline, prose,', 'headline, join, prose,'],
  ],
  [
    'a citation in an alternative text',
    'chapters/01-harbour/ships.ts:18:20: 01-harbour cites "airy" in a title, a headline or an alternative text; cite belongs into the text of a section.',
    [SHIPS, 'prose`Bars, one a ship.`', "join([cite('airy')])"],
    [SHIPS, '{ nats,', '{ cite, nats,'],
    [SHIPS, 'figure, prose,', 'figure, join, prose,'],
  ],
  [
    'a source that is not cited',
    'chapters/02-sea/index.ts:9:71: the text of 02-sea never cites its source "stokes-1847"; name it with cite(\'stokes-1847\').',
    [
      SEA,
      '[prose`They are high.`]',
      "[sources(['stokes-1847', 'airy', 'kelvin'].map((id) => source({ id, authors: ['Stokes, G. G.'], year: 1847, title: 'Waves', where: 'Cambridge', adds: prose`Theory.` })))]",
    ],
    [SEA, 'prose,', 'prose, source, sources,'],
  ],
  [
    'no sources where some are named',
    'chapters/02-sea/index.ts:9:17: Chapter 2, section sea-waves-seen: sources takes three to five sources, got 0.',
    [SEA, 'prose`They are high.`', 'sources([])'],
    [SEA, 'prose,', 'prose, sources,'],
  ],
  [
    'a source without a year',
    'chapters/02-sea/index.ts:9:26: Chapter 2, section sea-waves-seen: the year of source airy should have four digits, got undefined.',
    [SEA, 'prose`They are high.`', "sources([source({ id: 'airy', authors: ['Airy, G. B.'] })])"],
    [SEA, 'prose,', 'prose, source, sources,'],
  ],
  [
    'a formula that is no TeX',
    "chapters/02-sea/index.ts:9:17: math is not understood ( Unexpected end of input in a macro argument, expected '}' at end of input: \\frac{): \\frac{.",
    [SEA, '[prose`They are high.`]', '[join([math`\\frac{`])]'],
    [SEA, '{ count }', '{ count, math }'],
    [SEA, 'headline, prose,', 'headline, join, prose,'],
  ],
  [
    'an equation that is no TeX',
    "chapters/02-sea/index.ts:9:25: math is not understood ( Unexpected end of input in a macro argument, expected '}' at end of input: \\frac{): \\frac{.",
    [SEA, 'prose`They are high.`', 'equation`\\frac{`'],
    [SEA, '{ count }', '{ count, equation }'],
  ],
  [
    'a region of code that is not there',
    'chapters/02-sea/index.ts:9:17: scripts/numerics/softmax.ts has no region "softmacks".',
    [SEA, 'prose`They are high.`', "code('#numerics/softmax', 'softmacks')"],
    [SEA, '{ chapter,', '{ code, chapter,'],
  ],
];

const WHEN_MEASURED: readonly Case[] = [
  [
    'undefined in a result',
    'chapters/01-harbour/ships.measure.ts:3:22: Measuring failed, and nothing is written: harbour-ships (result.rows[0].share is undefined, which JSON cannot hold). 1 of 2 results are kept: the same command goes on from there.',
    [MEASURE, 'share: 0.25', 'share: undefined'],
  ],
  [
    'a Map in a result',
    'chapters/01-harbour/ships.measure.ts:3:22: Measuring failed, and nothing is written: harbour-ships (result.more is a Map, which JSON cannot hold). 1 of 2 results are kept: the same command goes on from there.',
    [MEASURE, 'return { rows }', 'return { rows, more: new Map() }'],
  ],
  [
    'NaN in a result',
    "chapters/01-harbour/ships.measure.ts:3:22: Measuring failed, and nothing is written: harbour-ships (result.rows[0].share is NaN: is a field misspelt? When that is a result, say why in mayBeNaN: '…'). 1 of 2 results are kept: the same command goes on from there.",
    [MEASURE, 'share: 0.25', 'share: Number.NaN'],
  ],
  [
    'an infinity in a result, drawn by a figure',
    'chapters/01-harbour/ships.ts:15:7: figure harbour-drawn: the field "share" is Infinity in row 0 of the data set "rows", which has no place on a drawing; leave the row out or give null.',
    [MEASURE, 'share: 0.25', 'share: 1 / 0'],
  ],
  [
    'a value without a kind',
    'chapters/01-harbour/ships.measure.ts:3:22: Measuring failed, and nothing is written: harbour-ships (result.mean has no kind; give it one in kinds). 1 of 2 results are kept: the same command goes on from there.',
    [MEASURE, 'return { rows }', 'return { rows, mean: 0.5 }'],
  ],
  [
    'a list too long',
    'chapters/01-harbour/ships.measure.ts:3:22: Measuring failed, and nothing is written: harbour-ships (result.rows has 2001 entries; at most 2000 are stored in one array). 1 of 2 results are kept: the same command goes on from there.',
    [MEASURE, 'return { rows }', 'return { rows: Array.from({ length: 2001 }, () => rows[0]) }'],
  ],
  [
    'an error that a measurement throws',
    'chapters/01-harbour/ships.measure.ts:11:11: Measuring failed, and nothing is written: harbour-ships (no ship in sight). 1 of 2 results are kept: the same command goes on from there.',
    [MEASURE, 'return { rows }', "throw new Error('no ship\\n  in sight')"],
  ],
  [
    'what a measurement throws and is no error',
    'chapters/01-harbour/ships.measure.ts:3:22: Measuring failed, and nothing is written: harbour-ships (no ship). 1 of 2 results are kept: the same command goes on from there.',
    [MEASURE, 'return { rows }', "throw 'no ship'"],
  ],
];

function node(args: readonly string[], input = '') {
  return spawnSync(process.execPath, [...args], { cwd: root, encoding: 'utf8', input });
}

/** What is said of projects, which are rendered or else built. */
function saidOf(projects: readonly { readonly root: string; readonly measures: boolean }[]): string[] {
  const { stdout, stderr } = node(['one-by-one.ts', root], JSON.stringify(projects));
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

function write(folder: string, edits: readonly Edit[]): void {
  for (const [path, from, to] of edits) edit(folder, path, (text) => text.replace(from, () => to));
}

const CASES = [...WHEN_RENDERED, ...WHEN_MEASURED];
const folderOf = (what: string): string => join(root, 'test', what.replaceAll(' ', '-'));
const said = new Map<string, string | undefined>();

beforeAll(() => {
  for (const name of ['scripts', 'package.json', 'tsconfig.json'])
    cpSync(join(ROOT, name), join(root, name), { recursive: true });
  for (const name of ['node_modules', 'models', 'templates']) symlinkSync(join(ROOT, name), join(root, name));
  cpSync(FIXTURES, root, { recursive: true });
  expect(saidOf([{ root, measures: true }])).toEqual(['nothing']);
  for (const [what, , ...edits] of CASES) {
    for (const folder of ['chapters', 'output/data'])
      cpSync(join(root, folder), join(folderOf(what), folder), { recursive: true });
    write(folderOf(what), edits);
  }
  const sentences = saidOf(
    CASES.map((one) => ({ root: folderOf(one[0]), measures: WHEN_MEASURED.includes(one) })),
  );
  for (const [index, [what]] of CASES.entries()) said.set(what, sentences[index]);
});

describe('an author reads in one sentence where a mistake is, and what', () => {
  it.each(CASES.map(([what, sentence]) => [what, sentence]))('%s', (what, sentence) => {
    expect(said.get(what)).toBe(sentence);
    const files = readdirSync(join(folderOf(what), 'output'));
    expect(files).toEqual(['data']);
    expect(contents(join(folderOf(what), 'output/data'))).toEqual(contents(join(root, 'output/data')));
  });
});

describe('a command that meets a mistake', () => {
  const MISTAKE: Edit = [SHIPS, 'nats(first.entropy)', 'nats(first.entropi)'];
  const SENTENCE =
    'chapters/01-harbour/ships.ts:14:39: Chapter 1, section harbour-ships-seen: nats prints results of measurements, got undefined: is a field misspelt, or a list too short?\n';

  /** Runs a command in the project while a file of it is changed. */
  function run([path, from, to]: Edit, script: string, ...options: string[]) {
    const before = readFileSync(join(root, path), 'utf8');
    const output = contents(join(root, 'output'));
    write(root, [[path, from, to]]);
    try {
      const { status, stdout, stderr } = node([`scripts/${script}.ts`, ...options]);
      expect(contents(join(root, 'output'))).toEqual(output);
      return { status, stdout, stderr };
    } finally {
      writeFileSync(join(root, path), before);
    }
  }

  it('says it on one line, ends with exit code 2, and leaves the output as it is', () => {
    expect(run(MISTAKE, 'render')).toEqual({ status: 2, stdout: '', stderr: SENTENCE });
  });

  it('shows the stack as well with --trace', () => {
    const { status, stderr } = run(MISTAKE, 'render', '--trace');
    expect(status).toBe(2);
    expect(stderr.startsWith(SENTENCE)).toBe(true);
    expect(stderr).toMatch(/\n +at .*scripts\/report\/values\.ts:\d+:\d+/);
    expect(stderr).toMatch(/\n +at .*chapters\/01-harbour\/ships\.ts:14:39/);
  });

  it('says it before the model is opened, where that is not needed to find it', () => {
    const { status, stderr } = run([HARBOUR, 'prose`count`, ', ''], 'build');
    expect(stderr).toBe(
      'chapters/01-harbour/index.ts:5:24: chapter harbour has 2 abilities, and should have three.\n',
    );
    expect(status).toBe(2);
  });

  it('says it when it checks, too', () => {
    const { status, stdout } = run(MISTAKE, 'check', '--render');
    expect(stdout).toContain(SENTENCE.trim());
    expect(status).toBe(1);
  });

  it('keeps the stack trace and exit code 70 of an error that comes from nowhere in chapters/', () => {
    const ours: Edit = [
      'scripts/pipeline/compose.ts',
      'const kinds = ',
      "throw new Error('ours');\nconst kinds = ",
    ];
    const { status, stderr } = run(ours, 'render');
    expect(stderr).toMatch(/^Error: ours\n +at writeFromData .*scripts\/pipeline\/compose\.ts/);
    expect(status).toBe(70);
  });
});
