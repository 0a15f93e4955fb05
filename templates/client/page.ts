import { startArrival } from './arrival';
import { startContents } from './contents';
import { startCopying } from './copy';
import { startExplanations } from './explain';
import { startFigures } from './figures';
import { startFolds } from './folds';
import { startFormulaCopying } from './formulas';
import { startPrinting } from './print';
import { startSaving } from './save';
import { startScrollStops } from './scroll-stops';
import { startSearch, startWithFound } from './search';
import { startThemeSwitch } from './theme-switch';
import { startTokenInspectors } from './token-inspector';

/** What the page does for its readers beyond being read; without it nothing is missing from the text. */
const arrival = startArrival();
startThemeSwitch();
startContents(arrival);
startFolds();
startPrinting();
startCopying();
startFormulaCopying();
startSaving();
startSearch();
startFigures();
startTokenInspectors();
startExplanations();
startScrollStops(arrival);
startWithFound();
