// Evaluates an expression of JavaScript. What it refers to comes beside it, as `$0`, `$1` and so on; the expression
// itself stands in the definition of the state machine, never in its input.
exports.handler = async ({ expression, values = [] }) => {
  const names = values.map((_, index) => `$${index}`);
  return new Function(...names, `"use strict"; return (${expression});`)(...values);
};
