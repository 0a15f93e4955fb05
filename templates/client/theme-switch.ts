import { announce } from './announce';
import { icon } from './icons';
import { rememberChoice, rememberedChoice, showChoice, type ThemeChoice } from './theme';

/** From each choice to the next. */
const NEXT: Readonly<Record<ThemeChoice, ThemeChoice>> = { auto: 'light', light: 'dark', dark: 'auto' };
const NAMES: Readonly<Record<ThemeChoice, string>> = {
  auto: 'as the system',
  light: 'light',
  dark: 'dark',
};

/** Brings the theme buttons to life; each press goes on from the system's colours to light, dark, and round again. */
export function startThemeSwitch(): void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('.theme-switch')];
  let choice = rememberedChoice();
  const label = (): void => {
    for (const button of buttons) {
      button.setAttribute('aria-label', `Colours: ${NAMES[choice]}. Change to ${NAMES[NEXT[choice]]}`);
      button.title = `Colours: ${NAMES[choice]}`;
      button.replaceChildren(icon(choice));
    }
  };
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener('click', () => {
      choice = NEXT[choice];
      showChoice(choice);
      rememberChoice(choice);
      label();
      announce(`Colours: ${NAMES[choice]}`);
    });
  }
  label();
}
