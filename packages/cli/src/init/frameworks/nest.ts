import type { Project } from '../project.ts'
import { sellersImports, sellersLines, sellersPackages } from '../sellers-source.ts'
import { modulePath, type Setup } from '../setup.ts'
import { sourceText } from '../source-file.ts'

const classes = `
class LinkStrategy extends PassportStrategy(MercadoPagoStrategy, 'mp', true) {
  constructor() {
    super({ sellers })
  }

  validate(_access: string, _refresh: string, seller: MercadoPagoProfile) {
    return seller
  }
}

/** The user of your own sign-in stays in \`req.user\`: the seller goes to \`req.account\`. */
class LinkGuard extends AuthGuard('mp') {
  override canActivate(context: ExecutionContext) {
    const { user } = context.switchToHttp().getRequest()
    if (!user) throw new ForbiddenException('Please sign in first')
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
    if (!account) throw new HttpException(\`Not linked (\${info.code})\`, status)
    context.switchToHttp().getRequest().returnTo = info.returnTo
    return account
  }
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
  linked(@Req() request: { returnTo: string }, @Res() response: Response) {
    response.redirect(request.returnTo)
  }
}

@Module({ controllers: [LinkController], providers: [LinkStrategy] })
export class MercadoPagoModule implements OnModuleInit {
  async onModuleInit() {
    await store.migrate()
  }
}`.split('\n')

/** A module for Nest on Express, with Passport. */
export function nestSetup(project: Project): Setup {
  const text = sourceText(project, {
    imports: [
      ...sellersImports(['errorResponse', 'MercadoPagoOAuthError']),
      {
        from: '@nestjs/common',
        types: ['ArgumentsHost', 'ExecutionContext', 'OnModuleInit'],
        names: [
          ...['All', 'Catch', 'Controller', 'ForbiddenException', 'HttpException', 'Module'],
          ...['Req', 'Res', 'UseFilters', 'UseGuards'],
        ],
      },
      { from: '@nestjs/passport', names: ['AuthGuard', 'PassportStrategy'] },
      { from: 'express', types: ['Response'] },
      {
        from: 'passport-mercadopago',
        types: ['MercadoPagoProfile'],
        names: ['MercadoPagoStrategy'],
      },
    ],
    lines: [...sellersLines([]), ...classes],
    exports: ['sellers'],
  })
  return {
    packages: ['@nestjs/passport', 'passport', 'passport-mercadopago', ...sellersPackages],
    typePackages: ['@types/express', '@types/passport'],
    files: { [modulePath(project)]: text },
    toDo: [
      'Name it in your AppModule. Your own guard or middleware must set req.user before it:',
      "  import { MercadoPagoModule } from './mercadopago.js'",
      '  @Module({ imports: [MercadoPagoModule] })',
    ],
    start: 'npx nest build && node --env-file=.env dist/main.js',
  }
}
