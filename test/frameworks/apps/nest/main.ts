import 'reflect-metadata'
import {
  All,
  type ArgumentsHost,
  Catch,
  Controller,
  type ExecutionContext,
  ForbiddenException,
  HttpException,
  Module,
  Req,
  Res,
  UseFilters,
  UseGuards,
} from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { AuthGuard, PassportStrategy } from '@nestjs/passport'
import type { Response } from 'express'
import { errorResponse, MercadoPagoOAuthError } from 'mercadopago-oauth'
import { type MercadoPagoProfile, MercadoPagoStrategy } from 'passport-mercadopago'
import { port, settings } from '../../settings.js'

const { clientId, redirectUri, ...others } = settings

class LinkStrategy extends PassportStrategy(MercadoPagoStrategy, 'mp', true) {
  constructor() {
    // `user`: your session.
    super({
      ...others,
      clientID: clientId,
      callbackURL: redirectUri,
      user: (req) => req.headers['x-user'],
    })
  }

  validate(_accessToken: string, _refreshToken: string, profile: MercadoPagoProfile) {
    return profile // keep the tokens here
  }
}

/** Who is signed in stays signed in: the seller goes to `req.account`. */
class LinkGuard extends AuthGuard('mp') {
  override canActivate(context: ExecutionContext) {
    const { headers } = context.switchToHttp().getRequest()
    if (!headers['x-user']) throw new ForbiddenException('Please sign in first')
    return super.canActivate(context)
  }

  override getAuthenticateOptions(context: ExecutionContext) {
    const { query } = context.switchToHttp().getRequest()
    return { session: false, property: 'account', returnTo: query.returnTo }
  }

  override handleRequest<Account>(
    error: unknown,
    account: Account | false,
    info: { code?: string; returnTo?: string },
    context: ExecutionContext,
    status: number,
  ): Account {
    if (error) throw error
    if (!account) throw new HttpException(`Not linked (${info.code})`, status)
    context.switchToHttp().getRequest().returnTo = info.returnTo
    return account
  }
}

/** What the guard leaves of a seller who came back. */
interface Linked {
  account: MercadoPagoProfile
  returnTo: string
}

@Catch(MercadoPagoOAuthError)
class LinkFailures {
  catch(error: MercadoPagoOAuthError, host: ArgumentsHost) {
    const { status, headers, body } = errorResponse(error)
    host.switchToHttp().getResponse().status(status).set(headers).send(body)
  }
}

@Controller('mercadopago')
@UseFilters(LinkFailures)
@UseGuards(LinkGuard)
class LinkController {
  // The guard has redirected.
  @All('connect')
  connect() {}

  @All('callback')
  linked(@Req() request: Linked, @Res() response: Response) {
    console.log('linked', request.account.id)
    response.redirect(request.returnTo)
  }
}

@Module({ controllers: [LinkController], providers: [LinkStrategy] })
class AppModule {}

async function main() {
  const app = await NestFactory.create(AppModule, { logger: ['error'] })
  await app.listen(port, '127.0.0.1')
}
void main()
