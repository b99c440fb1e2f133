import { Draft } from './draft.js';
import { EncodedData, type Event, type ExtensionValue } from './event.js';
import { EventTooLargeError, InvalidEventError } from './failures.js';
import { isOneValue } from './json.js';
import { sorted } from './keys.js';
import { canonicalTime, illegalIn, isJson, isText, requireLegal, requireUriReference } from './text.js';
import { MOST_BYTES, requireWithin, type WireEvent } from './wire.js';

/** Writes one JSON object, attributes first. */
export function writeStructured(event: Event, mostBytes: number = MOST_BYTES): Uint8Array {
    const contentType = contentTypeOf(event);
    const members = checked(attributesOf(event, contentType)).map(
        ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
    );
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
        throw new InvalidEventError(
            'datacontenttype',
            `typed data is written as JSON, not as ${contentType}: use a Uint8Array or EncodedData for that`,
        );
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

function* patternOf(
    event: Event,
    text: (name: string, value: string) => [string, string],
): Generator<[string, ExtensionValue]> {
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
        throw new InvalidEventError(
            name.slice(0, 100),
            "an attribute's name has lower-case letters and digits only, and one or more",
        );
    }
    const trace = event.traceparent !== undefined && (name === 'traceparent' || name === 'tracestate');
    const ofPattern = OF_PATTERNS[event.pattern?.kind ?? 'plain']?.includes(name) === true;
    if ((RESERVED.has(name) && !isFree(event, name, value)) || trace || ofPattern) {
        throw new InvalidEventError(
            name,
            'the envelope has a place of its own for it, so it cannot be an extension here',
        );
    }
    const illegal = typeof value === 'string' ? illegalIn(value) : undefined;
    const fits =
        typeof value !== 'number' || (Number.isInteger(value) && value <= 0x7fff_ffff && value >= -0x8000_0000);
    if (illegal !== undefined || !fits) {
        throw new InvalidEventError(
            name,
            illegal ?? `an integer has 32 bits (CloudEvents 1.0, "Type System"), this is ${value}`,
        );
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
