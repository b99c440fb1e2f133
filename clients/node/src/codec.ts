import { Draft } from './draft.js';
import { EncodedData, type Event, type ExtensionValue } from './event.js';
import { EventTooLargeError, InvalidEventError } from './failures.js';
import { isOneValue, JsonError, type Member, membersOf } from './json.js';
import { sorted } from './keys.js';
import { canonicalTime, illegalIn, isJson, isText, requireLegal, requireUriReference } from './text.js';

/** An event on the wire: attributes and body; without attributes the body is a structured event. */
export interface WireEvent {
    readonly attributes: ReadonlyMap<string, string>;
    readonly body: Uint8Array;
}

/** The most bytes of an encoded event, the smallest limit of the supported buses. */
export const MOST_BYTES = 256 * 1024;

export function structured(body: Uint8Array): WireEvent {
    return { attributes: new Map(), body };
}

/** Reads an event in either mode; its data stays as it is on the wire. */
export function readEvent(wire: WireEvent, mostBytes: number = MOST_BYTES): Event<EncodedData | undefined> {
    return wire.attributes.has('specversion') ? readBinary(wire, mostBytes) : readStructured(wire.body, mostBytes);
}

/** Reads one JSON object (CloudEvents JSON format). */
export function readStructured(body: Uint8Array, mostBytes: number = MOST_BYTES): Event<EncodedData | undefined> {
    if (body.length > mostBytes) {
        throw new EventTooLargeError(body.length, mostBytes);
    }
    const text = utf8(body, () => new InvalidEventError('event', 'it is not valid UTF-8'));
    const draft = new Draft();
    let data: Raw | undefined;
    for (const member of members(text)) {
        const raw = text.slice(member.from, member.to);
        if (member.name === 'data') {
            requireFirst(member.name, data);
            data = { json: raw };
        } else if (member.name === 'data_base64') {
            if (member.kind !== 'null') {
                requireFirst(member.name, data);
                data = { octets: octets(member, raw) };
            }
        } else if (member.kind === 'string') {
            draft.text(member.name, JSON.parse(raw) as string);
        } else if (member.kind === 'true' || member.kind === 'false') {
            draft.value(member.name, member.kind === 'true');
        } else if (member.kind === 'number') {
            draft.value(member.name, whole(member.name, raw));
        } else if (member.kind !== 'null') {
            throw notAScalar(member.name, raw.charAt(0));
        }
    }
    return draft.finish((contentType) => encoded(contentType, data));
}

/** Reads attributes plus the bytes of the data. */
export function readBinary(wire: WireEvent, mostBytes: number = MOST_BYTES): Event<EncodedData | undefined> {
    requireWithin(wire, mostBytes);
    const draft = new Draft();
    wire.attributes.forEach((value, name) => {
        draft.text(name, value);
    });
    return draft.finish((contentType) => encoded(contentType, wire.body.length === 0 ? undefined : { octets: wire.body }));
}

type Raw = { readonly json: string } | { readonly octets: Uint8Array };

function members(text: string): Member[] {
    try {
        const found = membersOf(text);
        if (found === 'another value') {
            throw new InvalidEventError('event', 'it is not a JSON object');
        }
        if (found === 'more') {
            throw new InvalidEventError('event', 'more follows after its end');
        }
        return found;
    } catch (failure) {
        if (failure instanceof JsonError) {
            throw new InvalidEventError('event', `it is not JSON: ${failure.message}`, { cause: failure });
        }
        throw failure;
    }
}

function requireFirst(name: string, before: Raw | undefined): void {
    if (before !== undefined) {
        throw new InvalidEventError(name, 'an event has data or data_base64, once, and not both');
    }
}

function notAScalar(name: string, found: string): InvalidEventError {
    return new InvalidEventError(name, `an attribute is a string, a boolean or a whole number, not ${found}`);
}

function whole(name: string, raw: string): number {
    if (/[.eE]/.test(raw)) {
        throw notAScalar(name, raw);
    }
    const value = Number(raw);
    if (value > 0x7fff_ffff || value < -0x8000_0000) {
        throw new InvalidEventError(name, `an integer has 32 bits (CloudEvents 1.0, "Type System"), this is ${raw}`);
    }
    return value === 0 ? 0 : value;
}

function octets(member: Member, raw: string): Uint8Array {
    if (member.kind !== 'string') {
        throw new InvalidEventError('data_base64', `it is a string, not ${/^[[{]/.test(raw) ? raw.charAt(0) : raw}`);
    }
    const text = JSON.parse(raw) as string;
    const illegal = /[^A-Za-z0-9+/]/.exec(text.replace(/={1,2}$/, ''));
    if (illegal !== null) {
        throw notBase64(`Illegal base64 character ${illegal[0].charCodeAt(0).toString(16)}`);
    }
    const length = text.replace(/=+$/, '').length;
    if (length % 4 === 1) {
        throw notBase64(length === 1 && text.length === 1 ? 'Input byte[] should at least have 2 bytes for base64 bytes' : 'Last unit does not have enough valid bits');
    }
    if (text.includes('=') && text.length % 4 !== 0) {
        throw notBase64('Input byte array has wrong 4-byte ending unit');
    }
    return Buffer.from(text, 'base64');
}

function notBase64(why: string): InvalidEventError {
    return new InvalidEventError('data_base64', `it is not Base64: ${why}`);
}

function encoded(contentType: string | undefined, raw: Raw | undefined): EncodedData | undefined {
    if (raw === undefined) {
        return undefined;
    }
    if ('octets' in raw) {
        return new EncodedData(contentType, raw.octets);
    }
    if (contentType === undefined || isJson(contentType)) {
        return new EncodedData(contentType, Buffer.from(raw.json, 'utf8'));
    }
    // The JSON format (3.1.2) lets a reader reject data that is neither JSON by its content type nor a string.
    if (!raw.json.startsWith('"')) {
        throw new InvalidEventError('data', 'its content type is not JSON, so it is a string');
    }
    const text = JSON.parse(raw.json) as string;
    const bytes = Buffer.from(text, 'utf8');
    if (bytes.toString('utf8') !== text) {
        throw new InvalidEventError('data', 'it has an unpaired surrogate');
    }
    return new EncodedData(contentType, bytes);
}

function utf8(bytes: Uint8Array, otherwise: () => Error): string {
    try {
        // A byte order mark before UTF-8 is ignored (RFC 8259, 8.1).
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
        throw otherwise();
    }
}

/**
 * Decodes JSON data. Personal data reads as forgotten: `{"subject":S,"forgotten":true}`. Numbers are JavaScript's, so an
 * integer above 2^53 loses digits: read `EncodedData.text()` if you need them.
 *
 * @returns `undefined` for the tombstone of an entity, which may have no data
 */
export function readJson(event: Event<EncodedData | undefined>): unknown {
    const data = event.data;
    const contentType = event.dataContentType;
    if (data === undefined || data.text() === 'null') {
        if (event.pattern?.kind === 'state' && event.pattern.deleted) {
            return undefined;
        }
        throw new InvalidEventError('data', `${event.type} has JSON data, and ${data === undefined ? 'there is none' : 'this is null'}`);
    }
    if (contentType !== undefined && !isJson(contentType)) {
        throw new InvalidEventError('datacontenttype', `${event.type} has JSON data, and not ${contentType}`);
    }
    const text = utf8(data.bytes, () => new InvalidEventError('data', 'it is JSON, and not valid UTF-8'));
    try {
        return JSON.parse(text, (_, value: unknown) => (isSealed(value) ? { subject: value.subject, forgotten: true } : value));
    } catch (failure) {
        throw new InvalidEventError('data', (failure as Error).message, { cause: failure });
    }
}

function isSealed(value: unknown): value is { subject: string; sealed: string } {
    return (
        typeof value === 'object' &&
        value !== null &&
        Object.keys(value).length === 2 &&
        'subject' in value &&
        typeof value.subject === 'string' &&
        'sealed' in value &&
        typeof value.sealed === 'string'
    );
}

/** Writes one JSON object, attributes first. */
export function writeStructured(event: Event, mostBytes: number = MOST_BYTES): Uint8Array {
    const contentType = contentTypeOf(event);
    const members = checked(attributesOf(event, contentType)).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
    const data = dataOf(event, contentType);
    if ('json' in data) {
        members.push(`"data":${data.json}`);
    } else if ('text' in data) {
        members.push(`"data":${JSON.stringify(data.text)}`);
    } else if ('octets' in data) {
        members.push(`"data_base64":"${Buffer.from(data.octets).toString('base64')}"`);
    }
    const body = Buffer.from(`{${members.join(',')}}`, 'utf8');
    if (body.length > mostBytes) {
        throw new EventTooLargeError(body.length, mostBytes);
    }
    return body;
}

/** Writes attributes plus data; JSON data without a content type gets `application/json`. */
export function writeBinary(event: Event, mostBytes: number = MOST_BYTES): WireEvent {
    const contentType = contentTypeOf(event);
    const data = dataOf(event, contentType);
    const written = checked(attributesOf(event, contentType ?? ('json' in data ? 'application/json' : undefined)));
    const attributes = new Map(written.map(([name, value]) => [name, String(value)]));
    const body = event.data instanceof EncodedData ? event.data.bytes : bytesOf(data);
    const wire = { attributes, body };
    requireWithin(wire, mostBytes);
    return wire;
}

/** The bytes of names and values of attributes, and of the body. */
export function sizeOf(wire: WireEvent): number {
    let size = wire.body.length;
    wire.attributes.forEach((value, name) => {
        size += Buffer.byteLength(name) + Buffer.byteLength(value);
    });
    return size;
}

function requireWithin(wire: WireEvent, mostBytes: number): void {
    const size = sizeOf(wire);
    if (size > mostBytes) {
        throw new EventTooLargeError(size, mostBytes);
    }
}

type Writing = { json: string } | { text: string } | { octets: Uint8Array } | Record<string, never>;

function bytesOf(data: Writing): Uint8Array {
    if ('octets' in data) {
        return data.octets as Uint8Array;
    }
    return Buffer.from('json' in data ? (data.json as string) : '', 'utf8');
}

function contentTypeOf(event: Event): string | undefined {
    const stated = event.dataContentType;
    const own = event.data instanceof EncodedData ? event.data.contentType : undefined;
    if (own !== undefined && stated !== undefined && stated !== own) {
        throw new InvalidEventError('datacontenttype', `the metadata says ${stated}, the data says ${own}`);
    }
    return own ?? stated;
}

function dataOf(event: Event, contentType: string | undefined): Writing {
    const data = event.data;
    const json = contentType === undefined || isJson(contentType);
    if (data === undefined) {
        return {};
    }
    if (data instanceof EncodedData) {
        const text = validText(data.bytes);
        if (text !== undefined && (json ? isOneValue(text) : isText(contentType))) {
            return json ? { json: text } : { text };
        }
        return { octets: data.bytes };
    }
    if (data instanceof Uint8Array) {
        return { octets: data };
    }
    if (!json) {
        throw new InvalidEventError('datacontenttype', `typed data is written as JSON, not as ${contentType}: use a Uint8Array or EncodedData for that`);
    }
    const text = data === null ? undefined : (JSON.stringify(data) as string | undefined);
    if (text === undefined || !isOneValue(text)) {
        throw new InvalidEventError('data', 'it cannot be written as JSON that other languages read');
    }
    return { json: text };
}

function validText(bytes: Uint8Array): string | undefined {
    try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
        return undefined;
    }
}

/** What is written can be read: the attributes are those of an event that a reader accepts. */
function checked(attributes: Iterable<[string, ExtensionValue]>): [string, ExtensionValue][] {
    const draft = new Draft();
    const all = [...attributes];
    for (const [name, value] of all) {
        if (typeof value === 'string') {
            draft.text(name, value);
        } else {
            draft.value(name, value);
        }
    }
    draft.finish(() => undefined);
    return all;
}

/** The attributes in the order of Java's codec. */
function* attributesOf(event: Event, contentType: string | undefined): Generator<[string, ExtensionValue]> {
    const text = (name: string, value: string): [string, string] => {
        requireLegal(name, value);
        return [name, value];
    };
    requireNotEmpty(event);
    yield ['specversion', '1.0'];
    yield text('id', event.id);
    requireUriReference('source', event.source);
    yield ['source', event.source];
    yield text('type', event.type);
    if (event.subject !== undefined) {
        yield text('subject', event.subject);
    }
    if (event.time !== undefined) {
        yield ['time', canonicalTime('time', event.time)];
    }
    if (event.key !== undefined) {
        yield text('partitionkey', event.key);
    }
    yield* patternOf(event, text);
    if (event.correlation !== undefined) {
        yield text('correlationid', event.correlation);
    }
    if (event.causation !== undefined) {
        yield text('causationid', event.causation);
    }
    if (event.traceparent !== undefined) {
        yield text('traceparent', event.traceparent);
        if (event.tracestate !== undefined) {
            yield text('tracestate', event.tracestate);
        }
    }
    if (contentType !== undefined && contentType !== '') {
        yield text('datacontenttype', contentType);
    }
    if (event.dataSchema !== undefined) {
        requireUriReference('dataschema', event.dataSchema);
        yield ['dataschema', event.dataSchema];
    }
    for (const [name, value] of Object.entries(event.extensions ?? {})) {
        yield extension(event, name, value);
    }
}

/** A reader takes an empty one for a plain extension. */
function requireNotEmpty(event: Event): void {
    for (const [attribute, value] of [
        ['partitionkey', event.key],
        ['correlationid', event.correlation],
        ['causationid', event.causation],
    ] as const) {
        if (value === '') {
            throw new InvalidEventError(attribute, 'it must have at least 1 character, this one has none');
        }
    }
}

function* patternOf(event: Event, text: (name: string, value: string) => [string, string]): Generator<[string, ExtensionValue]> {
    const pattern = event.pattern ?? { kind: 'plain' };
    if (pattern.kind === 'plain') {
        return;
    }
    yield ['triskelpattern', pattern.kind];
    if (pattern.kind === 'sourced') {
        yield text('stream', pattern.stream);
        yield ['sequence', sorted(pattern.revision)];
    } else if (pattern.kind === 'state') {
        yield text('entity', pattern.entity);
        yield ['entityversion', String(pattern.version)];
        if (pattern.deleted) {
            yield ['entitydeleted', true];
        }
    } else if (pattern.kind === 'notification') {
        yield text('lookup', pattern.lookup);
        yield ['lookupversion', String(pattern.minVersion)];
    } else {
        yield text('commandtarget', pattern.target);
    }
}

const RESERVED = new Set([
    'specversion',
    'id',
    'source',
    'type',
    'subject',
    'time',
    'datacontenttype',
    'dataschema',
    'data',
    'partitionkey',
    'correlationid',
    'causationid',
    'triskelpattern',
]);

const OF_PATTERNS: Record<string, readonly string[]> = {
    plain: [],
    command: ['commandtarget'],
    notification: ['lookup', 'lookupversion'],
    state: ['entity', 'entityversion', 'entitydeleted'],
    sourced: ['stream', 'sequence'],
};

function extension(event: Event, name: string, value: ExtensionValue): [string, ExtensionValue] {
    if (!/^[a-z0-9]+$/.test(name)) {
        throw new InvalidEventError(name.slice(0, 100), "an attribute's name has lower-case letters and digits only, and one or more");
    }
    const trace = event.traceparent !== undefined && (name === 'traceparent' || name === 'tracestate');
    const ofPattern = OF_PATTERNS[event.pattern?.kind ?? 'plain']?.includes(name) === true;
    if ((RESERVED.has(name) && !isFree(event, name, value)) || trace || ofPattern) {
        throw new InvalidEventError(name, 'the envelope has a place of its own for it, so it cannot be an extension here');
    }
    const illegal = typeof value === 'string' ? illegalIn(value) : undefined;
    const fits = typeof value !== 'number' || (Number.isInteger(value) && value <= 0x7fff_ffff && value >= -0x8000_0000);
    if (illegal !== undefined || !fits) {
        throw new InvalidEventError(name, illegal ?? `an integer has 32 bits (CloudEvents 1.0, "Type System"), this is ${value}`);
    }
    return [name, value];
}

/** An empty key, correlation or causation, which no envelope can have, is kept as a plain extension. */
function isFree(event: Event, name: string, value: ExtensionValue): boolean {
    const absent =
        (name === 'partitionkey' && event.key === undefined) ||
        (name === 'correlationid' && event.correlation === undefined) ||
        (name === 'causationid' && event.causation === undefined);
    return value === '' && absent;
}
