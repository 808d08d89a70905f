/** What the pages add to Pico. */
export const stylesheet = `
:root {
  --pico-font-family: system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif;
  --pico-font-size: 100%;
  background: light-dark(#f1f3f6, #0e1117);
}
.banner {
  margin: 0;
  padding: 0.5rem 1rem;
  background: #ffe14d;
  color: #1d1d1d;
  text-align: center;
  text-wrap: balance;
  font-size: 0.875rem;
}
.banner strong {
  margin-right: 0.375rem;
  padding: 0.125rem 0.5rem;
  border-radius: 1rem;
  background: #1d1d1d;
  color: #ffe14d;
  font-size: 0.75rem;
}
main.container { max-width: 40rem; padding-top: 1.5rem; }
article { padding: 1.5rem; border-radius: 0.75rem; }
article > :last-child { margin-bottom: 0; }
h1 { font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; text-wrap: balance; }
h2 { font-size: 1.0625rem; margin-bottom: 0.75rem; overflow-wrap: anywhere; }
code { font-size: 0.8125rem; overflow-wrap: anywhere; }
.card { max-width: 30rem; margin-inline: auto; }
.permissions { padding: 0; }
.permissions li { display: flex; gap: 0.625rem; margin: 0 0 0.25rem; }
.permissions li::before { content: '✓'; color: var(--pico-primary); font-weight: 700; }
legend { font-weight: 600; margin-bottom: 0.5rem; }
fieldset label.seller {
  display: flex;
  align-items: center;
  width: 100%;
  margin: 0 0 0.375rem;
  padding: 0.5rem 0.75rem;
  border: 1px solid var(--pico-form-element-border-color);
  border-radius: 0.5rem;
  cursor: pointer;
}
label.seller:has(:checked) { border-color: var(--pico-primary); }
label.seller:has(:focus-visible) { outline: 2px solid var(--pico-primary); outline-offset: 2px; }
fieldset label.seller input { margin: 0 0.75rem 0 0; flex: none; }
.seller span, .seller a { overflow-wrap: anywhere; }
.seller small { margin-left: auto; padding-left: 0.5rem; text-align: right; color: var(--pico-muted-color); }
.decision { display: grid; grid-template-columns: 2fr 1fr; gap: 0.75rem; }
.decision button { margin: 0; }
.explanation {
  padding: 0.75rem 1rem;
  border-left: 4px solid #d99a00;
  border-radius: 0.25rem;
  background: var(--pico-code-background-color);
  font-size: 0.9375rem;
  overflow-wrap: anywhere;
  white-space: pre-line;
}
div.card article { margin-bottom: 1rem; }
.card form, .card form button { margin-bottom: 0; }
.notice {
  padding: 0.75rem 1rem;
  border-left: 4px solid #2e8540;
  border-radius: 0.25rem;
  background: var(--pico-code-background-color);
  overflow-wrap: anywhere;
}
.plain { padding: 0; margin: 0; }
.plain li { list-style: none; margin: 0 0 0.5rem; }
.plain li:last-child { margin: 0; }
.plain code { margin-left: 0; }
.plain .method { display: inline-block; min-width: 3rem; color: var(--pico-muted-color); }
li.seller { display: flex; align-items: baseline; }
dl { margin: 0; }
dt { font-size: 0.875rem; color: var(--pico-muted-color); }
dd { margin: 0 0 0.625rem; }
.languages {
  display: flex;
  gap: 1.25rem;
  justify-content: center;
  padding-block: 0.5rem 2rem;
  font-size: 0.875rem;
}
`
