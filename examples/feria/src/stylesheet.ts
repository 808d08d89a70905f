import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const pico = fileURLToPath(import.meta.resolve('@picocss/pico/css/pico.jade.min.css'))

const own = `
:root {
  --pico-font-family: system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif;
  --pico-font-size: 100%;
  --feria-stripe: light-dark(#0f7a53, #0b5c3f);
  --feria-cloth: light-dark(#fff, #dfe7e3);
  background: light-dark(#f4f3ee, #11151a);
}
.awning { padding: 0; text-align: center; }
.awning::before {
  content: '';
  display: block;
  height: 2rem;
  background: repeating-linear-gradient(90deg, var(--feria-stripe) 0 2rem, var(--feria-cloth) 2rem 4rem);
  mask:
    linear-gradient(#000 0 0) top / 100% 1rem no-repeat,
    radial-gradient(circle 1rem at 50% 0, #000 98%, #0000) bottom left / 2rem 1rem repeat-x;
}
.brand {
  display: inline-block;
  padding: 0.75rem 1rem;
  color: inherit;
  font-size: 1.25rem;
  font-weight: 700;
  letter-spacing: 0.02em;
  text-decoration: none;
}
main.container { max-width: 38rem; padding-block: 1rem; }
h1 { margin-top: 0; font-size: 1.75rem; line-height: 1.25; overflow-wrap: anywhere; text-wrap: balance; }
h2 { font-size: 1.0625rem; margin-bottom: 0.75rem; }
article { padding: 1.5rem; border-radius: 0.75rem; }
article > :last-child { margin-bottom: 0; }
.button {
  display: inline-block;
  padding: 0.75rem 1.5rem;
  border-radius: 0.5rem;
  background: var(--pico-primary-background);
  color: var(--pico-primary-inverse);
  font-weight: 600;
  text-align: center;
  text-decoration: none;
}
.button:is(:hover, :focus, :active) {
  background: var(--pico-primary-hover-background);
  color: var(--pico-primary-inverse);
  text-decoration: none;
}
a:focus-visible { outline: 3px solid var(--pico-primary); outline-offset: 3px; }
.hero { margin-bottom: 2rem; text-align: center; }
.quiet { color: var(--pico-muted-color); }
.sellers { padding: 0; }
.sellers li {
  display: flex;
  align-items: baseline;
  justify-content: space-between;
  gap: 1rem;
  margin: 0;
  padding-block: 0.5rem;
  border-top: 1px solid var(--pico-muted-border-color);
  list-style: none;
}
.sellers a { overflow-wrap: anywhere; }
.sellers small { color: var(--pico-muted-color); }
.badge {
  display: inline-block;
  margin: 0 0 0.75rem;
  padding: 0.125rem 0.75rem;
  border-radius: 1rem;
  background: var(--pico-primary-background);
  color: var(--pico-primary-inverse);
  font-size: 0.8125rem;
  font-weight: 600;
}
.badge::before { content: '✓ '; }
.badge.warning { background: #ffd166; color: #3d2c00; }
.badge.warning::before { content: '! '; }
small.badge, .sellers small.badge { margin: 0; color: #3d2c00; white-space: nowrap; }
.forms { display: grid; gap: 1rem; padding-top: 1.5rem; border-top: 1px solid var(--pico-muted-border-color); }
.forms form { display: flex; align-items: center; gap: 0.5rem 1.25rem; margin: 0; }
.forms button { flex: none; width: 9rem; margin: 0; padding: 0.625rem 1rem; border-radius: 0.5rem; font-weight: 600; }
.forms small { color: var(--pico-muted-color); }
.status { border-top: 0.25rem solid var(--pico-primary-background); }
.failure { border-top: 0.25rem solid #d99a00; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.5rem 1.5rem; margin: 0 0 1.5rem; }
dt { grid-column: 1; color: var(--pico-muted-color); }
dd { grid-column: 2; margin: 0; overflow-wrap: anywhere; }
code { font-size: 0.8125rem; }
dd code { padding: 0; background: none; }
.failure ul { padding-left: 1.25rem; }
.ways { display: flex; flex-wrap: wrap; align-items: center; gap: 1rem 1.5rem; margin-bottom: 1.5rem; }
footer.container { padding-block: 0.5rem 2rem; text-align: center; font-size: 0.875rem; color: var(--pico-muted-color); }
@media (max-width: 30rem) {
  .button { width: 100%; }
  .forms form { flex-direction: column; align-items: stretch; }
  .forms button { width: 100%; }
}
`

/** Pico, and what our pages add to it. Served by the app itself. */
export const stylesheet: string = readFileSync(pico, 'utf8') + own
