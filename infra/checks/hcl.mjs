// Parses Terraform's language into blocks, attributes and expressions that know their line, which HashiCorp's own parser does not tell
// (@cdktn/hcl2json; check.mjs asks that one first, so what comes here is well-formed). Heredocs, splats and for-expressions included.

/** What is wrong with a file, and where. */
export class Wrong extends Error {
  constructor(file, line, message) {
    super(`${file}:${line}: ${message}`);
    Object.assign(this, { file, line });
  }
}

const OPERATORS = [['||'], ['&&'], ['==', '!='], ['<=', '>=', '<', '>'], ['+', '-'], ['*', '/', '%']];
const ESCAPES = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** A file's body: {attributes: {name: {line, value}}, blocks: [{type, labels, line, body}]}. */
export function parse(file, text) {
  return new Parser(file, text).body(true);
}

/** One expression, as a template's interpolation has it. */
export function parseExpression(file, text) {
  const parser = new Parser(file, text);
  parser.space(true);
  return parser.expression(true);
}

class Parser {
  constructor(file, text, at = 0, line = 1) {
    Object.assign(this, { file, text, at, line });
  }

  fail(expected) {
    const found = this.at < this.text.length ? JSON.stringify(this.text.slice(this.at, this.at + 20)) : 'the end of the file';
    throw new Wrong(this.file, this.line, `expected ${expected}, found ${found}`);
  }

  step(count = 1) {
    for (const end = this.at + count; this.at < end; this.at++) if (this.text[this.at] === '\n') this.line++;
  }

  looking(word) {
    return this.text.startsWith(word, this.at);
  }

  /** Passes over blanks and comments, and over the ends of lines where they mean nothing. */
  space(lines) {
    for (;;) {
      const c = this.text[this.at];
      if (c === ' ' || c === '\t' || c === '\r' || (lines && c === '\n')) this.step();
      else if (c === '#' || this.looking('//')) while (this.at < this.text.length && this.text[this.at] !== '\n') this.step();
      else if (this.looking('/*')) {
        const end = this.text.indexOf('*/', this.at);
        if (end < 0) this.fail('the end of the comment, */');
        this.step(end + 2 - this.at);
      } else return;
    }
  }

  take(word, lines) {
    if (!this.looking(word)) this.fail(`'${word}'`);
    this.step(word.length);
    this.space(lines);
  }

  taken(word, lines) {
    if (!this.looking(word)) return false;
    this.take(word, lines);
    return true;
  }

  identifier() {
    const found = /^[A-Za-z_][A-Za-z0-9_-]*/.exec(this.text.slice(this.at, this.at + 200));
    if (!found) this.fail('a name');
    this.step(found[0].length);
    return found[0];
  }

  body(top) {
    const body = { attributes: {}, blocks: [], line: this.line };
    for (;;) {
      this.space(true);
      if (this.at >= this.text.length) {
        if (!top) this.fail("'}'");
        return body;
      }
      if (!top && this.looking('}')) return body;
      const line = this.line;
      const name = this.identifier();
      this.space(false);
      if (this.looking('=') && !this.looking('==')) {
        if (body.attributes[name]) throw new Wrong(this.file, line, `'${name}' is set twice, first in line ${body.attributes[name].line}`);
        this.take('=', false);
        body.attributes[name] = { line, value: this.expression(false) };
      } else {
        const labels = [];
        while (!this.looking('{')) {
          labels.push(this.looking('"') ? this.quoted().value : this.identifier());
          this.space(false);
        }
        this.take('{', false);
        const inner = this.body(false);
        this.take('}', false);
        body.blocks.push({ type: name, labels, line, body: inner });
      }
    }
  }

  expression(lines) {
    const condition = this.binary(0, lines);
    if (!this.taken('?', lines)) return condition;
    const yes = this.expression(lines);
    this.take(':', lines);
    return { kind: 'condition', line: condition.line, condition, yes, no: this.expression(lines) };
  }

  binary(level, lines) {
    if (level === OPERATORS.length) return this.unary(lines);
    let left = this.binary(level + 1, lines);
    for (;;) {
      const operator = OPERATORS[level].find((each) => this.looking(each));
      if (!operator) return left;
      this.take(operator, lines);
      left = { kind: 'binary', line: left.line, operator, left, right: this.binary(level + 1, lines) };
    }
  }

  unary(lines) {
    const line = this.line;
    for (const operator of ['!', '-']) {
      if (this.looking(operator)) {
        this.take(operator, lines);
        return { kind: 'unary', line, operator, operand: this.unary(lines) };
      }
    }
    const value = this.accessed(this.primary(lines));
    this.space(lines);
    return value;
  }

  /** What follows a value without a blank: .name, [index], [*]. */
  accessed(value) {
    for (;;) {
      const line = this.line;
      if (this.looking('...')) return value;
      if (this.looking('.')) {
        this.step();
        if (this.looking('*')) {
          this.step();
          value = this.splat(value, line);
        } else if (/[0-9]/.test(this.text[this.at])) {
          value = { kind: 'index', line, of: value, key: { kind: 'literal', line, value: this.digits() } };
        } else value = { kind: 'get', line, of: value, name: this.identifier() };
      } else if (this.looking('[*]')) {
        this.step(3);
        value = this.splat(value, line);
      } else if (this.looking('[')) {
        this.take('[', true);
        const key = this.expression(true);
        if (!this.looking(']')) this.fail("']'");
        this.step();
        value = { kind: 'index', line, of: value, key };
      } else return value;
    }
  }

  splat(of, line) {
    const each = this.accessed({ kind: 'name', line, name: '*' });
    return { kind: 'splat', line, of, each };
  }

  digits() {
    const found = /^[0-9]+/.exec(this.text.slice(this.at, this.at + 30));
    this.step(found[0].length);
    return Number(found[0]);
  }

  primary(lines) {
    const line = this.line;
    const c = this.text[this.at];
    if (c === '"') return this.quoted();
    if (this.looking('<<')) return this.heredoc();
    if (c === '(') {
      this.take('(', true);
      const value = this.expression(true);
      if (!this.looking(')')) this.fail("')'");
      this.step();
      return value;
    }
    if (c === '[') return this.tuple(line);
    if (c === '{') return this.object(line);
    const number = /^[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?/.exec(this.text.slice(this.at, this.at + 60));
    if (number) {
      this.step(number[0].length);
      return { kind: 'literal', line, value: Number(number[0]) };
    }
    const name = this.identifier();
    if (this.looking('(')) {
      this.take('(', true);
      const args = [];
      let spread = false;
      while (!this.looking(')')) {
        args.push(this.expression(true));
        if (this.taken('...', true)) spread = true;
        if (!this.taken(',', true) && !this.looking(')')) this.fail("',' or ')'");
      }
      this.step();
      return { kind: 'call', line, name, args, spread };
    }
    if (['true', 'false', 'null'].includes(name)) return { kind: 'literal', line, value: JSON.parse(name) };
    return { kind: 'name', line, name };
  }

  tuple(line) {
    this.take('[', true);
    if (/^for\s/.test(this.text.slice(this.at, this.at + 4))) return this.loop(line, ']');
    const items = [];
    while (!this.looking(']')) {
      items.push(this.expression(true));
      if (!this.taken(',', true) && !this.looking(']')) this.fail("',' or ']'");
    }
    this.step();
    return { kind: 'tuple', line, items };
  }

  object(line) {
    this.take('{', true);
    if (/^for\s/.test(this.text.slice(this.at, this.at + 4))) return this.loop(line, '}');
    const items = [];
    while (!this.looking('}')) {
      // A bare name as a key is its own text.
      const bare = /^([A-Za-z_][A-Za-z0-9_-]*)\s*[=:]/.exec(this.text.slice(this.at, this.at + 200));
      const key = bare ? { kind: 'literal', line: this.line, value: this.identifier() } : this.binary(0, false);
      this.space(false);
      if (!this.taken('=', true)) this.take(':', true);
      items.push([key, this.expression(false)]);
      this.taken(',', false);
      this.space(true);
    }
    this.step();
    return { kind: 'object', line, items };
  }

  loop(line, end) {
    this.identifier();
    this.space(true);
    const names = [this.identifier()];
    this.space(true);
    if (this.taken(',', true)) {
      names.push(this.identifier());
      this.space(true);
    }
    this.take('in', true);
    const over = this.expression(true);
    this.take(':', true);
    let key = null;
    let value = this.expression(true);
    if (end === '}') {
      this.take('=>', true);
      key = value;
      value = this.expression(true);
    }
    const grouped = this.taken('...', true);
    const when = this.taken('if', true) ? this.expression(true) : null;
    if (!this.looking(end)) this.fail(`'${end}'`);
    this.step();
    return { kind: 'loop', line, names, over, key, value, grouped, when };
  }

  quoted() {
    const line = this.line;
    this.step();
    const parts = this.template(() => this.looking('"'), true);
    this.step();
    return whole(parts, line);
  }

  heredoc() {
    const line = this.line;
    const head = /^<<(-?)([A-Za-z_]+)\n/.exec(this.text.slice(this.at, this.at + 80));
    if (!head) this.fail('<<NAME or <<-NAME at the end of a line');
    this.step(head[0].length);
    const end = new RegExp(`^[ \\t]*${head[2]}[ \\t]*$`, 'm');
    const found = end.exec(this.text.slice(this.at));
    if (!found) this.fail(`the end of the text, ${head[2]}`);
    let text = this.text.slice(this.at, this.at + found.index);
    if (head[1]) {
      const indent = Math.min(...text.split('\n').filter((each) => each.trim()).map((each) => /^[ \t]*/.exec(each)[0].length));
      text = text.split('\n').map((each) => each.slice(Math.min(indent, /^[ \t]*/.exec(each)[0].length))).join('\n');
    }
    const inner = new Parser(this.file, text, 0, this.line);
    const parts = inner.template(() => inner.at >= inner.text.length, false);
    this.step(found.index + found[0].length);
    return whole(parts, line);
  }

  /** Text and interpolations up to an end; escapes count in quoted text alone. */
  template(atEnd, escapes) {
    const parts = [];
    let plain = '';
    while (!atEnd()) {
      if (this.at >= this.text.length) this.fail("'\"'");
      if (this.looking('$${') || this.looking('%%{')) {
        plain += this.text.slice(this.at + 1, this.at + 3);
        this.step(3);
      } else if (this.looking('${')) {
        if (plain) parts.push({ kind: 'literal', line: this.line, value: plain });
        plain = '';
        this.take('${', true);
        parts.push(this.expression(true));
        if (!this.looking('}')) this.fail("'}'");
        this.step();
      } else if (this.looking('%{')) {
        this.fail("text without %{...}: use an expression, or %%{ for the characters");
      } else if (escapes && this.looking('\\')) {
        plain += ESCAPES[this.text[this.at + 1]] ?? this.fail('one of \\n \\r \\t \\" \\\\');
        this.step(2);
      } else {
        plain += this.text[this.at];
        this.step();
      }
    }
    if (plain) parts.push({ kind: 'literal', line: this.line, value: plain });
    return parts;
  }
}

function whole(parts, line) {
  if (parts.length === 0) return { kind: 'literal', line, value: '' };
  if (parts.length === 1 && parts[0].kind === 'literal') return { ...parts[0], line };
  // A text that is nothing but one interpolation is that value, whatever its type.
  return parts.length === 1 ? parts[0] : { kind: 'template', line, parts };
}
