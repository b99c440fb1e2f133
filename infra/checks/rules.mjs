// What the rules of each folder ask a plan (evaluate.mjs) and a manifest with.

/** The planned instances of a type. */
export const of = (plan, type) => plan.filter((each) => each.type === type);

/** Where an instance is declared, for a message. */
export const at = (instance) => `${instance.file}:${instance.line}: ${instance.address}`;

export const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** A manifest with its parameters' values in place of ${...}: as they are where they stand alone. @param values beside the defaults */
export function filled(raw, values) {
  const all = { ...Object.fromEntries(Object.entries(raw.parameters).map(([name, parameter]) => [name, parameter.default])), ...values };
  const fill = (value) => {
    if (typeof value === 'string') {
      const alone = /^\$\{([a-zA-Z]+)\}$/.exec(value);
      return alone ? all[alone[1]] : value.replace(/\$\{([a-zA-Z]+)\}/g, (_, name) => all[name]);
    }
    if (Array.isArray(value)) return value.map(fill);
    return value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each)])) : value;
  };
  return fill({ ...raw, parameters: {} });
}
