import { announce } from './announce';
import { icon } from './icons';
import { rememberChoice, rememberedChoice, showChoice, type ThemeChoice } from './theme';

const darkSystem = matchMedia('(prefers-color-scheme: dark)');

/** From each choice to the next: first to what the system does not show, so that every reader sees the first press. */
function nextTo(choice: ThemeChoice): ThemeChoice {
  const [other, same] = darkSystem.matches ? (['light', 'dark'] as const) : (['dark', 'light'] as const);
  if (choice === 'auto') return other;
  return choice === other ? same : 'auto';
}

const NAMES: Readonly<Record<ThemeChoice, string>> = {
  auto: 'as the system',
  light: 'light',
  dark: 'dark',
};

/** Brings the theme buttons to life; each press goes on from the system's colours to the others, to its own, and round again. */
export function startThemeSwitch(): void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('.theme-switch')];
  let choice = rememberedChoice();
  const label = (): void => {
    for (const button of buttons) {
      button.setAttribute('aria-label', `Colours: ${NAMES[choice]}. Change to ${NAMES[nextTo(choice)]}`);
      button.title = `Colours: ${NAMES[choice]}`;
      button.replaceChildren(icon(choice));
    }
  };
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener('click', () => {
      choice = nextTo(choice);
      showChoice(choice);
      rememberChoice(choice);
      label();
      announce(`Colours: ${NAMES[choice]}`);
    });
  }
  darkSystem.addEventListener('change', label);
  label();
}
