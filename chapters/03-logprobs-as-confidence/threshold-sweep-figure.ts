import { at } from '#numerics/list';
import { type Prose, prose, type SceneMark, type Seen, type Sheet, scene } from '#report';
import { atMost, coloured, count, given, percent } from '#report/values';
import type { answerThreshold } from './answer-threshold.measure.ts';
import type { chatAnswers } from './chat-answers.measure.ts';
import type { thresholdSweep as sweep } from './threshold-sweep.measure.ts';

interface Answer {
  /** The natural logarithm of its confidence. */
  readonly sum: number;
  readonly is: string;
}

/** A threshold that answers pass or not, and what is said of them; where it is null, none passes. */
interface Gate {
  readonly threshold: number | null;
  readonly risk: number | null;
  /** Where it is drawn. */
  readonly bound: number | null;
  readonly passed: string;
  readonly handed: string;
  readonly judged: string;
}

/** Groups of dots along the confidence, each two dots wide and, as thresholds are, five percent. */
const GROUPS = 20;
/** As many rows of dots have room; where there are more, they lie closer. */
const TALLEST = 10;

/** The bar for those that are wrong begins at `bar`, well inside, since it has an axis of its own. */
const layoutOf = ({ isNarrow }: Sheet) =>
  isNarrow
    ? {
        left: 4,
        pitch: 8.4,
        radius: 3.4,
        above: 108,
        below: 136,
        title: 244,
        bar: 200,
        thick: 7,
        letters: 13,
        size: 14,
      }
    : {
        left: 20,
        pitch: 13.5,
        radius: 5.4,
        above: 166,
        below: 208,
        title: 382,
        bar: 270,
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
  const { left, pitch, radius, above, below, title, bar, thick, letters, size } = layoutOf(sheet);
  const right = left + GROUPS * 2 * pitch;
  const threshold = gate.threshold ?? Infinity;
  const groupOf = (confidence: number) => Math.min(GROUPS - 1, Math.floor(confidence * GROUPS));
  const sizes = new Map<number, number>();
  for (const { sum } of answers) {
    const group = groupOf(Math.exp(sum));
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
  }
  const rows = Math.max(TALLEST, ...Array.from(sizes.values(), (size) => Math.ceil(size / 2)));
  const step = (pitch * TALLEST) / rows;
  const stacks = new Map<number, number>();
  // Wrong ones lie next to the line, where they can be compared, and fall straight down.
  const dots = [...answers.entries()]
    .map(([index, { sum, is }]) => ({
      key: `dot-${index}`,
      confidence: Math.exp(sum),
      isWrong: is === 'wrong',
    }))
    .sort((a, b) => Number(b.isWrong) - Number(a.isWrong) || a.confidence - b.confidence)
    .map(({ key, confidence, isWrong }) => {
      const group = groupOf(confidence);
      const place = stacks.get(group) ?? 0;
      stacks.set(group, place + 1);
      const away = Math.floor(place / 2) * step;
      const cx = left + (2 * group + (place % 2) + 0.5) * pitch;
      const cy = confidence >= threshold ? above - radius - away : below + radius + away;
      return { key, confidence, mark: answerMark(key, cx, cy, radius, isWrong) };
    })
    .sort((a, b) => a.confidence - b.confidence)
    .map(({ mark }) => mark);
  const words = (key: string, x: number, y: number, text: string, more: object = {}): SceneMark => {
    return { key, shape: 'text', x, y, text, size: letters, ...more };
  };
  const place = left + Math.min(1, threshold) * (right - left);
  const line = (above + below) / 2 + letters / 3;
  const top = above - TALLEST * pitch - 3;
  const key = sheet.width / 2;
  const along = (share: number) => bar + share * (right - bar);
  const [middle, risk] = [title - letters / 3, along(gate.risk ?? 0)];
  const bound = along(gate.bound ?? gate.risk ?? 0);
  const ends = middle + thick / 2 + letters + 4;
  return [
    {
      key: 'zone-above',
      shape: 'rect',
      x: place,
      y: top,
      width: Math.max(0, right + radius - place),
      height: above + 4 - top,
      rx: 6,
      fill: '$panel',
    },
    ...dots,
    {
      key: 'threshold',
      shape: 'path',
      d: `M${place},${top}L${place},${above + 4}`,
      stroke: '$ink',
      strokeWidth: 2,
    },
    words('passed', right - 6, top - 5, gate.passed, { anchor: 'end', style: 'label', size }),
    words('handed', right - 6, below + 5 * pitch + size, gate.handed, {
      anchor: 'end',
      style: 'label',
      size,
    }),
    words('none', left, line, labels.none),
    words('all', right, line, labels.all, { anchor: 'end' }),
    answerMark('key-right', key - 38, line - letters / 3, radius, false),
    words('key-right-name', key - 30, line, 'right'),
    answerMark('key-wrong', key + 24, line - letters / 3, radius, true),
    words('key-wrong-name', key + 32, line, 'wrong'),
    words('title', left, title, 'wrong among the answered'),
    words('judged', left, title + size + 6, gate.judged, { style: 'label', size }),
    {
      key: 'track',
      shape: 'rect',
      x: bar,
      y: middle - thick / 2,
      width: right - bar,
      height: thick,
      rx: thick / 2,
      fill: '$grid',
    },
    {
      key: 'risk',
      shape: 'rect',
      x: bar,
      y: middle - thick / 2,
      width: risk - bar,
      height: thick,
      rx: thick / 2,
      fill: '$wrong',
    },
    {
      key: 'bound',
      shape: 'path',
      d: `M${risk},${middle}L${bound},${middle}M${bound},${middle - 8}L${bound},${middle + 8}`,
      stroke: '$wrong',
      strokeWidth: 2,
      opacity: bound > risk ? 1 : 0,
    },
    {
      key: 'accepted',
      shape: 'path',
      d: `M${along(accepted)},${middle - thick / 2 - 6}L${along(accepted)},${middle + thick / 2 + 2}`,
      stroke: '$ink',
      strokeWidth: 2,
    },
    words('accepted-name', along(accepted), middle - thick / 2 - 11, labels.accepted, { anchor: 'middle' }),
    words('risk-none', bar, ends, 'none'),
    words('risk-all', right, ends, 'all', { anchor: 'end' }),
  ];
}

/** A right answer is a dot, a wrong one a ring. */
function answerMark(key: string, cx: number, cy: number, radius: number, isWrong: boolean): SceneMark {
  const [r, strokeWidth] = [radius * 0.78, radius * 0.44];
  return isWrong
    ? { key, shape: 'circle', cx, cy, r, stroke: '$wrong', strokeWidth }
    : { key, shape: 'circle', cx, cy, r: radius, fill: '$right' };
}

/** The test answers, which fall below a threshold to a person or pass it, right or wrong. */
export function thresholdSweep(
  { accepted, rules, withoutThreshold }: Seen<typeof answerThreshold>,
  { steps, finished }: Seen<typeof sweep>,
  { rows }: Seen<typeof chatAnswers>,
  sentences: readonly Prose[],
) {
  type Step = (typeof steps)[number];
  const frames = steps.map((step, place) => ({
    name: step.state === 'between' ? (`frame-${place}` as const) : step.state,
    step,
    label: step.percent === null ? prose`${percent(step.threshold, 2)}` : prose`${given(step.percent)}%`,
  }));
  const found = (state: Step['state']) => steps.find((step) => step.state === state);
  const closed = {
    threshold: null,
    risk: null,
    bound: null,
    passed: prose`none is answered`,
    handed: prose`${count(finished)} to a person`,
    judged: prose`no answer to judge`,
  };
  const gateOf = (state: string, step: Step | undefined) => {
    if (!step) return { state, ...closed };
    const { threshold, answered, wrong, handed, risk } = step;
    return {
      state,
      threshold,
      risk,
      bound: null,
      passed: prose`${count(answered)} answered, ${count(wrong)} wrong`,
      handed: prose`${count(handed)} to a person`,
      judged: risk === null ? closed.judged : prose`${percent(risk, 2)}`,
    };
  };
  const simple = found('simple');
  const bounded = {
    ...gateOf('bound', simple),
    ...(simple && simple.risk !== null && simple.atMost !== null
      ? {
          bound: simple.atMost,
          judged: prose`${percent(simple.risk, 2)}, at most ${atMost(percent, simple.atMost, 2)}`,
        }
      : {}),
  };
  const [bySimple, byCautious] = [at(rules, 0), at(rules, 1)];
  return scene({
    id: 'threshold-sweep',
    caption: prose`The finished test answers, ${coloured('right', 'right')} or ${coloured('wrong', 'wrong')}, by their confidence. Those below the threshold drop to a person. The bar shows how many of the others are wrong.`,
    data: {
      rows: rows.flatMap(({ half, question, answer, sum, right }) =>
        half === 'test' && sum !== null ? [{ question, answer, sum, is: right ? 'right' : 'wrong' }] : [],
      ),
      gates: [
        bounded,
        gateOf('simple', simple),
        gateOf('cautious', found('cautious')),
        ...frames.flatMap(({ name, step }) =>
          name === 'simple' || name === 'cautious' ? [] : [gateOf(name, step)],
        ),
      ],
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
      bound: prose`Of the test answers, ${count(bySimple.answered)} pass the simple rule's threshold, and ${count(bySimple.wrong)} of them are wrong. A whisker reaches to the upper bound of that share.`,
      all: prose`Without a threshold, all questions are answered${withoutThreshold === null ? prose`` : prose`, and ${percent(withoutThreshold, 2)} of them are wrong`}.`,
      simple: prose`Of the test answers, ${count(bySimple.answered)} pass the simple rule's threshold, and ${count(bySimple.wrong)} of them are wrong.`,
      cautious: prose`Of the test answers, ${count(byCautious.answered)} pass the cautious rule's threshold, and ${count(byCautious.wrong)} of them are wrong.`,
    },
    dial: {
      title: prose`threshold`,
      // The bound is that of the simple rule's threshold, so it is there on the dial.
      frames: frames.flatMap(({ name, label }) =>
        name === 'simple'
          ? [
              { name, label },
              { name: 'bound', label },
            ]
          : [{ name, label }],
      ),
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
