import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { slug } from 'github-slugger'
import { defineConfig } from 'vitepress'
import { contents } from '../contents.js'
import { diagrams } from '../diagrams.js'
import { otherFolders, root, siteLinks } from '../links.js'

/** The pages lie outside this folder, and would not find Vue from there when they are rendered. */
const vueFromHere = {
  name: 'vue-from-here',
  enforce: 'pre',
  resolveId(id, _importer, { ssr }) {
    return ssr && /^vue(\/|$)/.test(id) ? { id, external: true } : null
  },
}

/** The pages are the Markdown of the repository, where it lies. A README is the index of its folder. */
export default defineConfig({
  title: 'mercadopago-oauth',
  description: 'Link Mercado Pago sellers to a marketplace by OAuth 2.0 with PKCE',
  srcDir: root,
  srcExclude: otherFolders,
  outDir: 'dist',
  cacheDir: 'node_modules/.cache',
  rewrites: {
    'README.md': 'index.md',
    'docs/README.md': 'docs/index.md',
    'docs/api/README.md': 'docs/api/index.md',
    'packages/:name/README.md': 'packages/:name/index.md',
    'examples/:name/README.md': 'examples/:name/index.md',
  },
  markdown: {
    // Headings have the addresses that GitHub gives them.
    anchor: { slugify: slug },
    config: (md) => md.use(siteLinks).use(diagrams),
  },
  vite: { plugins: [vueFromHere] },
  themeConfig: {
    nav: [
      { text: 'By task', link: '/docs/' },
      { text: 'Errors', link: '/docs/errors' },
      { text: 'API', link: '/docs/api/' },
    ],
    sidebar: contents(),
    outline: [2, 3],
    search: { provider: 'local' },
    socialLinks: [
      { icon: 'github', link: 'https://github.com/mercadopago-oauth/mercadopago-oauth' },
    ],
  },
  /** For tools that read: every page as Markdown too, at its place, and the list of them. */
  buildEnd({ pages, outDir }) {
    for (const file of ['llms.txt', ...pages]) cpSync(join(root, file), join(outDir, file))
  },
})
