import { type Event, type Handling, NotYetError, PortError } from '@triskel/consume';

/** The headers that prove who asks, for one request. */
export type Credential = (address: URL) => Promise<Record<string, string>>;

const MOST_BYTES = 256 * 1024;

/**
 * The state that a notification announces, at its version or a newer one. If the source is older, or does not know it, the
 * source's store lags behind its events: `NotYetError`, which counts no attempt. The rules and words are those of Java's
 * `NotificationHandler` and `HttpLookup`.
 *
 * @param base an absolute address that ends in `/`; a resolved address never leaves it
 */
export async function lookUp(base: URL, credential: Credential, event: Event, handling: Handling): Promise<unknown> {
    if (event.pattern?.kind !== 'notification') {
        throw new Error(`A notification handler takes notifications; ${event.id} of type ${event.type} is not one`);
    }
    const address = resolve(base, event.pattern.lookup);
    const { version, body } = await fetched(address, credential, handling.deadline);
    if (version < event.pattern.minVersion) {
        throw new NotYetError(
            `${address} is at version ${version}, ${event.source}#${event.id} speaks of version ${event.pattern.minVersion}`,
        );
    }
    return JSON.parse(body);
}

/** `URL` resolves dot segments, encoded ones too, so that only an encoded slash could still hide one. */
export function resolve(base: URL, lookup: string): URL {
    const address = new URL(lookup, base);
    const hidden = /%2f|%5c|%25/i.test(address.pathname) && address.pathname.includes('..');
    if (address.origin !== base.origin || !address.pathname.startsWith(base.pathname) || hidden) {
        throw new Error(`The lookup '${lookup}' leaves the base ${base}`);
    }
    return address;
}

async function fetched(address: URL, credential: Credential, deadline: Date): Promise<{ version: bigint; body: string }> {
    const left = deadline.getTime() - Date.now();
    if (left <= 0) {
        throw new PortError(`No time is left to look up ${address}`);
    }
    const signal = AbortSignal.timeout(left);
    let answer: Response;
    let body: string;
    try {
        answer = await fetch(address, { headers: await credential(address), redirect: 'manual', signal });
        body = await text(answer);
    } catch (failure) {
        const why = signal.aborted ? 'did not answer in time' : `could not be looked up: ${failure}`;
        throw new PortError(`${address} ${why}`, { cause: failure });
    }
    if (answer.status === 404 || answer.status === 410) {
        throw new NotYetError(`${address} does not exist, or not yet`);
    }
    if (answer.status !== 200) {
        throw new PortError(`${address} answered status ${answer.status}, expected 200 or 404`);
    }
    const version = answer.headers.get('Entity-Version') ?? '';
    if (!/^\d{1,19}$/.test(version)) {
        throw new PortError(`${address} answered with Entity-Version '${version}', expected a whole number`);
    }
    return { version: BigInt(version), body };
}

async function text(answer: Response): Promise<string> {
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of answer.body ?? []) {
        size += part.length;
        if (size > MOST_BYTES) {
            throw new Error(`the body has more than ${MOST_BYTES} bytes`);
        }
        parts.push(part);
    }
    return Buffer.concat(parts).toString('utf8');
}
