create schema if not exists mercadopago;
