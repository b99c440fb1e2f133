import type { Consumer, Why } from './consumer.js';
import type { Claim, Release, WriteOutcome } from './inbox.js';
import type { Instant } from './instant.js';
import type { Item, Parking } from './item.js';
import { laneOfEvent, type ParkedEvent, type ParkingLot } from './parking.js';
import type { Situation } from './situation.js';

/**
 * Leaves an unhandled event to the source, or parks it; records completions and releases claims. The lot has the event
 * before an inbox row or a verdict says that it is parked.
 */
export class Parker {
    /** If lanes are not run apart: deliveries before this index are completed in this round. */
    private completedTo = 0;

    constructor(
        private readonly consumer: Consumer,
        private readonly situation: Situation,
        private readonly items: readonly Item[],
        private readonly claimant: string,
    ) {}

    get hasLot(): boolean {
        return this.consumer.lot !== undefined;
    }

    /** Whether the event may be left to redelivery: its failures are recorded, or there is no lot to park it in. */
    mayComeAgain(item: Item, now: Instant): boolean {
        return this.counts(item, now) || !this.hasLot;
    }

    private counts(item: Item, now: Instant): boolean {
        return (
            this.consumer.inbox !== undefined ||
            (item.counted === 0 && !this.situation.holdsOthers) ||
            this.consumer.memory.failed(item.id, item.counted, item.cutOff, now)
        );
    }

    /** Leaves the event to the source. If the source does not redeliver, it is parked, unless an earlier one is unsettled. */
    async giveUp(item: Item, why: Why, message: string, now: Instant): Promise<void> {
        if (this.situation.redelivery === 'never' && this.hasLot && !item.lane.stopped) {
            await this.park(item, this.consumer.later(message), now);
        } else {
            item.unsettled(why, message);
        }
    }

    async park(item: Item, decision: Parking, now: Instant): Promise<void> {
        const lot = this.consumer.lot;
        if (lot === undefined) {
            item.unsettled('failed', `it should be parked, but there is no parking lot: ${decision.reason}`);
            return;
        }
        if (await this.claimGone(item, now)) {
            return;
        }
        item.parking = decision;
        if (!item.aside && !(await this.earlierCompleted(item))) {
            if (!item.lane.stopped && this.situation.canWait(now)) {
                item.lane.waiting = true;
            } else {
                item.unsettled(
                    'behind-a-failure',
                    'the completion of an earlier event of its lane could not be recorded',
                );
            }
            return;
        }
        await this.put(item, decision, now, (event) => lot.park(event));
    }

    /** Whether the lane is open again, so that the item may continue; if not, it was queued in the lot, or could not be. */
    async findsOpen(item: Item, now: Instant): Promise<boolean> {
        if (await this.claimGone(item, now)) {
            return false;
        }
        const reason = item.unreadable ?? 'it is behind a parked event of its lane';
        const open = await this.put(item, { reason }, now, (event) =>
            (this.consumer.lot as ParkingLot).parkBehind(event),
        );
        item.lane.held = item.lane.held && !open;
        return open;
    }

    private async put(
        item: Item,
        decision: Parking,
        now: Instant,
        into: (event: ParkedEvent) => ReturnType<ParkingLot['park']>,
    ): Promise<boolean> {
        try {
            const result = await into(this.parkedEvent(item, decision, now));
            if (result.kind === 'open') {
                return true;
            }
            if (result.kind === 'full') {
                this.notParked(item, `the parking lot is full at ${result.limit} events`, now);
            } else {
                item.parked(decision.reason);
            }
        } catch (ofThePort) {
            this.consumer.portFailed('parking-lot', ofThePort);
            this.notParked(item, `it could not be parked: ${String(ofThePort)}`, now);
        }
        return false;
    }

    private notParked(item: Item, message: string, now: Instant): void {
        if (this.situation.canWait(now)) {
            item.lane.waiting = true;
        } else {
            item.unsettled('port-failed', message);
        }
    }

    private parkedEvent(item: Item, decision: Parking, now: Instant): ParkedEvent {
        return {
            consumer: this.consumer.name,
            lane: item.lane.lane === undefined || item.aside ? laneOfEvent(item.id) : item.lane.lane,
            event: item.id,
            wire: item.delivery.wire,
            position: item.delivery.position,
            reason: decision.reason,
            attempts: item.counted,
            parkedAt: now,
            replayAt: decision.replayAt,
        };
    }

    /**
     * Completes the handled events of the lane before a later one is parked: after a crash, a handled event could otherwise
     * be redelivered into the parked lane and queue behind the later event.
     */
    private async earlierCompleted(item: Item): Promise<boolean> {
        if (item.lane.lane === undefined) {
            return true;
        }
        if (item.lane.uncompleted > 0 && this.consumer.lanesAtOnce > 1) {
            await this.complete(this.items.filter((each) => each.lane === item.lane));
        } else if (item.lane.uncompleted > 0 && item.place > this.completedTo) {
            const from = this.completedTo;
            this.completedTo = item.place;
            await this.complete(this.items.slice(from, item.place));
        }
        return !item.lane.stopped && item.lane.uncompleted === 0;
    }

    /**
     * Whether the claim's lease has expired, so that the event is not ours to park: another claimant may have completed it
     * and parked a later event of its lane. If the source does not redeliver, the inbox is asked.
     */
    private async claimGone(item: Item, now: Instant): Promise<boolean> {
        if (item.claim === undefined || now < item.claim.leaseEnd) {
            return false;
        }
        item.claim = undefined;
        if (this.situation.redelivery !== 'never') {
            item.unsettled('in-progress-elsewhere', 'its lease has expired');
            return true;
        }
        if (await this.endedElsewhere(item, now)) {
            item.decided({ kind: 'duplicate' });
            return true;
        }
        return false;
    }

    private async endedElsewhere(item: Item, now: Instant): Promise<boolean> {
        try {
            const results = await this.consumer.inbox?.claimAll(
                this.consumer.name,
                [item.id],
                now,
                1_000_000_000n,
                this.claimant,
            );
            const result = results?.[0];
            if (result?.kind === 'claimed') {
                item.claim = result.claim;
            }
            return result?.kind === 'completed';
        } catch (ofThePort) {
            this.consumer.portFailed('inbox', ofThePort);
            return false;
        }
    }

    /** Completes all deliveries handled in a round. */
    async completeRound(): Promise<void> {
        this.completedTo = 0;
        await this.complete(this.items);
    }

    /** Gives handled deliveries their verdict once the inbox has recorded them; the others wait a round. */
    private async complete(items: readonly Item[]): Promise<void> {
        const inbox = this.consumer.inbox;
        const claimed: Item[] = [];
        for (const item of items.filter((each) => each.handled && each.verdict === undefined)) {
            if (inbox === undefined || item.claim === undefined) {
                item.completed();
            } else {
                claimed.push(item);
            }
        }
        if (inbox === undefined || claimed.length === 0) {
            return;
        }
        const now = this.consumer.clock();
        let outcomes: WriteOutcome[];
        try {
            outcomes = await inbox.completeAll(
                claimed.map((item) => item.claim as Claim),
                now,
            );
        } catch (ofThePort) {
            this.consumer.portFailed('inbox', ofThePort);
            outcomes = claimed.map(() => ({ kind: 'failed', message: String(ofThePort) }));
        }
        const again = this.situation.canWait(now);
        const outcomeOf = (at: number): WriteOutcome =>
            outcomes[at] ?? { kind: 'failed', message: 'the port answered for fewer entries than it was asked' };
        claimed.forEach((item, at) => {
            const outcome = outcomeOf(at);
            if (outcome.kind === 'recorded') {
                item.completed();
            } else if (outcome.kind === 'lost' || !again) {
                item.notCompleted();
            }
        });
        // In a second loop: giving up may park an event, and by then each handled event of its lane must be completed, or
        // known not to be.
        for (const [at, item] of claimed.entries()) {
            if (!item.handled) {
                await this.end(item, outcomeOf(at), now);
            }
        }
    }

    private async end(item: Item, outcome: WriteOutcome, now: Instant): Promise<void> {
        if (outcome.kind === 'failed') {
            await this.giveUp(item, 'port-failed', `its completion could not be recorded: ${outcome.message}`, now);
            return;
        }
        item.claim = undefined;
        if (this.situation.redelivery === 'never' && (await this.endedElsewhere(item, now))) {
            item.decided({ kind: 'duplicate' });
        } else {
            await this.giveUp(item, 'in-progress-elsewhere', 'its lease expired while it was handled', now);
        }
    }

    /** Releases claims, and marks those of parked events as parked; if that fails, the next claimant waits for the leases. */
    async letGo(): Promise<void> {
        const inbox = this.consumer.inbox;
        if (inbox === undefined) {
            this.items.forEach((item) => {
                this.remember(item);
            });
            return;
        }
        const unsettled: Release[] = [];
        const parked: Release[] = [];
        for (const item of this.items) {
            if (item.claim !== undefined && item.verdict !== undefined) {
                const release = { claim: item.claim, attempts: item.counted, untried: !item.tried };
                if (item.inLot) {
                    parked.push(release);
                } else if (item.verdict.kind === 'unsettled') {
                    unsettled.push(release);
                }
            }
        }
        if (parked.length > 0) {
            await this.tell(() => inbox.parkAll(parked, this.consumer.clock()));
        }
        if (unsettled.length > 0) {
            await this.tell(() => inbox.releaseAll(unsettled, this.consumer.clock()));
        }
    }

    private remember(item: Item): void {
        if (item.verdict !== undefined && item.verdict.kind !== 'unsettled') {
            this.consumer.memory.settled(item.id);
        } else if (item.tried) {
            this.counts(item, this.consumer.clock());
        }
    }

    private async tell(call: () => Promise<unknown>): Promise<void> {
        try {
            await call();
        } catch (ofThePort) {
            this.consumer.portFailed('inbox', ofThePort);
        }
    }
}
