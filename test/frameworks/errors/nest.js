import 'reflect-metadata'
import { Controller, Get, Module, Param } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'

export const name = 'Nest 11 on Express'
// Nest's own filter responds with the status and the message only.
export const sendsHeaders = false

export async function serveFailing(fail) {
  const app = await NestFactory.create(moduleOf(failing(fail)), { logger: false })
  await app.listen(0, '127.0.0.1')
  return { origin: await app.getUrl(), close: () => app.close() }
}

/** The decorators are called as functions: there is no compiler here. */
function failing(fail) {
  class FailingController {
    get(code) {
      return fail(code)
    }
  }
  const { prototype } = FailingController
  Controller()(FailingController)
  Get(':code')(prototype, 'get', Object.getOwnPropertyDescriptor(prototype, 'get'))
  Param('code')(prototype, 'get', 0)
  return FailingController
}

function moduleOf(controller) {
  class AppModule {}
  Module({ controllers: [controller] })(AppModule)
  return AppModule
}
