/**
 * Runs behind each of the page's styles: loading begins before the first layout, since one that finds a face missing
 * asks the system for other fonts, which takes longer.
 */
for (const face of document.fonts) void face.load();
