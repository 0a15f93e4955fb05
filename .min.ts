import { minutesOf } from '#report/reading-time';
import { sourceIn } from '#render/shared/code';
import { writeReport } from '#report/write-report';
import { chapters, overview } from './chapters/index.ts';
import { committedOutputs } from './test/chapters/committed.ts';
const r = writeReport(chapters, committedOutputs(), overview);
const c = r.chapters[0]!;
// minutes to a tenth: repeat sections ten times
const tenth = (ss: any[]) => minutesOf(Array.from({length: 20}, () => ss).flat(), sourceIn(process.cwd() + '/')) / 20;
for (const s of c.sections) console.log(tenth([s]).toFixed(2), s.goesFurther ? 'further' : 'core', s.id);
console.log('core', tenth(c.sections.filter((s) => !s.goesFurther)));
