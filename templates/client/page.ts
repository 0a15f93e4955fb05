import { startContents } from './contents';
import { startCopying } from './copy';
import { startExplanations } from './explain';
import { startFigures } from './figures';
import { startFolds } from './folds';
import { startSaving } from './save';
import { startSearch } from './search';
import { startThemeSwitch } from './theme-switch';
import { startTokenInspectors } from './token-inspector';

/** What the page does for its readers beyond being read; without it nothing is missing from the text. */
startThemeSwitch();
startContents();
startFolds();
startCopying();
startSaving();
startSearch();
startFigures();
startTokenInspectors();
startExplanations();
