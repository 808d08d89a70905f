alter table mercadopago.mercadopago_sellers enable row level security;
alter table mercadopago.mercadopago_sellers_claims enable row level security;
alter table mercadopago.mercadopago_sellers_schema enable row level security;
