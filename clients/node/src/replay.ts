import type { Consumer } from './consumer.js';
import type { Event } from './event.js';
import { brokenPackage, faultOf, NotYetError, PortError, placeOf, RefusedError, SetAsideError } from './failures.js';
import type { Claim } from './inbox.js';
import { type Instant, toMillis } from './instant.js';
import type { Parking } from './item.js';
import { type EventId, sameEvent } from './keys.js';
import { type Lane, type LaneLease, lane, laneOfEvent, type ParkedEvent, type ParkingLot } from './parking.js';
import { keeping } from './situation.js';

/** An operator's request that a consumer's own function replay what it has parked (docs/ops-commands.md). */
export interface ReplayRequest {
    readonly consumer: string;
    /** The most events, and the most lanes. */
    readonly limit: number;
    readonly seconds: number;
    /** The only lane to replay. */
    readonly lane?: Lane | undefined;
}

export interface ReplayAnswer {
    handled: number;
    duplicates: number;
    failed: number;
    busy: number;
    opened: number;
    /** Limit or time kept the replay from trying every lane: invoke again. */
    more: boolean;
}

/** Whether a function's event is a request to replay, which no cloud's trigger sends. */
export function isReplayRequest(document: unknown): boolean {
    return (
        typeof document === 'object' && document !== null && (document as { triskel?: unknown }).triskel === 'replay'
    );
}

/** Reads a request; throws if it is not one, with what was expected. */
export function readReplayRequest(document: unknown): ReplayRequest {
    if (!isReplayRequest(document)) {
        throw expected('a document without it');
    }
    const { consumer, limit, seconds, lane: value, alone } = document as Record<string, unknown>;
    const fits =
        typeof consumer === 'string' &&
        Number.isInteger(limit) &&
        Number.isInteger(seconds) &&
        (value === undefined || typeof value === 'string');
    if (!fits) {
        throw expected(JSON.stringify(document));
    }
    if (consumer.trim() === '' || (limit as number) < 1 || (seconds as number) < 1) {
        throw expected(`'${consumer}', ${limit} and ${seconds}`);
    }
    return {
        consumer,
        limit: limit as number,
        seconds: seconds as number,
        lane: value === undefined ? undefined : lane(value, alone === true),
    };
}

function expected(found: string): RefusedError {
    return new RefusedError(
        'expected {"triskel":"replay","consumer":NAME,"limit":N,"seconds":N} with numbers of at least' +
            ` 1, and perhaps a "lane", not ${found}`,
    );
}

const RESERVE = 1_000_000_000n;

/** An event that waits on is tried again after at most this time. */
const LONGEST_PAUSE = 15n * 60n * 1_000_000_000n;

/**
 * Replays parked events to the consumer's handlers, head first under the lane's lease. An event is removed only after it is
 * handled, and a lane opens only when it is empty.
 */
export class Replay {
    private readonly counts: ReplayAnswer = { handled: 0, duplicates: 0, failed: 0, busy: 0, opened: 0, more: false };
    private readonly lot: ParkingLot;
    private deadline: Instant = 0n;
    private attemptsUntil: Instant = 0n;

    constructor(private readonly consumer: Consumer) {
        if (consumer.lot === undefined) {
            throw new Error(`${consumer.name} has no parking lot: there is nothing to replay`);
        }
        this.lot = consumer.lot;
    }

    async run(request: ReplayRequest, deadline: Instant): Promise<ReplayAnswer> {
        if (request.consumer !== this.consumer.name) {
            throw new RefusedError(
                `this is the function of consumer ${this.consumer.name}; the request is for ${request.consumer}`,
            );
        }
        const now = this.consumer.clock();
        const asked = now + BigInt(request.seconds) * 1_000_000_000n;
        this.deadline = asked < deadline ? asked : deadline;
        this.attemptsUntil = keeping(this.deadline, RESERVE, now);
        let left = request.limit;
        try {
            const lanes =
                request.lane === undefined ? await this.lot.lanes(this.consumer.name, request.limit) : [request.lane];
            for (const each of lanes) {
                if (left <= 0 || this.outOfTime()) {
                    break;
                }
                left -= await this.replayLane(each, left);
            }
        } catch (ofThePort) {
            this.portFailed(ofThePort);
        }
        const { handled, duplicates, failed } = this.counts;
        this.counts.more = handled + duplicates + failed >= request.limit || this.outOfTime();
        return this.counts;
    }

    private outOfTime(): boolean {
        return this.consumer.clock() >= this.attemptsUntil;
    }

    private portFailed(failure: unknown): void {
        this.consumer.portFailed('replay', failure);
        this.counts.failed++;
    }

    /** @returns how many events were tried with success */
    private async replayLane(of: Lane, limit: number): Promise<number> {
        let tried = 0;
        let lease: LaneLease | undefined;
        try {
            lease = await this.lease(of);
            while (lease !== undefined && tried < limit && !this.outOfTime() && (await this.next(lease))) {
                tried++;
            }
            if (lease !== undefined && (await this.lot.peek(lease)) === undefined && (await this.lot.open(lease))) {
                this.counts.opened++;
            }
        } catch (ofThePort) {
            this.portFailed(ofThePort);
        } finally {
            await this.releaseLane(lease);
        }
        return tried;
    }

    private async lease(of: Lane): Promise<LaneLease | undefined> {
        const now = this.consumer.clock();
        const remaining = this.deadline > now ? this.deadline - now : 0n;
        const lease = await this.lot.lease(this.consumer.name, of, now, remaining + RESERVE);
        if (lease === undefined && (await this.lot.heldAmong(this.consumer.name, [of])).length > 0) {
            this.counts.busy++;
        }
        return lease;
    }

    private async releaseLane(lease: LaneLease | undefined): Promise<void> {
        try {
            if (lease !== undefined) {
                await this.lot.release(lease);
            }
        } catch (ofThePort) {
            this.portFailed(ofThePort);
        }
    }

    /** Whether the head was tried and removed from the lane, so that the next event may be tried. */
    private async next(lease: LaneLease): Promise<boolean> {
        const parked = await this.lot.peek(lease);
        if (parked === undefined) {
            return false;
        }
        const read = this.consumer.read(parked.wire);
        switch (read.kind) {
            case 'undecodable':
                return this.waits(lease, parked, { reason: read.reason }, parked.attempts);
            case 'event':
                return this.claim(lease, parked, read);
            default: {
                const type = read.kind === 'unknown-version' ? read.event.type : parked.event.id;
                return this.waits(lease, parked, { reason: `${type} has no handler here` }, parked.attempts);
            }
        }
    }

    private async claim(lease: LaneLease, parked: ParkedEvent, read: HandledEvent): Promise<boolean> {
        const inbox = this.consumer.inbox;
        if (inbox === undefined) {
            return this.attempt(lease, parked, read, undefined);
        }
        const now = this.consumer.clock();
        // Only this replay has this lease of the lane, so a claim under its name is this replay's.
        const result = await inbox.claimParked(
            this.consumer.name,
            read.id,
            now,
            lease.leaseEnd - now,
            `replay ${lease.fence}`,
        );
        switch (result.kind) {
            case 'claimed':
                return this.attempt(lease, parked, read, result.claim);
            case 'completed':
                this.counts.duplicates += (await this.takeOut(lease, parked, read.id)) ? 1 : 0;
                return true;
            case 'failed':
                throw new PortError(`The inbox could not claim ${read.id.source}#${read.id.id}: ${result.message}`);
            default:
                this.counts.busy++;
                return false;
        }
    }

    private async attempt(
        lease: LaneLease,
        parked: ParkedEvent,
        read: HandledEvent,
        claim: Claim | undefined,
    ): Promise<boolean> {
        const attempt = claim?.attempt ?? parked.attempts + 1;
        try {
            await read.handler(read.event, {
                attempt,
                deadline: new Date(toMillis(this.attemptsUntil)),
                fence: claim?.fence ?? 0,
            });
        } catch (failure) {
            return this.failed(lease, parked, read.event, claim, attempt, failure);
        }
        if (this.consumer.inbox !== undefined && claim !== undefined) {
            const [outcome] = await this.consumer.inbox.completeAll([claim], this.consumer.clock());
            if (outcome?.kind !== 'recorded') {
                this.counts.busy++;
                return false;
            }
        }
        const out = await this.takeOut(lease, parked, read.id);
        this.counts.handled++;
        return out;
    }

    /** An event parked as undecodable also has an inbox row under its position's identity, which is completed here. */
    private async takeOut(lease: LaneLease, parked: ParkedEvent, event: EventId): Promise<boolean> {
        if (this.consumer.inbox !== undefined && !sameEvent(event, parked.event)) {
            await this.consumer.inbox.completeParked(this.consumer.name, parked.event, this.consumer.clock());
        }
        return this.lot.remove(lease, parked.event);
    }

    private async failed(
        lease: LaneLease,
        parked: ParkedEvent,
        event: Event,
        claim: Claim | undefined,
        attempt: number,
        failure: unknown,
    ): Promise<boolean> {
        const fault = faultOf(failure);
        if (failure instanceof SetAsideError) {
            return this.setAside(
                lease,
                parked,
                claim,
                attempt - 1,
                this.laterThan(parked, `set aside: ${failure.message}`),
            );
        }
        let parking: Parking;
        let counted = attempt - 1;
        if (failure instanceof NotYetError) {
            parking = this.consumer.later(`not yet: ${placeOf(failure)}`);
        } else if (fault === 'package') {
            parking = this.consumer.later(brokenPackage(failure));
        } else if (fault === 'port') {
            parking = this.consumer.later(`a port failed: ${placeOf(failure)}`);
        } else {
            const decision = this.consumer.decide(event, failure, attempt);
            if (typeof decision === 'object' && 'halt' in decision) {
                parking = this.consumer.later(decision.halt);
            } else {
                counted = attempt;
                parking =
                    decision === 'retry'
                        ? this.consumer.later(`failed again: ${placeOf(failure)}`)
                        : { reason: decision.park, replayAt: decision.replayAt };
            }
        }
        await this.releaseClaim(claim, counted);
        return this.waits(lease, parked, parking, counted);
    }

    /** An event that has waited for long is tried less and less often. */
    private laterThan(parked: ParkedEvent, reason: string): Parking {
        const now = this.consumer.clock();
        const waited = now - parked.parkedAt;
        const pause = waited < LONGEST_PAUSE ? waited : LONGEST_PAUSE;
        return { reason, replayAt: now + (pause < this.consumer.replayDelay ? this.consumer.replayDelay : pause) };
    }

    /** The event may wait for a later one, so it moves to a lane of its own, and the next one is tried. */
    private async setAside(
        lease: LaneLease,
        parked: ParkedEvent,
        claim: Claim | undefined,
        attempts: number,
        parking: Parking,
    ): Promise<boolean> {
        const alone = laneOfEvent(parked.event);
        const moved = { ...parked, lane: alone, reason: parking.reason, attempts, replayAt: parking.replayAt };
        const same = lease.lane.alone && lease.lane.value === alone.value;
        if (same || (await this.lot.park(moved)).kind !== 'parked') {
            await this.releaseClaim(claim, attempts);
            return this.waits(lease, parked, parking, attempts);
        }
        await this.releaseClaim(claim, attempts);
        this.counts.failed++;
        return this.lot.remove(lease, parked.event);
    }

    private async waits(lease: LaneLease, parked: ParkedEvent, parking: Parking, attempts: number): Promise<boolean> {
        this.counts.failed++;
        await this.lot.postpone(lease, { ...parked, reason: parking.reason, attempts, replayAt: parking.replayAt });
        return false;
    }

    private async releaseClaim(claim: Claim | undefined, attempts: number): Promise<void> {
        if (claim !== undefined) {
            await this.consumer.inbox?.releaseAll([{ claim, attempts, untried: false }], this.consumer.clock());
        }
    }
}

interface HandledEvent {
    readonly id: EventId;
    readonly event: Event;
    readonly handler: (event: Event, handling: { attempt: number; deadline: Date; fence: number }) => unknown;
}
