import { defineConfig } from 'vite';

// What the node serves below /ui/: hashed names, so that a browser keeps them for ever.
export default defineConfig({
  root: 'src/main/ts',
  base: '/ui/',
  publicDir: 'static',
  build: {
    outDir: '../../../target/classes/cloudy/console/ui',
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: 'chrome111',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: { index: 'src/main/ts/index.html', public: 'src/main/ts/public.html' } },
  },
});
