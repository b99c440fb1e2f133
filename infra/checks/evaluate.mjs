// What `terraform plan` would create, worked out from a folder's .tf files, variables and the files that they read: every resource with
// its for_each and dynamic blocks spread out. What only the cloud knows (ids, addresses) stays as the text of its reference, such as
// ${google_pubsub_topic.bus.id}, so that rules can see what it refers to.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { Wrong, parseExpression } from './hcl.mjs';

/** Nested blocks that Terraform itself reads, whatever the resource. */
export const META_BLOCKS = new Set(['lifecycle', 'provisioner', 'connection', 'timeouts']);
/** Arguments that Terraform itself reads. */
export const META_ARGUMENTS = new Set(['count', 'for_each', 'depends_on', 'provider']);

export class Module {
  /** @param files {name: body of hcl.parse} @param given values of variables, beside their defaults */
  constructor(folder, files, given = {}) {
    Object.assign(this, { folder, given, variables: {}, locals: {}, resources: {}, data: {}, outputs: {}, memo: new Map() });
    for (const [file, body] of Object.entries(files)) {
      for (const block of body.blocks) this.declare(file, block);
      for (const [name, { line }] of Object.entries(body.attributes)) throw new Wrong(file, line, `'${name}' stands outside of any block`);
    }
  }

  declare(file, block) {
    const add = (where, name) => {
      if (where[name]) throw new Wrong(file, block.line, `'${name}' is declared twice, first in ${where[name].file}:${where[name].block.line}`);
      where[name] = { file, block };
    };
    if (block.type === 'variable') add(this.variables, block.labels[0]);
    else if (block.type === 'output') add(this.outputs, block.labels[0]);
    else if (block.type === 'resource') add(this.resources, block.labels.join('.'));
    else if (block.type === 'data') add(this.data, block.labels.join('.'));
    else if (block.type === 'locals') {
      for (const [name, attribute] of Object.entries(block.body.attributes)) {
        if (this.locals[name]) throw new Wrong(file, attribute.line, `local.${name} is declared twice`);
        this.locals[name] = { file, attribute };
      }
    } else if (!['terraform', 'provider'].includes(block.type)) {
      throw new Wrong(file, block.line, `the block '${block.type}' is not read by this check: teach it, or do without`);
    }
  }

  /** Every instance of every resource: [{address, type, name, key, file, line, body, waitsFor}], where waitsFor is depends_on. */
  plan() {
    const instances = [];
    for (const [address, { file, block }] of Object.entries(this.resources)) {
      const waitsFor = (block.body.attributes.depends_on?.value.items ?? []).map((each) => `${each.of.name}.${each.name}`);
      for (const [key, scope] of this.instances(address)) {
        const shown = key === null ? address : `${address}[${JSON.stringify(key)}]`;
        const body = this.body(file, block.body, scope);
        instances.push({ address: shown, type: block.labels[0], name: block.labels[1], key, file, line: block.line, body, waitsFor });
      }
    }
    return instances;
  }

  output(name) {
    const { file, block } = this.outputs[name];
    return this.evaluate(file, block.body.attributes.value.value, {});
  }

  variable(name) {
    const { file, block } = this.variables[name];
    const { default: fallback, type } = block.body.attributes;
    if (!(name in this.given) && !fallback) throw new Wrong(file, block.line, `variable ${name} has no default, and was not given`);
    const value = name in this.given ? this.given[name] : this.evaluate(file, fallback.value, {});
    return type?.value.kind === 'call' && type.value.name === 'set' ? set(value) : value;
  }

  /** The messages of the variables' validations that do not hold. */
  refused() {
    return Object.entries(this.variables).flatMap(([name, { file, block }]) => block.body.blocks
      .filter((each) => each.type === 'validation')
      .filter((each) => !this.evaluate(file, each.body.attributes.condition.value, {}))
      .map((each) => `${file}:${each.line}: ${name}: ${this.evaluate(file, each.body.attributes.error_message.value, {})}`));
  }

  remembered(key, file, line, compute) {
    if (this.memo.get(key) === 'in progress') throw new Wrong(file, line, `${key} refers to itself`);
    if (!this.memo.has(key)) {
      this.memo.set(key, 'in progress');
      this.memo.set(key, { value: compute() });
    }
    return this.memo.get(key).value;
  }

  /** The keys of a resource's instances, each with what `each` or `count` is there. */
  instances(address) {
    const { file, block } = this.resources[address];
    const { for_each: each, count } = block.body.attributes;
    return this.remembered(`instances of ${address}`, file, block.line, () => {
      if (count) {
        const times = Number(this.evaluate(file, count.value, {}));
        return Array.from({ length: times }, (_, index) => [index, { count: { index } }]);
      }
      if (!each) return [[null, {}]];
      const over = this.evaluate(file, each.value, {});
      if (over === null || typeof over !== 'object') throw new Wrong(file, each.line, `for_each of ${address} is no map and no set: ${JSON.stringify(over)}`);
      if (Array.isArray(over) && !over.isSet) throw new Wrong(file, each.line, `for_each of ${address} is a list: Terraform wants a map, or toset(...)`);
      return Array.isArray(over)
        ? over.map((value) => [value, { each: { key: value, value } }])
        : Object.entries(over).map(([key, value]) => [key, { each: { key, value } }]);
    });
  }

  body(file, body, scope) {
    const result = {};
    for (const [name, { value }] of Object.entries(body.attributes)) {
      if (!META_ARGUMENTS.has(name)) {
        const found = this.evaluate(file, value, scope);
        if (found !== null) result[name] = found;
      }
    }
    for (const block of body.blocks) {
      if (block.type === 'dynamic') {
        const [type] = block.labels;
        const over = this.evaluate(file, block.body.attributes.for_each.value, scope);
        const content = block.body.blocks.find((each) => each.type === 'content');
        for (const [key, value] of Object.entries(over)) {
          (result[type] ??= []).push(this.body(file, content.body, { ...scope, [type]: { key, value } }));
        }
      } else if (!META_BLOCKS.has(block.type)) (result[block.type] ??= []).push(this.body(file, block.body, scope));
    }
    return result;
  }

  evaluate(file, e, scope) {
    const go = (each, inner = scope) => this.evaluate(file, each, inner);
    const wrong = (message) => { throw new Wrong(file, e.line, message); };
    switch (e.kind) {
      case 'literal': return e.value;
      case 'template': return e.parts.map((part) => text(go(part), wrong)).join('');
      case 'tuple': return e.items.map((each) => go(each));
      case 'object': return Object.fromEntries(e.items.map(([key, value]) => [go(key), go(value)]));
      case 'condition': return go(e.condition) ? go(e.yes) : go(e.no);
      case 'unary': return e.operator === '!' ? !go(e.operand) : -number(go(e.operand), wrong);
      case 'binary': return this.binary(e, go, wrong);
      case 'loop': return this.loop(e, go, scope, wrong);
      case 'call': return this.call(file, e, go, wrong);
      case 'splat': {
        const of = go(e.of);
        return (Array.isArray(of) ? of : [of]).map((each) => go(e.each, { ...scope, '*': each }));
      }
      case 'name': {
        if (e.name in scope) return scope[e.name];
        return wrong(`nothing is named '${e.name}' here`);
      }
      case 'get': case 'index': {
        const path = this.reference(e, go, scope);
        if (path) return this.resolve(file, e, path, scope, wrong);
        const of = go(e.of);
        const key = e.kind === 'get' ? e.name : go(e.key);
        return member(of, key, wrong);
      }
      default: return wrong(`an expression of kind ${e.kind}`);
    }
  }

  /** The steps of an expression that begins with something declared, or null. */
  reference(e, go, scope) {
    const path = [];
    for (; e.kind === 'get' || e.kind === 'index'; e = e.of) path.unshift(e.kind === 'get' ? e.name : go(e.key));
    return e.kind === 'name' && !(e.name in scope) ? [e.name, ...path] : null;
  }

  resolve(file, e, path, scope, wrong) {
    const [first, second, ...rest] = path;
    const then = (value, keys) => keys.reduce((of, key) => member(of, key, wrong), value);
    if (first === 'var') {
      if (!this.variables[second]) wrong(`no variable is named '${second}'`);
      return then(this.remembered(`var.${second}`, file, e.line, () => this.variable(second)), rest);
    }
    if (first === 'local') {
      const local = this.locals[second];
      if (!local) wrong(`no local is named '${second}'`);
      return then(this.remembered(`local.${second}`, local.file, local.attribute.line, () => this.evaluate(local.file, local.attribute.value, {})), rest);
    }
    if (first === 'path') return this.folder;
    if (first === 'data') {
      if (!this.data[`${second}.${rest[0]}`]) wrong(`no data source is named '${second}.${rest[0]}'`);
      return symbol(path);
    }
    const address = `${first}.${second}`;
    if (!this.resources[address]) wrong(`nothing is named '${address}'`);
    return this.attribute(address, rest, path, wrong);
  }

  /** An attribute of a resource: what the files say it is, else the text of the reference. */
  attribute(address, rest, path, wrong) {
    const { file, block } = this.resources[address];
    const many = block.body.attributes.for_each ?? block.body.attributes.count;
    let scope = {};
    if (many) {
      const instances = this.instances(address);
      if (rest.length === 0 && block.body.attributes.count) return instances.map(([key]) => symbol([...path, key]));
      if (rest.length === 0) return Object.fromEntries(instances.map(([key]) => [key, symbol([...path, key])]));
      const found = instances.find(([key]) => key === rest[0]);
      if (!found) wrong(`${address} has no instance ${JSON.stringify(rest[0])}, but ${instances.map(([key]) => key).join(', ')}`);
      [, scope] = found;
      rest = rest.slice(1);
    }
    const set = block.body.attributes[rest[0]];
    if (!set || rest.length > 1) return symbol(path);
    return this.remembered(symbol(path), file, set.line, () => this.evaluate(file, set.value, scope));
  }

  binary(e, go, wrong) {
    const left = go(e.left);
    if (e.operator === '&&') return left && go(e.right);
    if (e.operator === '||') return left || go(e.right);
    const right = go(e.right);
    switch (e.operator) {
      case '==': return JSON.stringify(left) === JSON.stringify(right);
      case '!=': return JSON.stringify(left) !== JSON.stringify(right);
      default:
    }
    const [a, b] = [number(left, wrong), number(right, wrong)];
    switch (e.operator) {
      case '<': return a < b;
      case '>': return a > b;
      case '<=': return a <= b;
      case '>=': return a >= b;
      case '+': return a + b;
      case '-': return a - b;
      case '*': return a * b;
      case '/': return a / b;
      default: return a % b;
    }
  }

  loop(e, go, scope, wrong) {
    const over = go(e.over);
    if (over === null || typeof over !== 'object') wrong(`'for' goes over a list or a map, not over ${JSON.stringify(over)}`);
    const pairs = Array.isArray(over) ? over.map((value, index) => [index, value]) : Object.entries(over);
    const scopes = pairs.map(([key, value]) => e.names.length === 2
      ? { ...scope, [e.names[0]]: key, [e.names[1]]: value }
      : { ...scope, [e.names[0]]: value });
    const kept = scopes.filter((inner) => !e.when || go(e.when, inner));
    if (!e.key) return kept.map((inner) => go(e.value, inner));
    const result = {};
    for (const inner of kept) {
      const key = text(go(e.key, inner), wrong);
      if (e.grouped) (result[key] ??= []).push(go(e.value, inner));
      else if (key in result) wrong(`two entries have the key ${JSON.stringify(key)}`);
      else result[key] = go(e.value, inner);
    }
    return result;
  }

  call(file, e, go, wrong) {
    if (e.name === 'try') {
      for (const each of e.args) {
        try {
          return go(each);
        } catch (failed) {
          if (!(failed instanceof Wrong)) throw failed;
        }
      }
      wrong('no argument of try(...) has a value');
    }
    if (e.name === 'can') {
      try {
        go(e.args[0]);
        return true;
      } catch (failed) {
        if (!(failed instanceof Wrong)) throw failed;
        return false;
      }
    }
    const args = e.args.map((each) => go(each));
    if (e.spread) args.push(...args.pop());
    const read = (path) => {
      const full = isAbsolute(path) ? path : join(process.cwd(), path);
      try {
        return readFileSync(full);
      } catch (unreadable) {
        return wrong(`${e.name}(${JSON.stringify(path)}): ${unreadable.code === 'ENOENT' ? 'there is no such file' : unreadable.message}`);
      }
    };
    switch (e.name) {
      case 'file': return read(args[0]).toString();
      case 'filemd5': return createHash('md5').update(read(args[0])).digest('hex');
      case 'filesha256': return createHash('sha256').update(read(args[0])).digest('hex');
      case 'templatefile': return filled(args[0], read(args[0]).toString(), args[1], wrong);
      default: return function_(e.name, args, wrong);
    }
  }
}

/** A file's text with ${...} replaced, as templatefile does it. */
function filled(path, source, variables, wrong) {
  return source.replace(/(\$?)\$\{([^}]*)\}/g, (whole, escaped, inner) => {
    if (escaped) return whole.slice(1);
    const e = parseExpression(path, inner);
    if (e.kind !== 'name') wrong(`${path} has \${${inner}}, of which this check knows names alone`);
    if (!(e.name in variables)) wrong(`${path} wants \${${e.name}}, which templatefile is not given`);
    return text(variables[e.name], wrong);
  });
}

const symbol = ([first, second, ...rest]) =>
  `\${${[first, second].join('.')}${rest.map((each) => /^[a-z_][a-z0-9_]*$/.test(each) ? `.${each}` : `[${JSON.stringify(each)}]`).join('')}}`;

function member(of, key, wrong) {
  if (typeof of === 'string' && of.startsWith('${')) return `${of.slice(0, -1)}.${key}}`;
  if (of === null || typeof of !== 'object') return wrong(`${JSON.stringify(of)} has no member ${JSON.stringify(key)}`);
  if (!(key in of)) return wrong(`there is no ${JSON.stringify(key)}, but ${Object.keys(of).slice(0, 20).join(', ') || 'nothing'}`);
  return of[key];
}

function text(value, wrong) {
  if (value === null || typeof value === 'object') wrong(`a text is needed, not ${JSON.stringify(value)}`);
  return String(value);
}

function number(value, wrong) {
  const found = typeof value === 'boolean' || value === '' ? NaN : Number(value);
  return Number.isNaN(found) ? wrong(`a number is needed, not ${JSON.stringify(value)}`) : found;
}

function set(values) {
  const result = [...new Set(values)].sort();
  Object.defineProperty(result, 'isSet', { value: true });
  return result;
}

function function_(name, args, wrong) {
  const [a, b, c] = args;
  switch (name) {
    case 'jsondecode': try { return JSON.parse(a); } catch (bad) { return wrong(`jsondecode: ${bad.message}`); }
    case 'jsonencode': return JSON.stringify(a);
    case 'replace': return text(a, wrong).split(b).join(text(c, wrong));
    case 'toset': return set(a);
    case 'tonumber': return number(a, wrong);
    case 'tostring': return text(a, wrong);
    case 'tobool': return ({ true: true, false: false })[a] ?? wrong(`tobool(${JSON.stringify(a)})`);
    case 'tolist': return [...a];
    case 'concat': return args.flat();
    case 'flatten': return a.flat(Infinity);
    case 'distinct': return [...new Set(a)];
    case 'merge': return Object.assign({}, ...args.filter((each) => each !== null));
    case 'keys': return Object.keys(a).sort();
    case 'values': return Object.keys(a).sort().map((key) => a[key]);
    case 'length': return typeof a === 'string' ? a.length : Object.keys(a).length;
    case 'contains': return a.includes(b);
    case 'startswith': return text(a, wrong).startsWith(b);
    case 'endswith': return text(a, wrong).endsWith(b);
    case 'lower': return text(a, wrong).toLowerCase();
    case 'upper': return text(a, wrong).toUpperCase();
    case 'substr': return c < 0 ? text(a, wrong).slice(b) : text(a, wrong).slice(b, b + c);
    case 'join': return b.join(a);
    case 'split': return b.split(a);
    case 'trimsuffix': return a.endsWith(b) ? a.slice(0, a.length - b.length) : a;
    case 'trimprefix': return a.startsWith(b) ? a.slice(b.length) : a;
    case 'basename': return a.split('/').at(-1);
    case 'max': return Math.max(...args.map((each) => number(each, wrong)));
    case 'min': return Math.min(...args.map((each) => number(each, wrong)));
    case 'ceil': return Math.ceil(number(a, wrong));
    case 'floor': return Math.floor(number(a, wrong));
    case 'one': return a.length === 0 ? null : a.length === 1 ? a[0] : wrong(`one(...) of ${a.length} values`);
    case 'lookup': return b in a ? a[b] : c;
    case 'coalesce': return args.find((each) => each !== null && each !== '') ?? wrong('coalesce(...) has no value');
    case 'compact': return a.filter((each) => each !== null && each !== '');
    case 'setintersection': return set(a.filter((each) => args.slice(1).every((other) => other.includes(each))));
    case 'regex': return new RegExp(a).exec(b)?.[0] ?? wrong(`${JSON.stringify(b)} does not match ${a}`);
    case 'format': { let at = 1; return a.replace(/%(%|[sdv]|0(\d+)d)/g, (whole, kind, width) => kind === '%' ? '%' : width ? String(args[at++]).padStart(Number(width), '0') : text(args[at++], wrong)); }
    case 'sha256': return createHash('sha256').update(a).digest('hex');
    case 'md5': return createHash('md5').update(a).digest('hex');
    case 'timestamp': return '2026-11-27T00:00:00Z';
    default: return wrong(`the function '${name}' is not known to this check: is it Terraform's? Then teach it`);
  }
}
