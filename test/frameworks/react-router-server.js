/** Serves `apps/react-router.js` by React Router's own server runtime, with what its compiler would make of the route. */
import { serve } from '@hono/node-server'
import { createRequestHandler } from 'react-router'
import * as route from './apps/react-router.js'
import { port } from './settings.js'

const id = 'routes/mercadopago.$'
const fetch = createRequestHandler({
  entry: { module: { default: () => new Response('a page') } },
  routes: { [id]: { id, path: 'mercadopago/*', module: route } },
  assets: { entry: { module: '', imports: [] }, routes: {}, url: '', version: '' },
  assetsBuildDirectory: '',
  basename: '/',
  future: {},
  isSpaMode: false,
  prerender: [],
  publicPath: '/',
  routeDiscovery: { mode: 'initial', manifestPath: '/__manifest' },
  ssr: true,
})
serve({ fetch, port })
