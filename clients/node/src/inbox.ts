import type { Instant } from './instant.js';
import type { EventId } from './keys.js';
import { each } from './stores.js';

/**
 * Remembers which events a consumer has claimed, completed or parked, so that none is handled again. Java's `Inbox` and its
 * stores have the same rows, so that consumers of both languages may share one name. Results are one per entry, in order;
 * a call that throws `PortError` has an unknown outcome.
 */
export interface Inbox {
    claimAll(
        consumer: string,
        events: readonly EventId[],
        now: Instant,
        lease: bigint,
        claimant: string,
    ): Promise<ClaimResult[]>;
    /** Claims a parked event for its replay; it stays parked until completed. */
    claimParked(consumer: string, event: EventId, now: Instant, lease: bigint, claimant: string): Promise<ClaimResult>;
    completeAll(claims: readonly Claim[], now: Instant): Promise<WriteOutcome[]>;
    releaseAll(releases: readonly Release[], now: Instant): Promise<WriteOutcome[]>;
    /** Marks claimed events, which the lot already has, as parked. */
    parkAll(releases: readonly Release[], now: Instant): Promise<WriteOutcome[]>;
    /** Completes a parked event without a claim. */
    completeParked(consumer: string, event: EventId, now: Instant): Promise<WriteOutcome>;
}

/** The right to handle one event until the lease expires. */
export interface Claim {
    readonly consumer: string;
    readonly event: EventId;
    /** Higher than that of any earlier claim of the event. */
    readonly fence: number;
    /** The number of this attempt, from 1. */
    readonly attempt: number;
    /** When the first attempt that still counts was claimed. */
    readonly since: Instant;
    /** How many leases expired without completion or release. */
    readonly cutOff: number;
    readonly leaseEnd: Instant;
}

export type ClaimResult =
    | { readonly kind: 'claimed'; readonly claim: Claim }
    | { readonly kind: 'completed' }
    | { readonly kind: 'in-progress'; readonly since: Instant; readonly leaseEnd: Instant }
    | { readonly kind: 'parked' }
    | { readonly kind: 'failed'; readonly message: string };

/** Lost: the lease had expired or there is a newer claim, and nothing was written. */
export type WriteOutcome =
    { readonly kind: 'recorded' } | { readonly kind: 'lost' } | { readonly kind: 'failed'; readonly message: string };

/** Releases a claim: `attempts` count from now on; an untried event has not blocked its source. */
export interface Release {
    readonly claim: Claim;
    readonly attempts: number;
    readonly untried: boolean;
}

/** The result of a step on a stored state: the state to write if the step's input is still stored, and the answer. */
export interface Change<N, T> {
    readonly next?: N;
    readonly answer: T;
}

/** One event of one consumer as stored; the functions below are the steps of Java's `InboxEntry`. */
export interface InboxEntry {
    readonly fence: number;
    readonly attempts: number;
    readonly cutOff: number;
    readonly completed: boolean;
    readonly parked: boolean;
    readonly written: Instant;
    readonly leaseEnd?: Instant | undefined;
    readonly since?: Instant | undefined;
    readonly fenceOfSince: number;
    readonly claimant?: string | undefined;
}

export type InboxStep<T> = (entry: InboxEntry) => Change<InboxEntry, T>;

export function absentEntry(now: Instant): InboxEntry {
    return { fence: 0, attempts: 0, cutOff: 0, completed: false, parked: false, written: now, fenceOfSince: 0 };
}

/** Claims the event. A claimant that already has a claim gets that one: its answer was lost. */
export function claiming(
    consumer: string,
    event: EventId,
    now: Instant,
    end: Instant,
    forTheLot: boolean,
    claimant: string,
): InboxStep<ClaimResult> {
    return (entry) => {
        const claimed = (of: InboxEntry): ClaimResult => ({
            kind: 'claimed',
            claim: {
                consumer,
                event,
                fence: of.fence,
                attempt: of.attempts,
                since: of.since ?? now,
                cutOff: of.cutOff,
                leaseEnd: of.leaseEnd ?? now,
            },
        });
        if (entry.completed) {
            return { answer: { kind: 'completed' } };
        }
        if (entry.parked && !forTheLot) {
            return { answer: { kind: 'parked' } };
        }
        if (entry.leaseEnd !== undefined && entry.claimant === claimant) {
            if (end <= entry.leaseEnd) {
                return { answer: claimed(entry) };
            }
            const longer = { ...entry, completed: false, written: now, leaseEnd: end };
            return { next: longer, answer: claimed(longer) };
        }
        if (leased(entry, now)) {
            return { answer: { kind: 'in-progress', since: entry.since ?? now, leaseEnd: entry.leaseEnd ?? now } };
        }
        const fence = entry.fence + 1;
        const next: InboxEntry = {
            fence,
            attempts: entry.attempts + 1,
            cutOff: entry.leaseEnd === undefined ? entry.cutOff : entry.cutOff + 1,
            completed: false,
            parked: entry.parked || forTheLot,
            written: now,
            leaseEnd: end,
            since: entry.since ?? now,
            fenceOfSince: entry.since === undefined ? fence : entry.fenceOfSince,
            claimant,
        };
        return { next, answer: claimed(next) };
    };
}

export function completing(claim: Claim, now: Instant): InboxStep<WriteOutcome> {
    return (entry) => {
        if (entry.fence !== claim.fence || (!entry.completed && !leased(entry, now))) {
            return { answer: { kind: 'lost' } };
        }
        return entry.completed
            ? { answer: { kind: 'recorded' } }
            : { next: ended(entry, now), answer: { kind: 'recorded' } };
    };
}

/** @param toTheLot whether the parking lot has the event now */
export function releasing(release: Release, now: Instant, toTheLot: boolean): InboxStep<WriteOutcome> {
    return (entry) => {
        if (entry.fence !== release.claim.fence || entry.completed) {
            return { answer: { kind: 'lost' } };
        }
        const next: InboxEntry = {
            ...entry,
            attempts: release.attempts,
            cutOff: release.untried ? entry.cutOff : 0,
            completed: false,
            parked: entry.parked || toTheLot,
            written: now,
            leaseEnd: undefined,
            since: release.untried && entry.fenceOfSince === entry.fence ? undefined : entry.since,
        };
        return { next, answer: { kind: 'recorded' } };
    };
}

export function completingParked(now: Instant): InboxStep<WriteOutcome> {
    return (entry) =>
        !entry.completed && leased(entry, now)
            ? { answer: { kind: 'lost' } }
            : { next: ended(entry, now), answer: { kind: 'recorded' } };
}

function leased(entry: InboxEntry, now: Instant): boolean {
    return entry.leaseEnd !== undefined && now < entry.leaseEnd;
}

function ended(entry: InboxEntry, now: Instant): InboxEntry {
    return { ...entry, completed: true, parked: false, written: now, leaseEnd: undefined };
}

/** An inbox that writes each entry by itself: a store says only how a step is applied to one entry. */
export abstract class EntryInbox implements Inbox {
    /** @param parkedIsNew whether the entry of a parked event is guessed to be absent */
    protected constructor(private readonly parkedIsNew: boolean) {}

    /** @param isNew whether to guess that there is no entry yet, which saves reading it */
    protected abstract step<T>(
        consumer: string,
        event: EventId,
        now: Instant,
        isNew: boolean,
        rule: InboxStep<T>,
    ): Promise<T>;

    claimAll(
        consumer: string,
        events: readonly EventId[],
        now: Instant,
        lease: bigint,
        claimant: string,
    ): Promise<ClaimResult[]> {
        return each(events, (event) =>
            this.step(consumer, event, now, true, claiming(consumer, event, now, now + lease, false, claimant)),
        );
    }

    claimParked(consumer: string, event: EventId, now: Instant, lease: bigint, claimant: string): Promise<ClaimResult> {
        const rule = claiming(consumer, event, now, now + lease, true, claimant);
        return this.step(consumer, event, now, this.parkedIsNew, rule);
    }

    completeAll(claims: readonly Claim[], now: Instant): Promise<WriteOutcome[]> {
        return each(claims, (claim) => this.step(claim.consumer, claim.event, now, false, completing(claim, now)));
    }

    releaseAll(releases: readonly Release[], now: Instant): Promise<WriteOutcome[]> {
        return this.release(releases, now, false);
    }

    parkAll(releases: readonly Release[], now: Instant): Promise<WriteOutcome[]> {
        return this.release(releases, now, true);
    }

    private release(releases: readonly Release[], now: Instant, toTheLot: boolean): Promise<WriteOutcome[]> {
        return each(releases, (release) =>
            this.step(release.claim.consumer, release.claim.event, now, false, releasing(release, now, toTheLot)),
        );
    }

    completeParked(consumer: string, event: EventId, now: Instant): Promise<WriteOutcome> {
        return this.step(consumer, event, now, false, completingParked(now));
    }
}
