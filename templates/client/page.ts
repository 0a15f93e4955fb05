import { startContents } from './contents';
import { startFigures } from './figures';
import { startFolds } from './folds';
import { startThemeSwitch } from './theme-switch';
import { startTokenInspectors } from './token-inspector';

/** What the page does for its readers beyond being read; without it nothing is missing from the text. */
startThemeSwitch();
startContents();
startFolds();
startFigures();
startTokenInspectors();
