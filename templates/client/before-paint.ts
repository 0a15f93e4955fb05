import './fonts';
import { rememberedChoice, showChoice } from './theme';

/** Runs before anything is drawn, so that a chosen theme does not flash in late. */
document.documentElement.classList.add('scripted');
showChoice(rememberedChoice());
// What is far below waits for the first screen, unless an address or the way back leads there.
const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
if (location.hash === '' && visit?.type === 'navigate') document.documentElement.classList.add('arriving');
