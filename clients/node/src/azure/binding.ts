import { structured, type WireEvent } from '../wire.js';
import type { Event } from '../event.js';
import { formatInstant } from '../instant.js';

/** A message of Event Hubs, as the SDK takes it. */
export interface HubMessage {
    readonly body: Uint8Array;
    readonly contentType?: string;
    readonly properties: Record<string, string | number | boolean>;
}

/** Both prefixes of the binding: the second is for JMS, whose names have no colon. */
const PREFIXES = ['cloudEvents:', 'cloudEvents_'] as const;

const MEDIA_TYPE = ['content-type', 'ContentType', 'contentType'];

/** An event in binary mode of the CloudEvents AMQP binding; numbers and booleans of extensions keep their type. */
export function hubMessage(wire: WireEvent, event: Event): HubMessage {
    const properties: HubMessage['properties'] = {};
    wire.attributes.forEach((value, name) => {
        if (name !== 'datacontenttype') {
            properties[`cloudEvents:${name}`] = value;
        }
    });
    for (const [name, value] of Object.entries(event.extensions ?? {})) {
        properties[`cloudEvents:${name}`] = value;
    }
    const contentType = wire.attributes.get('datacontenttype');
    return { body: wire.body, properties, ...(contentType === undefined ? {} : { contentType }) };
}

/** The media type among a message's system properties, in the spellings of the SDKs. */
export function contentTypeIn(system: Readonly<Record<string, unknown>>): string | undefined {
    const name = MEDIA_TYPE.find((each) => system[each] !== undefined && system[each] !== null);
    return name === undefined ? undefined : String(system[name]);
}

/** Attributes and bytes of a message; properties outside the binding are ignored. */
export function wireOfHub(
    contentType: string | undefined,
    properties: Readonly<Record<string, unknown>>,
    body: Uint8Array,
): WireEvent {
    if (contentType?.toLowerCase().startsWith('application/cloudevents') === true) {
        return structured(body);
    }
    const attributes = new Map<string, string>();
    for (const [property, value] of Object.entries(properties)) {
        const prefix = PREFIXES.find((each) => property.startsWith(each));
        if (prefix !== undefined && value !== undefined && value !== null) {
            attributes.set(property.slice(prefix.length), canonical(value));
        }
    }
    if (contentType !== undefined && attributes.size > 0) {
        attributes.set('datacontenttype', contentType);
    }
    return { attributes, body };
}

function canonical(value: unknown): string {
    if (value instanceof Date) {
        return formatInstant(BigInt(value.getTime()) * 1_000_000n);
    }
    return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : String(value);
}

/** The ordering key in a message's attributes, else its partition key. */
export function keyOfHub(wire: WireEvent, partitionKey: string | undefined): string | undefined {
    const key = wire.attributes.get('partitionkey') ?? partitionKey;
    return key === '' ? undefined : key;
}

/** Hub, partition and sequence number; the hub in lower case, since hub names ignore case. */
export function hubPosition(hub: string, partition: string, sequenceNumber: string): string {
    return `${hub.toLowerCase()}/${partition}/${sequenceNumber}`;
}

/**
 * The index of a key's partition: Bob Jenkins's lookup3 over the key's UTF-8, its two results folded into 16 bits, as Event
 * Hubs and its SDKs compute it.
 */
export function partitionOf(key: string, partitions: number): number {
    const bytes = Buffer.from(key, 'utf8');
    const word = (at: number) => {
        let value = 0;
        for (let i = Math.min(bytes.length - at, 4) - 1; i >= 0; i--) {
            value = (value << 8) | (bytes[at + i] as number);
        }
        return value;
    };
    const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by));
    let a = (0xdeadbeef + bytes.length) | 0;
    let b = a;
    let c = a;
    let at = 0;
    const add = () => {
        a = (a + word(at)) | 0;
        b = (b + word(at + 4)) | 0;
        c = (c + word(at + 8)) | 0;
    };
    for (; bytes.length - at > 12; at += 12) {
        add();
        a = (((a - c) | 0) ^ rotate(c, 4)) | 0;
        c = (c + b) | 0;
        b = (((b - a) | 0) ^ rotate(a, 6)) | 0;
        a = (a + c) | 0;
        c = (((c - b) | 0) ^ rotate(b, 8)) | 0;
        b = (b + a) | 0;
        a = (((a - c) | 0) ^ rotate(c, 16)) | 0;
        c = (c + b) | 0;
        b = (((b - a) | 0) ^ rotate(a, 19)) | 0;
        a = (a + c) | 0;
        c = (((c - b) | 0) ^ rotate(b, 4)) | 0;
        b = (b + a) | 0;
    }
    if (at < bytes.length) {
        add();
        c = ((c ^ b) - rotate(b, 14)) | 0;
        a = ((a ^ c) - rotate(c, 11)) | 0;
        b = ((b ^ a) - rotate(a, 25)) | 0;
        c = ((c ^ b) - rotate(b, 16)) | 0;
        a = ((a ^ c) - rotate(c, 4)) | 0;
        b = ((b ^ a) - rotate(a, 14)) | 0;
        c = ((c ^ b) - rotate(b, 24)) | 0;
    }
    const hash = ((c ^ b) << 16) >> 16;
    return Math.abs(hash % partitions);
}
