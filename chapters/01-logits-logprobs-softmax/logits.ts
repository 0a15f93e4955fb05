import { at } from '#numerics/list';
import { choose, figure, layout, prose, type Quantity, type Seen, section, visible } from '#report';
import * as mark from '#report/marks';
import { count, countInWords, given, math, percent, real, ref, term, text, token } from '#report/values';
import { areLevel } from '../equal-but-for-rounding.ts';
import { placesWithRoom } from '../label-places.ts';
import { logitSpread } from './logits.measure.ts';

/** Two digits, unless they would make everything of nearly everything. */
const mostDigits = (share: Quantity) => (layout([share], (value) => value > 0.995 && value < 1) ? 4 : 2);

/** At which side of its line each name has room, of lines at these logits in a plot about 500 pixels wide. */
function sidesOf(from: number, to: number, ...logits: number[]): string[] {
  const lines = logits.map((logit) => (500 * (logit - from)) / (to - from));
  const place = (left: number, right: number) => ({ left, right, top: 0, bottom: 1 });
  const rooms = placesWithRoom(
    lines.map((x) => [place(x - 18, x - 1), place(x + 1, x + 18)]),
    lines.map((x) => place(x - 0.5, x + 0.5)),
  );
  return rooms.map((room) => ['left', 'right'][room] ?? 'no room');
}

function marksOf({ bins, marked }: Seen<typeof logitSpread>) {
  const ends = [bins[0]?.from, bins.at(-1)?.to] as const;
  const sides = layout([...ends, ...marked.map(({ logit }) => logit)], sidesOf);
  return marked.map(({ text: name, logit }, index) => {
    return { token: visible(name), logit, side: at(sides, index) };
  });
}

/** Whether all tokens have one logit, so that none is the highest. */
const isFlat = ({ lowest, highest }: Seen<typeof logitSpread>) => areLevel(lowest, highest.logit);

export const logits = section({
  id: 'logits',
  title: prose`One score for every token`,
  needs: { m: logitSpread },
  write: ({ m }) => [
    prose`Now the model runs. It answers not with a word but with a list of numbers, one score for **every** token
      that it knows: what comes out of the model before anything is done to it. Such a score is called a
      ${term('logit')}, and ${math`z_i`} is that of token number ${math`i`}. Verbs, commas, parts of Chinese
      characters, ${token(m.marked[3]?.text)}: all get one. What does such a list look like (${ref('logit-histogram')})?`,
    figure({
      id: 'logit-histogram',
      caption: prose`How many tokens got which logit as the continuation of “${text(m.prompt)}”, counted in
        steps of ${countInWords(m.width)}. The vertical axis has a square-root scale, so that a single token can still be seen.`,
      alt: prose`Histogram of all ${count(m.vocabularySize)} logits. ${
        isFlat(m)
          ? prose`All are ${real(m.highest.logit, 1)}.`
          : prose`They run from
              ${real(m.lowest, 1)} to ${real(m.highest.logit, 1)} with a mean of
              ${real(m.mean, 1)}. The highest belongs to ${token(m.highest.text)}${choose(m.company, {
                few: prose`, at the right end`,
                one: prose`, far to the right of the crowd`,
                none: prose`, far to the right of the crowd`,
                many: prose``,
              })}.`
      }`,
      data: {
        rows: m.bins,
        marks: marksOf(m),
      },
      spec: {
        height: 260,
        layer: [
          mark.rect({
            x: mark.q('from', { title: 'logit z' }),
            x2: { field: 'to' },
            y: mark.q('tokens', {
              title: 'tokens with such a logit',
              scale: {
                type: 'sqrt',
                domainMax: layout(
                  m.bins.map((bin) => bin.tokens),
                  (...counts) => 2 * Math.max(...counts),
                ),
              },
              axis: {
                values: layout(
                  m.bins.map((bin) => bin.tokens),
                  (...counts) => Math.max(...counts) < 400,
                )
                  ? [1, 10, 25, 50, 100, 200, 300]
                  : [1, 100, 1000, 2500, 5000, 25_000],
              },
            }),
            y2: { datum: 0 },
          }),
          ...mark.labelled(
            mark.reference({ x: 'logit' }, { data: 'marks' }),
            mark.cases(
              'side',
              { left: { baseline: 'bottom', dy: -3 }, right: { baseline: 'top', dy: 3 } },
              { data: 'marks', text: 'token', style: 'token', angle: 270, align: 'right', dx: 0 },
            ),
            { y: { value: 4 } },
          ),
        ],
      },
    }),
    prose`${percent(m.crowd.share, mostDigits(m.crowd.share))} of all tokens lie between ${given(m.crowd.from)} and
      ${given(m.crowd.to)}${choose(m.banana, {
        inside: prose`, ${token(m.marked[3]?.text)} among them`,
        outside: prose``,
      })}. ${
        isFlat(m)
          ? prose`All have the same logit, so none is ahead.`
          : choose(m.company, {
              few: prose`Far from most others, at the right end, stands ${token(m.highest.text)}.`,
              many: prose`At the right end stands ${token(m.highest.text)}, with others near it.`,
              one: prose`Far to the right stand ${token(m.highest.text)} and ${token(m.second.text)}.`,
              none: prose`Far to the right stands ${token(m.highest.text)}, alone.`,
            })
      }

      Is ${isFlat(m) ? prose`a` : prose`its`} logit of ${choose(m.zeroPoint, { own: prose`${real(m.highest.logit, 0)}`, 'taken away': prose`${real(m.highest.logit, 2)}` })} a lot? By itself a logit means nothing: it is no
      percentage. Only the *distance* between two
      logits of one list means something.${choose(m.zeroPoint, {
        own: prose``,
        'taken away': prose` The server that runs this model does not give its logits, but log-probabilities: the
          same list with one number taken from each, so that none is above zero. Wherever this report says logits,
          it is those; unlike true logits they can be read by themselves.`,
      })}`,
  ],
});
