/** Puts the TeX of each formula in its place: `$\ln p$`, or `$$…$$` for one that stands by itself. */
export function writeFormulasAsTex(root: ParentNode): void {
  for (const formula of root.querySelectorAll('math')) {
    const tex = formula.querySelector('annotation')?.textContent ?? '';
    formula.replaceWith(formula.getAttribute('display') === 'block' ? `$$${tex}$$` : `$${tex}$`);
  }
}

function formulaAround(node: Node): Element | undefined {
  return (node instanceof Element ? node : node.parentElement)?.closest('math') ?? undefined;
}

/** What is selected; of a formula that the selection cuts, all. */
function selectedContent(selection: Selection): DocumentFragment {
  const content = document.createDocumentFragment();
  for (let index = 0; index < selection.rangeCount; index++) {
    const range = selection.getRangeAt(index).cloneRange();
    const [first, last] = [formulaAround(range.startContainer), formulaAround(range.endContainer)];
    if (first) range.setStartBefore(first);
    if (last) range.setEndAfter(last);
    content.append(range.cloneContents());
  }
  return content;
}

/**
 * Lets a selection with formulas in it be copied with their TeX: browsers would copy the letters of a formula one below
 * the other, and the rows of a table that has some in pieces.
 */
export function startFormulaCopying(): void {
  document.addEventListener('copy', (event) => {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !event.clipboardData) return;
    const content = selectedContent(selection);
    if (!content.querySelector('math')) return;
    writeFormulasAsTex(content);
    for (const extra of content.querySelectorAll(
      'script, style, button, .anchor, .take, .controls, .margin-note',
    ))
      extra.remove();
    const sheet = document.createElement('div');
    sheet.className = 'visually-hidden';
    sheet.append(content);
    document.body.append(sheet);
    // biome-ignore lint/performance/useDomNodeTextContent: only text as it is laid out has lines and columns
    event.clipboardData.setData('text/plain', sheet.innerText);
    event.clipboardData.setData('text/html', new XMLSerializer().serializeToString(sheet));
    sheet.remove();
    event.preventDefault();
  });
}
