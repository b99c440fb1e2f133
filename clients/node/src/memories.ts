import type { Instant } from './instant.js';
import { type EventId, joined } from './keys.js';

const MOST = 1_024;

/** Longer than any source waits before a redelivery. */
const GONE_AFTER = 15n * 60n * 1_000_000_000n;

export interface Failures {
    readonly counted: number;
    readonly cutOff: number;
    readonly since: Instant;
    readonly last: Instant;
}

/**
 * Counts how often events failed in this process, for consumers without an inbox. A full memory says so, so that the event
 * is parked immediately: if old counts were dropped, no event might ever be parked.
 */
export class FailureMemory {
    private readonly failures = new Map<string, Failures>();

    of(event: EventId): Failures | undefined {
        return this.failures.get(nameOf(event));
    }

    /** @returns whether the failure is recorded */
    failed(event: EventId, counted: number, cutOff: number, now: Instant): boolean {
        const name = nameOf(event);
        const before = this.failures.get(name);
        this.failures.delete(name);
        if (before === undefined && !this.hasRoom(now)) {
            return false;
        }
        this.failures.set(name, { counted, cutOff, since: before?.since ?? now, last: now });
        return true;
    }

    private hasRoom(now: Instant): boolean {
        if (this.failures.size < MOST) {
            return true;
        }
        const [oldest, failures] = this.failures.entries().next().value as [string, Failures];
        if (now >= failures.last && now < failures.last + GONE_AFTER) {
            return false;
        }
        this.failures.delete(oldest);
        return true;
    }

    settled(event: EventId): void {
        this.failures.delete(nameOf(event));
    }
}

/**
 * Remembers the claimants of claims without an answer, so that the next batch claims such an event under the same name. A
 * name is used once, because two batches that share it would both handle the event.
 */
export class LostClaims {
    private readonly claimants = new Map<string, string>();

    remember(event: EventId, claimant: string): void {
        this.claimants.set(nameOf(event), claimant);
        if (this.claimants.size > MOST) {
            this.claimants.delete(this.claimants.keys().next().value as string);
        }
    }

    take(event: EventId, otherwise: string): string {
        const name = nameOf(event);
        const lost = this.claimants.get(name);
        this.claimants.delete(name);
        return lost ?? otherwise;
    }
}

function nameOf(event: EventId): string {
    return joined(event.source, event.id);
}
