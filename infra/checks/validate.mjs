// What `terraform validate` would say, and a little more, of a folder's .tf files: against the provider's own schema (types, arguments,
// blocks, what is required, literal values), every reference, functions, and whether what is declared is used.
import { Wrong } from './hcl.mjs';
import { META_ARGUMENTS, META_BLOCKS } from './evaluate.mjs';

// https://developer.hashicorp.com/terraform/language/functions
const FUNCTIONS = new Set(`abs ceil floor log max min parseint pow signum chomp endswith format formatlist indent join lower regex regexall
  replace split startswith strcontains strrev substr templatestring title trim trimprefix trimsuffix trimspace upper alltrue anytrue chunklist
  coalesce coalescelist compact concat contains distinct element flatten index keys length list lookup map matchkeys merge one range reverse
  setintersection setproduct setsubtract setunion slice sort sum transpose values zipmap base64decode base64encode base64gzip csvdecode
  jsondecode jsonencode textdecodebase64 textencodebase64 urlencode yamldecode yamlencode abspath dirname pathexpand basename file fileexists
  fileset filebase64 templatefile formatdate plantimestamp timeadd timecmp timestamp base64sha256 base64sha512 bcrypt filebase64sha256
  filebase64sha512 filemd5 filesha1 filesha256 filesha512 md5 rsadecrypt sha1 sha256 sha512 uuid uuidv5 cidrhost cidrnetmask cidrsubnet
  cidrsubnets can ephemeralasnull issensitive nonsensitive sensitive tobool tolist tomap tonumber toset tostring try type`.split(/\s+/));
const VARIABLE = new Set(['type', 'default', 'description', 'sensitive', 'nullable', 'ephemeral']);
const OUTPUT = new Set(['value', 'description', 'sensitive', 'depends_on']);

/** [Wrong], in the order of the files. @param module evaluate.Module @param schemas {prefix of types: schema} */
export function validate(module, files, schemas) {
  return new Validation(module, files, schemas).all();
}

/** What the values that would be planned are not: [text]. References are passed over. @param plan of evaluate.Module */
export function wrongValues(plan, schemas) {
  const found = [];
  const body = (instance, values, args, structs, where) => {
    for (const [name, value] of Object.entries(values)) {
      const known = args[name];
      if (known?.block) for (const each of value) body(instance, each, structs[known.struct], structs, `${where}.${name}`);
      else if (known && !known.struct && !(typeof value === 'string' && value.startsWith('${'))) {
        const expected = expectation(known, value);
        if (expected) found.push(`${instance.file}:${instance.line}: ${where}: '${name}' is ${expected}, not ${JSON.stringify(value)}`);
      }
    }
  };
  for (const instance of plan) {
    const known = schemas[instance.type.split('_')[0]].resources[instance.type];
    body(instance, instance.body, known.arguments, known.structs, instance.address);
  }
  return found;
}

/** What a value should be, or nothing if it is that. */
function expectation({ type, oneOf }, value) {
  if (type === 'number' && (value === '' || Number.isNaN(Number(value)) || typeof value === 'boolean')) return 'a number';
  if (type === 'boolean' && ![true, false, 'true', 'false'].includes(value)) return 'true or false';
  if (type === 'string' && typeof value === 'object') return 'a text';
  if (/\[\]$/.test(type) && !Array.isArray(value)) return 'a list';
  if (/^\{ \[key/.test(type) && (typeof value !== 'object' || Array.isArray(value))) return 'a map';
  if (oneOf && !oneOf.includes(value)) return `one of ${oneOf.join(', ')}`;
  return null;
}

class Validation {
  constructor(module, files, schemas) {
    Object.assign(this, { module, files, schemas, found: [], used: new Set(), edges: new Map() });
  }

  all() {
    for (const [file, body] of Object.entries(this.files)) {
      this.file = file;
      for (const block of body.blocks) this.top(block);
    }
    this.unused();
    this.cycles();
    return this.found.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
  }

  report(line, message, file = this.file) {
    this.found.push(new Wrong(file, line, message));
  }

  top(block) {
    const { type, labels, body } = block;
    this.owner = (type === 'data' ? this.module.data : this.module.resources)[labels.join('.')];
    if (type === 'resource' || type === 'data') this.resource(block);
    else if (type === 'variable') {
      this.only(body, VARIABLE, `variable ${labels[0]}`);
      if (!body.attributes.type) this.report(block.line, `variable ${labels[0]} has no type`);
      if (!body.attributes.description) this.report(block.line, `variable ${labels[0]} has no description`);
      for (const { name, value } of attributes(body)) if (name !== 'type') this.references(value, new Set());
      for (const inner of body.blocks) for (const { value } of attributes(inner.body)) this.references(value, new Set());
    } else if (type === 'output') {
      this.only(body, OUTPUT, `output ${labels[0]}`);
      for (const { value } of attributes(body)) this.references(value, new Set());
    } else if (type === 'locals') {
      for (const { name, value } of attributes(body)) {
        this.owner = this.module.locals[name];
        this.references(value, new Set());
      }
    }
    else if (type === 'provider') {
      const schema = this.schemas[labels[0]];
      if (!schema) this.report(block.line, `no schema of the provider ${labels[0]} is here, but of ${Object.keys(this.schemas).join(', ')}`);
      else this.body(block, schema.config.arguments, schema.config.structs, `provider ${labels[0]}`, new Set());
    }
  }

  only(body, names, what) {
    for (const { name, line } of attributes(body)) if (!names.has(name)) this.report(line, `${what} has no argument '${name}'${meant(name, names)}`);
  }

  resource(block) {
    const [type, name] = block.labels;
    const kind = block.type === 'data' ? 'data' : 'resources';
    const schema = this.schemas[type.split('_')[0]];
    if (!schema) return this.report(block.line, `no schema for '${type}' is here, but for types of ${Object.keys(this.schemas).join(', ')}`);
    const known = schema[kind][type];
    if (!known) {
      const what = kind === 'data' ? 'data source' : 'resource';
      return this.report(block.line, `the provider ${schema.provider} ${schema.version} has no ${what} '${type}'${meant(type, Object.keys(schema[kind]))}`);
    }
    const scope = new Set(block.body.attributes.for_each ? ['each'] : block.body.attributes.count ? ['count'] : []);
    for (const meta of META_ARGUMENTS) {
      const attribute = block.body.attributes[meta];
      if (attribute && meta !== 'provider') this.references(attribute.value, new Set());
    }
    return this.body(block, known.arguments, known.structs, `${type}.${name}`, scope, true);
  }

  /** Arguments and blocks of one body. */
  body(block, args, structs, where, scope, top = false) {
    const { body } = block;
    const names = Object.keys(args);
    for (const { name, line, value } of attributes(body)) {
      if (top && META_ARGUMENTS.has(name)) continue;
      this.references(value, scope);
      const known = args[name];
      if (!known) this.report(line, `${where} has no argument '${name}'${meant(name, names)}`);
      else if (known.block) this.report(line, `'${name}' of ${where} is a block: write ${name} { ... } without '='`);
      else this.literal(line, `'${name}' of ${where}`, value, known);
    }
    const counted = {};
    for (const inner of body.blocks) {
      if (top && META_BLOCKS.has(inner.type) && inner.type !== 'timeouts') continue;
      const dynamic = inner.type === 'dynamic';
      const name = dynamic ? inner.labels[0] : inner.type;
      const known = args[name];
      (counted[name] ??= []).push(inner);
      if (!known) this.report(inner.line, `${where} has no block '${name}'${meant(name, names)}`);
      else if (!known.struct || !known.block) this.report(inner.line, `'${name}' of ${where} is an argument: write ${name} = ...`);
      else if (dynamic) this.dynamic(inner, known, structs, where, scope);
      else this.body(inner, structs[known.struct], structs, `${where}.${name}`, scope);
      if (known?.block && !known.many && counted[name].length === 2) this.report(inner.line, `${where} has the block '${name}' twice, but may have it once`);
    }
    for (const [name, known] of Object.entries(args)) {
      if (known.required && !body.attributes[name] && !counted[name]) {
        this.report(block.line, `${where} lacks the required ${known.block ? 'block' : 'argument'} '${name}'`);
      }
    }
  }

  dynamic(block, known, structs, where, scope) {
    const [name] = block.labels;
    const each = block.body.attributes.for_each;
    const content = block.body.blocks.find((inner) => inner.type === 'content');
    if (!each) this.report(block.line, `the dynamic block '${name}' of ${where} has no for_each`);
    else this.references(each.value, scope);
    if (!content) this.report(block.line, `the dynamic block '${name}' of ${where} has no content { ... }`);
    else this.body(content, structs[known.struct], structs, `${where}.${name}`, new Set([...scope, name]));
  }

  literal(line, what, value, known) {
    const type = known.struct ? 'object' : known.type;
    const is = value.kind === 'template' ? 'text' : value.kind === 'literal' ? (typeof value.value) : value.kind;
    const complain = (expected) => this.report(line, `${what} is ${expected}, not ${value.kind === 'literal' ? JSON.stringify(value.value) : `a ${value.kind === 'template' ? 'text' : value.kind}`}`);
    if (value.kind === 'literal' && value.value === null) return;
    const plain = ['text', 'literal', 'string', 'number', 'boolean', 'tuple', 'object'].includes(is);
    if (!plain) return;
    if (type === 'number' && !(is === 'number' || (is === 'string' && value.value !== '' && !Number.isNaN(Number(value.value))) || is === 'text')) complain('a number');
    if (type === 'boolean' && !(is === 'boolean' || ['true', 'false'].includes(value.value))) complain('true or false');
    if (type === 'string' && (is === 'tuple' || is === 'object')) complain('a text');
    if (/\[\]$/.test(type) && is !== 'tuple') complain('a list');
    if (/^\{ \[key/.test(type) && is !== 'object') complain('a map');
  }

  references(e, scope) {
    if (e === null || typeof e !== 'object') return;
    if (Array.isArray(e)) return void e.forEach((each) => this.references(each, scope));
    if (e.kind === 'call' && !FUNCTIONS.has(e.name)) this.report(e.line, `Terraform has no function '${e.name}'${meant(e.name, FUNCTIONS)}`);
    if (e.kind === 'splat') {
      this.references(e.of, scope);
      return this.references(e.each, new Set([...scope, '*']));
    }
    if (e.kind === 'loop') {
      this.references(e.over, scope);
      const inner = new Set([...scope, ...e.names]);
      return [e.key, e.value, e.when].forEach((each) => this.references(each, inner));
    }
    if (e.kind === 'name' || e.kind === 'get' || e.kind === 'index') {
      const path = [];
      let at = e;
      for (; at.kind === 'get' || at.kind === 'index'; at = at.of) {
        if (at.kind === 'index') this.references(at.key, scope);
        path.unshift(at.kind === 'get' ? at.name : null);
      }
      if (at.kind === 'name') return scope.has(at.name) ? undefined : this.reference(e.line, [at.name, ...path]);
      return this.references(at, scope);
    }
    for (const [key, value] of Object.entries(e)) if (key !== 'line' && key !== 'kind') this.references(value, scope);
    return undefined;
  }

  reference(line, path) {
    const [first, second, ...rest] = path;
    const declared = (where, name, what) => {
      if (!(name in where)) this.report(line, `no ${what} is named '${name}'${meant(name, Object.keys(where))}`);
      else {
        this.used.add(where[name]);
        if (this.owner) this.edges.set(this.owner, (this.edges.get(this.owner) ?? new Set()).add(where[name]));
      }
    };
    if (first === 'path' || first === 'terraform') return;
    if (first === 'var') return declared(this.module.variables, second, 'variable');
    if (first === 'local') return declared(this.module.locals, second, 'local value');
    const data = first === 'data';
    const [type, name, ...attribute] = data ? [second, ...rest] : path;
    const where = data ? this.module.data : this.module.resources;
    const address = `${type}.${name}`;
    if (path.length === 1) return this.report(line, `nothing is named '${first}' here`);
    declared(where, address, data ? 'data source' : 'resource');
    const known = this.schemas[type.split('_')[0]]?.[data ? 'data' : 'resources'][type];
    const at = attribute.find((each) => each !== null);
    if (where[address] && known && at && ![...Object.keys(known.arguments), ...known.attributes, 'id'].includes(at)) {
      this.report(line, `${address} has no attribute '${at}'${meant(at, known.attributes)}`);
    }
  }

  /** What waits for itself, by whatever way. */
  cycles() {
    const names = new Map([['', this.module.resources], ['data.', this.module.data], ['local.', this.module.locals], ['var.', this.module.variables]]
      .flatMap(([prefix, where]) => Object.entries(where).map(([name, declared]) => [declared, prefix + name])));
    const done = new Set();
    const visit = (each, way) => {
      if (way.includes(each)) {
        const circle = [...way.slice(way.indexOf(each)), each];
        this.report((each.block ?? each.attribute).line, `${circle.map((one) => names.get(one)).join(' needs ')}: a circle, which Terraform cannot plan`, each.file);
      } else if (!done.has(each)) {
        for (const next of this.edges.get(each) ?? []) visit(next, [...way, each]);
        done.add(each);
      }
    };
    for (const each of this.edges.keys()) visit(each, []);
  }

  unused() {
    const check = (where, what, line) => {
      for (const [name, declared] of Object.entries(where)) {
        if (!this.used.has(declared)) this.report(line(declared), `${what} '${name}' is not used`, declared.file);
      }
    };
    check(this.module.variables, 'the variable', ({ block }) => block.line);
    check(this.module.locals, 'the local value', ({ attribute }) => attribute.line);
    check(this.module.data, 'the data source', ({ block }) => block.line);
  }
}

const attributes = (body) => Object.entries(body.attributes).map(([name, { line, value }]) => ({ name, line, value }));

/** A hint at the name that was most likely meant. */
function meant(name, names) {
  const near = [...names].map((each) => [distance(name, each), each]).sort(([a], [b]) => a - b)[0];
  return near && near[0] <= Math.max(2, name.length / 4) ? `: is '${near[1]}' meant?` : '';
}

function distance(a, b) {
  if (Math.abs(a.length - b.length) > 6) return 99;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}
