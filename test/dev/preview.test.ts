import { describe, expect, it } from 'vitest';
import { openLanguageModel } from '#lm/open';
import { keptOpen } from '../../scripts/dev/preview.ts';
import { startPreview } from '../../scripts/dev/server.ts';
import { writeSmallModel } from '../lm/small-model.ts';
import { scratchFolder } from '../pipeline/fixtures/scratch.ts';

describe('the model of a preview', () => {
  it('stays open for the next measurement, and is closed after what it was asked', async () => {
    const folder = await writeSmallModel();
    const model = await openLanguageModel({ model: folder.path });
    const kept = keptOpen(model);
    await kept.close();
    const asked = kept.next(kept.encode('abc'));
    await model.close();
    expect((await asked).logits.length).toBe(model.vocabularySize);
    await folder.remove();
  });
});

describe('the server of a preview', () => {
  it('takes the address of a page for text, even while there is no report to show', async () => {
    const server = await startPreview({ root: scratchFolder(), say: () => {} });
    const script = '"><script>alert(1)</script>';
    const response = await fetch(`${server.url}chapters/${encodeURIComponent(script)}.html`);
    const page = await response.text();
    await server.close();
    expect(page).toContain('data-preview="chapters/&quot;&gt;&lt;script&gt;');
    expect(page).not.toContain(script);
  });
});
