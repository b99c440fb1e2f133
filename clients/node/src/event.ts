import { type Clock, formatInstant, systemClock } from './instant.js';
import { derivedId } from './keys.js';
import { isBlank } from './text.js';

/** Which pattern an event follows; docs/wire-format.md has their attributes. */
export type Pattern =
    | { readonly kind: 'plain' }
    | { readonly kind: 'command'; readonly target: string }
    | { readonly kind: 'notification'; readonly lookup: string; readonly minVersion: bigint }
    | { readonly kind: 'state'; readonly entity: string; readonly version: bigint; readonly deleted: boolean }
    | { readonly kind: 'sourced'; readonly stream: string; readonly revision: bigint };

/** The value of an extension attribute: a number is a whole one of 32 bits. */
export type ExtensionValue = string | number | boolean;

/** An event with all its attributes, as it travels. On the wire it is a CloudEvent 1.0. */
export interface Event<D = unknown> {
    readonly id: string;
    readonly source: string;
    /** The wire type, such as `orders.order-placed.v1`. */
    readonly type: string;
    readonly subject?: string;
    /** RFC 3339, with its offset. */
    readonly time?: string;
    /** Events that share a key stay in order. */
    readonly key?: string;
    /** Absent: a plain event. */
    readonly pattern?: Pattern;
    readonly correlation?: string;
    readonly causation?: string;
    readonly traceparent?: string;
    readonly tracestate?: string;
    /** Absent: JSON. */
    readonly dataContentType?: string;
    readonly dataSchema?: string;
    readonly extensions?: Readonly<Record<string, ExtensionValue>>;
    /** JSON, a `Uint8Array` for octets, `EncodedData` as it was on the wire, or `undefined` for none. */
    readonly data: D;
}

/** Data that was not decoded. Writing it again gives the same bytes. */
export class EncodedData {
    constructor(
        readonly contentType: string | undefined,
        readonly bytes: Uint8Array,
    ) {}

    /** The data as text, which is JSON unless the content type says otherwise. */
    text(): string {
        return Buffer.from(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength).toString('utf8');
    }
}

/** A wire type's name and version; 0 for a foreign type without one. */
export function typeOf(wire: string): { name: string; version: number } {
    const parts = /^(.+)\.v([1-9]\d{0,8})$/s.exec(wire);
    return parts === null ? { name: wire, version: 0 } : { name: parts[1] as string, version: Number(parts[2]) };
}

export const MOST_ID = 128;
export const MOST_SOURCE = 256;

/** A foreign id in a form that we may write: a derived one if it is too long or blank. */
function writable(id: string): string {
    return id.length <= MOST_ID && !isBlank(id) ? id : derivedId('foreign', id);
}

const REPLY_TO = 'replyto';

/** Pub/Sub's limit for the value of an attribute. */
const MOST_REPLY_TO = 1_024;

/** The address of a reply, which a participant copies to its reply unchanged. */
export function replyToOf(event: Event): string | undefined {
    const value = event.extensions?.[REPLY_TO];
    return value === undefined ? undefined : String(value);
}

/** What a reply or a caused event needs besides its data. */
export interface Caused {
    /** The source of the service that writes it. */
    readonly source: string;
    /** Distinguishes the events of one cause: a participant's name for its reply. */
    readonly name: string;
    readonly type: string;
    readonly clock?: Clock;
}

/**
 * An event caused by another one, such as a participant's reply to a command. Its id derives from the cause's id and the
 * name, so a second attempt makes the same event; it has the cause's correlation, trace, key and reply address.
 */
export function causedBy<D>(cause: Event, as: Caused, data: D): Event<D> {
    const causation = writable(cause.id);
    const replyTo = cause.extensions?.[REPLY_TO];
    const copied =
        replyTo !== undefined && String(replyTo) !== '' && Buffer.byteLength(String(replyTo)) <= MOST_REPLY_TO;
    return {
        id: derivedId(cause.source, cause.id, as.name),
        source: as.source,
        type: as.type,
        time: formatInstant((as.clock ?? systemClock)()),
        ...(cause.key === undefined ? {} : { key: cause.key }),
        correlation: cause.correlation === undefined ? causation : writable(cause.correlation),
        causation,
        ...(cause.traceparent === undefined ? {} : { traceparent: cause.traceparent }),
        ...(cause.traceparent === undefined || cause.tracestate === undefined ? {} : { tracestate: cause.tracestate }),
        ...(copied ? { extensions: { [REPLY_TO]: replyTo } } : {}),
        data,
    };
}

/** Why an event is beyond the limits of what we write; every supported bus and store takes events within them. */
export function beyondLimits(event: Event): string | undefined {
    const beyond = (what: string, text: string | undefined, most: number) =>
        text === undefined || (text.length <= most && !isBlank(text))
            ? undefined
            : `The ${what} of an event that we write must have 1 to ${most} characters and not be blank, this one has ${text.length}`;
    return (
        beyond('source', event.source, MOST_SOURCE) ??
        beyond('id', event.id, MOST_ID) ??
        beyond("type's name", typeOf(event.type).name, 200) ??
        beyond('subject', event.subject, 256) ??
        beyond('ordering key', event.key, 128) ??
        beyond('correlation id', event.correlation, MOST_ID) ??
        beyond('causation id', event.causation, MOST_ID) ??
        (event.dataSchema !== undefined && !/^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(event.dataSchema)
            ? 'The data schema of an event that we write is an absolute URI, this one is not'
            : undefined) ??
        Object.keys(event.extensions ?? {})
            .map((name) => beyond("extension's name", name, 64))
            .find((found) => found !== undefined)
    );
}
