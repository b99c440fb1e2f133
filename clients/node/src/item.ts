import type { Delivery, Handler, Verdict, Why } from './consumer.js';
import type { Event } from './event.js';
import type { Claim } from './inbox.js';
import type { Instant } from './instant.js';
import type { EventId } from './keys.js';
import type { Lane } from './parking.js';

/** One lane within one batch. */
export class LaneState {
    /** The lane is parked: its events queue in the lot. */
    held = false;
    /** Whether the lane is parked is still unknown. */
    toAsk = false;
    /** How many items were handled under a claim without a recorded completion. */
    uncompleted = 0;
    /** An earlier delivery is unsettled, so no later one is attempted. */
    stopped = false;
    /** An earlier delivery is tried again in the next round. */
    waiting = false;

    /** @param lane absent for an event without a lane */
    constructor(readonly lane?: Lane) {}
}

/** Why and until when an event is to be parked. */
export interface Parking {
    readonly reason: string;
    readonly replayAt?: Instant | undefined;
}

/** One delivery while its batch is settled, and the only owner of its verdict. */
export class Item {
    event: Event | undefined;
    handler: Handler | undefined;
    /** Why no handler can take the event, which is then parked. */
    unreadable: string | undefined;
    /** An earlier delivery of the same event, whose verdict applies to this one too. */
    first: Item | undefined;
    toClaim = false;
    claim: Claim | undefined;
    /** Why the event could not be claimed. */
    blocked: { readonly why: Why; readonly message: string } | undefined;
    /** How many attempts count so far, and how many of them were cut off. */
    counted = 0;
    cutOff = 0;
    /** Since when the event may have held up its source. */
    since: Instant | undefined;
    tried = false;
    /** The handler is done; the completion may still have to be recorded. */
    handled = false;
    parking: Parking | undefined;
    /** The event is parked alone, while its lane continues. */
    aside = false;
    /** The lot took the event from this batch. */
    inLot = false;
    lastFailure = '';
    verdict: Verdict | undefined;

    constructor(
        readonly delivery: Delivery,
        readonly id: EventId,
        readonly lane: LaneState,
        readonly place: number,
    ) {}

    /** Whether the delivery still needs its own verdict. */
    get isOpen(): boolean {
        return this.verdict === undefined && this.first === undefined;
    }

    get isToSettle(): boolean {
        return this.isOpen && !this.handled;
    }

    /** The inbox says that the lot has the event from an earlier batch, so its lane is parked. */
    inLotAlready(): void {
        this.decided({ kind: 'parked', reason: 'it is in the parking lot already' });
        this.lane.held = this.lane.lane !== undefined;
        this.lane.toAsk = false;
    }

    markHandled(): void {
        this.handled = true;
        this.lane.uncompleted += this.claim === undefined ? 0 : 1;
    }

    completed(): void {
        if (this.claim !== undefined) {
            this.lane.uncompleted--;
        }
        this.decided({ kind: 'handled' });
    }

    /** The completion could not be recorded and will not be: the event counts as not handled. */
    notCompleted(): void {
        this.handled = false;
        this.lane.uncompleted--;
    }

    parked(reason: string): void {
        this.inLot = true;
        this.lane.held = this.lane.lane !== undefined && !this.aside;
        this.decided({ kind: 'parked', reason });
    }

    /** The delivery is left to the source, and no later one of its lane is attempted. */
    unsettled(why: Why, message: string): void {
        this.lane.stopped = true;
        this.decided({ kind: 'unsettled', why, message });
    }

    decided(verdict: Verdict): void {
        if (this.verdict !== undefined) {
            throw new Error(
                `${this.id.source}#${this.id.id} has its verdict, ${this.verdict.kind}, and cannot get another: ${verdict.kind}`,
            );
        }
        this.verdict = verdict;
    }
}
