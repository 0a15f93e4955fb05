import { startContents } from './contents';
import { startCopying } from './copy';
import { startExplanations } from './explain';
import { startFigures } from './figures';
import { startFolds } from './folds';
import { startFormulaCopying } from './formulas';
import { startScrollStops } from './keyboard-scrolling';
import { startLazyLayout } from './lazy-layout';
import { startPrinting } from './print';
import { startSaving } from './save';
import { startSearch, startWithFound } from './search';
import { startThemeSwitch } from './theme-switch';
import { startTokenInspectors } from './token-inspector';

/** What the page does for its readers beyond being read; without it nothing is missing from the text. */
const laidOut = startLazyLayout();
startThemeSwitch();
startContents(laidOut);
startFolds();
startPrinting();
startCopying();
startFormulaCopying();
startSaving();
startSearch();
startFigures();
startTokenInspectors();
startExplanations();
startScrollStops(laidOut);
startWithFound();
