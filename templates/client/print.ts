/**
 * On paper the answers stand at the end, not under their tasks, where readers would see them before they had tried. On
 * the screen they are folded where they belong.
 */

interface MovedAnswer {
  readonly fold: HTMLDetailsElement;
  readonly wasOpen: boolean;
  /** Keeps the answer's place under its task. */
  readonly place: Comment;
  readonly heading: HTMLElement;
}

function moveAnswer(fold: HTMLDetailsElement, section: Element): MovedAnswer {
  const heading = document.createElement('h3');
  heading.append(fold.parentElement?.querySelector('h4')?.firstChild?.textContent?.trim() ?? '');
  const moved = { fold, wasOpen: fold.open, place: document.createComment(''), heading };
  fold.replaceWith(moved.place);
  fold.open = true;
  section.append(heading, fold);
  return moved;
}

export function startPrinting(): void {
  const section = document.querySelector('.answers');
  if (!section) return;
  const moved: MovedAnswer[] = [];
  // A browser may prepare a print several times before it says that it is over.
  addEventListener('beforeprint', () => {
    const folds = document.querySelectorAll<HTMLDetailsElement>('.exercise > .answer');
    moved.push(...[...folds].map((fold) => moveAnswer(fold, section)));
  });
  addEventListener('afterprint', () => {
    for (const { fold, wasOpen, place, heading } of moved.splice(0)) {
      heading.remove();
      place.replaceWith(fold);
      fold.open = wasOpen;
    }
  });
}
