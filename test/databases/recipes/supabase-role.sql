create role mercadopago login password 'choose-one';
grant mercadopago to current_user;
create schema mercadopago authorization mercadopago;
