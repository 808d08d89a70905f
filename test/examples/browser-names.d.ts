// playwright-core's types name these four, which only a browser has. The tests run in Node and use none.
declare global {
  type Node = object
  type HTMLElement = object
  type SVGElement = object
  type HTMLElementTagNameMap = Record<string, object>
}

export {}
