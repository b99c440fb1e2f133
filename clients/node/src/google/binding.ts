import { structured, type WireEvent } from '../wire.js';
import type { Event } from '../event.js';

/** A message of Pub/Sub, as the SDK takes it. */
export interface PubSubMessage {
    readonly attributes: Record<string, string>;
    readonly data: Uint8Array;
    readonly orderingKey?: string;
}

const PREFIX = 'ce-';

/** The limits of a message (Pub/Sub documentation, "Quotas and limits"). */
const VALUE_BYTES = 1_024;
const ATTRIBUTES = 100;

/** An event in binary mode of Google's Pub/Sub binding for CloudEvents. */
export function pubSubMessage(wire: WireEvent, event: Event): PubSubMessage {
    const attributes = Object.fromEntries([...wire.attributes].map(([name, value]) => [PREFIX + name, value]));
    return { attributes, data: wire.body, ...(event.key === undefined ? {} : { orderingKey: event.key }) };
}

/** Why Pub/Sub would reject an event, and with it its whole request. */
export function misfitOf(wire: WireEvent): string | undefined {
    if (wire.attributes.size > ATTRIBUTES) {
        return `A message can have at most ${ATTRIBUTES} attributes, this event has ${wire.attributes.size}`;
    }
    const long = [...wire.attributes].find(([, value]) => Buffer.byteLength(value) > VALUE_BYTES);
    return long === undefined
        ? undefined
        : `An attribute of a message can have at most ${VALUE_BYTES} bytes, this event's ${long[0]} has more`;
}

/** Attributes and bytes of a message; attributes outside the binding are ignored. */
export function wireOfPubSub(attributes: Readonly<Record<string, string>>, data: Uint8Array): WireEvent {
    // The second spelling is that of the CloudEvents SDK for Go, contrary to the binding.
    const contentType = attributes['content-type'] ?? attributes['Content-Type'];
    if (contentType?.toLowerCase().startsWith('application/cloudevents') === true) {
        return structured(data);
    }
    const plain = new Map<string, string>();
    for (const [name, value] of Object.entries(attributes)) {
        if (name.startsWith(PREFIX)) {
            plain.set(name.slice(PREFIX.length), value);
        }
    }
    if (contentType !== undefined && plain.size > 0) {
        plain.set('datacontenttype', contentType);
    }
    return { attributes: plain, body: data };
}

/** The message's ordering key, else the key in its attributes. */
export function keyOfPubSub(wire: WireEvent, orderingKey: string | undefined): string | undefined {
    const own = orderingKey === '' ? undefined : orderingKey;
    const key = own ?? wire.attributes.get('partitionkey');
    return key === '' ? undefined : key;
}
