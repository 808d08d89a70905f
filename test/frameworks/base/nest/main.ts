import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import session from 'express-session'
import passport from 'passport'
import { AppModule } from './app.module'

async function main() {
  const app = await NestFactory.create(AppModule, { logger: ['error'] })
  app.use(session({ secret: 'a secret of the shop', resave: false, saveUninitialized: false }))
  app.use(passport.session())
  // The lines of the README come here.
  await app.listen(Number(process.env.PORT))
  console.log('Ready')
}
void main()
