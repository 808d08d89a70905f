import { Controller, Get, HttpCode, Post, Req, UseGuards } from '@nestjs/common'
import type { Request } from 'express'
import { SignInGuard } from './sign-in'

@Controller()
export class AccountController {
  @Post('sign-in')
  @HttpCode(204)
  @UseGuards(SignInGuard)
  signIn() {}

  @Get('account')
  account(@Req() request: Request) {
    return request.user
  }

  // The lines of the README come here.
}
