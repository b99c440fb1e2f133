import { EventTooLargeError } from './failures.js';

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

/** The bytes of names and values of attributes, and of the body. */
export function sizeOf(wire: WireEvent): number {
    let size = wire.body.length;
    wire.attributes.forEach((value, name) => {
        size += Buffer.byteLength(name) + Buffer.byteLength(value);
    });
    return size;
}

export function requireWithin(wire: WireEvent, mostBytes: number): void {
    const size = sizeOf(wire);
    if (size > mostBytes) {
        throw new EventTooLargeError(size, mostBytes);
    }
}
