import { Module } from '@nestjs/common'
import { PassportModule } from '@nestjs/passport'
import { AccountController } from './account.controller'
import { SessionSerializer, SignInStrategy } from './sign-in'

@Module({
  imports: [PassportModule.register({ session: true })],
  controllers: [AccountController],
  providers: [SignInStrategy, SessionSerializer],
})
export class AppModule {}
