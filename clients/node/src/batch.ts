import type { Consumer, Delivery, Redelivery, Verdict } from './consumer.js';
import { isSettled } from './consumer.js';
import { placeOf } from './failures.js';
import type { ClaimResult } from './inbox.js';
import { formatInstant, type Instant } from './instant.js';
import { Item, LaneState } from './item.js';
import { derivedId, type EventId, joined } from './keys.js';
import { LaneWork } from './lanework.js';
import { type Lane, lane, laneName } from './parking.js';
import { Parker } from './parker.js';
import { Situation } from './situation.js';

/** Completions and parked events of this many deliveries take less than a second. */
const FOR_ONE_RESERVE = 250;

const LONGEST_ID = 128;

/**
 * One call of `settle`. A batch works in rounds: every lane has a turn before a failed lane is tried again, so that no lane
 * waits for another one's retry.
 */
export class Batch {
    private readonly situation: Situation;
    private readonly items: Item[] = [];
    private readonly lanes = new Map<string, LaneState>();
    private readonly claimant: string;
    private readonly parker: Parker;
    private readonly work: LaneWork;

    constructor(
        private readonly consumer: Consumer,
        deliveries: readonly Delivery[],
        redelivery: Redelivery,
        deadline: Instant,
    ) {
        const times = BigInt(Math.max(1, Math.ceil(deliveries.length / FOR_ONE_RESERVE)));
        this.situation = new Situation(consumer, redelivery, deadline, consumer.reserve * times);
        this.claimant = consumer.inbox === undefined ? '' : consumer.claimants();
        const seen = new Map<string, Item>();
        for (const delivery of deliveries) {
            const item = this.receive(delivery);
            this.items.push(item);
            if (item.isOpen && consumer.inbox !== undefined) {
                const name = joined(item.id.source, item.id.id);
                item.first = seen.get(name);
                item.toClaim = item.first === undefined;
                seen.set(name, item.first ?? item);
            } else if (item.isOpen) {
                this.remember(item);
            }
        }
        this.parker = new Parker(consumer, this.situation, this.items, this.claimant);
        this.work = new LaneWork(consumer, this.situation, this.parker);
    }

    async settle(): Promise<Verdict[]> {
        while (await this.round()) {
            await this.consumer.pause(this.situation.nextWait);
            this.situation.waited();
            for (const item of this.items) {
                item.lane.waiting = false;
            }
        }
        await this.parker.letGo();
        return this.items.map(verdictOf);
    }

    private async round(): Promise<boolean> {
        const now = this.consumer.clock();
        const remaining = this.situation.deadline > now ? this.situation.deadline - now : 0n;
        await this.claim(now, remaining + this.situation.reserve);
        await this.askForHeld();
        if (this.consumer.lanesAtOnce <= 1) {
            for (const item of this.items) {
                await this.work.goOn(item);
            }
        } else {
            await this.runLanesApart();
        }
        await this.parker.completeRound();
        return this.items.some((item) => item.isOpen);
    }

    private async runLanesApart(): Promise<void> {
        const byLane = new Map<LaneState, Item[]>();
        for (const item of this.items.filter((each) => each.isToSettle)) {
            byLane.set(item.lane, [...(byLane.get(item.lane) ?? []), item]);
        }
        const waiting = [...byLane.values()];
        const worker = async () => {
            for (let items = waiting.shift(); items !== undefined; items = waiting.shift()) {
                for (const item of items) {
                    await this.work.goOn(item);
                }
            }
        };
        await Promise.all(Array.from({ length: Math.min(this.consumer.lanesAtOnce, waiting.length) }, worker));
    }

    private receive(delivery: Delivery): Item {
        const place = this.items.length;
        const read = this.consumer.read(delivery.wire);
        if (read.kind === 'undecodable') {
            const key =
                this.consumer.lane === undefined && delivery.transportKey !== '' ? delivery.transportKey : undefined;
            const item = new Item(delivery, positionId(delivery.position), this.stateOf(key), place);
            item.unreadable = read.reason;
            return item;
        }
        if (read.kind === 'ignored') {
            const item = new Item(delivery, read.id, new LaneState(), place);
            item.decided({ kind: 'ignored' });
            return item;
        }
        let state = new LaneState();
        let unreadable = read.kind === 'unknown-version' ? read.reason : undefined;
        try {
            state = this.stateOf(this.consumer.lane === undefined ? read.event.key : this.consumer.lane(read.event));
        } catch (ofTheLane) {
            unreadable = `its lane could not be determined: ${placeOf(ofTheLane)}`;
        }
        const item = new Item(delivery, read.id, state, place);
        item.event = read.event;
        item.handler = read.kind === 'event' ? read.handler : undefined;
        item.unreadable = unreadable;
        return item;
    }

    private stateOf(key: string | undefined): LaneState {
        if (key === undefined) {
            return new LaneState();
        }
        const of = lane(key);
        const state = this.lanes.get(laneName(of)) ?? new LaneState(of);
        if (!this.lanes.has(laneName(of))) {
            state.toAsk = this.consumer.lot !== undefined;
            this.lanes.set(laneName(of), state);
        }
        return state;
    }

    private remember(item: Item): void {
        const failures = this.consumer.memory.of(item.id);
        if (failures !== undefined) {
            item.counted = failures.counted;
            item.cutOff = failures.cutOff;
            item.since = failures.since;
        }
    }

    /** Claims all events that are not claimed yet, in one call per claimant. */
    private async claim(now: Instant, lease: bigint): Promise<void> {
        const { inbox, lost, name } = this.consumer;
        const asked = this.items.filter((item) => item.toClaim && item.verdict === undefined);
        if (inbox === undefined || asked.length === 0) {
            return;
        }
        const byClaimant = new Map<string, Item[]>();
        for (const item of asked) {
            const claimant = lost.take(item.id, this.claimant);
            byClaimant.set(claimant, [...(byClaimant.get(claimant) ?? []), item]);
        }
        for (const [claimant, items] of byClaimant) {
            const events = items.map((item) => item.id);
            let results: ClaimResult[] = [];
            let otherwise = 'the port answered for fewer entries than it was asked';
            try {
                results = await inbox.claimAll(name, events, now, lease, claimant);
            } catch (ofThePort) {
                this.consumer.portFailed('inbox', ofThePort);
                otherwise = String(ofThePort);
            }
            items.forEach((item, i) => {
                const result = results[i] ?? { kind: 'failed', message: otherwise };
                if (result.kind === 'failed') {
                    lost.remember(item.id, claimant);
                }
                take(item, result);
            });
        }
    }

    /** Asks the lot in one call which lanes are parked, among those with work that are not known yet. */
    private async askForHeld(): Promise<void> {
        const lot = this.consumer.lot;
        const asked = new Map<string, LaneState>();
        for (const { lane: state, isToSettle } of this.items) {
            if (lot !== undefined && state.toAsk && state.lane !== undefined && isToSettle) {
                state.toAsk = false;
                asked.set(laneName(state.lane), state);
            }
        }
        if (lot === undefined || asked.size === 0) {
            return;
        }
        try {
            const held = await lot.heldAmong(
                this.consumer.name,
                [...asked.values()].map((state) => state.lane as Lane),
            );
            for (const of of held) {
                const state = asked.get(laneName(of));
                if (state !== undefined) {
                    state.held = true;
                }
            }
        } catch (ofThePort) {
            this.consumer.portFailed('parking-lot', ofThePort);
            asked.forEach((state) => {
                state.toAsk = true;
            });
        }
    }
}

function take(item: Item, result: ClaimResult): void {
    switch (result.kind) {
        case 'claimed':
            item.claim = result.claim;
            item.counted = result.claim.attempt - 1;
            item.cutOff = result.claim.cutOff;
            item.since = result.claim.since;
            item.toClaim = false;
            item.blocked = undefined;
            break;
        case 'completed':
            item.decided({ kind: 'duplicate' });
            break;
        case 'parked':
            item.inLotAlready();
            break;
        case 'in-progress':
            item.since = result.since;
            item.blocked = {
                why: 'in-progress-elsewhere',
                message: `it is claimed elsewhere until ${formatInstant(result.leaseEnd)}`,
            };
            break;
        case 'failed':
            item.blocked = { why: 'port-failed', message: `the inbox could not claim it: ${result.message}` };
            break;
    }
}

/** An undecodable record is identified by its position. */
function positionId(position: string): EventId {
    return { source: 'triskel:position', id: position.length <= LONGEST_ID ? position : derivedId(position) };
}

function verdictOf(item: Item): Verdict {
    if (item.first === undefined) {
        return item.verdict as Verdict;
    }
    const first = verdictOf(item.first);
    if (!isSettled(first)) {
        return { kind: 'unsettled', why: 'behind-a-failure', message: 'it repeats an event that is unsettled' };
    }
    return first.kind === 'handled' ? { kind: 'duplicate' } : first;
}
