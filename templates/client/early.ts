import { chosenTheme, showTheme } from './theme';

/** Runs before anything is drawn, so that a chosen theme does not flash in late. */
document.documentElement.classList.add('scripted');
const theme = chosenTheme();
if (theme) showTheme(theme);
