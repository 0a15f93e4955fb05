import { rememberedChoice, showChoice } from './theme';

/** Runs before anything is drawn, so that a chosen theme does not flash in late. */
document.documentElement.classList.add('scripted');
showChoice(rememberedChoice());
// Loading begins before the first layout: one that finds them missing asks the system for other fonts, which takes longer.
for (const face of document.fonts) void face.load();
