import { defineConfig } from 'prisma/config'
import { schemaEngine } from '#schema-engine'

export default defineConfig({ schema: 'schema.prisma', ...schemaEngine })
