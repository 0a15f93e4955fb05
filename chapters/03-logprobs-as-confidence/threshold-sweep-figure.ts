import { at } from '#numerics/list';
import { type Prose, prose, type SceneMark, type Seen, type Sheet, scene } from '#report';
import { atMost, coloured, count, given, percent } from '#report/values';
import type { answerThreshold } from './answer-threshold.measure.ts';
import type { chatAnswers } from './chat-answers.measure.ts';

interface Answer {
  /** The natural logarithm of its confidence. */
  readonly sum: number;
  readonly is: string;
}

/** What passes a threshold: all answers where it is null, unless none qualifies. */
interface Gate {
  readonly threshold: number | null;
  readonly opens: boolean;
  readonly risk: number | null;
  readonly bound: number | null;
  readonly passed: string;
  readonly handed: string;
  readonly judged: string;
}

/** Groups of dots along the confidence, each two dots wide. */
const GROUPS = 26;

const layoutOf = ({ isNarrow }: Sheet) =>
  isNarrow
    ? { left: 4, pitch: 6.4, radius: 2.7, above: 104, below: 136, bar: 236, thick: 8, letters: 13, size: 14 }
    : {
        left: 28,
        pitch: 10,
        radius: 4.2,
        above: 172,
        below: 226,
        bar: 382,
        thick: 10,
        letters: 14,
        size: 18,
      };

/** Answers above a line if a program gives them, below it if a person is asked; under both, how many are wrong. */
export function sweepMarks(
  answers: readonly Answer[],
  gate: Gate,
  accepted: number,
  labels: { accepted: string; none: string; all: string },
  sheet: Sheet,
): SceneMark[] {
  const { left, pitch, radius, above, below, bar, thick, letters, size } = layoutOf(sheet);
  const right = left + GROUPS * 2 * pitch;
  const threshold = gate.opens ? (gate.threshold ?? 0) : 1;
  const along = (share: number) => left + share * (right - left);
  const stacks = new Map<string, number>();
  // Wrong ones lie next to the line, where they can be compared.
  const dots = [...answers.entries()]
    .map(([index, { sum, is }]) => ({
      key: `dot-${index}`,
      confidence: Math.exp(sum),
      isWrong: is === 'wrong',
    }))
    .sort((a, b) => Number(b.isWrong) - Number(a.isWrong))
    .map(({ key, confidence, isWrong }) => {
      const passes = gate.opens && confidence >= threshold;
      const group = Math.min(GROUPS - 1, Math.floor(confidence * GROUPS));
      const place = stacks.get(`${passes} ${group}`) ?? 0;
      stacks.set(`${passes} ${group}`, place + 1);
      const away = Math.floor(place / 2) * pitch;
      const cx = left + (2 * group + (place % 2) + 0.5) * pitch;
      const cy = passes ? above - radius - away : below + radius + away;
      const fill = isWrong ? '$wrong' : '$right';
      return { key, shape: 'circle', cx, cy, r: radius, fill, confidence } as const;
    })
    .sort((a, b) => a.confidence - b.confidence)
    .map(({ confidence: _confidence, ...dot }): SceneMark => dot);
  const words = (key: string, x: number, y: number, text: string, more: object = {}): SceneMark => {
    return { key, shape: 'text', x, y, text, size: letters, ...more };
  };
  const middle = (above + below) / 2 + letters / 3;
  const risk = along(gate.risk ?? 0);
  const bound = along(gate.bound ?? gate.risk ?? 0);
  const place = along(threshold);
  const upright = (x: number, from: number, to: number) => `M${x},${from}L${x},${to}`;
  return [
    {
      key: 'zone-above',
      shape: 'rect',
      x: place,
      y: 0,
      width: Math.max(0, right + radius - place),
      height: above + 4,
      rx: 6,
      fill: '$panel',
    },
    ...dots,
    { key: 'threshold', shape: 'path', d: upright(place, 0, above + 4), stroke: '$ink', strokeWidth: 2 },
    words('passed', right - 6, size + 6, gate.passed, { anchor: 'end', style: 'label', size }),
    words('handed', right - 6, bar - 3.4 * letters, gate.handed, { anchor: 'end', style: 'label', size }),
    words('none', left, middle, labels.none),
    words('all', right, middle, labels.all, { anchor: 'end' }),
    {
      key: 'track',
      shape: 'rect',
      x: left,
      y: bar,
      width: right - left,
      height: thick,
      rx: thick / 2,
      fill: '$grid',
    },
    {
      key: 'risk',
      shape: 'rect',
      x: left,
      y: bar,
      width: risk - left,
      height: thick,
      rx: thick / 2,
      fill: '$wrong',
    },
    {
      key: 'bound',
      shape: 'path',
      d: `M${risk},${bar + thick / 2}L${bound},${bar + thick / 2}M${bound},${bar - 3}L${bound},${bar + thick + 3}`,
      stroke: '$wrong',
      strokeWidth: 2,
      opacity: bound > risk ? 1 : 0,
    },
    {
      key: 'accepted',
      shape: 'path',
      d: upright(along(accepted), bar - 7, bar + thick + 7),
      stroke: '$ink',
      strokeWidth: 2,
    },
    words('accepted-name', along(accepted), bar - 11, labels.accepted, { anchor: 'middle' }),
    words('judged', left, bar + thick + letters + 10, gate.judged, { style: 'label' }),
  ];
}

/** The test answers, which fall below a threshold to a person or pass it, right or wrong. */
export function thresholdSweep(
  { rules, accepted, withoutThreshold }: Seen<typeof answerThreshold>,
  { rows }: Seen<typeof chatAnswers>,
  sentences: readonly Prose[],
) {
  const [simple, cautious] = [at(rules, 0), at(rules, 1)];
  const gateOf = (state: string, { threshold, risk, atMost: bound, answered, wrong }: typeof simple) => ({
    state,
    threshold,
    opens: threshold !== null,
    risk,
    bound,
    passed:
      threshold === null
        ? prose`none is answered`
        : prose`${count(answered)} answered, ${count(wrong)} wrong`,
    handed: threshold === null ? prose`all go to a person` : prose`ask a person`,
    judged:
      risk === null || bound === null
        ? prose`no answer to judge`
        : prose`wrong: ${percent(risk, 2)}, upper bound: ${atMost(percent, bound, 2)}`,
  });
  const all = {
    state: 'all',
    threshold: null,
    opens: true,
    risk: withoutThreshold,
    bound: null,
    passed: prose`all are answered`,
    handed: prose`nobody is asked`,
    judged: withoutThreshold === null ? prose`none` : prose`wrong: ${percent(withoutThreshold, 2)}`,
  };
  return scene({
    id: 'threshold-sweep',
    caption: prose`The finished test answers, ${coloured('right', 'right')} or ${coloured('wrong', 'wrong')}, by their confidence. Those below the threshold drop to a person. The bar shows how many of the others are wrong, and the upper bound.`,
    data: {
      rows: rows.flatMap(({ half, question, answer, sum, right }) =>
        half === 'test' && sum !== null ? [{ question, answer, sum, is: right ? 'right' : 'wrong' }] : [],
      ),
      gates: [gateOf('simple', simple), all, gateOf('cautious', cautious)],
      labels: [
        {
          accepted,
          name: prose`accepted: ${percent(accepted, 2)}`,
          none: prose`confidence ${given(0)}%`,
          all: prose`${given(100)}%`,
        },
      ],
    },
    states: {
      simple: prose`Of the test answers, ${count(simple.answered)} pass the simple rule's threshold, and ${count(simple.wrong)} of them are wrong.`,
      all: prose`Without a threshold, all questions are answered${withoutThreshold === null ? prose`` : prose`, and ${percent(withoutThreshold, 2)} of them are wrong`}.`,
      cautious: prose`Of the test answers, ${count(cautious.answered)} pass the cautious rule's threshold, and ${count(cautious.wrong)} of them are wrong.`,
    },
    draw(state, { rows: answers, gates, labels: [labels] }, sheet) {
      const gate = gates.find((one) => one.state === state);
      if (!gate || !labels) throw new Error(`there is no gate ${state}`);
      const { none, all, name } = labels;
      return sweepMarks(answers, gate, labels.accepted, { none, all, accepted: name }, sheet);
    },
    sentences,
  });
}
