/** The limits that all languages have, so that what one of them writes the others can read. */
const MOST_DEPTH = 200;
const MOST_DIGITS = 1_000;
const LONGEST_NAME = 50_000;

/** A member of a JSON object, as a part of its text. */
export interface Member {
    readonly name: string;
    readonly kind: 'string' | 'number' | 'true' | 'false' | 'null' | 'object' | 'array';
    readonly from: number;
    readonly to: number;
}

/** The text is not JSON. */
export class JsonError extends Error {
    override readonly name = 'JsonError';
}

/** What is found instead of one JSON object. */
export type NotAnObject = 'another value' | 'more';

/**
 * Reads the members of one JSON object without decoding their values, so that data keeps its bytes. `JSON.parse` would hide
 * members that occur twice, and lose digits.
 */
export function membersOf(text: string): Member[] | NotAnObject {
    const scanner = new Scanner(text);
    scanner.space();
    if (text[scanner.at] !== '{') {
        scanner.value(0);
        return 'another value';
    }
    const members = scanner.object(0, true);
    scanner.space();
    return scanner.at === text.length ? members : 'more';
}

/** Whether the text is one JSON value with fewer levels than allowed, so that an event around it has at most that many. */
export function isOneValue(text: string): boolean {
    const scanner = new Scanner(text);
    try {
        scanner.space();
        scanner.value(1);
        scanner.space();
        return scanner.at === text.length;
    } catch (failure) {
        if (failure instanceof JsonError) {
            return false;
        }
        throw failure;
    }
}

class Scanner {
    at = 0;

    constructor(private readonly text: string) {}

    space(): void {
        while (' \t\n\r'.includes(this.text[this.at] ?? 'x')) {
            this.at++;
        }
    }

    /** @param depth how many objects and arrays are open */
    value(depth: number): Member['kind'] {
        const c = this.text[this.at];
        if (c === '{') {
            this.object(depth, false);
            return 'object';
        }
        if (c === '[') {
            this.array(depth);
            return 'array';
        }
        if (c === '"') {
            this.string();
            return 'string';
        }
        if (c === '-' || (c !== undefined && c >= '0' && c <= '9')) {
            this.number();
            return 'number';
        }
        for (const word of ['true', 'false', 'null'] as const) {
            if (this.text.startsWith(word, this.at)) {
                this.at += word.length;
                return word;
            }
        }
        throw this.unexpected();
    }

    object(depth: number, keep: boolean): Member[] {
        this.deeper(depth);
        const members: Member[] = [];
        this.at++;
        this.space();
        if (this.text[this.at] === '}') {
            this.at++;
            return members;
        }
        for (;;) {
            this.space();
            const name = this.name();
            this.space();
            this.expect(':');
            this.space();
            const from = this.at;
            const kind = this.value(depth + 1);
            if (keep) {
                members.push({ name, kind, from, to: this.at });
            }
            this.space();
            if (this.text[this.at] === '}') {
                this.at++;
                return members;
            }
            this.expect(',');
        }
    }

    private array(depth: number): void {
        this.deeper(depth);
        this.at++;
        this.space();
        if (this.text[this.at] === ']') {
            this.at++;
            return;
        }
        for (;;) {
            this.space();
            this.value(depth + 1);
            this.space();
            if (this.text[this.at] === ']') {
                this.at++;
                return;
            }
            this.expect(',');
        }
    }

    private deeper(depth: number): void {
        if (depth >= MOST_DEPTH) {
            throw new JsonError(`it has more than ${MOST_DEPTH} levels of objects and arrays`);
        }
    }

    private name(): string {
        const from = this.at;
        this.string();
        if (this.at - from > LONGEST_NAME && Buffer.byteLength(this.text.slice(from, this.at)) - 2 > LONGEST_NAME) {
            throw new JsonError(`a name has more than ${LONGEST_NAME} bytes`);
        }
        return JSON.parse(this.text.slice(from, this.at)) as string;
    }

    private string(): void {
        this.expect('"');
        for (;;) {
            const c = this.text.charCodeAt(this.at);
            if (c === 0x22) {
                this.at++;
                return;
            }
            if (c === 0x5c) {
                const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
                escape.lastIndex = this.at;
                if (!escape.test(this.text)) {
                    throw this.unexpected();
                }
                this.at = escape.lastIndex;
            } else if (Number.isNaN(c) || c < 0x20) {
                throw this.unexpected();
            } else {
                this.at++;
            }
        }
    }

    private number(): void {
        const form = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
        form.lastIndex = this.at;
        const found = form.exec(this.text)?.[0];
        const next = found === undefined ? '' : (this.text[this.at + found.length] ?? '');
        if (found === undefined || /[0-9a-zA-Z.+-]/.test(next)) {
            throw this.unexpected();
        }
        if (found.length > MOST_DIGITS && found.replace(/\D/g, '').length > MOST_DIGITS) {
            throw new JsonError(`a number has more than ${MOST_DIGITS} digits`);
        }
        this.at += found.length;
    }

    private expect(c: string): void {
        if (this.text[this.at] !== c) {
            throw this.unexpected();
        }
        this.at++;
    }

    private unexpected(): JsonError {
        const c = this.text[this.at];
        return new JsonError(c === undefined ? 'it ends too early' : `'${c}' is not allowed at character ${this.at}`);
    }
}
