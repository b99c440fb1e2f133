import { Draft } from './draft.js';
import { EncodedData, type Event } from './event.js';
import { EventTooLargeError, InvalidEventError } from './failures.js';
import { JsonError, type Member, membersOf } from './json.js';
import { isJson } from './text.js';
import { MOST_BYTES, requireWithin, type WireEvent } from './wire.js';

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
    return draft.finish((contentType) =>
        encoded(contentType, wire.body.length === 0 ? undefined : { octets: wire.body }),
    );
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
        throw notBase64(
            length === 1 && text.length === 1
                ? 'Input byte[] should at least have 2 bytes for base64 bytes'
                : 'Last unit does not have enough valid bits',
        );
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
        throw new InvalidEventError(
            'data',
            `${event.type} has JSON data, and ${data === undefined ? 'there is none' : 'this is null'}`,
        );
    }
    if (contentType !== undefined && !isJson(contentType)) {
        throw new InvalidEventError('datacontenttype', `${event.type} has JSON data, and not ${contentType}`);
    }
    const text = utf8(data.bytes, () => new InvalidEventError('data', 'it is JSON, and not valid UTF-8'));
    try {
        return JSON.parse(text, (_, value: unknown) =>
            isSealed(value) ? { subject: value.subject, forgotten: true } : value,
        );
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
