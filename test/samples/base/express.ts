import express from 'express'
import session from 'express-session'
import passport from 'passport'

const app = express()
app.use(session({ secret: 'a secret of the shop', resave: false, saveUninitialized: false }))
app.use(passport.session())
passport.serializeUser((user, done) => done(null, user))
passport.deserializeUser((user: Express.User, done) => done(null, user))
app.post('/sign-in', (req, res, next) => {
  const user: object = { id: 'shop-7' }
  req.login(user, (error) => (error ? next(error) : res.sendStatus(204)))
})
// The lines of the README come here.
app.listen(3000)
