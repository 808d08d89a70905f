export function POST() {
  return new Response(null, { status: 204, headers: { 'set-cookie': 'session=shop-7; HttpOnly' } })
}
