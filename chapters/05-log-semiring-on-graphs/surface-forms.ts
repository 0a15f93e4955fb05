import { choose, claim, curious, figure, join, prose, section, table, visible } from '#report';
import * as mark from '#report/marks';
import { count, given, nats, percent, ref, text, token } from '#report/values';
import { surfaceForms } from './surface-forms.measure.ts';
import { wordTree } from './word-tree.measure.ts';

/** A bar a prompt, divided into the usual spelling and all others. */
const SHARES = {
  height: { step: 48 },
  encoding: {
    y: mark.n('after', { sort: null, title: null }),
    x: mark.q('share', {
      stack: 'zero',
      scale: { domain: [0, 1] },
      title: 'share of all eight spellings',
      axis: { format: '.0%' },
    }),
    order: mark.q('order'),
  },
  layer: [
    { mark: 'bar', encoding: { color: mark.n('part', { title: null, sort: null }) } },
    shareWords('datum.share > 0.14', { color: { value: '$paper' } }, { align: 'right', dx: -8 }),
    // Beside the bar, in the colour of the part that is too short for it.
    shareWords(
      'datum.share <= 0.14',
      {
        x: { datum: 1 },
        color: { condition: { test: 'datum.order === 0', value: '$blue' }, value: '$orange' },
      },
      { align: 'left', dx: 6 },
    ),
  ],
};

const logprob = mark.q('logprob', { title: 'log-probability, in nats' });
/** A point a spelling and prompt, and below a line one for all spellings together. */
const POINTS = {
  height: { step: 28 },
  encoding: { y: mark.n('form', { sort: null, title: null, axis: { style: 'tokens', grid: true } }) },
  layer: [
    mark.dots({ x: logprob, ...mark.series('after', { title: 'after', sort: null }) }, { size: 90 }),
    {
      transform: [{ filter: "datum.form === 'all together'" }],
      mark: { type: 'rule', style: 'reference', yOffset: -14 },
    },
  ],
};

/** Shares in per cent on the bars, or beside those that are too short. */
function shareWords(filter: string, channels: object, look: object) {
  const text = mark.q('share', { format: '.1%' });
  return mark.words({ ...channels, text }, { transform: [{ filter }], ...look, fontWeight: 600 });
}

export const surfaceFormsSection = section({
  id: 'surface-forms',
  title: prose`One answer, many spellings`,
  needs: { m: surfaceForms, ways: wordTree },
  write({ m, ways }) {
    const [, small] = m.table;
    const [sentence, list] = m.prompts;
    const nearlyAll = prose`What to see: looking only at ${token(m.usual)} misses nearly everything. It has
      ${percent(sentence?.usualShare)} of the total of all eight after the sentence, and
      ${percent(list?.usualShare)} after the list in small letters.`;
    return [
      prose`How likely does the model find the answer ${text(m.answer)}? It may write ${token(m.usual)}, but
        also in capitals, in small letters, without a space, in quotation marks, or on a new line. To us these
        texts are the same answer: paths to one end, which ⊕ adds up. May it? None of these texts is the
        beginning of another, so at most one of them can be written: they exclude each other. (Each is scored
        in the tokeniser's own cut; ${ref('word-tree')} shows how ${choose(ways.others, {
          thin: prose`little`,
          thick: prose`much`,
          none: prose`little`,
        })} other cuts add for one word.)

        In the tree they stay apart. What is merged is our *question*, at the leaves, not the model's memory.

        After “${text(m.sentence.prompt)}” and after “${text(m.list.prompt)}”, how much of the answer is
        missed by looking at ${token(m.usual)} alone? ${ref('forms-shares')} compares the two.`,
      figure({
        id: 'forms-shares',
        caption: prose`The share of ${token(m.usual)}, and that of the seven other spellings together, of all
          eight: after a sentence, and after a list in small letters.`,
        alt: prose`Two bars: the share of the usual spelling and that of the others. After a sentence ${choose(
          m.usualHas,
          {
            'nearly all': prose`the usual spelling has nearly the whole bar, and `,
            'a part': prose``,
          },
        )}the others have ${percent(m.sentence.missed)}; after a list in small letters the others have
          ${percent(m.list.missed)}.`,
        data: m.prompts.flatMap(({ name, missed, usualShare }) => [
          { after: `after ${name}`, part: visible(m.usual), share: usualShare, order: given(0) },
          { after: `after ${name}`, part: 'seven other spellings', share: missed, order: given(1) },
        ]),
        spec: SHARES,
      }),
      prose`${claim(m.list.gain, m.sentence.gain, {
        greater: choose(m.misses, {
          'a part': prose`What to see: it depends on what stands before. After the sentence, looking only at
          ${token(m.usual)} misses ${percent(m.sentence.missed)} of the total of all eight. After the list in
          small letters it misses ${percent(m.list.missed)}.`,
          'nearly all': nearlyAll,
        }),
        less: choose(m.misses, {
          'nearly all': nearlyAll,
          'a part': prose`What to see: after the sentence, looking only at ${token(m.usual)} misses
          ${percent(m.sentence.missed)} of the total of all eight; after the list, less:
          ${percent(m.list.missed)}.`,
        }),
        tooClose: prose`What to see: looking only at ${token(m.usual)} misses about as much after both:
          ${percent(m.sentence.missed)} of the total of all eight.`,
      })}`,
      curious(prose`How likely is each spelling?`, [
        prose`${ref('forms-drawn')} draws all eight, and ${ref('forms-table')} has the numbers.`,
        figure({
          id: 'forms-drawn',
          caption: prose`Log-probabilities of eight spellings of one answer after two prompts, and, below the
            dashed line, of all of them together.`,
          alt: prose`Points for eight spellings and their ⊕ after two prompts. After a sentence all spellings
            together stand ${nats(m.sentence.gain)} above the usual one; after a list in small letters,
            ${nats(m.list.gain)}.`,
          data: m.prompts.flatMap(({ name, merged, forms }) => [
            ...forms.map(({ form, logprob }) => ({ form: visible(form), after: name, logprob })),
            { form: 'all together', after: name, logprob: merged },
          ]),
          spec: POINTS,
        }),
        table({
          id: 'forms-table',
          caption: prose`The spellings after “${text(m.sentence.prompt)}” and after “${text(m.list.prompt)}”,
            in nats.`,
          rows: [...m.table, { form: null, tokens: null, sentence: sentence?.merged, list: list?.merged }],
          columns: [
            ['spelling', ({ form }) => (form === null ? prose`all together (⊕)` : token(form))],
            ['tokens', ({ tokens }) => (tokens === null ? '' : count(tokens))],
            ['after the sentence', (row) => nats(row.sentence)],
            ['after the list', (row) => nats(row.list)],
          ],
        }),
        prose`${claim(small?.list, small?.sentence, {
          greater: prose`What to see: the list in small letters makes ${token(small?.form)} likelier${choose(m.smallIs, { far: prose`, by far,`, near: prose`` })} than the sentence does.`,
          less: prose`What to see: the list makes ${token(small?.form)} less likely than the sentence does.`,
          tooClose: prose`What to see: ${token(small?.form)} is about as likely after both.`,
        })}`,
      ]),
      prose`What is missed matters when two answers are compared. For “${text(m.furthest.asked)}” the
        log-probability of ${token(m.yes)} minus that of ${token(m.no)} is
        ${nats(m.furthest.single, { digits: 2 })}; with six spellings of each it is
        ${nats(m.furthest.merged, { digits: 2 })}. ${choose(m.winners, {
          'hardly move': prose`Here that is as good as the same, and no other question moves further; but only
            merging shows it.`,
          stay: prose`The winner stays the same, but the odds do not: whoever sets a threshold on such a
            number should merge first.`,
          change: prose`For at least one of five such questions even the winner changes: merge before you
            compare.`,
        })}`,
      curious(prose`How much do other questions move?`, [
        prose`${ref('yes-no-forms')} asks five questions, and subtracts no from yes.`,
        table({
          id: 'yes-no-forms',
          caption: prose`Yes minus no in nats, for ${token(m.yes)} and ${token(m.no)} alone, and for six
            spellings of each: ${join(m.yesForms.map(token))}, and the same for no. Above zero the model
            prefers yes. All differences were rounded last.`,
          rows: m.questions,
          columns: [
            ['question', (row) => text(row.asked)],
            ['one spelling', (row) => nats(row.single, { digits: 2 })],
            ['six spellings', (row) => nats(row.merged, { digits: 2 })],
            ['shift (positive: towards yes)', (row) => nats(row.moved, { digits: 2 })],
          ],
        }),
        choose(m.winners, {
          'hardly move': prose`What to see: hardly anything moves here.`,
          stay: prose`What to see: no winner changes here, but the odds do. For “${text(m.furthest.asked)}”
            they move the furthest.`,
          change: prose`What to see: the odds move, and at least one winner changes. For
            “${text(m.furthest.asked)}” they move the furthest.`,
        }),
      ]),
    ];
  },
});
