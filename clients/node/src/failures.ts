/** A port failed, such as a store or a bus: no event is at fault, and no attempt counts. */
export class PortError extends Error {
    override readonly name = 'PortError';
}

const LONGEST_REASON = 500;

/** An event is not one that can be read or written here. A retry fails again. */
export class InvalidEventError extends Error {
    override readonly name: string = 'InvalidEventError';

    /** What was found and what was expected. */
    readonly reason: string;

    /** @param attribute the attribute's name, `data`, or `event` for the whole */
    constructor(
        readonly attribute: string,
        reason: string,
        options?: ErrorOptions,
    ) {
        const shortened = shorten(reason);
        super(`Invalid event, ${attribute}: ${shortened}`, options);
        this.reason = shortened;
    }
}

/** A reason may quote the event and is stored with it, so its length is limited. */
function shorten(reason: string): string {
    const half = LONGEST_REASON / 2;
    return reason.length <= LONGEST_REASON ? reason : `${reason.slice(0, half)} ... ${reason.slice(-half)}`;
}

/** An event is larger than allowed, and was neither encoded nor decoded. */
export class EventTooLargeError extends InvalidEventError {
    override readonly name = 'EventTooLargeError';

    constructor(
        readonly actual: number,
        readonly limit: number,
    ) {
        super('event', `it has ${actual} bytes encoded, and at most ${limit} are allowed`);
    }
}

/** A handler throws this if something that the event needs is missing: it is tried again, and no attempt counts. */
export class NotYetError extends Error {
    override readonly name: string = 'NotYetError';
}

/** Like {@link NotYetError}, but later events of the lane do not wait: the event is parked alone. */
export class SetAsideError extends NotYetError {
    override readonly name = 'SetAsideError';
}

/** A request of an operator is broken, or for another consumer; the message says what was expected. */
export class RefusedError extends Error {
    override readonly name = 'RefusedError';
}

/** Where a failure comes from: the event or its handler, a port, or the deployed package. */
export type Fault = 'event' | 'port' | 'package';

const MOST_CAUSES = 32;
const BROKEN_PACKAGE = new Set([
    'ERR_MODULE_NOT_FOUND',
    'MODULE_NOT_FOUND',
    'ERR_DLOPEN_FAILED',
    'ERR_PACKAGE_PATH_NOT_EXPORTED',
]);

export function faultOf(failure: unknown): Fault {
    for (const at of causes(failure)) {
        if (at instanceof PortError) {
            return 'port';
        }
        if (isBrokenPackage(at)) {
            return 'package';
        }
    }
    return 'event';
}

/** Why the batch halts when a module is missing; quotes only the error that names it. */
export function brokenPackage(failure: unknown): string {
    const found = causes(failure).find(isBrokenPackage);
    return `the package is broken: ${String(found ?? placeOf(failure))}`;
}

function isBrokenPackage(failure: unknown): boolean {
    return failure instanceof Error && BROKEN_PACKAGE.has((failure as NodeJS.ErrnoException).code ?? '');
}

/** The failure and its causes, outermost first; causes may form a circle. */
function causes(failure: unknown): unknown[] {
    const all: unknown[] = [];
    for (
        let at = failure;
        at !== undefined && at !== null && all.length < MOST_CAUSES;
        at = at instanceof Error ? at.cause : undefined
    ) {
        all.push(at);
    }
    return all;
}

/**
 * What may be stored of a failure: its class and the line that threw it, and those of its root cause. A message may quote
 * personal data (decision 0096).
 */
export function placeOf(failure: unknown): string {
    const all = causes(failure);
    const root = all[all.length - 1];
    return all.length <= 1 ? one(failure) : `${one(failure)}, caused by ${one(root)}`;
}

function one(failure: unknown): string {
    if (!(failure instanceof Error)) {
        return typeof failure;
    }
    const name = failure.constructor.name || failure.name;
    const frame = /^ {4}at (.*)$/m.exec(failure.stack ?? '')?.[1];
    return frame === undefined ? name : `${name} at ${frame.replace(/(?:file:\/\/)?\/[^\s()]*\//g, '')}`;
}
