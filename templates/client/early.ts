import { rememberedChoice, showChoice } from './theme';

/** Runs before anything is drawn, so that a chosen theme does not flash in late. */
document.documentElement.classList.add('scripted');
showChoice(rememberedChoice());
