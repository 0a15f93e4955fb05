/** How long nothing may have changed before it is said, in ms: who drags a slider wants to hear where it came to rest. */
const REST = 250;

let waiting: ReturnType<typeof setTimeout> | undefined;

/** Says something to those who listen to the page, in its one live region. */
export function announce(text: string): void {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const region = document.getElementById('announcements');
    if (region) region.textContent = text;
  }, REST);
}
