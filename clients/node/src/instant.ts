/**
 * A moment in nanoseconds since 1970. Stored rows have nanoseconds, which a `Date` would cut off, and a row that is written
 * again must keep them.
 */
export type Instant = bigint;

/** The current moment; injected, so that tests need no waiting. */
export type Clock = () => Instant;

export const systemClock: Clock = () => BigInt(Date.now()) * 1_000_000n;

const SECOND = 1_000_000_000n;

export function millis(count: number): bigint {
    return BigInt(Math.round(count)) * 1_000_000n;
}

/** Whole milliseconds, never negative. */
export function toMillis(nanos: bigint): number {
    return nanos <= 0n ? 0 : Number(nanos / 1_000_000n);
}

export function seconds(at: Instant): bigint {
    return at >= 0n || at % SECOND === 0n ? at / SECOND : at / SECOND - 1n;
}

export function nanosOfSecond(at: Instant): number {
    return Number(at - seconds(at) * SECOND);
}

/** The text that Java's `Instant` has: a fraction of 0, 3, 6 or 9 digits, in UTC. */
export function formatInstant(at: Instant): string {
    const whole = new Date(Number(seconds(at)) * 1000).toISOString().slice(0, -5);
    const nanos = nanosOfSecond(at);
    if (nanos === 0) {
        return `${whole}Z`;
    }
    const digits = String(nanos).padStart(9, '0');
    return `${whole}.${digits.endsWith('000000') ? digits.slice(0, 3) : digits.endsWith('000') ? digits.slice(0, 6) : digits}Z`;
}

const TEXT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** Reads a moment; throws if the text is not one. */
export function parseInstant(text: string): Instant {
    const parts = TEXT.exec(text);
    const whole = parts === null ? Number.NaN : Date.parse(`${parts[1]}${parts[3]}`);
    if (parts === null || Number.isNaN(whole)) {
        throw new Error(`A moment looks like 2026-01-31T08:15:30.5Z, unlike '${text}'`);
    }
    return BigInt(whole) * 1_000_000n + BigInt((parts[2] ?? '').padEnd(9, '0'));
}

/** The text that Java's `Duration` has, such as PT1M30S. */
export function formatDuration(nanos: bigint): string {
    const [hours, minutes] = [nanos / (3_600n * SECOND), (nanos / (60n * SECOND)) % 60n];
    const rest = Number(nanos % (60n * SECOND)) / 1e9;
    const text = `${hours > 0n ? `${hours}H` : ''}${minutes > 0n ? `${minutes}M` : ''}${rest > 0 ? `${rest}S` : ''}`;
    return text === '' ? 'PT0S' : `PT${text}`;
}
