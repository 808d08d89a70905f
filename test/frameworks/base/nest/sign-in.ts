import { type ExecutionContext, Injectable } from '@nestjs/common'
import { AuthGuard, PassportSerializer, PassportStrategy } from '@nestjs/passport'
import { Strategy } from 'passport'

/** In place of a password. */
class AnybodyStrategy extends Strategy {
  override name = 'anybody'
  override authenticate() {
    this.success({ id: 'shop-7' })
  }
}

@Injectable()
export class SignInStrategy extends PassportStrategy(AnybodyStrategy) {
  validate() {}
}

@Injectable()
export class SessionSerializer extends PassportSerializer {
  serializeUser(user: Express.User, done: (error: unknown, user: unknown) => void) {
    done(null, user)
  }

  deserializeUser(user: unknown, done: (error: unknown, user: unknown) => void) {
    done(null, user)
  }
}

@Injectable()
export class SignInGuard extends AuthGuard('anybody') {
  override async canActivate(context: ExecutionContext) {
    await super.canActivate(context)
    await super.logIn(context.switchToHttp().getRequest())
    return true
  }
}
