import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { createServer, type ViteDevServer } from 'vite';
import { describe, expect, it, vi } from 'vitest';
import { startPreview } from '../../scripts/dev/server.ts';
import { scratchFolder } from '../pipeline/fixtures/scratch.ts';

vi.mock('vite', { spy: true });

describe('the model of a preview', () => {
  it('is closed when an edit has replaced the module that opened it, and at the end', async () => {
    const closed: string[] = [];
    const moduleNamed = (name: string) => ({
      closeModel: async () => closed.push(name),
      readSources: async () => ({ write: async () => undefined, isStaleOn: () => false, stale: {} }),
    });
    const root = scratchFolder();
    const files = new EventEmitter();
    const fake = {
      ssrLoadModule: vi.fn().mockResolvedValueOnce(moduleNamed('old')).mockResolvedValue(moduleNamed('new')),
      ws: { on: () => {}, send: () => {}, clients: new Set() },
      watcher: files,
      resolvedUrls: { local: [] },
      listen: async () => {},
      close: async () => {},
    };
    vi.mocked(createServer).mockResolvedValueOnce(fake as unknown as ViteDevServer);
    const server = await startPreview({ root, say: () => {} });
    expect(closed).toEqual([]);
    files.emit('all', 'change', join(root, 'chapters/index.ts'));
    await vi.waitUntil(() => closed.length > 0, 10_000);
    expect(closed).toEqual(['old']);
    await server.close();
    expect(closed).toEqual(['old', 'new']);
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
