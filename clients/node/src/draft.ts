import type { Event, ExtensionValue, Pattern } from './event.js';
import { typeOf } from './event.js';
import { InvalidEventError } from './failures.js';
import { canonicalTime, illegalIn, misfit, requireLegal, requireUriReference } from './text.js';

const OWN = new Set([
    'specversion',
    'id',
    'source',
    'type',
    'subject',
    'time',
    'datacontenttype',
    'dataschema',
    'partitionkey',
    'correlationid',
    'causationid',
    'traceparent',
    'tracestate',
    'triskelpattern',
]);

/** Only the documents of these extensions require a string; a foreign event may have a number here. */
const OFTEN_NUMBERS = new Set(['partitionkey', 'correlationid', 'causationid', 'traceparent', 'tracestate']);

const PARTS = ['stream', 'sequence', 'entity', 'entityversion', 'commandtarget', 'lookup', 'lookupversion'];

/** Collects an event's attributes, in any order and from either mode; `finish` checks and makes it. */
export class Draft {
    private readonly own = new Map<string, string>();
    private readonly parts = new Map<string, string>();
    private readonly extensions = new Map<string, ExtensionValue>();

    /** Adds an attribute that is text on the wire. */
    text(name: string, value: string): void {
        if (OWN.has(name)) {
            this.first(this.own, name, value);
        } else if (PARTS.includes(name)) {
            if (this.extensions.has(name)) {
                throw twice(name);
            }
            this.first(this.parts, name, value);
        } else {
            requireLegal(name, value);
            this.extend(name, value);
        }
    }

    /** Adds an attribute that is a boolean or a number on the wire. */
    value(name: string, value: number | boolean): void {
        if (OFTEN_NUMBERS.has(name)) {
            this.text(name, String(value));
        } else if (OWN.has(name) || name === 'data') {
            throw new InvalidEventError(name, `it is a string, not ${value}`);
        } else {
            this.extend(name, value);
        }
    }

    private first(into: Map<string, string>, name: string, value: string): void {
        if (into.has(name)) {
            throw twice(name);
        }
        into.set(name, value);
    }

    private extend(name: string, value: ExtensionValue): void {
        if (name === 'data') {
            throw new InvalidEventError(name, 'it is not an attribute (CloudEvents 1.0)');
        }
        if (!/^[a-z0-9]+$/.test(name)) {
            throw new InvalidEventError(
                name.slice(0, 100),
                "an attribute's name has lower-case letters and digits only, and one or more",
            );
        }
        if (this.extensions.has(name)) {
            throw twice(name);
        }
        this.extensions.set(name, value);
    }

    /** Checks everything that has arrived, in the order in which Java does, so that the reasons are the same. */
    finish<D>(data: (contentType: string | undefined) => D): Event<D> {
        const version = required('specversion', this.own.get('specversion'));
        if (version !== '1.0') {
            throw new InvalidEventError('specversion', `it is "1.0", not "${version}"`);
        }
        const type = required('type', this.own.get('type'));
        legal('type', "An event type's name", typeOf(type).name);
        const source = required('source', this.own.get('source'));
        requireUriReference('source', source);
        const id = required('id', this.own.get('id'));
        legal('id', "An event's id", id);
        const pattern = this.pattern();
        const [key, correlation, causation] = ['partitionkey', 'correlationid', 'causationid'].map((name) =>
            this.unlessEmpty(name),
        );
        legal('partitionkey', 'An ordering key', key);
        const time = this.own.get('time');
        const at = time === undefined ? undefined : canonicalTime('time', time);
        const trace = this.trace();
        const contentType = mediaType(this.own.get('datacontenttype'));
        const schema = dataSchema(this.own.get('dataschema'));
        legal('correlationid', 'A correlation id', correlation);
        legal('causationid', 'A causation id', causation);
        const read = data(contentType);
        const subject = this.own.get('subject');
        legal('subject', "An event's subject", subject);
        const event: { -readonly [K in keyof Event<D>]: Event<D>[K] } = { id, source, type, data: read };
        const present = <K extends keyof Event<D>>(name: K, value: Event<D>[K] | undefined) => {
            if (value !== undefined) {
                event[name] = value;
            }
        };
        present('subject', subject);
        present('time', at);
        present('key', key);
        present('pattern', pattern);
        present('correlation', correlation);
        present('causation', causation);
        present('traceparent', trace.parent);
        present('tracestate', trace.state);
        present('dataContentType', contentType);
        present('dataSchema', schema);
        // A null prototype: an extension may be called "constructor".
        present(
            'extensions',
            this.extensions.size === 0
                ? undefined
                : Object.assign(Object.create(null) as object, Object.fromEntries(this.extensions)),
        );
        return event;
    }

    private unlessEmpty(name: string): string | undefined {
        const value = this.own.get(name);
        if (value === '') {
            this.extend(name, value);
            return undefined;
        }
        return value;
    }

    private pattern(): Pattern | undefined {
        const kind = this.own.get('triskelpattern');
        const read = kind === undefined ? undefined : this.patternOf(kind);
        for (const name of PARTS) {
            const rest = this.parts.get(name);
            if (rest !== undefined) {
                requireLegal(name, rest);
                this.extend(name, rest);
            }
        }
        return read;
    }

    private patternOf(kind: string): Pattern {
        switch (kind) {
            case 'sourced': {
                const stream = this.part('stream');
                const revision = this.number('sequence', 1n);
                fits('stream', misfit("A stream's name", stream, 128));
                return { kind, stream, revision };
            }
            case 'state': {
                const deleted = this.deleted();
                const entity = this.part('entity');
                const version = this.number('entityversion', 1n);
                fits('entity', misfit("An entity's id", entity, 128));
                return { kind, entity, version, deleted };
            }
            case 'notification': {
                const lookup = this.part('lookup');
                const minVersion = this.number('lookupversion', 0n);
                fits('lookup', misfit("A notification's lookup", lookup, 512) ?? notRelative(lookup));
                return { kind, lookup, minVersion };
            }
            case 'command': {
                const target = this.part('commandtarget');
                fits('commandtarget', misfit("A command's target", target, 128));
                return { kind, target };
            }
            default:
                throw new InvalidEventError(
                    'triskelpattern',
                    `it is command, notification, state or sourced, not '${kind}'`,
                );
        }
    }

    private deleted(): boolean {
        const value = String(this.extensions.get('entitydeleted') ?? false);
        this.extensions.delete('entitydeleted');
        if (value !== 'true' && value !== 'false') {
            throw new InvalidEventError('entitydeleted', `it is true or false, not ${value}`);
        }
        return value === 'true';
    }

    private part(name: string): string {
        const value = this.parts.get(name);
        if (value === undefined) {
            throw new InvalidEventError(name, 'an event of this triskelpattern has it, as a string');
        }
        this.parts.delete(name);
        return value;
    }

    private number(name: string, least: bigint): bigint {
        const text = this.part(name);
        const value = /^\d{1,19}$/.test(text) ? BigInt(text) : -1n;
        if (value < least || value > 0x7fff_ffff_ffff_ffffn) {
            throw new InvalidEventError(
                name,
                `it is a decimal number of up to 19 digits, at least ${least}, not '${text}'`,
            );
        }
        return value;
    }

    /** An event with a broken trace is accepted (W3C Trace Context, 4.3); the trace is kept as plain extensions. */
    private trace(): { parent?: string; state?: string } {
        const parent = this.own.get('traceparent');
        const state = this.own.get('tracestate');
        const sound =
            parent !== undefined &&
            /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(?:-|$)/.test(parent) &&
            (state === undefined || misfit('tracestate', state, 512) === undefined);
        if (sound) {
            return state === undefined ? { parent } : { parent, state };
        }
        for (const [name, value] of [
            ['traceparent', parent],
            ['tracestate', state],
        ] as const) {
            if (value !== undefined) {
                requireLegal(name, value);
                this.extend(name, value);
            }
        }
        return {};
    }
}

function twice(name: string): InvalidEventError {
    return new InvalidEventError(name, 'it is there twice');
}

function required(name: string, value: string | undefined): string {
    if (value === undefined || value === '') {
        throw new InvalidEventError(name, `it is required and ${value === undefined ? 'missing' : 'empty'}`);
    }
    return value;
}

function legal(attribute: string, what: string, value: string | undefined): void {
    if (value === '') {
        throw new InvalidEventError(attribute, `${what} must have at least 1 character, this one has none`);
    }
    const illegal = value === undefined ? undefined : illegalIn(value);
    fits(attribute, illegal === undefined ? undefined : `${what} is not legal: ${illegal}`);
}

function fits(attribute: string, misfit: string | undefined): void {
    if (misfit !== undefined) {
        throw new InvalidEventError(attribute, misfit);
    }
}

function mediaType(text: string | undefined): string | undefined {
    if (text === undefined) {
        return undefined;
    }
    requireLegal('datacontenttype', text);
    const slash = text.indexOf('/');
    if (slash < 1 || slash === text.length - 1) {
        throw new InvalidEventError('datacontenttype', `it is a media type such as text/plain, not '${text}'`);
    }
    return text;
}

function dataSchema(text: string | undefined): string | undefined {
    if (text === undefined) {
        return undefined;
    }
    if (text === '') {
        throw new InvalidEventError('dataschema', 'it is a URI, and not empty');
    }
    requireUriReference('dataschema', text);
    const reason = /^[^:/?#]+:(?:#.*)?$/.test(text)
        ? 'Expected scheme-specific part'
        : /^[^:/?#]+:\/\/(?:$|[?#])/.test(text)
          ? 'Expected authority'
          : undefined;
    if (reason !== undefined) {
        throw new InvalidEventError('dataschema', `it is a URI, not '${text}': ${reason}`);
    }
    return text;
}

/** Rejects references that could make a consumer call another host than the configured one. */
function notRelative(lookup: string): string | undefined {
    const illegal = /[\s"<>\\^`{|}]|%(?![0-9a-fA-F]{2})/.exec(lookup);
    if (illegal !== null) {
        return `A lookup must be a URI reference, not '${lookup}' (${illegal[0] === '%' ? 'Malformed escape pair' : 'Illegal character in path'})`;
    }
    const path = lookup.replace(/[?#].*$/s, '');
    const segments: string[] = [];
    for (const segment of path.split('/')) {
        if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..' && segments.at(-1) !== '') {
            segments.pop();
        } else if (segment !== '.') {
            segments.push(segment);
        }
    }
    const leaves = /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(path) || path.startsWith('//') || segments.join('/').includes('..');
    return leaves
        ? `A lookup must be a relative reference that stays below its base, such as 'orders/42', not '${lookup}'`
        : undefined;
}
