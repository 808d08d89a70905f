/**
 * Who is measured. `floor` is what its framework costs alone, `packages` what one would install for the
 * flow beside the framework.
 */
export const contenders = [
  { name: 'bare-koa', title: 'bare Koa', framework: 'koa', packages: [] },
  {
    name: 'koa-mercadopago',
    title: 'koa-mercadopago',
    framework: 'koa',
    floor: 'bare-koa',
    packages: ['koa-mercadopago'],
    isOurs: true,
  },
  {
    name: 'grant',
    title: 'grant on Koa',
    framework: 'koa',
    floor: 'bare-koa',
    packages: ['grant', 'koa-session'],
  },
  {
    name: 'koa-passport',
    title: 'koa-passport with passport-oauth2',
    framework: 'koa',
    floor: 'bare-koa',
    packages: ['koa-passport', 'passport-oauth2', 'koa-session'],
  },
  {
    name: 'openid-client',
    title: 'openid-client on Koa',
    framework: 'koa',
    floor: 'bare-koa',
    packages: ['openid-client', 'koa-session'],
  },
  { name: 'bare-express', title: 'bare Express', framework: 'express', packages: [] },
  {
    name: 'passport-mercadopago',
    title: 'passport-mercadopago on Express',
    framework: 'express',
    floor: 'bare-express',
    packages: ['passport', 'passport-mercadopago'],
    isOurs: true,
  },
  {
    name: 'passport-oauth2',
    title: 'passport-oauth2 on Express',
    framework: 'express',
    floor: 'bare-express',
    packages: ['passport', 'passport-oauth2', 'express-session'],
  },
  { name: 'bare-fastify', title: 'bare Fastify', framework: 'fastify', packages: [] },
  {
    name: 'fastify-oauth2',
    title: '@fastify/oauth2',
    framework: 'fastify',
    floor: 'bare-fastify',
    packages: ['@fastify/oauth2'],
  },
]
