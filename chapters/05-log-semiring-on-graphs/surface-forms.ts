import { curious, figure, table } from '#report/block';
import { choose, claim } from '#report/claim';
import { join, prose } from '#report/prose';
import { section } from '#report/section';
import { count, nats, percent, ref, text, token } from '#report/values';
import { visible } from '#report/visible';
import { FORMS_SPEC, SHARES_SPEC } from './spelling-figures.ts';
import { surfaceForms } from './surface-forms.measure.ts';

export const surfaceFormsSection = section({
  id: 'surface-forms',
  title: prose`One answer, many spellings`,
  needs: { m: surfaceForms },
  write({ m }) {
    return [
      prose`
        How likely does the model find the answer ${text(m.answer)}? It may write ${token(m.usual)}, but also in capitals,
        in small letters, without a space, in quotation marks, or on a new line. To us these texts are the same answer:
        paths to one end, which ⊕ adds up. May it? None of these texts is the beginning of another, so at most one of them
        can be written: they exclude each other. (Each is scored in the tokeniser's own cut; ${ref('word-tree')} shows how
        little the other cuts add for one word.)

        In the tree they stay apart. What is merged is our *question*, at the leaves, not the model's memory.

        After “${text(m.sentence.prompt)}” and after “${text(m.list.prompt)}”, how much of the answer is missed by looking
        at ${token(m.usual)} alone? ${ref('forms-shares')} compares the two.
      `,
      figure({
        id: 'forms-shares',
        caption: prose`
          The share of ${token(m.usual)}, and that of the seven other spellings together, of all eight: after a sentence, and
          after a list in small letters.
        `,
        alt: prose`
          Two bars divided into two parts. After a sentence the usual spelling has nearly the whole bar, and the others
          ${percent(m.sentence.missed)}; after a list in small letters the others have ${percent(m.list.missed)}.
        `,
        data: m.prompts.flatMap(({ name, missed, usualShare }) => [
          { after: `after ${name}`, part: visible(m.usual), share: usualShare, order: 0 },
          { after: `after ${name}`, part: 'seven other spellings', share: missed, order: 1 },
        ]),
        spec: SHARES_SPEC,
      }),
      prose`${claim({
        a: m.list.gain,
        b: m.sentence.gain,
        kind: 'nats',
        when: {
          greater: prose`
            What to see: it depends on what stands before. After the sentence, looking only at ${token(m.usual)} misses
            ${percent(m.sentence.missed)} of the total of all eight. After the list in small letters it misses
            ${percent(m.list.missed)}.
          `,
          less: prose`
            What to see: after the sentence, looking only at ${token(m.usual)} misses ${percent(m.sentence.missed)} of the
            total of all eight; after the list, less: ${percent(m.list.missed)}.
          `,
          tooClose: prose`
            What to see: looking only at ${token(m.usual)} misses about as much after both:
            ${percent(m.sentence.missed)} of the total of all eight.
          `,
        },
      })}`,
      curious(prose`How likely is each spelling?`, [
        prose`${ref('forms-drawn')} draws all eight, and ${ref('forms-table')} has the numbers.`,
        figure({
          id: 'forms-drawn',
          caption: prose`
            Log-probabilities of eight spellings of one answer after two prompts, and, below the dashed line, of all of
            them together.
          `,
          alt: prose`
            Points for eight spellings and their ⊕ after two prompts. After a sentence all spellings together stand
            ${nats(m.sentence.gain)} above the usual one; after a list in small letters, ${nats(m.list.gain)}.
          `,
          data: m.prompts.flatMap(({ name, merged, forms }) => [
            ...forms.map(({ form, logprob }) => ({ form: visible(form), after: name, logprob })),
            { form: 'all together', after: name, logprob: merged },
          ]),
          spec: FORMS_SPEC,
        }),
        table({
          id: 'forms-table',
          caption: prose`
            The spellings after “${text(m.sentence.prompt)}” and after “${text(m.list.prompt)}”, in nats.
          `,
          rows: [
            ...m.table.map((row) => ({
              name: prose`${token(row.form)}`,
              tokens: prose`${count(row.tokens)}`,
              one: row.sentence,
              other: row.list,
            })),
            {
              name: prose`all together (⊕)`,
              tokens: prose``,
              one: m.prompts[0]?.merged,
              other: m.prompts[1]?.merged,
            },
          ],
          columns: [
            { head: prose`spelling`, cell: (row) => row.name },
            { head: prose`tokens`, align: 'right', cell: (row) => row.tokens },
            { head: prose`after the sentence`, align: 'right', cell: (row) => prose`${nats(row.one)}` },
            { head: prose`after the list`, align: 'right', cell: (row) => prose`${nats(row.other)}` },
          ],
        }),
        prose`${claim({
          a: m.table[1]?.list,
          b: m.table[1]?.sentence,
          kind: 'nats',
          when: {
            greater: prose`
              What to see: the list in small letters makes ${token(m.table[1]?.form)} likelier, by far, than the sentence
              does.
            `,
            less: prose`What to see: the list makes ${token(m.table[1]?.form)} less likely than the sentence does.`,
            tooClose: prose`What to see: ${token(m.table[1]?.form)} is about as likely after both.`,
          },
        })}`,
      ]),
      prose`
        A miss of that size matters when two answers are compared. For “${text(m.furthest.asked)}” the log-probability of
        ${token(m.yes)} minus that of ${token(m.no)} is ${nats(m.furthest.single, { digits: 2 })}; with six spellings of
        each it is ${nats(m.furthest.merged, { digits: 2 })}. ${choose(m.winners, {
          stay: prose`
            The winner stays the same, but the odds do not: whoever sets a threshold on such a number should merge first.
          `,
          change: prose`
            For at least one of five such questions even the winner changes: merge before you compare.
          `,
        })}
      `,
      curious(prose`How much do other questions move?`, [
        prose`${ref('yes-no-forms')} asks five questions, and subtracts no from yes.`,
        table({
          id: 'yes-no-forms',
          caption: prose`
          Yes minus no in nats, for ${token(m.yes)} and ${token(m.no)} alone, and for six spellings of each:
          ${join(
            m.yesForms.map((form) => token(form)),
            prose`, `,
          )}, and the same for no. Above zero the model prefers yes. All differences were rounded last.
        `,
          rows: m.questions,
          columns: [
            { head: prose`question`, cell: (row) => prose`${text(row.asked)}` },
            {
              head: prose`one spelling`,
              align: 'right',
              cell: (row) => prose`${nats(row.single, { digits: 2 })}`,
            },
            {
              head: prose`six spellings`,
              align: 'right',
              cell: (row) => prose`${nats(row.merged, { digits: 2 })}`,
            },
            {
              head: prose`shift (positive: towards yes)`,
              align: 'right',
              cell: (row) => prose`${nats(row.moved, { digits: 2 })}`,
            },
          ],
        }),
        choose(m.winners, {
          stay: prose`
          What to see: no winner changes here, but the odds do. For “${text(m.furthest.asked)}” they move the furthest.
        `,
          change: prose`
          What to see: the odds move, and at least one winner changes. For “${text(m.furthest.asked)}” they move the
          furthest.
        `,
        }),
      ]),
    ];
  },
});
