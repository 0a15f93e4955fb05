import { rangeText } from '../../scripts/page-model/client-data';

/** The controls of a figure: what they are set to, in the figure's terms and in words. */
export type Control = HTMLInputElement | HTMLSelectElement;

/** Every control of a group. */
export function controlsOf(group: HTMLElement): Control[] {
  return [...group.querySelectorAll<Control>('[data-signal]')];
}

/** What each control's signal is set to. */
export function signalsOf(controls: readonly Control[]): Record<string, unknown> {
  return Object.fromEntries(controls.map((control) => [control.dataset.signal ?? '', settingOf(control)]));
}

function settingOf(control: Control): unknown {
  if (control instanceof HTMLSelectElement) return JSON.parse(control.value);
  return control.valueAsNumber;
}

function valueText(control: Control): string {
  if (control instanceof HTMLSelectElement) return control.selectedOptions[0]?.textContent ?? '';
  return rangeText(control.valueAsNumber, control.step);
}

/** "temperature T: 1.5", for each of the controls. */
export function settingsInWords(controls: readonly Control[]): string {
  return controls
    .map((control) => `${control.labels?.[0]?.textContent ?? control.name}: ${valueText(control)}`)
    .join('; ');
}

/** Writes a range's value beside it. */
export function showValue(control: Control): void {
  const output = control.parentElement?.querySelector('output');
  if (output && control instanceof HTMLInputElement)
    output.value = rangeText(control.valueAsNumber, control.step);
}

/** Sets a control to one of its options, or to a number. */
export function setControl(control: Control, setting: unknown): void {
  if (control instanceof HTMLSelectElement) control.value = JSON.stringify(setting);
  else control.valueAsNumber = Number(setting);
  showValue(control);
}

/** Sets a control as the page came. */
export function resetControl(control: Control): void {
  if (control instanceof HTMLSelectElement) {
    control.selectedIndex = [...control.options].findIndex((option) => option.defaultSelected);
  } else {
    control.value = control.defaultValue;
    control.checked = control.defaultChecked;
  }
  showValue(control);
}

/** Whether every control is set as the page came. */
export function areAtStart(controls: readonly Control[]): boolean {
  return controls.every((control) =>
    control instanceof HTMLSelectElement
      ? (control.selectedOptions[0]?.defaultSelected ?? false)
      : control.value === control.defaultValue && control.checked === control.defaultChecked,
  );
}
