// For an app with pages of its own: the look, and the choice of language.
export { PageFrame } from './pages/page-frame.tsx'
export { assetRoutes } from './routes/assets.ts'
export { languageRoute } from './routes/language.ts'
export { pageReply } from './routes/replies.ts'
export type { Reply } from './routes/route.ts'
export { pageHeaders } from './server/page-headers.ts'
export { chosenLanguage } from './words/chosen-language.ts'
export type { Language } from './words/languages.ts'
